/* model
kind: work
grain: [as_of, customer_key]
description: Recency, frequency and monetary value of every customer who had bought by each as-of date.
columns:
  as_of:        {type: date}
  customer_key: {type: bigint}
  recency_days: {type: int, description: Days from the last purchase to the day after as-of}
  frequency:    {type: bigint, description: Purchase orders}
  monetary:     {type: "decimal(18,4)", unit: currency, description: Net of all the customer's lines}
*/
WITH first_as_of AS (
  SELECT min(as_of) AS as_of FROM work.as_of
),
current_as_of AS (
  SELECT max(as_of) AS as_of FROM work.as_of
),
buckets AS (
  SELECT
    f.customer_key,
    GREATEST(LEAST(p_month_end(f.date), c.as_of), b.as_of) AS bucket,
    SUM(f.total_sale_amount) AS net,
    max(CASE WHEN f.is_purchase THEN f.date END) AS last_purchase,
    CAST(SUM(CASE WHEN f.is_purchase AND f.order_id IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS orders
  FROM gold.fact_sales AS f
  CROSS JOIN first_as_of AS b
  CROSS JOIN current_as_of AS c
  CROSS JOIN mapped.settings AS s
  WHERE f.customer_key > 0 AND f.date <= c.as_of AND s.window_months IS NULL
  GROUP BY f.customer_key, GREATEST(LEAST(p_month_end(f.date), c.as_of), b.as_of)
  UNION ALL
  SELECT
    o.customer_key,
    GREATEST(LEAST(p_month_end(o.first_date), c.as_of), b.as_of) AS bucket,
    0 AS net,
    CAST(NULL AS DATE) AS last_purchase,
    count(*) AS orders
  FROM work.customer_orders AS o
  CROSS JOIN first_as_of AS b
  CROSS JOIN current_as_of AS c
  CROSS JOIN mapped.settings AS s
  WHERE o.first_date <= c.as_of AND s.window_months IS NULL
  GROUP BY o.customer_key, GREATEST(LEAST(p_month_end(o.first_date), c.as_of), b.as_of)
),
in_window AS (
  SELECT
    a.as_of,
    f.customer_key,
    SUM(f.total_sale_amount) AS net,
    max(CASE WHEN f.is_purchase THEN f.date END) AS last_purchase,
    CAST(SUM(CASE WHEN f.is_purchase AND f.order_id IS NULL THEN 1 ELSE 0 END) + count(DISTINCT CASE WHEN f.is_purchase THEN f.order_id END) AS BIGINT) AS orders
  FROM gold.fact_sales AS f
  JOIN work.as_of AS a ON f.date >= a.window_from AND f.date <= a.as_of
  WHERE f.customer_key > 0
  GROUP BY a.as_of, f.customer_key
),
summed AS (
  SELECT
    a.as_of,
    b.customer_key,
    SUM(b.net) AS net,
    max(b.last_purchase) AS last_purchase,
    CAST(SUM(b.orders) AS BIGINT) AS orders
  FROM buckets AS b
  JOIN work.as_of AS a ON a.as_of >= b.bucket
  GROUP BY a.as_of, b.customer_key
  UNION ALL
  SELECT as_of, customer_key, net, last_purchase, orders
  FROM in_window
)
SELECT
  as_of,
  customer_key,
  p_days_between(last_purchase, as_of) + 1 AS recency_days,
  orders AS frequency,
  net AS monetary
FROM summed
WHERE last_purchase IS NOT NULL
