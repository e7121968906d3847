#!/usr/bin/env bash
# A sentence that one language lacks, or a plural form that Arabic lacks, does not build.
. "$(dirname "$0")/../lib.sh"
need_command node perl
[[ -d $repo/web/node_modules ]] || skip "the web packages are not installed; run tools/setup build"
mkdir web
cp -r "$repo/web/src" "$repo/web/tsconfig.json" web/
ln -s "$repo/web/node_modules" web/node_modules
types() { node "$repo/web/node_modules/typescript/bin/tsc" --noEmit --project web >out 2>&1; }

sed -i 's/"include": .*/"include": ["src\/i18n"]/' web/tsconfig.json
types || fail "the words as they are do not build: $(head -n 5 out)"
# without FILE EDIT NAME: the file so edited does not build, and the message has the name.
without() {
  cp "web/src/i18n/$1" kept
  perl -0pi -e "$2" "web/src/i18n/$1"
  cmp -s "web/src/i18n/$1" kept && fail "nothing in $1 fits $2"
  if types; then fail "$1 builds after $2"; fi
  expect_contains "$(<out)" "$3"
  cp kept "web/src/i18n/$1"
}
without ar.ts "s/  'app.home'.*\n//" "app.home"
without en.ts "s/  'app.home'.*\n//" "app.home"
without ar.ts "s/: plural\(\s*'[^']*',/: plural(/" "Expected 6 arguments"
