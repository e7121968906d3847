#!/usr/bin/env bash
# Rows that cannot be used: quarantined below the gate, a stop above it; future sales; a column that changes its type.
. "$(dirname "$0")/../lib.sh"
small_shop "$work/shop"
sed -i 's/^17,\([^,]*\),\([^,]*\),\([^,]*\),[^,]*,/17,\1,\2,\3,many,/' "$project/data/sales.csv"
run_shop --json
expect_json run.log '[.quarantine[] | [.column_name, .lines]]' '[["quantity", 1]]'
expect_json run.log '.totals.lines' 199
sed -i 's/^\(.[02468]\),\([^,]*\),\([^,]*\),\([^,]*\),[^,]*,/\1,\2,\3,\4,many,/' "$project/data/sales.csv"
expect_failure 12 "$assay" -C "$project" run
expect_contains "$message" "sales.csv"
expect_contains "$message" "quantity"

small_shop "$work/future"
sed -i 's/^40,2025-[0-9]*-[0-9]*/40,2099-01-01/' "$project/data/sales.csv"
run_shop --json
expect_json run.log '[.quarantine[] | [.rule, .lines]]' '[["future_date", 1]]'
expect_json run.log '.as_of | startswith("2025-03")' true

need_command sqlite3
small_shop "$work/typed"
sqlite3 shop.db "CREATE TABLE rates_a (id INTEGER, rate INTEGER); INSERT INTO rates_a VALUES (1, 2), (2, 3); CREATE TABLE none (id INTEGER)"
cat >>"$project/assay.yaml" <<'YAML'
threads: 1
YAML
sed -i 's/^roles:/  db: {type: odbc, connection: "${DB_ODBC}", tables: [rates_a, none]}\nroles:/' "$project/assay.yaml"
echo "DB_ODBC='Driver=SQLite3;Database=$work/shop.db'" >"$project/.env"
run_shop
expect_contains "$(cat run.log)" "db.none"
sqlite3 shop.db "DROP TABLE rates_a; CREATE TABLE rates_a (id INTEGER, rate TEXT); INSERT INTO rates_a VALUES (1, 'two'), (2, 'three')"
expect_failure 3 "$assay" -C "$project" run
expect_contains "$message" "db.rates_a"
expect_contains "$message" "rate"
sqlite3 shop.db "DROP TABLE rates_a"
expect_failure 3 "$assay" -C "$project" run
expect_contains "$message" "rates_a"
