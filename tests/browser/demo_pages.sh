#!/usr/bin/env bash
# The same pages in Chromium on the real server with the demo shop, and the demo's figures on them.
. "$(dirname "$0")/../lib.sh"
. "$repo/tests/browser/prepare.bash"
serve_demo
run_tests demo.test.mjs pages.test.mjs clicks.test.mjs filters.test.mjs menus.test.mjs states.test.mjs
