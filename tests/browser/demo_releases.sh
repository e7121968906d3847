#!/usr/bin/env bash
# Runs publish, and one fails, while pages of the real server are open.
. "$(dirname "$0")/../lib.sh"
. "$repo/tests/browser/prepare.bash"
need_command sqlite3
serve_demo
export ASSAY=$assay ASSAY_PROJECT=$project
run_tests releases.test.mjs
