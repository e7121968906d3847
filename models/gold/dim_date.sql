/* model
kind: full
grain: [date_key]
description: Every day from the first of January of the first sale's year to the end of the year of the last sale or as-of date.
columns:
  date_key:       {type: int, description: The date as yyyymmdd}
  date:           {type: date}
  year:           {type: int}
  quarter:        {type: int}
  month:          {type: int}
  day:            {type: int}
  month_start:    {type: date}
  week_start:     {type: date}
  weekday:        {type: int, description: 1 is Monday}
  fiscal_year:    {type: int, description: Named by the year in which it ends}
  fiscal_quarter: {type: int}
audits:
  - unique: [date_key]
  - not_null: [date]
*/
WITH digits AS (
  SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
  UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9
),
numbers AS (
  SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n AS n
  FROM digits AS a
  CROSS JOIN digits AS b
  CROSS JOIN digits AS c
  CROSS JOIN digits AS d
  CROSS JOIN digits AS e
),
bounds AS (
  SELECT make_date(year(min(f.date)), 1, 1) AS first_date, make_date(year(GREATEST(max(f.date), max(a.as_of))), 12, 31) AS last_date
  FROM gold.fact_sales AS f
  CROSS JOIN work.as_of AS a
  WHERE a.is_current
),
days AS (
  SELECT p_add_days(b.first_date, n) AS date
  FROM numbers
  CROSS JOIN bounds AS b
  WHERE n <= p_days_between(b.first_date, b.last_date)
)
SELECT
  year(d.date) * 10000 + month(d.date) * 100 + day(d.date) AS date_key,
  d.date,
  year(d.date) AS year,
  quarter(d.date) AS quarter,
  month(d.date) AS month,
  day(d.date) AS day,
  p_month_start(d.date) AS month_start,
  p_add_days(d.date, -MOD(p_dow_iso(d.date) - s.week_starts + 7, 7)) AS week_start,
  p_dow_iso(d.date) AS weekday,
  p_fiscal_year(d.date, s.fiscal_year_starts) AS fiscal_year,
  p_fiscal_quarter(d.date, s.fiscal_year_starts) AS fiscal_quarter
FROM days AS d
CROSS JOIN mapped.settings AS s
