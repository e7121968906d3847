/* model
kind: full
grain: [product_id]
description: One row per product, newest version of its key. A shop without a table of products gets them from its transactions, each attribute by its most frequent value, then the newest, then the alphabetical first.
columns:
  product_key:   {type: bigint, description: "Surrogate key, stable because it depends on the natural key alone"}
  product_id:    {type: key(products)}
  product_name:  {type: string}
  category:      {type: string}
  list_price:    {type: "decimal(18,4)"}
  cost:          {type: "decimal(18,4)"}
  name_ar:       {type: string}
audits:
  - unique: [product_id]
  - unique: [product_key]
  - not_null: [product_key, product_id]
*/
WITH listed AS (
  SELECT *
  FROM (
    SELECT
      m.*,
      row_number() OVER (
        PARTITION BY product_id
        ORDER BY
          cursor_number DESC NULLS LAST, cursor_text DESC NULLS LAST, _load_seq DESC NULLS LAST,
          product_name DESC NULLS LAST, category DESC NULLS LAST, list_price DESC NULLS LAST, cost DESC NULLS LAST, name_ar DESC NULLS LAST
      ) AS version
    FROM mapped.products AS m
    WHERE product_id IS NOT NULL
  ) AS versions
  WHERE version = 1
),
sold AS (
  SELECT t.product_id, t.business_date, t.product_name, t.category
  FROM silver.transactions AS t
  CROSS JOIN mapped.settings AS s
  WHERE s.derive_products AND t.product_id IS NOT NULL
),
ids AS (
  SELECT DISTINCT product_id FROM sold
),
product_name_choice AS (
  SELECT product_id, product_name
  FROM (
    SELECT
      product_id,
      product_name,
      row_number() OVER (PARTITION BY product_id ORDER BY count(*) DESC NULLS LAST, max(business_date) DESC NULLS LAST, product_name ASC NULLS FIRST) AS choice
    FROM sold
    WHERE product_name IS NOT NULL
    GROUP BY product_id, product_name
  ) AS counted
  WHERE choice = 1
),
category_choice AS (
  SELECT product_id, category
  FROM (
    SELECT
      product_id,
      category,
      row_number() OVER (PARTITION BY product_id ORDER BY count(*) DESC NULLS LAST, max(business_date) DESC NULLS LAST, category ASC NULLS FIRST) AS choice
    FROM sold
    WHERE category IS NOT NULL
    GROUP BY product_id, category
  ) AS counted
  WHERE choice = 1
)
SELECT
  p_entity_key('products', CAST(product_id AS STRING)) AS product_key,
  product_id,
  product_name,
  category,
  list_price,
  cost,
  name_ar
FROM listed
UNION ALL
SELECT
  p_entity_key('products', CAST(i.product_id AS STRING)) AS product_key,
  i.product_id,
  product_name_choice.product_name,
  category_choice.category,
  CAST(NULL AS DECIMAL(18,4)) AS list_price,
  CAST(NULL AS DECIMAL(18,4)) AS cost,
  CAST(NULL AS STRING) AS name_ar
FROM ids AS i
LEFT JOIN product_name_choice ON product_name_choice.product_id = i.product_id
LEFT JOIN category_choice ON category_choice.product_id = i.product_id
