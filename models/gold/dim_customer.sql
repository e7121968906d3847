/* model
kind: full
grain: [customer_key]
description: One row per customer with tier, segment, R, F and M as of the release. Key -1 is Unknown (an id that is in no table), -2 Guest (no id).
columns:
  customer_key:  {type: bigint}
  customer_id:   {type: key(customers)}
  customer_name: {type: string}
  email:         {type: string}
  phone:         {type: string}
  country:       {type: string}
  registered_on: {type: date}
  consent:       {type: string}
  customer_tier: {type: string, description: Not scored without a purchase by the as-of date}
  segment:       {type: string}
  recency_days:  {type: int}
  frequency:     {type: bigint}
  monetary:      {type: "decimal(18,4)", unit: currency}
  r_score:       {type: int}
  f_score:       {type: int}
  m_score:       {type: int}
audits:
  - unique: [customer_key]
  - not_null: [customer_key, customer_tier]
*/
WITH current_segments AS (
  SELECT g.*
  FROM gold.customer_segments AS g
  JOIN work.as_of AS a ON a.as_of = g.as_of AND a.is_current
)
SELECT
  c.customer_key,
  c.customer_id,
  c.customer_name,
  c.email,
  c.phone,
  c.country,
  c.registered_on,
  c.consent,
  COALESCE(g.customer_tier, 'Not scored') AS customer_tier,
  COALESCE(g.segment, 'not_scored') AS segment,
  g.recency_days,
  g.frequency,
  g.monetary,
  g.r_score,
  g.f_score,
  g.m_score
FROM silver.customers AS c
LEFT JOIN current_segments AS g ON g.customer_key = c.customer_key
UNION ALL
SELECT
  member.customer_key, NULL AS customer_id, member.customer_name, NULL AS email, NULL AS phone, NULL AS country, NULL AS registered_on,
  NULL AS consent, member.customer_name AS customer_tier, member.segment, NULL AS recency_days, NULL AS frequency, NULL AS monetary,
  NULL AS r_score, NULL AS f_score, NULL AS m_score
FROM (
  SELECT -1 AS customer_key, 'Unknown' AS customer_name, 'unknown' AS segment
  UNION ALL
  SELECT -2 AS customer_key, 'Guest' AS customer_name, 'guest' AS segment
) AS member
