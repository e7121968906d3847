#!/usr/bin/env bash
# Files that cannot be read stop the run with file and line, and lose nothing.
. "$(dirname "$0")/../lib.sh"
small_shop "$work/shop"
run_shop
# bad CODE PART...: the run ends with CODE, the message holds every PART, then the extra file is removed.
bad() {
  local code=$1 part
  shift
  expect_failure "$code" "$assay" -C "$project" run
  for part; do expect_contains "$message" "$part"; done
  rm -f "$project/data/"sales-2.*
}
head=$(head -1 "$project/data/sales.csv")
printf '%s\n201,2025-01-01,1,1,1,1.50\n202,2025-01-01,1,1\n' "$head" >"$project/data/sales-2.csv"
bad 3 "sales-2.csv, line 3" "expected 6 columns, got 4"
printf '%s\n201,2025-01-01,1,1,1,"1.50\n' "$head" >"$project/data/sales-2.csv"
bad 3 "sales-2.csv" "quotes"
printf '' >"$project/data/sales-2.csv"
bad 3 "sales-2.csv" "empty"
sed -i 's/"sales\*.csv"/["sales.csv", "sales*.parquet"]/' "$project/assay.yaml"
printf 'PAR1 this is no parquet file PAR1' >"$project/data/sales-2.parquet"
bad 3 "sales-2.parquet"
sed -i 's/\["sales.csv", "sales\*.parquet"\]/"sales*.csv"/' "$project/assay.yaml"

printf '%s\n' "$head" >"$project/data/sales-2.csv"
run_shop
expect_contains "$(cat run.log)" "Total sales"
mv "$project/data/products.csv" away.csv
bad 3 "shop.products" "products.csv"
mv away.csv "$project/data/products.csv"
run_shop

small_shop "$work/headers_only"
for file in "$project"/data/*.csv; do sed -i '2,$d' "$file"; done
expect_failure 12 "$assay" -C "$project" run
expect_contains "$message" "no"
