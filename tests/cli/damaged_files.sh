#!/usr/bin/env bash
# A damaged file of the lake ends with code 7 and names the file; one of the source with code 3: it is theirs to mend.
. "$(dirname "$0")/../lib.sh"
small_shop "$work/shop"
run_shop
cp -r "$project/lake" healthy

# damage FILE HOW: cut | garbage | overwritten (the footer stays as it is) | gone
damage() {
  local size
  size=$(stat -c %s "$1")
  case $2 in
    cut) truncate -s $((size / 2)) "$1" ;;
    garbage) head -c "$size" /dev/zero | tr '\0' 'x' >"$1" ;;
    overwritten) head -c $((size / 2)) /dev/zero | tr '\0' '\377' | dd of="$1" bs=1 seek=4 conv=notrunc status=none ;;
    gone) rm "$1" ;;
  esac
}
heal() { rm -r "$project/lake"; cp -r healthy "$project/lake"; }

for how in cut garbage overwritten gone; do
  file=$(find "$project/lake/gold/fact_sales" -name '*.parquet' ! -path '*_delta_log*' | sort | head -n 1)
  damage "$file" "$how"
  expect_failure 7 "$assay" -C "$project" query "SELECT sum(total_sale_amount), max(customer_key) FROM gold.fact_sales"
  # The engine knows the file's name while it looks at the footer, not behind it.
  if [[ $how == cut || $how == garbage ]]; then expect_contains "$message" "${file##*/}"; fi
  expect_exit 7 "$assay" -C "$project" doctor
  expect_contains "$(cat out err)" "gold.fact_sales"
  heal
done

# Bronze: the run that reads it stops.
for how in cut overwritten; do
  echo "201,2025-03-28,1,1,1,9.00" >>"$project/data/sales.csv"
  file=$(find "$project/lake/bronze/shop/products" -name '*.parquet' ! -path '*_delta_log*')
  damage "$file" "$how"
  expect_failure 7 "$assay" -C "$project" run
  if [[ $how == cut ]]; then expect_contains "$message" "${file##*/}"; fi
  heal
done

# The source's own file.
sed -i '$d' "$project/data/sales.csv"
sed -i '$d' "$project/data/sales.csv"
sed -i 's/^      - {name: sales,/      - {name: old, files: "*.parquet"}\n&/' "$project/assay.yaml"
whole=$(find "$project/lake/bronze/shop/customers" -name '*.parquet' ! -path '*_delta_log*')
for how in cut garbage overwritten; do
  cp "$whole" "$project/data/old.parquet"
  damage "$project/data/old.parquet" "$how"
  expect_failure 3 "$assay" -C "$project" run
  expect_contains "$message" "Cannot read file old.parquet: expected a Parquet file, got damaged bytes"
  if grep -q -e Person -e "$project/lake" err; then fail "the message shows values or paths: $message"; fi
done
