/* model
kind: work
grain: [source, load_seq, file, line]
description: One row per line after the newest version of each key was chosen, priced, with the first rule that it breaks, if any.
columns:
  line_id:       {type: key(transactions)}
  order_id:      {type: key(orders)}
  business_date: {type: date}
  sold_at:       {type: timestamp}
  customer_id:   {type: key(customers)}
  product_id:    {type: key(products)}
  store_id:      {type: key(stores)}
  quantity:      {type: "decimal(18,3)"}
  unit_price:    {type: "decimal(18,4)"}
  source_amount: {type: "decimal(18,4)", description: "As charged, in the currency of the line"}
  amount:        {type: "decimal(18,4)", unit: currency, description: "As charged less refunds, in the reporting currency"}
  return_amount: {type: "decimal(18,4)", unit: currency, description: "What was given back, positive"}
  discount:      {type: "decimal(18,4)", unit: currency}
  tax:           {type: "decimal(18,4)", unit: currency}
  cost:          {type: "decimal(18,4)", unit: currency, description: Of the whole line}
  currency:      {type: string}
  is_sold:       {type: boolean, description: "Quantity and price above zero: a sale, not a return or an adjustment"}
  customer_name: {type: string}
  country:       {type: string}
  product_name:  {type: string}
  category:      {type: string}
  store_name:    {type: string}
  location:      {type: string}
  rule:          {type: string, description: Null for a good line}
  rule_column:   {type: string}
  rule_value:    {type: string}
  source:        {type: string}
  load_seq:      {type: bigint}
  file:          {type: string}
  line:          {type: bigint}
*/
WITH lost AS (
  SELECT source, load_seq, file, line FROM work.repeated_lines WHERE version > 1
),
kept AS (
  SELECT m.*
  FROM mapped.transactions AS m
  ANTI JOIN lost AS l
    ON l.line = m._line AND l.load_seq = m._load_seq AND l.source = m._source AND l.file IS NOT DISTINCT FROM m._file
  WHERE NOT m.excluded
),
rates AS (
  SELECT
    currency,
    date AS from_date,
    lead(date) OVER (PARTITION BY currency ORDER BY date ASC NULLS FIRST) AS to_date,
    rate
  FROM mapped.rates
),
priced AS (
  SELECT
    k.*,
    CASE WHEN s.price_list THEN p.list_price ELSE k.price END AS unit_price,
    CASE
      WHEN k.amount IS NOT NULL AND NOT s.price_list THEN k.amount
      ELSE p_line_amount(CASE WHEN s.price_list THEN p.list_price ELSE k.price END, k.quantity)
        - CASE WHEN k.quantity < 0 THEN -1 ELSE 1 END * COALESCE(k.discount, 0)
    END AS charged,
    CASE WHEN k.currency IS NULL OR k.currency = s.currency OR NOT s.has_rates THEN 1 ELSE r.rate END AS rate,
    s.keep_adjustments,
    s.has_line_key
  FROM kept AS k
  CROSS JOIN mapped.settings AS s
  LEFT JOIN work.list_prices AS p ON p.product_id = k.product_id
  LEFT JOIN rates AS r ON r.currency = k.currency AND k.date >= r.from_date AND (r.to_date IS NULL OR k.date < r.to_date)
),
judged AS (
  SELECT
    priced.*,
    CASE WHEN is_return OR quantity < 0 THEN -charged ELSE COALESCE(refund, 0) END AS given_back,
    CASE
      WHEN reject_rule IS NOT NULL THEN reject_rule
      WHEN line_id IS NULL AND has_line_key THEN 'missing_line_id'
      WHEN date IS NULL THEN 'missing_date'
      WHEN quantity IS NULL THEN 'missing_quantity'
      WHEN charged IS NULL THEN 'unpriced'
      WHEN rate IS NULL THEN 'no_rate'
      WHEN quantity = 0 AND NOT keep_adjustments THEN 'zero_quantity'
      WHEN NOT keep_adjustments AND COALESCE(unit_price, CASE WHEN quantity < 0 THEN -1 ELSE 1 END * charged) <= 0 THEN 'price_not_positive'
      WHEN date > loaded_on THEN 'future_date'
    END AS rule
  FROM priced
)
SELECT
  line_id,
  order_id,
  date AS business_date,
  sold_at,
  customer_id,
  product_id,
  store_id,
  quantity,
  unit_price,
  charged - COALESCE(refund, 0) AS source_amount,
  CASE WHEN rate = 1 THEN charged - COALESCE(refund, 0) ELSE CAST(ROUND(CAST(charged - COALESCE(refund, 0) AS DECIMAL(38,4)) * CAST(rate AS DECIMAL(38,8)), 4) AS DECIMAL(18,4)) END AS amount,
  CASE
    WHEN rate = 1 THEN given_back
    ELSE CAST(ROUND(CAST(given_back AS DECIMAL(38,4)) * CAST(rate AS DECIMAL(38,8)), 4) AS DECIMAL(18,4))
  END AS return_amount,
  discount,
  tax,
  p_line_amount(cost, quantity) AS cost,
  currency,
  NOT is_return AND quantity > 0 AND COALESCE(unit_price, charged) > 0 AS is_sold,
  customer_name,
  country,
  product_name,
  category,
  store_name,
  location,
  rule,
  CASE
    WHEN reject_rule IS NOT NULL THEN reject_column
    WHEN rule = 'missing_line_id' THEN 'line_id'
    WHEN rule = 'missing_date' OR rule = 'future_date' THEN 'date'
    WHEN rule = 'missing_quantity' OR rule = 'zero_quantity' THEN 'quantity'
    WHEN rule = 'no_rate' THEN 'currency'
    WHEN rule IS NOT NULL THEN 'price'
  END AS rule_column,
  CASE
    WHEN reject_rule IS NOT NULL THEN reject_value
    WHEN rule = 'future_date' THEN CAST(date AS STRING)
    WHEN rule = 'no_rate' THEN currency
    WHEN rule = 'price_not_positive' THEN CAST(COALESCE(unit_price, charged) AS STRING)
  END AS rule_value,
  _source AS source,
  _load_seq AS load_seq,
  _file AS file,
  _line AS line
FROM judged
