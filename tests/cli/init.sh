#!/usr/bin/env bash
# A proposed project loads, says what it guessed, and runs once the guesses are confirmed.
. "$(dirname "$0")/../lib.sh"
# proposed FOLDER OPTION...: makes a project there, confirms everything, and runs it.
proposed() {
  project=$1
  shift
  "$assay" init "$@" --into "$project" >out 2>err || fail "init failed: $(cat err)"
  expect_contains "$(cat out)" "assay -C $project check"
  grep -q "# CONFIRM" "$project/assay.yaml"
  expect_failure 3 "$assay" -C "$project" run
  sed -i 's/ *# CONFIRM.*//' "$project/assay.yaml"
  expect_exit 0 "$assay" -C "$project" check
  run_shop --json
}
small_shop "$work/given"
proposed "$work/files" --from "$work/given/data"
expect_json run.log '[.totals.lines, .totals.customers, .totals.unknown_customer_lines]' '[200, 10, 0]'
grep -q 'pii: \["customer_name", "email"\]' "$project/assay.yaml"
grep -q 'key: "sale_id"' "$project/assay.yaml"

proposed "$work/web" --from "$repo/tests/shops/web_orders/data"
expect_json run.log '.totals.lines > 0 and .totals.customers > 0' true
expect_contains "$(cat "$project/assay.yaml")" 'files: ["orders-2024-*.csv"]'

"$assay" demo --into "$work/demo" >demo.log 2>&1
proposed "$work/till" --odbc "Driver=SQLite3;Database=$work/demo/shop.db;PWD=Sesame-4711"
expect_json run.log '[.totals.total_sales, .totals.lines]' '["177660.0000", 1049]'
if grep -r Sesame-4711 "$project/assay.yaml" out err; then fail "the password is shown"; fi
expect_equal "$(stat -c %a "$project/.env")" 600

expect_exit 5 "$assay" init --from "$work/given/data" --into "$project"
expect_contains "$(cat err)" "never overwritten"
expect_exit 3 "$assay" init --from "$work/nowhere" --into "$work/new"
mkdir empty
expect_exit 4 "$assay" init --from empty --into "$work/new"
[[ ! -e $work/new/assay.yaml ]] || fail "a failed init left a project"
expect_exit 2 "$assay" init

need_data reference-stack
proposed "$work/stack" --from "$shared/reference-stack"
expect_json run.log '.totals.lines > 0' true
grep -q '^price: list' "$project/assay.yaml"
