/* model
kind: work
grain: [source, load_seq, file, line]
keep: view
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
  unit_price:    {type: "decimal(18,4)", unit: currency}
  source_amount: {type: "decimal(18,4)", description: "As charged, in the currency of the line; in the reporting currency where sales are priced by the list"}
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
    CASE WHEN s.price_list THEN p.list_price ELSE k.price END AS own_price,
    CASE WHEN k.currency IS NULL OR k.currency = s.currency OR NOT s.has_rates THEN 1 ELSE r.rate END AS line_rate,
    s.price_list,
    s.keep_adjustments,
    s.has_line_key
  FROM kept AS k
  CROSS JOIN mapped.settings AS s
  LEFT JOIN work.list_prices AS p ON p.product_id = k.product_id
  LEFT JOIN rates AS r ON r.currency = k.currency AND k.date >= r.from_date AND (r.to_date IS NULL OR k.date < r.to_date)
),
-- The list is in the reporting currency: only what the line itself says is converted there.
charged AS (
  SELECT
    priced.*,
    CASE
      WHEN amount IS NOT NULL AND NOT price_list THEN amount
      ELSE p_line_amount(own_price, quantity) - CASE WHEN quantity < 0 THEN -1 ELSE 1 END
        * CASE WHEN price_list THEN p_convert_money(COALESCE(discount, 0), COALESCE(line_rate, 1)) ELSE COALESCE(discount, 0) END
    END AS charged,
    CASE WHEN price_list THEN p_convert_money(COALESCE(refund, 0), COALESCE(line_rate, 1)) ELSE COALESCE(refund, 0) END AS refunded,
    CASE WHEN price_list THEN 1 ELSE line_rate END AS rate
  FROM priced
),
judged AS (
  SELECT
    charged.*,
    CASE WHEN is_return OR quantity < 0 THEN -charged ELSE refunded END AS given_back,
    CASE
      WHEN reject_rule IS NOT NULL THEN reject_rule
      WHEN line_id IS NULL AND has_line_key THEN 'missing_line_id'
      WHEN date IS NULL THEN 'missing_date'
      WHEN quantity IS NULL THEN 'missing_quantity'
      WHEN charged IS NULL THEN 'unpriced'
      WHEN line_rate IS NULL THEN 'no_rate'
      WHEN quantity = 0 AND NOT keep_adjustments THEN 'zero_quantity'
      WHEN NOT keep_adjustments AND COALESCE(own_price, CASE WHEN quantity < 0 THEN -1 ELSE 1 END * charged) <= 0 THEN 'price_not_positive'
      WHEN date > loaded_on THEN 'future_date'
    END AS rule
  FROM charged
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
  p_convert_money(own_price, rate) AS unit_price,
  charged - refunded AS source_amount,
  p_convert_money(charged - refunded, rate) AS amount,
  p_convert_money(given_back, rate) AS return_amount,
  p_convert_money(discount, line_rate) AS discount,
  p_convert_money(tax, line_rate) AS tax,
  p_convert_money(p_line_amount(cost, quantity), line_rate) AS cost,
  currency,
  NOT is_return AND quantity > 0 AND COALESCE(own_price, charged) > 0 AS is_sold,
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
    WHEN rule = 'price_not_positive' THEN CAST(COALESCE(own_price, charged) AS STRING)
  END AS rule_value,
  _source AS source,
  _load_seq AS load_seq,
  _file AS file,
  _line AS line
FROM judged
