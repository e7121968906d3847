#!/usr/bin/env bash
# A first run killed anywhere: readers see no release or the whole one, and the next run ends as if nothing had happened.
. "$(dirname "$0")/../lib.sh"
. "$repo/tests/fault/kill_lib.bash"

make_shop template 240 2
cp template/final/* template/data
cp -r template whole
run_whole whole

kill_at() {
  local project=$work/kill$1
  cp -r template "$project"
  run_killed "$project" "$1"
  see_release "$project" "killed at call $1" nothing "$wanted"
  run_again "$project" "killed at call $1"
  rm -r "$project"
}

# Every call of the last third, where the release is published; before it every seventh.
mapfile -t numbers < <(seq 1 7 $((calls * 2 / 3)); seq $((calls * 2 / 3 + 1)) "$calls")
((${#numbers[@]} >= 60)) || fail "only ${#numbers[@]} places to kill a run of $calls calls"
each_of kill_at "${numbers[@]}"
echo "${#numbers[@]} kills in a run of $calls calls"
