/* model
kind: work
grain: [as_of]
description: The run's as-of date (last) and the month ends before it for which segments are kept, computed from the data alone.
columns:
  as_of:       {type: date}
  is_current:  {type: boolean}
  window_from: {type: date, description: First day that counts; null for all purchases}
*/
WITH bounds AS (
  SELECT
    min(f.date) AS first_date,
    CASE
      WHEN max(s.as_of_date) IS NOT NULL THEN max(s.as_of_date)
      WHEN max(s.last_complete_day) IS NOT NULL AND max(s.last_complete_day) < max(f.date) THEN max(s.last_complete_day)
      ELSE max(f.date)
    END AS as_of,
    max(s.history_month_ends) AS history_month_ends,
    max(s.window_months) AS window_months
  FROM gold.fact_sales AS f
  CROSS JOIN mapped.settings AS s
),
digits AS (
  SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
  UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9
),
numbers AS (
  SELECT a.n + 10 * b.n AS n FROM digits AS a CROSS JOIN digits AS b
),
month_ends AS (
  SELECT p_month_end(p_add_months(p_month_start(b.as_of), -n)) AS as_of
  FROM bounds AS b
  CROSS JOIN numbers
  WHERE n <= b.history_month_ends AND b.as_of IS NOT NULL
),
kept AS (
  SELECT m.as_of, false AS is_current
  FROM month_ends AS m
  CROSS JOIN bounds AS b
  WHERE m.as_of < b.as_of AND m.as_of >= b.first_date AND p_months_between(p_month_start(m.as_of), p_month_start(b.as_of)) <= b.history_month_ends
  UNION ALL
  SELECT as_of, true AS is_current
  FROM bounds
  WHERE as_of IS NOT NULL
)
SELECT
  k.as_of,
  k.is_current,
  CASE WHEN b.window_months IS NULL THEN NULL ELSE p_add_months(p_add_days(k.as_of, 1), -b.window_months) END AS window_from
FROM kept AS k
CROSS JOIN bounds AS b
