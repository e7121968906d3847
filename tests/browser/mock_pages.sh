#!/usr/bin/env bash
# The pages in Chromium on the mock server: every interaction, the address, failures, releases.
. "$(dirname "$0")/../lib.sh"
. "$repo/tests/browser/prepare.bash"
run_tests pages.test.mjs clicks.test.mjs filters.test.mjs menus.test.mjs states.test.mjs
