#!/usr/bin/env bash
# The values of columns marked pii stand in the lake's data files alone: not in statistics, publish records, facts or the log of runs.
. "$(dirname "$0")/../lib.sh"
first=aaa.hidden@private.example last=zzz.hidden@private.example
small_shop "$work/shop"
sed -i "s/^3,.*/3,Aaron Hidden,$first/; s/^4,.*/4,Zoe Hidden,$last/" "$project/data/customers.csv"

# The shop's customers are known by their address here; one sale has none that is known, one a date that cannot be read.
sed -i "1s/,email/,email,address/; 2,\$s/\$/,x/; 5s/,x\$/,Hidden Street 5/" "$project/data/customers.csv"
awk -F, -v OFS=, 'NR == 1 { print $0, "till_note"; next } { print $0, "-" }' "$project/data/sales.csv" >sales.csv
{ cat sales.csv; echo "901,2025-01-05,3,1,1,5.00,$last"; echo "902,no date,3,1,1,5.00,$first"; } >"$project/data/sales.csv"
sed -i 's/pii: \[customer_name, email\]/pii: [customer_name, email, address]/; s/key: sale_id}/key: sale_id, pii: [till_note]}/; s/price: price}/price: price, customer_name: till_note}/' "$project/assay.yaml"

expect_clean() {
  local found
  found=$(find "$project/lake" -type f \( -path '*/_delta_log/*' -o -path '*/ops/*' \) ! -path '*/stage-*/*' ! -path '*/ops/releases/*.parquet' -print0 |
    xargs -0 grep -l -i -a -e hidden || true)
  [[ -z $found ]] || fail "$1: personal data stand in $found: $(head -c 3000 $(head -n 1 <<<"$found"))"
}
run_shop
expect_clean "first run"
expect_equal "$("$assay" -C "$project" query --format csv "SELECT email FROM gold.dim_customer WHERE customer_id = 4" | tail -n 1)" "$last"
expect_contains "$("$assay" -C "$project" query --format csv "SELECT original FROM ops.quarantine")" "$first"
echo "903,2025-01-06,3,1,1,5.00,$first" >>"$project/data/sales.csv"
run_shop
expect_clean "second run"

# The log still says how many are null, and keeps the bounds of what is not personal.
log=$project/lake/gold/dim_customer/_delta_log/00000000000000000000.json
jq -r 'select(.add) | .add.stats' "$log" >stats
expect_json stats '[.nullCount.email, .minValues.email, (.minValues | has("customer_key"))]' '[2, null, true]'
jq -r 'select(.metaData) | .metaData.schemaString' "$log" >schema
expect_json schema '[.fields[] | select(.metadata["assay.pii"]) | .name]' '["customer_name", "email"]'

# The id itself may be personal: then no example of it is shown either.
small_shop "$work/by_mail"
awk -F, -v OFS=, 'NR > 1 { $3 = "hidden" $3 "@private.example" } { print }' "$project/data/sales.csv" >sales.csv
{ cat sales.csv; echo "901,2025-01-05,hidden.unknown@private.example,1,1,5.00"; } >"$project/data/sales.csv"
sed -i 's/^\([0-9]*\),/hidden\1@private.example,/' "$project/data/customers.csv"
sed -i 's/pii: \[customer_name, email\]/pii: [customer_id, email]/; s/key: sale_id}/key: sale_id, pii: [customer_id]}/' "$project/assay.yaml"
run_shop
expect_clean "ids"
"$assay" -C "$project" keys >keys.txt
grep -q 'hidden' keys.txt run.log && fail "the report shows ids that are personal: $(cat keys.txt)"
expect_equal "$("$assay" -C "$project" query --format csv "SELECT count(*) FROM gold.fact_sales WHERE customer_key > 0" | tail -n 1)" 200
