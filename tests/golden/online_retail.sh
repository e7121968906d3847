#!/usr/bin/env bash
# Online Retail: every published figure to the cent, and the same rows whether the days come at once, in four runs, or in another order.
. "$(dirname "$0")/../lib.sh"
need_data online-retail/by-day.tar.xz
tar -xJf "$shared/online-retail/by-day.tar.xz"
days=$(find by-day -name '*.csv' | sort)
expect_equal "$(wc -l <<<"$days")" 305

make_project() { cp -r "$repo/tests/golden/online-retail" "$1"; mkdir "$1-days"; }
load() { DATA=$work/$1-days "$assay" -C "$1" run --json "${@:2}"; }
hashes() {
  project=$1
  export DATA=$work/$1-days
  for table in silver.transactions silver.customers gold.fact_sales gold.dim_customer gold.dim_product gold.dim_store gold.dim_date gold.customer_segments gold.segment_cuts; do
    echo "$table $(rows_hash "$table")"
  done
}

make_project once
xargs cp -t once-days <<<"$days"
load once >once.json
expect_json once.json .totals.lines 541909
expect_json once.json .totals.total_sales '"9747747.9340"'
expect_json once.json .totals.customers 4338
expect_json once.json .totals.return_only_customers 34
expect_json once.json .totals.guest_lines 135080
expect_json once.json '[.tiers[] | [.name, .customers, (.sales | tonumber * 100 | round / 100)]]' '[["Gold",868,6115311.89],["Silver",1301,1521694.74],["Bronze",2169,673470.42]]'
expect_json once.json '[.accounting.possible_duplicates, .accounting.possible_duplicates_money]' '[5268, "21740.9800"]'
expect_json once.json '[.segments[] | [.segment, .customers, (.sales | tonumber * 100 | round / 100)]]' \
  '[["about_to_sleep",475,240899.75],["at_risk",372,480590.68],["cant_lose",37,121674.80],["champions",604,4188278.56],["hibernating",1349,592570.95],["loyal",681,2086086.56],["need_attention",116,126398.64],["new",67,23026.11],["potential_loyalist",474,399902.88],["promising",163,51048.12]]'

export DATA=$work/once-days
ask() { "$assay" -C once query --format csv "$1" | tail -n +2; }
counts() { ask "SELECT string_agg(n, '/' ORDER BY s) FROM (SELECT $1 AS s, CAST(count(*) AS VARCHAR) AS n FROM gold.dim_customer WHERE $1 IS NOT NULL GROUP BY ALL)"; }
expect_equal "$(counts r_score)" 869/889/866/846/868
expect_equal "$(counts f_score)" 1493/835/508/802/700
expect_equal "$(counts m_score)" 868/867/868/867/868
expect_equal "$(ask 'SELECT sum(frequency), sum(recency_days), round(sum(monetary), 2) FROM gold.dim_customer WHERE r_score IS NOT NULL')" 18532,403692,8310477.05
expect_equal "$(ask "SELECT customer_id, recency_days, frequency, round(monetary, 2), segment, customer_tier FROM gold.dim_customer WHERE customer_id IN (12346, 14646, 16446, 17850) ORDER BY 1")" \
'12346,326,1,0.00,hibernating,Bronze
14646,2,73,279489.02,champions,Gold
16446,1,2,2.90,potential_loyalist,Bronze
17850,373,34,5288.63,cant_lose,Gold'
expect_equal "$(ask 'SELECT count(*), count(DISTINCT order_id), sum(quantity), count(DISTINCT product_key), count(DISTINCT store_key) FROM gold.fact_sales')" 541909,25900,5176450.000,4070,38
expect_equal "$(ask 'SELECT count(*), count(DISTINCT customer_key), sum(total_sale_amount) FROM gold.fact_sales WHERE customer_key > 0')" 406829,4372,8300065.8140
expect_equal "$(ask 'SELECT count(*), count(DISTINCT customer_key), count(DISTINCT order_id), sum(total_sale_amount) FROM gold.fact_sales WHERE is_purchase')" 397884,4338,18532,8911407.9040
expect_equal "$(ask 'SELECT count(*) FILTER (quantity < 0), count(*) FILTER (unit_price = 0), count(*) FILTER (unit_price < 0) FROM gold.fact_sales')" 10624,2515,2
hashes once >once.hashes

# The first 200 days, then the rest in three runs, in an order of names that is not that of the days.
make_project parts
sed -i 's/^currency/threads: 1\ncurrency/' parts/assay.yaml
n=0
while read -r day; do
  n=$((n + 1))
  cp "$day" "parts-days/$(sha256sum "$day" | cut -c1-8).csv"
  if ((n == 200 || n == 240 || n == 280)); then load parts >parts.json; fi
done <<<"$days"
load parts >parts.json
expect_json parts.json .totals.lines 541909
hashes parts >parts.hashes
expect_equal "$(cat parts.hashes)" "$(cat once.hashes)"
