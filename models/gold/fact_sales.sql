/* model
kind: incremental_by_month
grain: [transaction_id]
unique_by: accounting
# transaction_id is unique because line_id is: a left join loses no line, and `reconciles` would see one that came twice.
partition: month of date
keep: files
description: One row per transaction line. An id that is not found points to -1 (Unknown), no customer id to -2 (Guest); both are counted.
columns:
  transaction_id:    {type: key(transactions), description: Line key of the source}
  order_id:          {type: key(orders), description: "Invoice or receipt; null where the shop has none, then a line is an order"}
  date:              {type: date, description: Business date in the shop's calendar}
  date_key:          {type: int, description: The date as yyyymmdd}
  customer_key:      {type: bigint}
  product_key:       {type: bigint}
  store_key:         {type: bigint}
  quantity:          {type: "decimal(18,3)", description: Negative for returns}
  unit_price:        {type: "decimal(18,4)", unit: currency}
  total_sale_amount: {type: "decimal(18,4)", unit: currency, description: As charged less what was given back}
  return_amount:     {type: "decimal(18,4)", unit: currency, description: "What was given back, positive; gross sales are total_sale_amount + return_amount"}
  discount:          {type: "decimal(18,4)", unit: currency}
  tax:               {type: "decimal(18,4)", unit: currency}
  cost:              {type: "decimal(18,4)", unit: currency}
  is_purchase:       {type: boolean, description: "A known customer, quantity and price above zero: what customers, recency and frequency count"}
audits:
  - not_null: [date, customer_key, product_key, store_key, total_sale_amount]
  - reconciles: {with: silver.transactions, count: transaction_id, sum: {total_sale_amount: amount}}
*/
SELECT
  t.line_id AS transaction_id,
  t.order_id,
  t.business_date AS date,
  CAST(year(t.business_date) * 10000 + month(t.business_date) * 100 + day(t.business_date) AS INT) AS date_key,
  CASE WHEN t.customer_id IS NULL THEN -2 ELSE COALESCE(c.customer_key, -1) END AS customer_key,
  COALESCE(p.product_key, -1) AS product_key,
  COALESCE(s.store_key, -1) AS store_key,
  t.quantity,
  t.unit_price,
  t.amount AS total_sale_amount,
  t.return_amount,
  t.discount,
  t.tax,
  t.cost,
  t.is_sold AND c.customer_key IS NOT NULL AS is_purchase
FROM silver.transactions AS t
LEFT JOIN silver.customers AS c ON c.customer_id = t.customer_id
LEFT JOIN silver.products AS p ON p.product_id = t.product_id
LEFT JOIN silver.stores AS s ON s.store_id = t.store_id
