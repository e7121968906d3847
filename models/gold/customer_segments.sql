/* model
kind: full
grain: [as_of, customer_key]
description: Tier, segment and scores of every customer at each month end and at the as-of date, computed from the data in every run.
columns:
  as_of:         {type: date}
  customer_key:  {type: bigint}
  customer_tier: {type: string}
  segment:       {type: string}
  recency_days:  {type: int}
  frequency:     {type: bigint}
  monetary:      {type: "decimal(18,4)", unit: currency}
  r_score:       {type: int}
  f_score:       {type: int}
  m_score:       {type: int}
audits:
  - unique: [as_of, customer_key]
  - not_null: [as_of, customer_key, customer_tier, segment, r_score, f_score, m_score]
*/
WITH cuts AS (
  SELECT as_of, measure, level, from_value, to_value FROM gold.segment_cuts
),
scored AS (
  SELECT
    v.as_of,
    v.customer_key,
    v.recency_days,
    v.frequency,
    v.monetary,
    r.level AS r_score,
    f.level AS f_score,
    m.level AS m_score,
    t.name AS customer_tier
  FROM work.customer_values AS v
  CROSS JOIN mapped.settings AS s
  JOIN cuts AS r
    ON r.measure = 'recency' AND r.as_of = v.as_of AND -v.recency_days >= r.from_value AND (r.to_value IS NULL OR -v.recency_days < r.to_value)
  JOIN cuts AS f
    ON f.measure = 'frequency' AND f.as_of = v.as_of AND v.frequency >= f.from_value AND (f.to_value IS NULL OR v.frequency < f.to_value)
  JOIN cuts AS m
    ON m.measure = 'monetary' AND m.as_of = v.as_of AND v.monetary >= m.from_value AND (m.to_value IS NULL OR v.monetary < m.to_value)
  JOIN cuts AS c
    ON c.measure = 'tier' AND c.as_of = v.as_of
    AND CASE WHEN s.tier_measure = 'recency' THEN CAST(-v.recency_days AS DECIMAL(18,4)) WHEN s.tier_measure = 'frequency' THEN CAST(v.frequency AS DECIMAL(18,4)) ELSE v.monetary END >= c.from_value
    AND (c.to_value IS NULL OR CASE WHEN s.tier_measure = 'recency' THEN CAST(-v.recency_days AS DECIMAL(18,4)) WHEN s.tier_measure = 'frequency' THEN CAST(v.frequency AS DECIMAL(18,4)) ELSE v.monetary END < c.to_value)
  JOIN mapped.tiers AS t ON t.position = c.level
)
SELECT
  as_of,
  customer_key,
  customer_tier,
  CASE
    WHEN r_score <= 2 AND f_score <= 2 THEN 'hibernating'
    WHEN r_score <= 2 AND f_score <= 4 THEN 'at_risk'
    WHEN r_score <= 2 THEN 'cant_lose'
    WHEN r_score = 3 AND f_score <= 2 THEN 'about_to_sleep'
    WHEN r_score = 3 AND f_score = 3 THEN 'need_attention'
    WHEN r_score <= 4 AND f_score >= 4 THEN 'loyal'
    WHEN r_score = 4 AND f_score = 1 THEN 'promising'
    WHEN r_score = 5 AND f_score = 1 THEN 'new'
    WHEN r_score = 5 AND f_score >= 4 THEN 'champions'
    ELSE 'potential_loyalist'
  END AS segment,
  recency_days,
  frequency,
  monetary,
  r_score,
  f_score,
  m_score
FROM scored
