#!/usr/bin/env bash
# The real demo, killed at some calls and from outside after some time: the next run ends as if nothing had happened.
. "$(dirname "$0")/../lib.sh"
. "$repo/tests/fault/kill_lib.bash"

# The demo's project names its own folder; here every copy is moved to that place.
project=$work/demo
ASSAY_CALLS_TO=$work/demo_calls LD_PRELOAD=$work/kill_shim.so "$assay" demo --into "$project" >demo.log 2>&1
rm -r "$project/lake"
cp -r "$project" template
run_whole "$project"

fresh_project() { rm -rf "$project"; cp -r template "$project"; }

for call in 40 $((calls - 60)) $((calls - 25)) $((calls - 2)); do
  fresh_project
  run_killed "$project" "$call"
  see_release "$project" "killed at call $call" nothing "$wanted"
  run_again "$project" "killed at call $call"
done

RANDOM=17
for round in {1..10}; do
  delay=$((RANDOM % 1600))
  fresh_project
  "$assay" -C "$project" run >killed.log 2>&1 &
  run=$!
  sleep "$((delay / 1000)).$(printf %03d $((delay % 1000)))"
  code=0
  kill -KILL "$run" || true  # it may be done by now
  wait "$run" 2>killed || code=$?
  ((code == 137 || code == 0)) || fail "round $round: expected exit code 137, got $code: $(cat killed.log)"
  see_release "$project" "killed after $delay ms" nothing "$wanted"
  run_again "$project" "killed after $delay ms"
done
