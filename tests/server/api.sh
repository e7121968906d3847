#!/usr/bin/env bash
# Every route's answer has the shape that docs/reference/openapi.yaml gives it, and the demo's figures.
. "$(dirname "$0")/../lib.sh"
need_python yaml
demo_project
ASSAY=$assay "$python" "$repo/tests/server/api.py" "$project"
