#!/usr/bin/env bash
# The same pages in Chromium on the real server with the demo shop, and the demo's figures on them.
. "$(dirname "$0")/../lib.sh"
. "$repo/tests/browser/prepare.bash"
"$assay" serve --help >/dev/null 2>&1 || skip "this program has no verb serve"
demo_project
"$assay" -C "$project" serve --port 0 --no-open >ready 2>serve.log &
server=$!
trap 'kill "$server" 2>/dev/null || true; cd /; rm -rf "$work"' EXIT
for _ in $(seq 100); do grep -q '^READY' ready && break; sleep 0.1; done
ASSAY_URL=$(sed -n 's/^READY url=\([^ ]*\).*/\1/p' ready)
[[ -n $ASSAY_URL ]] || fail "no READY line: $(cat serve.log)"
export ASSAY_URL
run_tests demo.test.mjs pages.test.mjs filters.test.mjs everybody.test.mjs
node "$browser/screenshots.mjs" "$repo/build/screenshots"
