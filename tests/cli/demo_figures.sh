#!/usr/bin/env bash
# The demo ends with its published figures; a second run adds nothing and says so.
. "$(dirname "$0")/../lib.sh"
project=$work/demo
"$assay" demo --into "$project" --json >first.json 2>err || fail "$(cat err)"
expect_json first.json '.totals | [.total_sales, .gross_sales, .returns]' '["177660.0000", "179260.0000", "1600.0000"]'
expect_json first.json '.totals | [.customers, .lines, .orders]' '[27, 1049, 766]'
expect_json first.json '.totals.average_sale_per_customer' '"6580.00"'
expect_json first.json '[.tiers[] | [.name, .customers]]' '[["Gold", 8], ["Silver", 6], ["Bronze", 13]]'
expect_json first.json '[.stores[] | .store_name][0:2]' '["High Street Store", "Cairo Festival City"]'
expect_json first.json '.categories[0].category' '"Electronics"'
expect_json first.json '.products[0].product_name' '"Smartwatch"'
expect_json first.json '[.quarantine[].rule] | sort' '["bad_date", "price_not_positive"]'
expect_json first.json '.release | [.number, .published, .as_of]' '[1, true, "2025-10-30"]'
"$assay" -C "$project" run --json >second.json 2>err
expect_json second.json '[.sources[].added] | add' 0
expect_json second.json '.release | [.number, .published]' '[1, false]'
expect_contains "$("$assay" -C "$project" run 2>/dev/null)" "Nothing new: release 1 stands"
"$assay" demo --into "$project" >out 2>err
expect_contains "$(cat out)" "Nothing new: release 1 stands"
# What it says to go on with can be typed as it stands.
command=$(grep ' query ' out)
expect_contains "$(cd "$work" && bash -c "$command")" "High Street Store"
