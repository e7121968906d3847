/* model
kind: incremental_by_month
grain: [line_id]
unique_by: accounting
# That line_id is unique follows from the run's accounting, which is exact: rows of bronze = rows here + every row but the first of
# each repeated key + rejected rows. Grouping all lines by key again, to count what was just removed, cost more than writing them.
partition: month of business_date
keep: files
description: One row per valid transaction line, newest version of its key, typed, keys canonical and mapped.
columns:
  line_id:       {type: key(transactions), description: Line key of the source}
  order_id:      {type: key(orders), description: Invoice or receipt; null where the shop has none}
  business_date: {type: date, description: In the shop's calendar}
  sold_at:       {type: timestamp, description: "The shop's wall clock, kept as if it were UTC"}
  customer_id:   {type: key(customers), description: Null for a guest}
  product_id:    {type: key(products)}
  store_id:      {type: key(stores)}
  quantity:      {type: "decimal(18,3)", description: Negative for returns}
  unit_price:    {type: "decimal(18,4)", unit: currency}
  source_amount: {type: "decimal(18,4)", description: In the line's own currency}
  amount:        {type: "decimal(18,4)", unit: currency, description: As charged less refunds}
  return_amount: {type: "decimal(18,4)", unit: currency, description: "What was given back, positive"}
  discount:      {type: "decimal(18,4)", unit: currency}
  tax:           {type: "decimal(18,4)", unit: currency}
  cost:          {type: "decimal(18,4)", unit: currency}
  currency:      {type: string}
  is_sold:       {type: boolean}
  customer_name: {type: string}
  country:       {type: string}
  product_name:  {type: string}
  category:      {type: string}
  store_name:    {type: string}
  location:      {type: string}
  source:        {type: string}
audits:
  - not_null: [line_id, business_date, quantity, amount]
*/
SELECT
  line_id, order_id, business_date, sold_at, customer_id, product_id, store_id, quantity, unit_price, source_amount, amount,
  return_amount, discount, tax, cost, currency, is_sold, customer_name, country, product_name, category, store_name, location, source
FROM work.transactions
WHERE rule IS NULL
