#!/usr/bin/env bash
# The pages in Chromium on the mock server for everybody: axe in both languages and themes, keyboard, touch, phone, 4K.
. "$(dirname "$0")/../lib.sh"
. "$repo/tests/browser/prepare.bash"
run_tests everybody.test.mjs layout.test.mjs
