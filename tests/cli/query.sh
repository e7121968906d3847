#!/usr/bin/env bash
# Formats, releases and versions of `query` and `tables`.
. "$(dirname "$0")/../lib.sh"
small_shop "$work/shop"
run_shop
ask() { "$assay" -C "$project" query "$@"; }
expect_equal "$(ask --format csv "SELECT count(*) AS n, 'a,b' AS t FROM gold.fact_sales")" $'n,t\n200,"a,b"'
ask --format json "SELECT count(*) AS n, sum(total_sale_amount) AS s, NULL AS e FROM gold.fact_sales" >out.json
expect_json out.json '.[0] | [.n, .e]' '[200, null]'
expect_json out.json '.[0].s | type' '"string"'
expect_equal "$(ask --format table "SELECT 7 AS seven")" $'seven\n-----\n    7'
ask --json "SELECT 1 AS a" >out.json
expect_json out.json '.' '[{"a": 1}]'

echo "201,2025-03-28,1,1,1,9.00" >"$project/data/more"
{ head -1 "$project/data/sales.csv"; cat "$project/data/more"; } >"$project/data/sales-2.csv"
run_shop
expect_contains "$(cat run.log)" "Published release 2"
count="SELECT count(*) AS n FROM gold.fact_sales"
expect_equal "$(ask --format csv "$count")" $'n\n201'
expect_equal "$(ask --format csv --release 1 "$count")" $'n\n200'
expect_equal "$(ask --format csv --version gold.fact_sales=0 "$count")" $'n\n200'
"$assay" -C "$project" tables --release --json >tables.json
expect_json tables.json '.release' 2
expect_json tables.json '.tables[] | select(.name == "gold.fact_sales") | [.version, .rows]' '[1, 201]'
expect_json tables.json '[.tables[].name | select(startswith("bronze"))]' '[]'
expect_contains "$("$assay" -C "$project" tables)" "bronze.shop.sales"
"$assay" -C "$project" history --json >history.json
expect_json history.json '[.releases[].number]' '[1, 2]'

expect_failure 4 "$assay" -C "$project" query --release 9 "$count"
expect_contains "$message" "no such release"
expect_failure 4 "$assay" -C "$project" query --version gold.fact_sale=0 "$count"
expect_contains "$message" "did you mean 'gold.fact_sales'"
expect_failure 3 "$assay" -C "$project" query --version gold.fact_sales=x "$count"
expect_failure 3 "$assay" -C "$project" query "SELECT nothing FROM gold.fact_sales"
expect_failure 3 "$assay" -C "$project" query "DROP VIEW gold.fact_sales"
expect_failure 3 "$assay" -C "$project" query "SELECT 1; SELECT 2"

# refused SQL PART...: code 3, the house's words, none of the engine's.
refused() {
  local part
  expect_failure 3 "$assay" -C "$project" query "$1"
  for part in "${@:2}"; do expect_contains "$message" "$part"; done
  if [[ $message == *Error:* ]]; then fail "the engine's own words: $message"; fi
}
for sql in "DROP VIEW gold.fact_sales" "DROP TABLE gold.nothing" "INSERT INTO gold.fact_sales VALUES (1)" "UPDATE gold.fact_sales SET quantity = 1" \
  "DELETE FROM gold.nothing" "CREATE TABLE t AS SELECT 1" "COPY (SELECT 1) TO 'f'" "ATTACH 'x.db'" "SET threads = 1" "/* a */ drop table x"; do
  refused "$sql" "Cannot run the query: expected a SELECT, got"
done
refused "WITH a AS (SELECT 1) DELETE FROM gold.fact_sales" "Cannot run the query"
refused "SELECT quantty FROM gold.fact_sales" "quantty" "quantity" "LINE 1"
refused "SELECT * FROM gold.fact_sale" "Did you mean \"fact_sales\""
refused "SELEC 1" "Cannot read the query: syntax error" "SELEC"
refused "SELECT CAST('x' AS INTEGER) FROM gold.fact_sales" "Cannot run the query: Could not convert string 'x'"
refused "" "Cannot read the query: it is empty"
refused "SELECT 1; SELECT 2" "expected one statement, got 2"
expect_equal "$(ask --format csv "(SELECT 1 AS a)")" $'a\n1'
expect_equal "$(ask --format csv "FROM gold.dim_store SELECT count(*) AS n" | wc -l)" 2
