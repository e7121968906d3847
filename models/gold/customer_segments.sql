/* model
kind: incremental_by_month
grain: [as_of, customer_key]
unique_by: the grouping of work.customer_values, of which no row is lost or doubled (reconciles)
# No two as-of dates lie in one month, so a file holds one date. Dates before every changed line keep their files.
partition: month of as_of
keep: files
description: Tier, segment and scores of every customer at each month end and at the as-of date, computed from the data.
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
  - not_null: [as_of, customer_key, customer_tier, segment, r_score, f_score, m_score]
  - reconciles: {with: work.customer_values, count: customer_key}
*/
-- A level that no customer has is null here, and no value reaches it. Level 1 has what is left.
WITH levels AS (
  SELECT
    as_of,
    max(CASE WHEN measure = 'recency' AND level = 2 THEN from_value END) AS r2,
    max(CASE WHEN measure = 'recency' AND level = 3 THEN from_value END) AS r3,
    max(CASE WHEN measure = 'recency' AND level = 4 THEN from_value END) AS r4,
    max(CASE WHEN measure = 'recency' AND level = 5 THEN from_value END) AS r5,
    max(CASE WHEN measure = 'frequency' AND level = 2 THEN from_value END) AS f2,
    max(CASE WHEN measure = 'frequency' AND level = 3 THEN from_value END) AS f3,
    max(CASE WHEN measure = 'frequency' AND level = 4 THEN from_value END) AS f4,
    max(CASE WHEN measure = 'frequency' AND level = 5 THEN from_value END) AS f5,
    max(CASE WHEN measure = 'monetary' AND level = 2 THEN from_value END) AS m2,
    max(CASE WHEN measure = 'monetary' AND level = 3 THEN from_value END) AS m3,
    max(CASE WHEN measure = 'monetary' AND level = 4 THEN from_value END) AS m4,
    max(CASE WHEN measure = 'monetary' AND level = 5 THEN from_value END) AS m5
  FROM gold.segment_cuts
  GROUP BY as_of
),
tiers AS (
  SELECT c.as_of, c.from_value, c.to_value, t.name
  FROM gold.segment_cuts AS c
  JOIN mapped.tiers AS t ON t.position = c.level
  WHERE c.measure = 'tier'
),
measured AS (
  SELECT
    v.*,
    CASE
      WHEN s.tier_measure = 'recency' THEN CAST(-v.recency_days AS DECIMAL(18,4))
      WHEN s.tier_measure = 'frequency' THEN CAST(v.frequency AS DECIMAL(18,4))
      ELSE v.monetary
    END AS tier_value
  FROM work.customer_values AS v
  CROSS JOIN mapped.settings AS s
),
scored AS (
  SELECT
    v.as_of,
    v.customer_key,
    v.recency_days,
    v.frequency,
    v.monetary,
    CASE WHEN -v.recency_days >= l.r5 THEN 5 WHEN -v.recency_days >= l.r4 THEN 4 WHEN -v.recency_days >= l.r3 THEN 3 WHEN -v.recency_days >= l.r2 THEN 2 ELSE 1 END AS r_score,
    CASE WHEN v.frequency >= l.f5 THEN 5 WHEN v.frequency >= l.f4 THEN 4 WHEN v.frequency >= l.f3 THEN 3 WHEN v.frequency >= l.f2 THEN 2 ELSE 1 END AS f_score,
    CASE WHEN v.monetary >= l.m5 THEN 5 WHEN v.monetary >= l.m4 THEN 4 WHEN v.monetary >= l.m3 THEN 3 WHEN v.monetary >= l.m2 THEN 2 ELSE 1 END AS m_score,
    t.name AS customer_tier
  FROM measured AS v
  JOIN levels AS l ON l.as_of = v.as_of
  JOIN tiers AS t ON t.as_of = v.as_of AND v.tier_value >= t.from_value AND (t.to_value IS NULL OR v.tier_value < t.to_value)
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
