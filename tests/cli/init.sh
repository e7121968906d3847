#!/usr/bin/env bash
# A proposed project loads, says what it guessed, and runs once the guesses are confirmed.
. "$(dirname "$0")/../lib.sh"
need_command jq sqlite3
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
expect_contains "$(cat "$project/assay.yaml")" 'files: ["orders-*.csv"]'

"$assay" demo --into "$work/demo" >demo.log 2>&1
proposed "$work/till" --odbc "Driver=SQLite3;Database=$work/demo/shop.db;PWD=Sesame-4711"
expect_json run.log '[.totals.total_sales, .totals.lines]' '["177660.0000", 1049]'
if grep -r Sesame-4711 "$project/assay.yaml" out err; then fail "the password is shown"; fi
expect_equal "$(stat -c %a "$project/.env")" 600

# Order lines and their orders are joined; the key of a line is a pair.
mkdir office
(cd office && sqlite3 office.db <"$repo/tests/shops/order_detail/make.sql")
proposed "$work/books" --odbc "Driver=SQLite3;Database=$work/office/office.db"
yaml=$(cat "$project/assay.yaml")
expect_contains "$yaml" 'key: ["order_no", "line_no"]'
expect_contains "$yaml" '- {table: "shop.order_header", on: "order_no"}'
expect_contains "$yaml" 'date: "ordered_at"'
expect_contains "$yaml" 'store_id: "branch_no"'
expect_json run.log '.totals.lines > 0' true

# A glob that takes the summary of the months for a month is no glob for the months; one currency is the currency.
mkdir months
for month in 01 02; do printf 'sale_id,sold_at,price,currency\n%d,2025-%s-05,2.50,GBP\n' "$((10#$month))" "$month" >"months/sales-2025-$month.csv"; done
printf 'month,total\n2025-01,2.50\n' >months/sales-summary.csv
proposed "$work/monthly" --from "$work/months"
yaml=$(cat "$project/assay.yaml")
expect_contains "$yaml" 'files: ["sales-????-??.csv"]'
expect_contains "$yaml" 'currency: GBP'
expect_json run.log '[.totals.lines, .totals.total_sales]' '[2, "5.0000"]'
# The form of an API that stands there in comments is one that can be read.
sed -i '/^  # No table/d; s/^  # /  /' "$project/assay.yaml"
expect_contains "$(cat "$project/assay.yaml")" $'\n  crm:\n    type: rest'
CRM_URL=http://127.0.0.1:9 CRM_TOKEN=t "$assay" -C "$project" check >out 2>err || true
expect_contains "$(cat out)" "PROBLEM  source crm"
if grep -q "assay.yaml:" out err; then fail "$(cat out err)"; fi

# Decimal commas with points between thousands; products whose key is a bare "code".
mkdir -p europe/sales
for month in 01 02; do
  { echo "Invoice;Position;Date;Customer;Product;Qty;Unit Price;Discount"
    printf '%s-1;%d;2025-%s-07 10:00;C1;P1;2;1.250,90;0,50\n%s-1;%d;2025-%s-07 10:00;C1;P2;1;3,10;0\n' $month 1 $month $month 2 $month; } >"europe/sales/2025-$month.csv"
done
printf 'code,name,family\nP1,Chair,Indoors\nP2,Lamp,Indoors\n' >europe/products.csv
proposed "$work/euro" --from "$work/europe"
yaml=$(cat "$project/assay.yaml")
expect_contains "$yaml" 'decimal_mark: comma'
expect_contains "$yaml" 'product_id: "code"'
expect_contains "$yaml" 'files: ["sales/'
expect_json run.log '[.totals.lines, .totals.total_sales, .totals.unknown_product_lines]' '[4, "5008.8000", 0]'
sed -i 's/decimal_mark: comma/decimal_mark: point/' "$project/assay.yaml"
expect_failure 12 "$assay" -C "$project" run
expect_contains "$message" "Unit_Price: 4 lines"
expect_contains "$message" "decimal_mark: comma"

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
