#!/usr/bin/env bash
# Two runs at once: one publishes, the other stops with a conflict; readers meanwhile always see one whole release.
. "$(dirname "$0")/../lib.sh"
need_command jq python3

project=$work/shop
python3 "$repo/tests/fault/make_shop.py" "$project" 3000
cp "$project"/final/*[a-z].csv "$project/final/sales-01.csv" "$project/data"
"$assay" -C "$project" run >run.log 2>&1

# Asks fact_sales twice in one query, through its own rows and through the customers' figures, until the file `done` is there.
read_in_a_loop() {
  until [[ -e done ]]; do
    "$assay" -C "$project" query --format csv "SELECT count(*), sum(total_sale_amount), (SELECT count(*) FROM silver.transactions),
      (SELECT sum(amount) FROM silver.transactions) FROM gold.fact_sales" >"read.$1" 2>"read.$1.err" || { cat "read.$1.err"; return 1; }
    tail -n 1 "read.$1" >>"seen.$1"
  done
}
readers=()
for n in 1 2 3; do
  read_in_a_loop "$n" &
  readers+=($!)
done

published=0 conflicts=0
for file in 02 04 06 08 10 12; do
  cp "$project/final/sales-$file.csv" "$project/data"
  runs=()
  for n in 1 2; do
    "$assay" -C "$project" run >"run.$n" 2>&1 &
    runs+=($!)
  done
  for n in 1 2; do
    code=0
    wait "${runs[n - 1]}" || code=$?
    case $code in
      0) grep -q '^Published' "run.$n" && published=$((published + 1)) ;;
      6) expect_contains "$(cat "run.$n")" "another run"; conflicts=$((conflicts + 1)) ;;
      *) fail "a run ended with $code: $(tail -n 5 "run.$n")" ;;
    esac
  done
done
touch done
for reader in "${readers[@]}"; do wait "$reader" || fail "a reader failed"; done

expect_equal "$published" 6
((conflicts >= 1)) || fail "the two runs never met"
"$assay" -C "$project" history --json >history
jq -r '.releases[] | "\(.totals.lines),\(.totals.total_sales)"' history | sort >releases
expect_equal "$(wc -l <releases)" 7
for n in 1 2 3; do
  awk -F, '$1 "," $2 != $3 "," $4' "seen.$n" >mixed
  [[ ! -s mixed ]] || fail "gold and silver of different releases: $(cat mixed)"
  cut -d, -f1,2 "seen.$n" | sort -u | comm -23 - releases >unknown
  [[ ! -s unknown ]] || fail "figures of no release: $(cat unknown)"
done
echo "$(cat seen.* | wc -l) readings, $(cat seen.* | sort -u | wc -l) releases among them"
