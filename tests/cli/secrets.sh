#!/usr/bin/env bash
# A password and a customer's address appear nowhere: not in reports, errors or plans; the password nor in the lake.
. "$(dirname "$0")/../lib.sh"
password=Sesame-4711-open
address=hidden.person@private.example
small_shop "$work/shop"
sed -i 's/^roles:/  db: {type: odbc, connection: "${DB_ODBC}", tables: [t]}\nroles:/' "$project/assay.yaml"
printf 'DB_ODBC="Driver=NoSuchDriver;Server=nowhere;UID=reader;PWD=%s"\n' "$password" >"$project/.env"
sed -i "s/^3,.*/3,Person 3,$address/" "$project/data/customers.csv"
capture() { "$assay" -C "$project" "$@" >>all.log 2>&1 || true; }
for verb in check plan run doctor keys tables; do capture "$verb"; capture "$verb" --json; done
expect_contains "$(cat all.log)" "Cannot connect"
sed -i '/^  db:/d' "$project/assay.yaml"
echo "11,$address" >>"$project/data/customers.csv"
capture run
sed -i '$d' "$project/data/customers.csv"
printf '11,"%s,%s\n' "$address" "$address" >>"$project/data/customers.csv"
capture run
sed -i '$d' "$project/data/customers.csv"
sed -i 's/sold_on/customer_name/; s/name: sales, files: "sales\*.csv", key: sale_id/name: sales, files: customers.csv, pii: [customer_name, email]/' "$project/assay.yaml"
capture run
capture run --json
capture check
small_shop "$work/other"
sed -i "s/,email/,email,note/; 2,\$s/\$/,x/; s/^4,.*/4,Person 4,$address,x/" "$project/data/customers.csv"
sed -i 's/customers: {from: shop.customers}/customers: {from: shop.customers, columns: {registered_on: email}}/' "$project/assay.yaml"
capture run
capture quarantine show
capture quarantine list
expect_contains "$(cat all.log)" "Cannot"
if grep -F -n -e "$password" all.log; then fail "the password is shown"; fi
if grep -F -n -e "$address" all.log; then fail "the address is shown"; fi
if grep -r -l -F -e "$password" "$work"/*/lake; then fail "the password stands in the lake"; fi
