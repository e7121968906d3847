/* model
kind: full
grain: [product_key]
description: One row per product; key -1 is Unknown (an id that is in no table, or none).
columns:
  product_key:  {type: bigint}
  product_id:   {type: key(products)}
  product_name: {type: string}
  category:     {type: string}
  list_price:   {type: "decimal(18,4)", unit: currency}
  cost:         {type: "decimal(18,4)", unit: currency}
  name_ar:      {type: string}
  is_non_goods: {type: boolean, description: "Postage, fees and the like: in total sales, not in product rankings"}
audits:
  - unique: [product_key]
  - not_null: [product_key]
*/
SELECT
  p.product_key,
  p.product_id,
  COALESCE(p.product_name, CAST(p.product_id AS STRING)) AS product_name,
  COALESCE(p.category, 'Not categorised') AS category,
  p.list_price,
  p.cost,
  p.name_ar,
  g.product_id IS NOT NULL AS is_non_goods
FROM silver.products AS p
LEFT JOIN mapped.non_goods AS g ON g.product_id = CAST(p.product_id AS STRING)
UNION ALL
SELECT -1 AS product_key, NULL AS product_id, 'Unknown' AS product_name, 'Unknown' AS category, NULL AS list_price, NULL AS cost, NULL AS name_ar, false AS is_non_goods
