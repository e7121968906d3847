#!/usr/bin/env bash
# Every kind of chart is drawn in both languages by SpiderMonkey, a JavaScript engine that has no DOM and is not Node.
. "$(dirname "$0")/../lib.sh"
need_command node js102
[[ -d $repo/web/node_modules ]] || skip "the web packages are not installed; run tools/setup build"
node "$repo/web/bundle-charts.mjs" "$work/charts.js"
js102 -f charts.js -e 'for (const [name, svg] of Object.entries(charts.drawAll())) print(`${name}\t${svg}`)' >drawings
expect_equal "$(grep -c $'\t<svg .*data-key=.*</svg>$' drawings)" 14
if grep -E 'NaN|Infinity|undefined|\[object' drawings; then fail "a drawing holds what is no number or text"; fi
expect_contains "$(grep '^bars ar' drawings)" "عضو 1"
