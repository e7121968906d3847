#!/usr/bin/env bash
# Two runs at once without the lock that keeps them apart: what one does not publish it gives up, and no row comes twice.
. "$(dirname "$0")/../lib.sh"
. "$repo/tests/fault/kill_lib.bash"

make_shop template 240 2
cp template/final/* template/data
rm template/data/sales-1[0-2].csv
"$assay" -C template run >first.log 2>&1
first=$(hashes template)
cp template/final/* template/data
cp -r template whole
run_whole whole

# Starts two runs, the second SECONDS after the first, on a lock file of its own.
two_runs() {
  local project=$1 seconds=$2 runs=() code n
  for n in 1 2; do
    rm -f "$project/lake/ops/run.lock"
    "$assay" -C "$project" run >"$project.$n.log" 2>&1 &
    runs+=($!)
    sleep "$seconds"
  done
  codes=()
  for n in 1 2; do
    code=0
    wait "${runs[n - 1]}" || code=$?
    ((code == 0 || code == 6)) || fail "a run that started $seconds s apart ended with $code: $(tail -n 5 "$project.$n.log")"
    codes+=("$code")
  done
  [[ ${codes[*]} != "6 6" ]] || echo "both runs gave up, $seconds s apart"
}

for seconds in 0 0.05 0.1 0.15 0.2 0.25 0.3 0.4; do
  for state in fresh released; do
    project=$work/$state$seconds
    cp -r template "$project"
    before=$first
    [[ $state == released ]] || { rm -r "$project/lake"; before=nothing; }
    two_runs "$project" "$seconds"
    echo "$state, $seconds s apart: ${codes[*]}"
    see_release "$project" "$state, $seconds s apart" "$before" "$wanted"
    run_again "$project" "$state, $seconds s apart"
  done
done
