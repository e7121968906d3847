#!/usr/bin/env bash
# Help of every verb has an example; what cannot be understood ends with 2.
. "$(dirname "$0")/../lib.sh"
verbs=$("$assay" --help | sed -n '/ubcommands:/,$p' | sed -n 's/^  \([a-z]\{3,\}\) .*/\1/p')
expect_contains "$verbs" run
for verb in $verbs; do expect_contains "$("$assay" "$verb" --help)" "Example:"; done
# misused MESSAGE WORD...: the words are refused with that message alone.
misused() {
  local wanted=$1
  shift
  expect_exit 2 "$assay" "$@"
  expect_equal "$(cat err)" "assay: $wanted"
}
misused "Cannot run assay: expected a verb, got 'runn'; did you mean 'run'?; see \`assay --help\`" runn
misused "Cannot run assay: expected a verb, got none; see \`assay --help\`"
misused "Cannot run assay quarantine: expected a verb, got 'lst'; did you mean 'list'?; see \`assay quarantine --help\`" quarantine lst
misused "Cannot run assay run: expected nothing more than its options, got '--ful'; did you mean '--full'?; see \`assay run --help\`" run --ful
misused "Cannot run assay init: expected nothing more than its options, got 'exports'; see \`assay init --help\`" init exports
misused "Cannot run assay query: sql is required; see \`assay query --help\`" query
misused "Cannot run assay query: --format: expected table, csv or json, got 'xml'; see \`assay query --help\`" query --format xml "SELECT 1"
expect_contains "$("$assay" run --help)" "Usage: assay run"
expect_exit 0 "$assay" --help
