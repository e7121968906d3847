#!/usr/bin/env bash
# With users the real server asks for a login; the pages lead there and back, keep views and make tokens that can be revoked.
. "$(dirname "$0")/../lib.sh"
. "$repo/tests/browser/prepare.bash"
export ASSAY_USER=ana ASSAY_PASSWORD='correct horse battery staple'
serve_demo "$ASSAY_USER" "$ASSAY_PASSWORD"
run_tests login.test.mjs
