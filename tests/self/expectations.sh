#!/usr/bin/env bash
# The helpers of tests/lib.sh fail where they should.
. "$(dirname "$0")/../lib.sh"
need_command jq pgrep

refuses() { ! ("$@") 2>refusal || fail "passed, but should have failed: $*"; }

expect_equal a a
refuses expect_equal a b
expect_contains abc b
refuses expect_contains abc d
expect_exit 3 bash -c 'echo said; exit 3'
expect_equal "$(<out)" said
refuses expect_exit 0 false
echo '{"a": [1, 2], "t": "x"}' >f.json
expect_json f.json .a '[1,2]'
expect_json f.json .t '"x"'
refuses expect_json f.json .a '[1]'
refuses expect_json absent.json .a '[1]'
refuses wait_for 0 false
(skip "it rains") >said || expect_equal "$? $(<said)" "77 skipped, because it rains"

bash -c 'sleep 321 & echo $! >child; wait' &
parent=$!
wait_for 5 test -s child
kill_tree $parent
wait_for 5 eval '! kill -0 $(<child)'

# A command that fails in the middle ends a test.
mkdir self
printf '. "%s/tests/lib.sh"\nfalse\necho went on\n' "$repo" >self/test.sh
expect_exit 1 bash self/test.sh
expect_contains "$(<err)" "this command failed (1): false"
expect_equal "$(<out)" ""
