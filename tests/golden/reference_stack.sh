#!/usr/bin/env bash
# The replaced stack's own tables: its figures to the unit, its key trap caught, its odd registration dates remarked.
. "$(dirname "$0")/../lib.sh"
need_data reference-stack
export DATA=$shared/reference-stack
project() { cp -r "$repo/tests/golden/reference-stack" "$1"; }
tier_of() { "$assay" -C "$1" query --format csv "SELECT s.store_name, c.customer_tier, CAST(sum(f.total_sale_amount) AS BIGINT) AS sales FROM gold.fact_sales f JOIN gold.dim_store s USING (store_key) JOIN gold.dim_customer c USING (customer_key) WHERE s.store_name IN ('High Street Store', 'Cairo Festival City Mall') GROUP BY ALL ORDER BY ALL"; }

figures() {
  expect_json "$1" .totals.total_sales '"177585.0000"'
  expect_json "$1" .totals.customers 27
  expect_json "$1" '[.tiers[] | [.name, .customers, .sales]]' '[["Gold",6,"100366.0000"],["Silver",8,"50966.0000"],["Bronze",13,"26253.0000"]]'
  expect_contains "$(jq -r '.remarks[]' "$1")" 'all 27 customers with a registration date registered after their first purchase'
}
stores='store_name,customer_tier,sales
Cairo Festival City Mall,Gold,23986
Cairo Festival City Mall,Silver,31975
High Street Store,Bronze,6000
High Street Store,Gold,72187
High Street Store,Silver,9799'

project direct
CUSTOMERS=customers_101.json "$assay" -C direct run --json >direct.json
figures direct.json
expect_equal "$(CUSTOMERS=customers_101.json tier_of direct)" "$stores"

project mapped
export CUSTOMERS=customers_1001.parquet
expect_exit 12 "$assay" -C mapped run
expect_contains "$(cat err)" '0 of 27 ids matched'
expect_contains "$(cat err)" '24 offsets fit equally (900 to 923)'
expect_exit 4 "$assay" -C mapped query 'SELECT 1'
expect_exit 0 "$assay" -C mapped keys
expect_contains "$(cat out)" 'offset: 900'

sed -i 's|{from: shop.transactions}|{from: shop.transactions, keys: {customer_id: {map: {offset: 900}}}}|' mapped/assay.yaml
"$assay" -C mapped run --json >mapped.json
figures mapped.json
expect_equal "$(tier_of mapped)" "$stores"
