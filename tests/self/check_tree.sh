#!/usr/bin/env bash
# Each rule of tools/check_tree finds what it is for, and nothing beside it.
. "$(dirname "$0")/../lib.sh"

"$repo/tools/check_tree" --self-test
