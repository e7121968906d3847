#!/usr/bin/env bash
# Mistakes in assay.yaml, each with one message that says where and what to do.
. "$(dirname "$0")/../lib.sh"
small_shop "$work/shop"
run_shop
good=$(cat "$project/assay.yaml")
# bad SED-EXPRESSION CODE PART...: with that change run and check end with CODE, and the message holds every PART.
bad() {
  local change=$1 code=$2 verb part
  shift 2
  sed -i "$change" "$project/assay.yaml"
  [[ $(cat "$project/assay.yaml") != "$good" ]] || fail "this changes nothing: $change"
  expect_failure "$code" "$assay" -C "$project" run
  for part; do expect_contains "$message" "$part"; done
  expect_exit "$code" "$assay" -C "$project" check
  printf '%s\n' "$good" >"$project/assay.yaml"
}
bad 's/currency: EUR/curency: EUR/' 3 "assay.yaml:17" "curency" "did you mean 'currency'"
bad 's/date: sold_on/date: sold_onn/' 3 "assay.yaml:12" "transactions.date" "did you mean 'sold_on'"
bad 's/price: price/prise: price/' 3 "assay.yaml:12" "prise" "did you mean 'price'"
bad 's/price: price/quantity: "${UNSET_SECRET}"/' 3 "assay.yaml:14" "UNSET_SECRET" ".env"
bad 's/files: products.csv/files: product.csv/' 3 "shop.products" "got none" "did you mean 'products.csv'"
bad 's/path: data/path: dat/' 3 "shop"
bad 's/from: shop.products/from: shop.product/' 3 "shop.product" "did you mean 'shop.products'"
bad 's/currency: EUR/currency: [/' 3 "assay.yaml:"
run_shop
expect_contains "$(cat run.log)" "Nothing new: release 1 stands"
expect_failure 4 "$assay" -C "$work" run
expect_contains "$message" "assay init"
