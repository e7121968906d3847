#!/usr/bin/env bash
# A shop with guests, ids that are in no table, returns, orders over two days or without a number, postage and a fiscal year from July:
# 1,000 page states.
# time limit: 900 s
. "$(dirname "$0")/../lib.sh"
. "$repo/tests/pages/states.bash"
mkdir -p shop/data
cat >shop/assay.yaml <<'YAML'
project: odd-shop
lake: ./lake
sources:
  shop:
    type: files
    path: data
    tables:
      - {name: sales, files: sales.csv, key: sale_id}
      - {name: products, files: products.csv, key: product_id}
      - {name: stores, files: stores.csv, key: store_id}
      - {name: customers, files: customers.csv, key: customer_id}
roles:
  transactions: {from: shop.sales, columns: {line_id: sale_id, order_id: order_no, date: sold_on, price: price}}
  products: {from: shop.products}
  stores: {from: shop.stores}
  customers: {from: shop.customers}
currency: KWD
tax: excluded
fiscal_year_starts: 7
week_starts: sunday
non_goods: ["6"]
gates: {unmatched: 30%}
segmentation: {tiers: [{name: Top, top: 25%}, {name: Middle, top: 60%}, {name: Rest}]}
YAML
awk 'BEGIN { srand(20250101); print "sale_id,order_no,sold_on,customer_id,product_id,store_id,quantity,price"
  for (i = 1; i <= 4000; i++) {
    order = int(rand() * 1500) + 1; day = (order + int(rand() * 2)) % 28 + 1; month = order % 14
    customer = rand() < 0.15 ? "" : (order % 90) + 1; quantity = rand() < 0.08 ? -1 : int(rand() * 4) + 1
    printf "%d,%s,%d-%02d-%02d,%s,%d,%d,%d,%.3f\n", i, rand() < 0.1 ? "" : order, 2024 + int(month / 12), month % 12 + 1, day, customer,
      int(rand() * 7) + 1, int(rand() * 5) + 1, quantity, int(rand() * 90000) / 1000 + 0.005
  } }' >shop/data/sales.csv
awk 'BEGIN { print "product_id,product_name,category,name_ar"; for (i = 1; i <= 6; i++) printf "%d,Product %d,%s,%s\n", i, i, i % 3 ? "Goods " i % 3 : "", i == 2 ? "منتج" : "" }' >shop/data/products.csv
awk 'BEGIN { print "store_id,store_name,location,country"; for (i = 1; i <= 4; i++) printf "%d,Store %d,Place %d,%s\n", i, i, i % 2, i < 3 ? "Kuwait" : "Oman" }' >shop/data/stores.csv
awk 'BEGIN { print "customer_id,customer_name,country"; for (i = 1; i <= 80; i++) printf "%d,Person %d,%s\n", i, i, i % 4 ? "Kuwait" : "" }' >shop/data/customers.csv
"$assay" -C shop run --json >run.json
jq -e '.totals | .guest_lines > 0 and .unknown_customer_lines > 0 and .unknown_product_lines > 0 and (.returns | tonumber) > 0' run.json >totals.log ||
  fail "the shop lacks what it is made for: $(jq -c .totals run.json)"
compare_states shop 1000 3
