#!/usr/bin/env bash
# check, plan and doctor before a run, after it, and with something to complain about.
. "$(dirname "$0")/../lib.sh"
small_shop "$work/shop"
"$assay" -C "$project" check --json >check.json 2>/dev/null
expect_json check.json '.problems' 0
"$assay" -C "$project" plan --json >plan.json 2>/dev/null
expect_json plan.json '[.release, .rebuild, (.sources[0].new_files)]' '[null, true, ["sales.csv"]]'
[[ ! -e $project/lake/bronze ]] || fail "plan or check made a bronze table"
run_shop
"$assay" -C "$project" plan --json >plan.json 2>/dev/null
expect_json plan.json '[.release, .rebuild, .because, .unfinished_publish]' '[1, false, [], null]'
expect_json plan.json '[.sources[].method] | unique' '["no new file"]'

sed -i 's/currency: EUR/currency: GBP/' "$project/assay.yaml"
"$assay" -C "$project" plan --json >plan.json 2>/dev/null
expect_json plan.json '.because' '["the settings changed"]'
{ head -1 "$project/data/sales.csv"; echo "201,2025-03-28,1,1,1,9.00"; } >"$project/data/sales-2.csv"
"$assay" -C "$project" plan --json >plan.json 2>/dev/null
expect_json plan.json '.because' '["shop.sales has new files", "the settings changed"]'
run_shop
expect_contains "$(cat run.log)" "rebuilt because of"

mkdir "$project/lake/ops/.scratch/4194999-left" "$project/lake/gold/dim_date/stage-left"
touch -d "3 days ago" "$project/lake/gold/dim_date/stage-left"
"$assay" -C "$project" doctor --json >doctor.json
expect_json doctor.json '.[] | select(.what == "scratch leftovers").found' '"1"'
expect_json doctor.json '.[] | select(.what == "stage leftovers").found' '"1"'
expect_json doctor.json '[.[].ok] | all' true
"$assay" -C "$project" doctor --fix >out
expect_contains "$(cat out)" "1 removed"
[[ ! -e $project/lake/ops/.scratch/4194999-left && -e $project/lake/gold/dim_date/stage-left ]] || fail "--fix removed the wrong folder"

rm "$project"/lake/gold/dim_date/stage-*/*.parquet
expect_exit 7 "$assay" -C "$project" doctor
expect_contains "$(cat out)" "gold.dim_date"
sed -i 's/currency: GBP/currency: GBP  # CONFIRM: a guess/' "$project/assay.yaml"
expect_failure 3 "$assay" -C "$project" run
expect_contains "$message" "currency: GBP"
expect_exit 3 "$assay" -C "$project" check
expect_contains "$(cat out)" "PROBLEM  assay.yaml:17"
expect_exit 0 "$assay" -C "$work" doctor
