#!/usr/bin/env bash
# A lake that cannot be written, a full disk, two runs at once.
. "$(dirname "$0")/../lib.sh"
small_shop "$work/shop"
run_shop
touch "$work/a_file"
sed -i "s#^lake: .*#lake: $work/a_file/lake#" "$project/assay.yaml"
expect_exit 8 "$assay" -C "$project" run
expect_contains "$(cat err)" "a_file/lake"
sed -i "s#^lake: .*#lake: ./lake#" "$project/assay.yaml"

exec 9>>"$project/lake/ops/run.lock"
flock -n 9
expect_failure 6 "$assay" -C "$project" run
expect_contains "$message" "another run"
exec 9>&-
run_shop

# A limit on the size of a file stands for a full disk where none can be mounted.
{ head -1 "$project/data/sales.csv"; awk 'BEGIN { for (i = 1000; i < 60000; i++) printf "%d,2025-01-%02d,%d,%d,1,%d.25\n", i, i % 28 + 1, i % 10 + 1, i % 4 + 1, i % 97 + 1 }'; } >"$project/data/sales-2.csv"
expect_failure 8 bash -c "trap '' XFSZ; ulimit -f 64; exec '$assay' -C '$project' run"
expect_contains "$message" "Cannot"
run_shop
expect_contains "$(cat run.log)" "Published release 2"
