#!/usr/bin/env bash
# The runner counts a failing script as failed, a 77 as skipped with its reason, and stops one that takes too long.
. "$(dirname "$0")/../lib.sh"

export ASSAY_TESTS_FOLDER=$work/tests ASSAY_TEST_RESULTS=$work/results ASSAY_BINARY=/bin/true
script() { mkdir -p "tests/${1%/*}"; printf '#!/bin/bash\n%s\n' "$2" >"tests/$1.sh"; chmod +x "tests/$1.sh"; }

script good/works 'test -z "$(ls)" && touch left_behind'
expect_exit 0 "$repo/tests/run" good
expect_equal "$(tail -n 1 out)" "1 passed, 0 failed, 0 skipped"

script mixed/works 'exit 0'
script mixed/breaks 'echo some words; exit 3'
script mixed/absent 'echo first line; echo skipped, because it rains; exit 77'
expect_exit 1 "$repo/tests/run" mixed
expect_equal "$(tail -n 1 out)" "1 passed, 1 failed, 1 skipped"
expect_contains "$(<out)" "PASS mixed/works ("
expect_contains "$(<out)" "FAIL mixed/breaks ("
expect_contains "$(<out)" "some words"
expect_contains "$(grep SKIP out)" "SKIP mixed/absent ("
expect_contains "$(grep SKIP out)" ": skipped, because it rains"

expect_exit 1 "$repo/tests/run" --continue good
expect_equal "$(tail -n 1 out)" "2 passed, 1 failed, 1 skipped"
expect_exit 1 "$repo/tests/run" --total
expect_equal "$(<out)" "2 passed, 1 failed, 1 skipped"

script late/hangs 'sleep 321 & echo $! >"$ASSAY_TEST_RESULTS/child"; wait'
expect_exit 1 "$repo/tests/run" --limit 1 late
expect_contains "$(<out)" "stopped after 1 s"
child=$(<results/child)
wait_for 5 eval '! kill -0 "$child"'

script patient/slow $'# time limit: 60 s\nsleep 1.5'
expect_exit 0 "$repo/tests/run" --limit 1 patient

script none/absent 'echo skipped, because it snows; exit 77'
expect_exit 1 "$repo/tests/run" none
expect_equal "$(tail -n 1 out)" "0 passed, 0 failed, 1 skipped"

expect_exit 1 "$repo/tests/run" nonesuch
expect_contains "$(<err)" "no suite 'nonesuch'"

chmod -x tests/good/works.sh
expect_exit 1 "$repo/tests/run" good
expect_contains "$(<err)" "good/works.sh is not executable"
