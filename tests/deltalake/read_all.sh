#!/usr/bin/env bash
# Another Delta implementation reads every table of the demo as Assay does: fresh, after many runs from checkpoints, and at an older release.
. "$(dirname "$0")/../lib.sh"
need_command jq sqlite3
need_python deltalake

read_all() { "$python" "$repo/tests/deltalake/read_all.py" "$assay" "$project" "$@"; }

demo_project
"$assay" -C "$project" tables --json >first.json
expect_json first.json '.tables | length' 16
read_all first.json

# Twelve more runs, each with new sales, so that every table's log has a checkpoint.
for n in {1..12}; do
  sqlite3 "$project/shop.db" "INSERT INTO transactions SELECT transaction_id + $n * 100000, order_id + $n * 100000, sale_date, customer_id, product_id,
    store_id, quantity, '$n.25', updated_at FROM transactions WHERE transaction_id BETWEEN 50001 AND 50009"
  "$assay" -C "$project" run >run.log 2>&1
done
"$assay" -C "$project" tables --json >last.json
expect_json last.json .release 13
for path in bronze/shop/transactions silver/transactions gold/fact_sales gold/dim_customer ops/quarantine ops/releases; do
  [[ -s $project/lake/$path/_delta_log/_last_checkpoint ]] || fail "$path has no checkpoint"
done
read_all last.json

# The log before the checkpoint is not needed.
cp -r "$project/lake/gold/fact_sales" copy
rm copy/_delta_log/0000000000000000000[0-9].json
"$python" - copy <<'PYTHON'
import os, sys
from deltalake import DeltaTable
table = DeltaTable(sys.argv[1])
print(table.version(), table.count(), flush=True)
os._exit(0 if (table.version(), table.count()) == (12, 1049 + 12 * 9) else 1)
PYTHON

# What release 1 pinned is still what it was.
read_all first.json 1
