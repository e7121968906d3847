#!/usr/bin/env bash
# docs/reference/tables.md says what the models say.
. "$(dirname "$0")/../lib.sh"

"$repo/tools/table_reference" --check
