#!/usr/bin/env bash
# docs/reference/exit-codes.md lists exactly the kinds, codes and retry answers of src/base/error_kind.cc.
. "$(dirname "$0")/../lib.sh"

in_code=$(sed -n '/switch (kind)/,/^  }/s/.*return {"\([a-z_]*\)", \([0-9]*\), \([a-z]*\)};/\2 \1 \3/p' "$repo/src/base/error_kind.cc")
in_page=$(sed -n 's/^| \([0-9]*\) | `\([a-z_]*\)` | \(yes\|no\) |.*/\1 \2 \3/p' "$repo/docs/reference/exit-codes.md" |
  sed 's/yes$/true/; s/no$/false/')
[[ -n $in_code ]] || fail "found no kinds in error_kind.cc"
expect_equal "$in_page" "$in_code"
