# For the kill tests, after lib.sh: builds the shim that kills a run at its N-th call, and compares what readers see.
# shellcheck shell=bash
need_command gcc jq python3
gcc -Wall -Wextra -O1 -shared -fPIC -o "$work/kill_shim.so" "$repo/tests/fault/kill_shim.c" -ldl

# See make_shop.py for the files of the shop.
make_shop() { python3 "$repo/tests/fault/make_shop.py" "$@"; }

# Rows of every released table as one text of name and hash a line, without what names a load or a run: one query, one release.
release_tables="silver.transactions silver.customers silver.products silver.stores gold.fact_sales gold.dim_customer gold.dim_product
  gold.dim_store gold.dim_date gold.customer_segments gold.segment_cuts ops.quarantine"
hash_sql() {
  local table parts=()
  for table in ${1:-$release_tables}; do
    parts+=("SELECT '$table' AS name, count(*) AS n, sha256(coalesce(string_agg(CAST(t AS VARCHAR), chr(10) ORDER BY CAST(t AS VARCHAR)), '')) AS hash
      FROM (SELECT COLUMNS(lambda c: c NOT IN ('_load_id', '_load_seq', '_loaded_at', 'load_id', 'load_seq', 'loaded_at', 'run_id')) FROM $table) AS t")
  done
  printf '%s' "${parts[0]}"
  printf ' UNION ALL %s' "${parts[@]:1}"
  echo ' ORDER BY name'
}

# hashes PROJECT: what a reader of releases sees.
hashes() { "$assay" -C "$1" query --format csv "$(hash_sql)"; }

# facts_of FILE: what `run --json` said of the release, without its number, run, times and loads.
facts_of() { jq -S 'del(.release, .sources, .steps, .fingerprint.inputs)' "$1"; }

# run_whole PROJECT: an undisturbed run; sets $calls, $wanted (hashes) and $wanted_facts.
run_whole() {
  ASSAY_CALLS_TO=$work/calls LD_PRELOAD=$work/kill_shim.so "$assay" -C "$1" run --json >"$1.json" 2>run.log || fail "the undisturbed run failed: $(tail -n 20 run.log)"
  calls=$(cat "$work/calls")
  wanted=$(hashes "$1")
  wanted_facts=$(facts_of "$1.json")
}

# run_killed PROJECT N: kills a run at its N-th call, before the call when N is even, else after it.
run_killed() {
  local code=0
  { ASSAY_KILL_AT=$2 ASSAY_KILL_AFTER=$(($2 % 2)) LD_PRELOAD=$work/kill_shim.so "$assay" -C "$1" run >"$1.log" 2>&1 || code=$?; } 2>killed
  ((code == 137)) || fail "kill at call $2: expected exit code 137, got $code: $(tail -n 5 "$1.log")"
}

# see_release PROJECT WHEN ALLOWED...: a reader sees one of these, "nothing" among them, and both verbs agree on it.
see_release() {
  local code=0 seen listed=0 when=$2 allowed
  seen=$(hashes "$1" 2>"$1.err") || code=$?
  ((code == 4)) && grep -q 'nothing was published yet' "$1.err" && seen=nothing
  "$assay" -C "$1" tables --release --json >"$1.tables" 2>"$1.err" || listed=$?
  ((code == listed)) || fail "$when: query ended with $code, tables with $listed: $(cat "$1.err")"
  for allowed in "${@:3}"; do [[ $seen == "$allowed" ]] && return; done
  fail "$when: a reader sees none of the allowed releases (exit code $code): $seen $(cat "$1.err")"
}

# run_again PROJECT WHEN: the next run gives what an undisturbed one gave, $wanted and $wanted_facts.
run_again() {
  "$assay" -C "$1" run --json >"$1.json" 2>"$1.log" || fail "$2: the run afterwards failed: $(tail -n 5 "$1.log")"
  local seen facts
  seen=$(hashes "$1")
  facts=$(facts_of "$1.json")
  [[ $seen == "$wanted" ]] || fail "$2: other rows after the run afterwards:"$'\n'"$(diff <(echo "$wanted") <(echo "$seen"))"
  [[ $facts == "$wanted_facts" ]] || fail "$2: other facts after the run afterwards:"$'\n'"$(diff <(echo "$wanted_facts") <(echo "$facts"))"
}

# each_of FUNCTION N...: calls the function for every N, two at a time; any failure fails the test.
each_of() {
  local function=$1 n worker pids=() failed=0
  shift
  for worker in 0 1; do
    (for n; do ((n % 2 == worker)) || continue; "$function" "$n"; done) &
    pids+=($!)
  done
  for n in "${pids[@]}"; do wait "$n" || failed=1; done
  ((failed == 0)) || fail "see above"
}
