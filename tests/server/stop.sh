#!/usr/bin/env bash
# The server stops in good order.
. "$(dirname "$0")/../lib.sh"
demo_project
ASSAY=$assay python3 "$repo/tests/server/stop.py" "$project"
