#!/usr/bin/env bash
# A run that rebuilds only the months that changed gives what a full refresh gives, row for row, whatever happened in the sources.
. "$(dirname "$0")/../lib.sh"
. "$repo/tests/fault/kill_lib.bash"
need_command sqlite3

# Whether the newest version of the segments kept files of the version before it.
keeps_dates() {
  local log=$1/lake/gold/customer_segments/_delta_log newest
  newest=$(ls "$log" | grep '[0-9]\.json$' | tail -n 1)
  jq -se --argjson dates "$("$assay" -C "$1" query --format json "SELECT count(DISTINCT as_of) AS n FROM gold.customer_segments" | jq '.[0].n')" \
    '[.[] | select(.add)] | length < $dates' "$log/$newest" >/dev/null
}

by_month=0
kept_dates=0
play() {
  local seed=$1 day
  project=$work/shop$seed
  for day in $(seq 0 "$2"); do
    python3 "$repo/tests/fault/play_days.py" "$project" "$seed" "$day"
    "$assay" -C "$project" run --json >run.json 2>run.err || fail "seed $seed, day $day: $(tail -n 5 run.err run.json)"
    jq -e .release.published run.json >/dev/null || continue
    jq -e '.release.full_because == "" and .release.rebuilt_because != []' run.json >/dev/null && by_month=$((by_month + 1))
    keeps_dates "$project" && kept_dates=$((kept_dates + 1))
    rm -rf refreshed
    cp -r "$project" refreshed
    "$assay" -C refreshed run --full --json >full.json 2>full.err || fail "seed $seed, day $day, full: $(tail -n 5 full.err full.json)"
    diff <(hashes refreshed) <(hashes "$project") || fail "seed $seed, day $day: these tables are not those of a full refresh ($(jq -c .release run.json))"
    diff <(facts_of full.json) <(facts_of run.json) || fail "seed $seed, day $day: these facts are not those of a full refresh"
  done
}
for seed in ${SEEDS:-1 2 3}; do play "$seed" "${DAYS:-12}"; done
((by_month >= 15)) || [[ -n ${SEEDS:-} ]] || fail "only $by_month runs rebuilt months alone"
((kept_dates >= 2)) || [[ -n ${SEEDS:-} ]] || fail "only $kept_dates runs kept as-of dates"
expect_json run.json '.release.full_because == ""' true

# The reasons to rebuild every month are told.
"$assay" -C "$project" run --full --json >run.json
expect_json run.json '.release.full_because' '"--full was given"'
sed -i 's/^currency: EUR/currency: USD/' "$project/assay.yaml"
"$assay" -C "$project" run --json >run.json
expect_json run.json '.release.full_because' '"the settings changed"'
echo "$by_month runs rebuilt months alone, $kept_dates kept as-of dates"
