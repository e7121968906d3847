/* model
kind: full
grain: [customer_id]
description: One row per customer, newest version of its key. A shop without a table of customers gets them from its transactions, each attribute by its most frequent value, then the newest, then the alphabetical first.
columns:
  customer_key:  {type: bigint, description: "Surrogate key, stable because it depends on the natural key alone"}
  customer_id:   {type: key(customers)}
  customer_name: {type: string}
  email:         {type: string}
  phone:         {type: string}
  country:       {type: string}
  registered_on: {type: date}
  consent:       {type: string}
audits:
  - unique: [customer_id]
  - unique: [customer_key]
  - not_null: [customer_key, customer_id]
*/
-- Most ids stand in one row: only the others are sorted by version.
WITH repeated AS (
  SELECT customer_id
  FROM mapped.customers
  WHERE customer_id IS NOT NULL
  GROUP BY customer_id
  HAVING count(*) > 1
),
listed AS (
  SELECT m.customer_id, m.customer_name, m.email, m.phone, m.country, m.registered_on, m.consent
  FROM mapped.customers AS m
  ANTI JOIN repeated AS r ON r.customer_id = m.customer_id
  WHERE m.customer_id IS NOT NULL
  UNION ALL
  SELECT customer_id, customer_name, email, phone, country, registered_on, consent
  FROM (
    SELECT
      m.*,
      row_number() OVER (
        PARTITION BY m.customer_id
        ORDER BY
          m.cursor_number DESC NULLS LAST, m.cursor_text DESC NULLS LAST, m._load_seq DESC NULLS LAST,
          m.customer_name DESC NULLS LAST, m.email DESC NULLS LAST, m.phone DESC NULLS LAST, m.country DESC NULLS LAST, m.registered_on DESC NULLS LAST, m.consent DESC NULLS LAST
      ) AS version
    FROM mapped.customers AS m
    SEMI JOIN repeated AS r ON r.customer_id = m.customer_id
  ) AS versions
  WHERE version = 1
),
sold AS (
  SELECT t.customer_id, t.business_date, t.customer_name, t.country
  FROM silver.transactions AS t
  CROSS JOIN mapped.settings AS s
  WHERE s.derive_customers AND t.customer_id IS NOT NULL
),
ids AS (
  SELECT DISTINCT customer_id FROM sold
),
customer_name_choice AS (
  SELECT customer_id, customer_name
  FROM (
    SELECT
      customer_id,
      customer_name,
      row_number() OVER (PARTITION BY customer_id ORDER BY count(*) DESC NULLS LAST, max(business_date) DESC NULLS LAST, customer_name ASC NULLS FIRST) AS choice
    FROM sold
    WHERE customer_name IS NOT NULL
    GROUP BY customer_id, customer_name
  ) AS counted
  WHERE choice = 1
),
country_choice AS (
  SELECT customer_id, country
  FROM (
    SELECT
      customer_id,
      country,
      row_number() OVER (PARTITION BY customer_id ORDER BY count(*) DESC NULLS LAST, max(business_date) DESC NULLS LAST, country ASC NULLS FIRST) AS choice
    FROM sold
    WHERE country IS NOT NULL
    GROUP BY customer_id, country
  ) AS counted
  WHERE choice = 1
)
SELECT
  p_entity_key('customers', CAST(customer_id AS STRING)) AS customer_key,
  customer_id,
  customer_name,
  email,
  phone,
  country,
  registered_on,
  consent
FROM listed
UNION ALL
SELECT
  p_entity_key('customers', CAST(i.customer_id AS STRING)) AS customer_key,
  i.customer_id,
  customer_name_choice.customer_name,
  CAST(NULL AS STRING) AS email,
  CAST(NULL AS STRING) AS phone,
  country_choice.country,
  CAST(NULL AS DATE) AS registered_on,
  CAST(NULL AS STRING) AS consent
FROM ids AS i
LEFT JOIN customer_name_choice ON customer_name_choice.customer_id = i.customer_id
LEFT JOIN country_choice ON country_choice.customer_id = i.customer_id
