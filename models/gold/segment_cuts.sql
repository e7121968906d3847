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
-- Measures go by number until the end: texts would be compared for every distinct value.
WITH measures AS (
  SELECT as_of, 1 AS measure, CAST(-recency_days AS DECIMAL(18,4)) AS value, count(*) AS customers
  FROM work.customer_values
  GROUP BY as_of, recency_days
  UNION ALL
  SELECT as_of, 2 AS measure, CAST(frequency AS DECIMAL(18,4)) AS value, count(*) AS customers
  FROM work.customer_values
  GROUP BY as_of, frequency
  UNION ALL
  SELECT as_of, 3 AS measure, monetary AS value, count(*) AS customers
  FROM work.customer_values
  GROUP BY as_of, monetary
),
totals AS (
  SELECT as_of, count(*) AS n
  FROM work.customer_values
  GROUP BY as_of
),
ranked AS (
  SELECT
    m.as_of,
    m.measure,
    m.value,
    m.customers,
    CAST(SUM(m.customers) OVER (PARTITION BY m.as_of, m.measure ORDER BY m.value ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS up_to,
    t.n
  FROM measures AS m
  JOIN totals AS t ON t.as_of = m.as_of
),
scored AS (
  SELECT as_of, measure, p_percent_score(up_to - customers + 1, n) AS level, value, customers
  FROM ranked
),
-- Whoever reaches a tier reaches all below it, so a tier's own customers are those who reach it less those above.
reached AS (
  SELECT r.as_of, t.position AS level, min(r.value) AS from_value, CAST(SUM(r.customers) AS BIGINT) AS customers
  FROM ranked AS r
  JOIN mapped.settings AS s ON CASE WHEN s.tier_measure = 'recency' THEN 1 WHEN s.tier_measure = 'frequency' THEN 2 ELSE 3 END = r.measure
  JOIN mapped.tiers AS t
    ON (t.top_permille IS NOT NULL AND (r.n - r.up_to) * 1000 <= t.top_permille * (r.n - 1))
    OR (t.min_amount IS NOT NULL AND r.value >= t.min_amount)
    OR (t.top_permille IS NULL AND t.min_amount IS NULL)
  GROUP BY r.as_of, t.position
),
tiered AS (
  SELECT
    as_of,
    level,
    from_value,
    customers - COALESCE(max(customers) OVER (PARTITION BY as_of ORDER BY level ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS customers
  FROM reached
),
levels AS (
  SELECT as_of, measure, level, min(value) AS from_value, CAST(SUM(customers) AS BIGINT) AS customers
  FROM scored
  GROUP BY as_of, measure, level
  UNION ALL
  SELECT as_of, 4 AS measure, level, from_value, customers
  FROM tiered
  WHERE customers > 0
)
SELECT
  as_of,
  CASE measure WHEN 1 THEN 'recency' WHEN 2 THEN 'frequency' WHEN 3 THEN 'monetary' ELSE 'tier' END AS measure,
  level,
  from_value,
  lead(from_value) OVER (PARTITION BY as_of, measure ORDER BY from_value ASC NULLS FIRST) AS to_value,
  customers
FROM levels
