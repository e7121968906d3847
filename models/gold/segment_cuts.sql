/* model
kind: full
grain: [as_of, measure, level]
description: The cut values in force at each as-of date. A customer has the level whose interval holds the value; equal values always share a level. Recency is kept negative, so that greater is always better.
columns:
  as_of:      {type: date}
  measure:    {type: string, description: "recency, frequency, monetary: scores 1 to 5; tier: position of the tier, 1 is the top"}
  level:      {type: int}
  from_value: {type: "decimal(18,4)", description: Included}
  to_value:   {type: "decimal(18,4)", description: Not included; null at the top}
  customers:  {type: bigint}
audits:
  - unique: [as_of, measure, level]
  - not_null: [as_of, measure, level, from_value]
*/
WITH measures AS (
  SELECT as_of, 'recency' AS measure, CAST(-recency_days AS DECIMAL(18,4)) AS value, count(*) AS customers
  FROM work.customer_values
  GROUP BY as_of, recency_days
  UNION ALL
  SELECT as_of, 'frequency' AS measure, CAST(frequency AS DECIMAL(18,4)) AS value, count(*) AS customers
  FROM work.customer_values
  GROUP BY as_of, frequency
  UNION ALL
  SELECT as_of, 'monetary' AS measure, monetary AS value, count(*) AS customers
  FROM work.customer_values
  GROUP BY as_of, monetary
),
ranked AS (
  SELECT
    as_of,
    measure,
    value,
    customers,
    CAST(SUM(customers) OVER (PARTITION BY as_of, measure ORDER BY value ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS up_to,
    CAST(SUM(customers) OVER (PARTITION BY as_of, measure) AS BIGINT) AS n
  FROM measures
),
scored AS (
  SELECT as_of, measure, p_percent_score(up_to - customers + 1, n) AS level, value, customers
  FROM ranked
),
tiered AS (
  SELECT r.as_of, 'tier' AS measure, min(t.position) AS level, r.value, r.customers
  FROM ranked AS r
  JOIN mapped.settings AS s ON s.tier_measure = r.measure
  JOIN mapped.tiers AS t
    ON (t.top_permille IS NOT NULL AND (r.n - r.up_to) * 1000 <= t.top_permille * (r.n - 1))
    OR (t.min_amount IS NOT NULL AND r.value >= t.min_amount)
    OR (t.top_permille IS NULL AND t.min_amount IS NULL)
  GROUP BY r.as_of, r.value, r.customers
),
levels AS (
  SELECT as_of, measure, level, min(value) AS from_value, CAST(SUM(customers) AS BIGINT) AS customers
  FROM scored
  GROUP BY as_of, measure, level
  UNION ALL
  SELECT as_of, measure, level, min(value) AS from_value, CAST(SUM(customers) AS BIGINT) AS customers
  FROM tiered
  GROUP BY as_of, measure, level
)
SELECT
  as_of,
  measure,
  level,
  from_value,
  lead(from_value) OVER (PARTITION BY as_of, measure ORDER BY from_value ASC NULLS FIRST) AS to_value,
  customers
FROM levels
