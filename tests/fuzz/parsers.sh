#!/usr/bin/env bash
# Feeds every parser of bytes from outside with inputs made from valid ones: none may crash, leak, hang or break its promise.
# For a long hunt: FUZZ_RUNS=-1 FUZZ_SECONDS=600 make fuzz
# time limit: 1200 s
. "$(dirname "$0")/../lib.sh"
fuzzers=$repo/build/fuzz
[[ -x $fuzzers/config_fuzz ]] || skip "the fuzzers are not built; run make build-fuzz"

# Two runs of a small shop leave every kind of object that the lake's parsers read.
small_shop "$work/shop"
run_shop
{ head -1 "$project/data/sales.csv"; echo "201,2025-03-28,1,1,1,9.00"; } >"$project/data/sales-2.csv"
run_shop
lake=$project/lake

# join PART...: parts of one input, as fuzz/input.h takes them apart.
join() { local part; cat "$1"; shift; for part; do printf '\n====\n'; cat "$part"; done; }

# add_seeds NAME FOLDER: inputs that are files of the repository or of the shop; the others stand in fuzz/seeds/NAME.
add_seeds() {
  local file number=0
  case $1 in
    config) for file in "$repo"/demo/assay.yaml "$project"/assay.yaml "$repo"/tests/shops/*/assay.yaml; do cp "$file" "$2/yaml-$((++number))"; done ;;
    dashboard)
      join "$repo"/dashboard/{measures,dimensions,phrases}.yaml "$repo"/dashboard/pages/stores.yaml >"$2/whole"
      join /dev/null /dev/null /dev/null "$repo"/dashboard/pages/executive.yaml >"$2/page" ;;
    delta_log) for file in "$lake"/{bronze/shop/sales,gold/fact_sales}; do join "$file"/_delta_log/*0[01].json >"$2/log-$((++number))"; done
      { join "$lake"/gold/dim_date/_delta_log/*0[01].json; printf '\n====\n{"version":0,"size":3}\n====\n'; head -2 "$lake"/gold/dim_date/_delta_log/*00.json; } >"$2/checkpoint" ;;
    model) for file in "$repo"/models/{silver,gold}/*.sql; do join "$file" "${file%.sql}_test.yaml" >"$2/model-$((++number))"; done ;;
    publish_record) for file in "$lake"/ops/publish/*; do cp "$file" "$2/record-$((++number))"; done ;;
    sql) for file in "$repo"/models/*/*.sql; do cp "$file" "$2/sql-$((++number))"; done ;;
  esac
}

failed=""
for source in "$repo"/fuzz/*_fuzz.cc; do
  name=$(basename "$source" _fuzz.cc)
  mkdir -p "seeds/$name" "found/$name"
  if [[ -d $repo/fuzz/seeds/$name ]]; then cp "$repo/fuzz/seeds/$name"/* "seeds/$name"; fi
  add_seeds "$name" "seeds/$name"
  [[ -n $(ls "seeds/$name") ]] || fail "$name has no input to start from"
  if "$fuzzers/${name}_fuzz" -runs="${FUZZ_RUNS:-20000}" -max_total_time="${FUZZ_SECONDS:-20}" -timeout=25 -rss_limit_mb=2048 -seed=1 \
    -artifact_prefix="$fuzzers/failed-$name-" "found/$name" "seeds/$name" >"$name.log" 2>&1; then
    echo "$name: $(grep -o 'Done .*' "$name.log")"
  else
    tail -n 30 "$name.log"
    failed+=" $name"
  fi
done
[[ -z $failed ]] || fail "these fuzzers failed, their inputs are $fuzzers/failed-*:$failed"
