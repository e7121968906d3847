#!/usr/bin/env bash
# Numbers of JSON files keep every digit they are written with, from file to gold.
. "$(dirname "$0")/../lib.sh"
project=$work/shop
mkdir -p "$project/data"
cat >"$project/assay.yaml" <<'YAML'
project: digits
lake: ./lake
sources: {web: {type: files, path: data, tables: [{name: sales, files: "sales.*", key: id}]}}
roles: {transactions: {from: web.sales, columns: {line_id: id, date: day, amount: paid}}}
currency: EUR
YAML
cat >"$project/data/sales.json" <<'JSON'
[{"id": 9007199254740993, "day": "2025-03-01", "paid": 12345678901234.5678, "note": {"ref": 1234567890123456789012345678, "rate": 0.123456789012345678}},
 {"id": 9007199254740992, "day": "2025-03-02", "paid": 99999999999999.9999, "big": 1234567890123456789.012345678}]
JSON
run_shop
ask() { "$assay" -C "$project" query --format csv "$1" | tail -n +2; }
expect_equal "$(ask "SELECT line_id, amount FROM silver.transactions ORDER BY 1")" \
  $'9007199254740992,99999999999999.9999\n9007199254740993,12345678901234.5678'
expect_equal "$(ask "SELECT big FROM bronze.web_sales WHERE big IS NOT NULL")" 1234567890123456789.012345678
expect_contains "$(ask "SELECT note FROM bronze.web_sales WHERE note IS NOT NULL")" 1234567890123456789012345678
expect_contains "$(ask "SELECT note FROM bronze.web_sales WHERE note IS NOT NULL")" 0.123456789012345678

# One object a line, and a number with an exponent.
rm -r "$project/lake" "$project/data/sales.json"
printf '{"id": 1, "day": "2025-03-01", "paid": 1.5e3}\n{"paid": 0.10, "id": 2, "day": "2025-03-01"}\n' >"$project/data/sales.ndjson"
run_shop
expect_equal "$(ask "SELECT line_id, amount FROM silver.transactions ORDER BY 1")" $'1,1500.0000\n2,0.1000'
expect_equal "$(ask "SELECT paid FROM bronze.web_sales WHERE id = '2'")" 0.10
