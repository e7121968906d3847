#!/usr/bin/env bash
# The pages for everybody in Chromium on the real server with the demo shop: axe, keyboard, touch, phone; then pictures of them.
. "$(dirname "$0")/../lib.sh"
. "$repo/tests/browser/prepare.bash"
serve_demo
run_tests everybody.test.mjs layout.test.mjs
node "$browser/screenshots.mjs" "$repo/build/screenshots"
