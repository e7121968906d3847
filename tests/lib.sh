# For a command-line test: . "$(dirname "$0")/../lib.sh"
# Sets $assay (the program), $shared (folder of real data, which may be missing) and $work (a fresh folder, the current one from
# here on, removed at the end). Any command that fails ends the test as failed.
# shellcheck shell=bash
set -euo pipefail

repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
assay=${ASSAY_BINARY:-$repo/build/release/assay}
shared=${ASSAY_SHARED:-$repo/../shared/data}
python=$repo/.venv/bin/python   # with the packages of tools/requirements-test.txt
suite=$(cd "$(dirname "$0")" && basename "$PWD")
work=$(mktemp -d)
cd "$work"
export LC_ALL=C.UTF-8 TZ=UTC
trap 'echo "$0:$LINENO: this command failed ($?): $BASH_COMMAND" >&2' ERR
set -E
trap 'cd /; rm -rf "$work"' EXIT

fail() { printf '%s:%s: %s\n' "$0" "${BASH_LINENO[-2]}" "$*" >&2; exit 1; }
skip() { echo "skipped, because $*"; exit 77; }
need_command() { local name; for name; do command -v "$name" >/dev/null || skip "$name is not installed; run tools/setup test"; done; }
need_data() { [[ -e $shared/$1 ]] || skip "the data $1 is not there; set ASSAY_SHARED to the folder that holds it"; }
need_python() { "$python" -c "import $1" 2>/dev/null || skip "the Python package $1 is not in .venv; run tools/setup test"; }

# The self tests of the runner need no program.
if [[ $suite != self && ! -x $assay ]]; then
  echo "there is no program at $assay; run make build" >&2
  exit 1
fi

# expect_equal GOT WANTED
expect_equal() { [[ $1 == "$2" ]] || fail "expected: $2"$'\n'"     got: $1"; }

# expect_contains TEXT PART
expect_contains() { [[ $1 == *"$2"* ]] || fail "expected to find: $2"$'\n'"in: $1"; }

# expect_json FILE JQ-FILTER VALUE: the filter gives that value (JSON, so text stands in quotes: '"abc"').
expect_json() {
  local got wanted
  need_command jq
  got=$(jq -cS "$2" "$1") || fail "$1 is no JSON, or has no $2: $(head -c 500 "$1")"
  wanted=$(jq -cS . <<<"$3") || fail "the wanted value is no JSON: $3"
  [[ $got == "$wanted" ]] || fail "$1, $2: expected $wanted, got $got"
}

# expect_exit CODE COMMAND...: the command ends with that code; its output goes to the files `out` and `err`.
expect_exit() {
  local wanted=$1 code=0
  shift
  "$@" >out 2>err || code=$?
  ((code == wanted)) || fail "expected exit code $wanted, got $code from: $*"$'\n'"$(tail -n 20 out err)"
}

# demo_project: makes the demo shop, runs it, sets $project.
demo_project() {
  project=$work/demo
  "$assay" demo --into "$project" >demo.log 2>&1 || fail "assay demo failed: $(tail -n 30 demo.log)"
}

# small_shop FOLDER: makes a project of CSV files there: 200 sales, 4 products, 10 customers; nothing is run yet. Sets $project.
small_shop() {
  project=$1
  mkdir -p "$project/data"
  cat >"$project/assay.yaml" <<'YAML'
project: corner-shop
lake: ./lake
sources:
  shop:
    type: files
    path: data
    tables:
      - {name: sales, files: "sales*.csv", key: sale_id}
      - {name: products, files: products.csv, key: product_id}
      - {name: customers, files: customers.csv, key: customer_id, pii: [customer_name, email]}
roles:
  transactions:
    from: shop.sales
    columns: {line_id: sale_id, date: sold_on, price: price}
  products: {from: shop.products}
  customers: {from: shop.customers}
currency: EUR
YAML
  awk 'BEGIN { print "sale_id,sold_on,customer_id,product_id,quantity,price"
    for (i = 1; i <= 200; i++) printf "%d,2025-%02d-%02d,%d,%d,%d,%d.50\n", i, i % 3 + 1, i % 28 + 1, i % 10 + 1, i % 4 + 1, i % 5 + 1, i % 7 + 1 }' >"$project/data/sales.csv"
  awk 'BEGIN { print "product_id,product_name,category"; for (i = 1; i <= 4; i++) printf "%d,Product %d,Goods\n", i, i }' >"$project/data/products.csv"
  awk 'BEGIN { print "customer_id,customer_name,email"; for (i = 1; i <= 10; i++) printf "%d,Person %d,person%d@shop.example\n", i, i, i }' >"$project/data/customers.csv"
}

# run_shop [OPTION...]: runs $project; its report goes to run.log.
run_shop() { "$assay" -C "$project" run "$@" >run.log 2>run.err || fail "assay run failed: $(tail -n 30 run.log run.err)"; }

# expect_failure CODE COMMAND...: the command ends with that code and one message, which is left in $message, and publishes nothing.
expect_failure() {
  local before
  before=$(ls "$project/lake/ops/publish" 2>/dev/null || true)
  expect_exit "$@"
  message=$(sed -n '/^assay: /,$p' err)
  [[ $message == assay:*Cannot* ]] || fail "expected one message that starts with 'assay: Cannot', got: $message"
  expect_equal "$(ls "$project/lake/ops/publish" 2>/dev/null || true)" "$before"
}

# rows_hash TABLE: hash of the table's rows in $project, whatever their order, without the columns that name a load or a run.
rows_hash() {
  "$assay" -C "$project" query --format csv \
    "SELECT COLUMNS(lambda c: c NOT IN ('_load_id', '_load_seq', '_loaded_at', '_run_id')) FROM $1" >rows.csv
  sort rows.csv | sha256sum | cut -d' ' -f1
}

# kill_tree PID [SIGNAL]: signals the process and all that it started, children first (default KILL).
kill_tree() {
  local child
  for child in $(pgrep -P "$1" || true); do kill_tree "$child" "${2:-KILL}"; done
  kill -s "${2:-KILL}" "$1" 2>/dev/null || true
}

# wait_for SECONDS COMMAND...: repeats the command until it succeeds; fails the test when the time is over.
wait_for() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || fail "still not so in time: $*"
    sleep 0.1
  done
}
