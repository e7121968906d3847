#!/usr/bin/env bash
# Shops that lack something, or have too much of it, on the real server: no customers, one customer, names of 300 characters in
# two directions with Arabic digits, months that sold nothing; and a shop without a sale, which nothing can be shown of.
. "$(dirname "$0")/../lib.sh"
. "$repo/tests/browser/prepare.bash"

# shop NAME ROLES TABLE...: makes and runs $project of the CSV files that stand in data/.
shop() {
  project=$work/$1
  mkdir -p "$project/data"
  mv ./*.csv "$project/data/"
  local tables="" table
  for table in "${@:3}"; do tables+="{name: $table, files: $table.csv, key: $(head -n 1 "$project/data/$table.csv" | cut -d, -f1)}, "; done
  printf 'project: %s\nlake: ./lake\nsources:\n  shop: {type: files, path: data, tables: [%s]}\nroles:\n%s\ncurrency: EGP\ndigits: %s\n' \
    "$1" "$tables" "$2" "${digits:-latn}" >"$project/assay.yaml"
}
sales='  transactions: {from: shop.sales, columns: {line_id: sale_id, date: sold_on, price: price}}'
customers=$sales$'\n  customers: {from: shop.customers}'
everything=$customers$'\n  products: {from: shop.products}\n  stores: {from: shop.stores}'
test_shop() { run_shop; serve_project; ODD=$1 run_tests odd.test.mjs; }

printf 'sale_id,sold_on,quantity,price\n1,2025-01-05,1,10.00\n2,2025-04-05,2,20.00\n' >sales.csv
shop only-sales "$sales" sales
test_shop only-sales

printf 'sale_id,sold_on,customer_id,quantity,price\n1,2025-01-05,7,1,10.00\n' >sales.csv
printf 'customer_id,customer_name\n7,Ana\n' >customers.csv
shop one-customer "$customers" sales customers
test_shop one-customer

long=$(printf 'متجر %.0s' {1..30})$(printf 'Shop %.0s' {1..30})
awk 'BEGIN { print "sale_id,sold_on,customer_id,product_id,store_id,quantity,price"
  for (i = 1; i < 60; i++) printf "%d,2025-0%d-05,%d,%d,%d,1,%d.00\n", i, i % 6 + 1, i % 7 + 1, i % 3 + 1, i % 2 + 1, i }' >sales.csv
{ echo customer_id,customer_name; for i in {1..7}; do echo "$i,\"$long, \"\"$i\"\"\""; done; } >customers.csv
{ echo product_id,product_name,category; for i in 1 2 3; do echo "$i,$long$i,$long"; done; } >products.csv
{ echo store_id,store_name,location; for i in 1 2; do echo "$i,$long$i,$long"; done; } >stores.csv
digits=arab shop long-names "$everything" sales customers products stores
test_shop long-names

printf 'sale_id,sold_on,quantity,price\n' >sales.csv
shop empty "$sales" sales
expect_exit 12 "$assay" -C "$project" run
expect_contains "$(<err)" "the transactions have no rows"
expect_exit 4 "$assay" -C "$project" serve --port 0 --no-open
expect_contains "$(<err)" 'Cannot serve: nothing was published yet; run `assay run` first'
