#!/usr/bin/env bash
# In a database that is read in full, a row with other content under its key is superseded, and one whose key is gone is deleted.
. "$(dirname "$0")/../lib.sh"
need_command jq sqlite3
project=$work/shop
mkdir "$project"
sqlite3 "$project/till.db" "CREATE TABLE sales (id INTEGER, sold_on TEXT, customer INTEGER, price TEXT);
  INSERT INTO sales SELECT value, '2025-03-0' || (1 + value % 9), value % 3 + 1, value || '.50' FROM generate_series(1, 20);
  CREATE TABLE people (id INTEGER, name TEXT); INSERT INTO people VALUES (1, 'A'), (2, 'B'), (3, 'C'), (4, 'D')"
cat >"$project/assay.yaml" <<YAML
project: till
lake: ./lake
sources:
  till: {type: odbc, connection: "Driver=SQLite3;Database=$project/till.db", tables: [{name: sales, key: id}, {name: people, key: id, pii: name}]}
roles:
  transactions: {from: till.sales, columns: {date: sold_on, customer_id: customer}}
  customers: {from: till.people}
currency: EUR
YAML
run_shop
sqlite3 "$project/till.db" "UPDATE sales SET price = '99.00' WHERE id IN (1, 2); DELETE FROM sales WHERE id = 3;
  UPDATE people SET name = 'Bee' WHERE id = 2; DELETE FROM people WHERE id = 4"
run_shop --json
expect_json run.log '[.sources[] | [.added, .held, .changed, .gone]]' '[[2, 17, 2, 1], [1, 2, 1, 1]]'
expect_json run.log '.accounting | [.bronze.rows, .silver.rows, .superseded.rows, .deleted.rows, .markers.rows]' '[25, 19, 2, 1, 3]'
expect_json run.log '.accounting.entities[0] | [.bronze, .parts.silver, .parts.deleted, .parts["deletion markers"]]' '[7, 3, 1, 2]'
"$assay" -C "$project" run >run.log
expect_contains "$(cat run.log)" "25 bronze = 19 silver + 2 superseded + 1 deleted + 3 deletion markers"
expect_contains "$(cat run.log)" "customers: 7 bronze = 3 silver + 1 superseded"

# Back to what it was: the row of before is in force again, the other one superseded; a key that comes back is no longer deleted.
sqlite3 "$project/till.db" "UPDATE sales SET price = '1.50' WHERE id = 1; INSERT INTO sales VALUES (3, '2025-03-09', 1, '7.00')"
run_shop
expect_contains "$(cat run.log)" "2 rows added, 18 already held, 1 changed in the source"
expect_contains "$(cat run.log)" "28 bronze = 20 silver + 4 superseded + 4 deletion markers"
expect_equal "$("$assay" -C "$project" query --format csv "SELECT source_amount FROM silver.transactions WHERE line_id = 1" | tail -n 1)" 1.5000
