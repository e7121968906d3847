#!/usr/bin/env bash
# Unit tests are counted with the scripts: passed, failed, skipped; one whose program was not built is failed.
. "$(dirname "$0")/../lib.sh"
need_command ctest

export ASSAY_TEST_RESULTS=$work/results
mkdir build
cat >build/CTestTestfile.cmake <<'CTEST'
add_test(passes true)
add_test(breaks sh -c "echo what broke; exit 1")
add_test(skips sh -c "echo skipped, because it rains; exit 77")
set_tests_properties(skips PROPERTIES SKIP_RETURN_CODE 77)
add_test(unbuilt ./no_such_program)
CTEST
expect_exit 1 "$repo/tests/run" --unit build
expect_equal "$(tail -n 1 out)" "1 passed, 2 failed, 1 skipped"
expect_contains "$(<out)" "FAIL unit/breaks: what broke"
expect_contains "$(<out)" "FAIL unit/unbuilt"
expect_contains "$(<out)" "SKIP unit/skips: skipped, because it rains"

: >build/CTestTestfile.cmake
expect_exit 1 "$repo/tests/run" --unit build
expect_equal "$(tail -n 1 out)" "0 passed, 1 failed, 0 skipped"
