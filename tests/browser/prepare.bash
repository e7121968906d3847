# For the browser tests: sets $browser (this folder) and installs what they need, or skips. Source it after lib.sh.
# shellcheck shell=bash disable=SC2154
browser=$repo/tests/browser
need_command node npm
[[ -x /usr/bin/chromium-headless-shell || -x /usr/bin/chromium ]] || skip "Chromium is not installed: apt-get install chromium-headless-shell"
for folder in "$repo/web" "$browser"; do
  [[ -d $folder/node_modules ]] || (cd "$folder" && npm ci --no-audit --no-fund >npm.log 2>&1) || skip "npm ci failed in $folder"
done
[[ -f $repo/web/dist/index.html ]] || (cd "$repo/web" && npm run --silent build)

# run_tests FILE...: runs them one after another and shows what failed.
run_tests() {
  (cd "$browser" && node --test --test-concurrency=1 --test-reporter=spec "$@") >tests.log 2>&1 ||
    fail "$(sed -n '/failing tests:/,$p' tests.log | tail -n 50)"
}
