#!/usr/bin/env bash
# Columns with blanks are named as the source writes them, for `check` and `run` alike; a key that is not there stops both.
. "$(dirname "$0")/../lib.sh"
small_shop "$work/shop"
sed -i '1s/sale_id/Sale No/; 1s/customer_id/Customer No/' "$project/data/sales.csv"
sed -i '1s/customer_id/Customer No/; 1s/email/E-Mail Address/' "$project/data/customers.csv"
sed -i 's/key: sale_id/key: Sale No/; s/line_id: sale_id/line_id: Sale No, customer_id: Customer No/; s/key: customer_id, pii: \[customer_name, email\]/key: Customer No, pii: [customer_name, E-Mail Address]/
  s/customers: {from: shop.customers}/customers: {from: shop.customers, columns: {customer_id: Customer No, email: E-Mail Address}}/' "$project/assay.yaml"
expect_exit 0 "$assay" -C "$project" check
run_shop
expect_contains "$(cat run.log)" "200 bronze = 200 silver"
expect_exit 0 "$assay" -C "$project" check
expect_equal "$("$assay" -C "$project" query --format csv "SELECT email FROM gold.dim_customer WHERE customer_id = 3" | tail -n 1)" person3@shop.example

sed -i 's/key: Sale No/key: [Sale No, Line No]/' "$project/assay.yaml"
expect_failure 3 "$assay" -C "$project" check
expect_contains "$(cat out err)" "Cannot use column 'Line No' as key of shop.sales: no such column"
expect_failure 3 "$assay" -C "$project" run
expect_contains "$message" "Cannot use column 'Line No' as key of shop.sales: no such column"
