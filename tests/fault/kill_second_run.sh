#!/usr/bin/env bash
# A run killed while release 1 is there: readers see release 1 or the whole release 2, and the next run ends as if nothing had happened.
. "$(dirname "$0")/../lib.sh"
. "$repo/tests/fault/kill_lib.bash"

# Release 1 lacks three files and one product, and one of its files is replaced afterwards.
make_shop template 240 2
cp template/final/* template/data
cp template/early/* template/data
rm template/data/sales-1[0-2].csv
"$assay" -C template run >first.log 2>&1
first=$(hashes template)
cp template/final/* template/data
cp -r template whole
run_whole whole
[[ $wanted != "$first" ]] || fail "the new data changed nothing"

kill_at() {
  local project=$work/kill$1
  cp -r template "$project"
  run_killed "$project" "$1"
  see_release "$project" "killed at call $1" "$first" "$wanted"
  run_again "$project" "killed at call $1"
  rm -r "$project"
}

mapfile -t numbers < <(seq 3 11 $((calls * 2 / 3)); seq $((calls * 2 / 3 + 1)) 3 "$calls")
((${#numbers[@]} >= 30)) || fail "only ${#numbers[@]} places to kill a run of $calls calls"
each_of kill_at "${numbers[@]}"
echo "${#numbers[@]} kills in a run of $calls calls"
