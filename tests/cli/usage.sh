#!/usr/bin/env bash
# Help of every verb has an example; what cannot be understood ends with 2.
. "$(dirname "$0")/../lib.sh"
verbs=$("$assay" --help | sed -n '/ubcommands:/,$p' | sed -n 's/^  \([a-z]\{3,\}\) .*/\1/p')
expect_contains "$verbs" run
for verb in $verbs; do expect_contains "$("$assay" "$verb" --help)" "Example:"; done
expect_exit 2 "$assay" runn
expect_exit 2 "$assay"
expect_exit 2 "$assay" run --no-such-option
expect_exit 2 "$assay" query
expect_exit 2 "$assay" query --format xml "SELECT 1"
expect_exit 0 "$assay" --help
