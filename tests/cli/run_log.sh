#!/usr/bin/env bash
# Every run leaves a record of how it ended: released, unchanged, stopped by a gate, failed, killed; without secrets.
. "$(dirname "$0")/../lib.sh"
small_shop "$work/shop"
statuses() { "$assay" -C "$project" history --json | jq -c '[.runs[].status]'; }

expect_equal "$(statuses)" '[]'
run_shop
run_shop
"$assay" -C "$project" history --json >history
expect_json history '[.runs[] | [.status, .release, .added_rows, .error]]' '[["released", 1, 214, null], ["unchanged", 1, 0, null]]'
expect_json history '[.runs[0].run_id == .releases[0].run_id, (.runs[0].seconds > 0), .runs[0].ended_ms >= .runs[0].started_ms]' '[true, true, true]'

# A gate: a customer that nobody knows.
echo '900,2025-03-01,4711,1,1,5.00' >>"$project/data/sales.csv"
awk 'BEGIN { for (i = 901; i < 930; i++) printf "%d,2025-03-01,4711,1,1,5.00\n", i }' >>"$project/data/sales.csv"
expect_exit 12 "$assay" -C "$project" run
"$assay" -C "$project" history --json >history
expect_json history '.runs[-1] | [.status, .release, .error.kind, .error.exit_code, .added_rows]' '["stopped", null, "gate", 12, 230]'
expect_contains "$(jq -r '.runs[-1].error.message' history)" "Cannot publish"

# A source that is not there; its password stands in no record.
sed -i 's/^roles:/  db: {type: odbc, connection: "${DB_ODBC}", tables: [t]}\nroles:/' "$project/assay.yaml"
printf 'DB_ODBC="Driver=NoSuchDriver-Sesame-4711;PWD=Sesame-4711"\n' >"$project/.env"
code=0
"$assay" -C "$project" run >out 2>err || code=$?
"$assay" -C "$project" history --json >history
expect_json history '.runs[-1] | [.status, .error.exit_code, .added_rows]' "[\"failed\", $code, null]"
if grep -r -F "Sesame-4711" "$project/lake/ops"; then fail "the password stands in the lake"; fi
sed -i '/^  db:/d' "$project/assay.yaml"

# Killed: no end.
{ head -1 "$project/data/sales.csv"; awk 'BEGIN { for (i = 1000; i < 400000; i++) printf "%d,2025-01-%02d,%d,%d,1,%d.25\n", i, i % 28 + 1, i % 10 + 1, i % 4 + 1, i % 97 + 1 }'; } >"$project/data/sales-2.csv"
"$assay" -C "$project" run >killed.log 2>&1 &
pid=$!
wait_for 60 grep -q -E '^(load shop.sales|map|model )' killed.log
expect_equal "$(statuses | jq -c '.[-1]')" '"running"'
kill_tree "$pid"
wait "$pid" 2>/dev/null || true
expect_equal "$(statuses)" '["released","unchanged","stopped","failed","died"]'
run_shop
expect_equal "$(statuses)" '["released","unchanged","stopped","failed","died","released"]'
"$assay" -C "$project" history >history.txt
expect_contains "$(cat history.txt)" "stopped"
expect_contains "$(cat history.txt)" "ended without a word; run again"

# A second run that meets the first is none: it leaves no record.
(
  flock -n 9
  expect_exit 6 "$assay" -C "$project" run
) 9<>"$project/lake/ops/run.lock"
expect_equal "$(statuses | jq length)" 6
