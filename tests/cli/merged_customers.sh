#!/usr/bin/env bash
# A merge table moves a customer's sales to the id it now has, chains followed; a cycle is refused.
. "$(dirname "$0")/../lib.sh"
mkdir data
printf 'sale_id,day,customer_id,amount,quantity\n1,2024-01-02,7,10.00,1\n2,2024-01-03,8,20.00,1\n3,2024-02-04,9,30.00,1\n4,2024-02-05,5,40.00,1\n' >data/sales.csv
printf 'customer_id,name\n5,Ada\n7,Bo\n8,Bo B.\n9,Bo Berg\n' >data/customers.csv
printf 'was,is\n7,8\n8,9\n' >data/merged.csv
cat >assay.yaml <<'Y'
project: merge
sources: {till: {type: files, path: data, tables: {sales: sales.csv, customers: customers.csv, merged: merged.csv}}}
roles:
  transactions: {from: till.sales, columns: {line_id: sale_id, date: day}}
  customers: {from: till.customers}
  merge: {from: till.merged, columns: [was, is]}
Y
expect_exit 0 "$assay" run --json
expect_json out '[.totals.customers, .totals.total_sales, .totals.unknown_customer_lines]' '[2, "100.0000", 0]'
expect_contains "$(jq -r '.accounting.entities[].sentence' out)" 'customers: 4 bronze = 2 silver + 2 merged'
expect_equal "$("$assay" query --format csv 'SELECT customer_id, monetary, frequency FROM gold.dim_customer WHERE monetary IS NOT NULL ORDER BY 1' | tail -n +2)" $'5,40.0000,1\n9,60.0000,3'

printf 'was,is\n7,8\n8,9\n9,7\n' >data/merged.csv
expect_exit 3 "$assay" run
expect_contains "$(cat err)" 'cycle'
expect_exit 0 "$assay" query 'SELECT 1'
