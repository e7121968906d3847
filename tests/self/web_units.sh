#!/usr/bin/env bash
# The web pages' own tests: charts, words of both languages, formats, the address; types are checked first.
. "$(dirname "$0")/../lib.sh"
need_command npm
(cd "$repo/web" && npm test) >npm.log 2>&1 || fail "$(tail -n 60 npm.log)"
tail -n 8 npm.log | head -n 1
