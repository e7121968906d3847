#!/usr/bin/env bash
# A bronze table that was deleted and loaded again is not taken for the old one, though its version number is the same.
. "$(dirname "$0")/../lib.sh"
mkdir data
printf 'sale_id,day,amount\n1,2024-01-02,10.00\n' >data/sales.csv
cat >assay.yaml <<'Y'
project: anew
sources: {till: {type: files, path: data, tables: {sales: sales.csv}}}
roles: {transactions: {from: till.sales, columns: {line_id: sale_id, date: day}}}
Y
expect_exit 0 "$assay" run --json
printf 'sale_id,day,amount\n1,2024-01-02,11.00\n' >data/sales.csv
rm -r lake/bronze
expect_exit 0 "$assay" run --json
expect_json out '[.release.published, .totals.total_sales]' '[true, "11.0000"]'
expect_exit 0 "$assay" run --json
expect_json out .release.published false
