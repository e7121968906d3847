/* model
kind: work
grain: [line_id, version]
description: Every row whose line key occurs more than once, newest version first. Version 1 wins; the others are duplicates or superseded.
columns:
  line_id:      {type: key(transactions)}
  version:      {type: bigint, description: 1 is the winner}
  load_seq:     {type: bigint}
  source:       {type: string}
  file:         {type: string}
  line:         {type: bigint}
  same_content: {type: boolean, description: The row says the same as the winner}
*/
WITH repeated AS (
  SELECT line_id
  FROM mapped.transactions
  WHERE line_id IS NOT NULL AND NOT excluded
  GROUP BY line_id
  HAVING count(*) > 1
),
versions AS (
  SELECT
    m.*,
    row_number() OVER newest AS version
  FROM mapped.transactions AS m
  SEMI JOIN repeated AS r ON r.line_id = m.line_id
  WHERE NOT m.excluded
  WINDOW newest AS (
    PARTITION BY m.line_id
    ORDER BY
      m.cursor_number DESC NULLS LAST, m.cursor_text DESC NULLS LAST, m._load_seq DESC NULLS LAST, m.date DESC NULLS LAST,
      m.quantity DESC NULLS LAST, m.price DESC NULLS LAST, m.amount DESC NULLS LAST, m.customer_id DESC NULLS LAST,
      m.product_id DESC NULLS LAST, m.store_id DESC NULLS LAST, m.order_id DESC NULLS LAST, m._source ASC NULLS FIRST,
      m._file ASC NULLS FIRST, m._line ASC NULLS FIRST
  )
)
SELECT
  v.line_id,
  v.version,
  v._load_seq AS load_seq,
  v._source AS source,
  v._file AS file,
  v._line AS line,
  v.date IS NOT DISTINCT FROM w.date AND v.quantity IS NOT DISTINCT FROM w.quantity AND v.price IS NOT DISTINCT FROM w.price
    AND v.amount IS NOT DISTINCT FROM w.amount AND v.customer_id IS NOT DISTINCT FROM w.customer_id
    AND v.product_id IS NOT DISTINCT FROM w.product_id AND v.store_id IS NOT DISTINCT FROM w.store_id
    AND v.order_id IS NOT DISTINCT FROM w.order_id AND v.discount IS NOT DISTINCT FROM w.discount AND v.refund IS NOT DISTINCT FROM w.refund
    AND v.currency IS NOT DISTINCT FROM w.currency AND v.is_return IS NOT DISTINCT FROM w.is_return AS same_content
FROM versions AS v
JOIN versions AS w ON w.line_id = v.line_id AND w.version = 1
