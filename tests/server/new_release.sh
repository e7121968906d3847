#!/usr/bin/env bash
# New releases are swapped in without a pause, failing runs are told, damaged images are built anew.
. "$(dirname "$0")/../lib.sh"
small_shop "$work/shop"
run_shop
ASSAY=$assay python3 "$repo/tests/server/new_release.py" "$project"
