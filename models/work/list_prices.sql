/* model
kind: work
grain: [product_id]
description: The newest list price of each product; used only where sales are priced by the list.
columns:
  product_id: {type: key(products)}
  list_price: {type: "decimal(18,4)", unit: currency}
*/
SELECT product_id, list_price
FROM (
  SELECT
    product_id,
    list_price,
    row_number() OVER (
      PARTITION BY product_id
      ORDER BY cursor_number DESC NULLS LAST, cursor_text DESC NULLS LAST, _load_seq DESC NULLS LAST, list_price DESC NULLS LAST
    ) AS version
  FROM mapped.products
  CROSS JOIN mapped.settings AS s
  WHERE product_id IS NOT NULL AND s.price_list
) AS versions
WHERE version = 1
