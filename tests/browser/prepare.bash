# For the browser tests: sets $browser (this folder) and installs what they need, or skips. Source it after lib.sh.
# shellcheck shell=bash disable=SC2154
browser=$repo/tests/browser
need_command node npm
[[ -x /usr/bin/chromium-headless-shell || -x /usr/bin/chromium ]] || skip "Chromium is not installed: apt-get install chromium-headless-shell"
for folder in "$repo/web" "$browser"; do
  [[ -d $folder/node_modules ]] || (cd "$folder" && npm ci --no-audit --no-fund >"$work/npm.log" 2>&1) || skip "npm ci failed in $folder: $(tail -n 1 "$work/npm.log")"
done

# The mock server serves web/dist; it is built again when its sources are newer, by one test at a time.
(
  flock 9
  cd "$repo/web"
  if [[ ! -f dist/index.html || -n $(find src world build.mjs package-lock.json -newer dist/index.html -print -quit) ]]; then npm run --silent build >"$work/build.log"; fi
) 9>"$repo/web/node_modules/.build-lock"

# run_tests FILE...: runs them one after another and shows what failed.
run_tests() {
  (cd "$browser" && node --test --test-concurrency=1 --test-reporter=spec "$@") >tests.log 2>&1 ||
    fail "$(sed -n '/failing tests:/,$p' tests.log | tail -n 50)"
}

# serve_project: serves $project with the real program; sets ASSAY_URL for the tests. One at a time.
serve_project() {
  [[ -z ${server:-} ]] || { kill "$server" && wait "$server"; }
  "$assay" -C "$project" serve --port 0 --no-open >ready 2>serve.log &
  server=$!
  trap 'kill "$server" 2>/dev/null || true; cd /; rm -rf "$work"' EXIT
  for _ in $(seq 100); do grep -q '^READY' ready && break; sleep 0.1; done
  ASSAY_URL=$(sed -n 's/^READY url=\([^ ]*\).*/\1/p' ready)
  [[ -n $ASSAY_URL ]] || fail "no READY line: $(cat serve.log)"
  export ASSAY_URL
}

# serve_demo [USER PASSWORD]: serves the demo shop, to that user only.
serve_demo() {
  "$assay" serve --help >/dev/null 2>&1 || skip "this program has no verb serve"
  demo_project
  if (($# == 2)); then printf '%s\n' "$2" | "$assay" -C "$project" users add "$1" >users.log 2>&1 || fail "$(cat users.log)"; fi
  serve_project
}
