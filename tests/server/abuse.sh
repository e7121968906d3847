#!/usr/bin/env bash
# Clients that are many, slow, large, half, malformed: a clear answer or a cut, memory flat, others served.
. "$(dirname "$0")/../lib.sh"
demo_project
ASSAY=$assay python3 "$repo/tests/server/abuse.py" "$project"
