#!/usr/bin/env bash
# The rejected lines of the demo, with personal data hidden, and how its keys match.
. "$(dirname "$0")/../lib.sh"
demo_project
"$assay" -C "$project" quarantine list --json >list.json
expect_json list.json '[.[] | [.rule, .lines]]' '[["bad_date", 1], ["price_not_positive", 1]]'
sed -i 's/key: transaction_id}/key: transaction_id, pii: updated_at}/' "$project/assay.yaml"
"$assay" -C "$project" quarantine show bad_date --json >show.json
expect_json show.json 'length' 1
expect_json show.json '.[0].rule' '"bad_date"'
expect_contains "$(cat show.json)" '"updated_at\":\"***\"'
"$assay" -C "$project" keys --json >keys.json 2>/dev/null
expect_json keys.json 'length' 3
expect_contains "$("$assay" -C "$project" keys 2>/dev/null)" "customers"
