#!/usr/bin/env bash
# The same rows give the same silver and gold, whatever the threads, the order of rows and files, and the number of runs.
. "$(dirname "$0")/../lib.sh"
need_command python3

python3 "$repo/tests/fault/make_shop.py" shop 3000
tables="silver.transactions silver.customers silver.products silver.stores gold.fact_sales gold.dim_customer gold.dim_product
  gold.dim_store gold.dim_date gold.customer_segments gold.segment_cuts"

new_shop() {
  project=$work/$1
  cp -r shop "$project"
}
run_shop() { "$assay" -C "$project" run >run.log 2>&1 || fail "$project: $(tail -n 20 run.log)"; }
hash_tables() { for table in $tables; do echo "$table $(rows_hash "$table")"; done; }
expect_same() {
  hash_tables >"$project.hashes"
  diff whole.hashes "$project.hashes" || fail "$1: these tables have other rows"
}

# Everything at once.
new_shop whole
cp shop/final/* "$project/data"
run_shop
hash_tables >whole.hashes
expect_equal "$(sort -u -k2 whole.hashes | wc -l)" 11

new_shop one_thread
echo 'threads: 1' >>"$project/assay.yaml"
cp shop/final/* "$project/data"
run_shop
expect_same "one thread"

new_shop two_threads
echo 'threads: 2' >>"$project/assay.yaml"
cp shop/final/* "$project/data"
run_shop
expect_same "two threads"

new_shop mixed
cp shop/mixed/* "$project/data"
run_shop
expect_same "rows in other files and another order"

# In three runs: a wrong file is replaced, a product comes after its sales, an order goes over the border of two loads.
new_shop three_runs
cp shop/final/sales-0[1-6].csv shop/final/{stores,customers}.csv "$project/data"
cp shop/early/* "$project/data"
run_shop
cp shop/final/sales-0[7-9].csv shop/final/sales-03.csv "$project/data"
run_shop
cp shop/final/* "$project/data"
run_shop
expect_same "three runs"

# A run without news changes nothing.
run_shop
expect_contains "$(cat run.log)" "Nothing new: release 3 stands"
expect_same "a fourth run without news"

# The latest files first: the winner of a key is the greatest cursor, not the last load.
new_shop backwards
cp shop/final/sales-{08,09,10,11,12}.csv shop/final/{products,stores,customers}.csv "$project/data"
run_shop
cp shop/final/* "$project/data"
run_shop
expect_same "the latest files first"

# The same customer twice: equal figures, equal scores.
"$assay" -C "$project" query --format csv "SELECT count(*) FROM (SELECT DISTINCT COLUMNS(lambda c: c NOT IN ('customer_key', 'customer_id', 'customer_name'))
  FROM gold.dim_customer WHERE customer_id IN (7, 8))" >twins.csv
expect_equal "$(tail -n 1 twins.csv)" 1
