#!/usr/bin/env bash
# Ctrl-C in the middle of a run ends it soon with its own code; the next run succeeds.
. "$(dirname "$0")/../lib.sh"
small_shop "$work/shop"
{ head -1 "$project/data/sales.csv"; awk 'BEGIN { for (i = 1000; i < 700000; i++) printf "%d,2025-01-%02d,%d,%d,1,%d.25\n", i, i % 28 + 1, i % 10 + 1, i % 4 + 1, i % 97 + 1 }'; } >"$project/data/sales-2.csv"
"$assay" -C "$project" run >out 2>err &
pid=$!
wait_for 60 grep -q -E '^(load shop.sales|map|model )' err
kill -INT "$pid"
code=0
started=$SECONDS
wait "$pid" || code=$?
expect_equal "$code" 10
((SECONDS - started <= 10)) || fail "it took $((SECONDS - started)) s to stop"
expect_contains "$(cat err)" "Stopped on request"
expect_exit 4 "$assay" -C "$project" query "SELECT 1"
run_shop
expect_contains "$(cat run.log)" "Published release 1"
