#!/usr/bin/env bash
# What plan says a run will build, and why, is what the run then says it built; plan changes nothing.
. "$(dirname "$0")/../lib.sh"
small_shop "$work/shop"
lake_state() { (cd "$project" && find . -type f -printf '%p %s %T@\n' | sort | sha256sum); }

# plan_then_run SCOPE REASON-FOR-ALL
plan_then_run() {
  local before; before=$(lake_state)
  "$assay" -C "$project" plan --json >plan.json 2>/dev/null
  "$assay" -C "$project" plan >plan.txt 2>/dev/null
  expect_equal "$(lake_state)" "$before"
  expect_json plan.json '[.scope, .full_because]' "[\"$1\", \"$2\"]"
  "$assay" -C "$project" run --json >run.json 2>run.err || fail "$(cat run.err)"
  expect_json run.json .release.full_because "\"$2\""
  expect_json run.json '(.release.rebuilt_months | length) > 0' "$([[ $1 == months ]] && echo true || echo false)"
  expect_json run.json .release.published "$([[ $1 == nothing ]] && echo false || echo true)"
}
new_sale() { { head -1 "$project/data/sales.csv"; echo "$1,2025-03-28,1,1,1,9.00"; } >"$project/data/sales-$1.csv"; }

plan_then_run all ""
expect_contains "$(cat plan.txt)" "nothing was published yet"
plan_then_run nothing ""
expect_contains "$(cat plan.txt)" "Release 1 stands"
new_sale 201
plan_then_run months ""
expect_contains "$(cat plan.txt)" "The months that changed are rebuilt, with all that counts over every line, because"$'\n'"  - shop.sales has new files"
sed -i 's/^currency: EUR/currency: EUR\ntax: included\nsegmentation: {tiers: [{name: Gold, top: 10%}, {name: Rest}]}/' "$project/assay.yaml"
plan_then_run all "the tiers changed"
expect_json plan.json .because '["the tiers changed", "the tax changed"]'
expect_contains "$(cat plan.txt)" "Every month is rebuilt, not only those that changed: the tiers changed"

# Sales by their list price: another price of a product may change every month, another sale does not.
sed -i 's/^currency: EUR/currency: EUR\nprice: list/; s/, price: price}/}/' "$project/assay.yaml"
sed -i 's/category/category,price/; s/Goods/Goods,2.50/' "$project/data/products.csv"
"$assay" -C "$project" run >/dev/null 2>run.err || fail "$(cat run.err)"
new_sale 202
plan_then_run months ""
sed -i 's/2.50/3.50/' "$project/data/products.csv"
plan_then_run all "the list prices of shop.products may have changed"

# Whether a database has new rows is known only when it is read; what would follow is known before.
need_command sqlite3
project=$work/till
mkdir "$project"
sqlite3 "$project/till.db" <<'SQL'
CREATE TABLE receipts (receipt_no INTEGER PRIMARY KEY, sold_on TEXT, customer_id INTEGER);
CREATE TABLE lines (line_id INTEGER PRIMARY KEY, receipt_no INTEGER, product_id INTEGER, quantity INTEGER, price TEXT);
INSERT INTO receipts VALUES (1, '2025-01-02', 7), (2, '2025-02-03', 8);
INSERT INTO lines VALUES (1, 1, 5, 1, '2.50'), (2, 2, 5, 2, '2.50');
SQL
cat >"$project/assay.yaml" <<YAML
project: till
lake: ./lake
sources:
  till: {type: odbc, connection: "Driver={SQLite3};Database=$project/till.db", tables: [{name: receipts, key: receipt_no}, {name: lines, key: line_id}]}
roles:
  transactions: {from: till.lines, join: [{table: till.receipts, on: receipt_no}], columns: {date: sold_on, order_id: receipt_no, price: price}}
currency: EUR
YAML
run_shop
plan_then_run nothing ""
expect_json plan.json '.full_if_new' '[{"source": "till.receipts", "because": "till.receipts, which is joined to the sales lines, changed"},
  {"source": "till.lines", "because": "the lines of till.lines are joined to other tables"}]'
expect_contains "$(cat plan.txt)" "If till.lines has new rows, every month is rebuilt: the lines of till.lines are joined to other tables"
sqlite3 "$project/till.db" "INSERT INTO lines VALUES (3, 2, 6, 1, '4.00')"
"$assay" -C "$project" run --json >run.json 2>run.err
expect_json run.json .release.full_because '"the lines of till.lines are joined to other tables"'
