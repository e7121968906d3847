# For the comparisons of page states: compare_states PROJECT STATES SEED compares that many states drawn from the seed, each cell of the
# cube's answer with the engine's SQL, on the newest release. The program that does it is built when it is not there. Source after lib.sh.
# shellcheck shell=bash disable=SC2154
compare_states() {
  local build
  build=$(dirname "$assay")
  need_command cmake
  cmake --build "$build" --target page_states >build.log 2>&1 || fail "page_states cannot be built: $(tail -n 20 build.log)"
  "$build/tests/pages/page_states" "$@" >states.log 2>&1 || fail "$(tail -n 40 states.log)"
  expect_contains "$(tail -n 1 states.log)" ", 0 differences"
  tail -n 1 states.log
}
