#!/usr/bin/env bash
# Shops that keep their sales in other ways: each figure of expected.yaml, which was computed apart from this program.
. "$(dirname "$0")/../lib.sh"
need_command jq sqlite3

value() { sed -n "s/^$2: *\"\{0,1\}\([^\"]*\)\"\{0,1\}$/\1/p" "$1/expected.yaml"; }

for shop in order_detail web_orders two_branches currencies; do
  cp -r "$repo/tests/shops/$shop" "$shop"
  if [[ -f $shop/make.sql ]]; then (cd "$shop" && sqlite3 office.db <make.sql); fi
  export OFFICE_ODBC="Driver=SQLite3;Database=$work/$shop/office.db"
  expect_exit 0 "$assay" -C "$shop" run --json
  for name in total_sales gross_sales returns lines orders customers guest_lines guest_sales first_date last_date; do
    wanted=$(value "$shop" "$name")
    [[ -n $wanted ]] || fail "$shop/expected.yaml has no $name"
    expect_equal "$shop $name $(jq -r ".totals.$name" out)" "$shop $name $wanted"
  done
done

cp -r "$repo/tests/shops/currencies_without_rates" without
expect_exit 12 "$assay" -C without run
for word in rates EUR JPY KWD; do expect_contains "$(cat err)" "$word"; done
