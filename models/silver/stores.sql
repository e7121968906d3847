/* model
kind: full
grain: [store_id]
description: One row per store, newest version of its key. A shop without a table of stores gets them from its transactions, each attribute by its most frequent value, then the newest, then the alphabetical first.
columns:
  store_key:     {type: bigint, description: "Surrogate key, stable because it depends on the natural key alone"}
  store_id:      {type: key(stores)}
  store_name:    {type: string}
  location:      {type: string}
  country:       {type: string}
  name_ar:       {type: string}
audits:
  - unique: [store_id]
  - unique: [store_key]
  - not_null: [store_key, store_id]
*/
WITH listed AS (
  SELECT *
  FROM (
    SELECT
      m.*,
      row_number() OVER (
        PARTITION BY store_id
        ORDER BY
          cursor_number DESC NULLS LAST, cursor_text DESC NULLS LAST, _load_seq DESC NULLS LAST,
          store_name DESC NULLS LAST, location DESC NULLS LAST, country DESC NULLS LAST, name_ar DESC NULLS LAST
      ) AS version
    FROM mapped.stores AS m
    WHERE store_id IS NOT NULL
  ) AS versions
  WHERE version = 1
),
sold AS (
  SELECT t.store_id, t.business_date, t.store_name, t.location, t.country
  FROM silver.transactions AS t
  CROSS JOIN mapped.settings AS s
  WHERE s.derive_stores AND t.store_id IS NOT NULL
),
ids AS (
  SELECT DISTINCT store_id FROM sold
),
store_name_choice AS (
  SELECT store_id, store_name
  FROM (
    SELECT
      store_id,
      store_name,
      row_number() OVER (PARTITION BY store_id ORDER BY count(*) DESC NULLS LAST, max(business_date) DESC NULLS LAST, store_name ASC NULLS FIRST) AS choice
    FROM sold
    WHERE store_name IS NOT NULL
    GROUP BY store_id, store_name
  ) AS counted
  WHERE choice = 1
),
location_choice AS (
  SELECT store_id, location
  FROM (
    SELECT
      store_id,
      location,
      row_number() OVER (PARTITION BY store_id ORDER BY count(*) DESC NULLS LAST, max(business_date) DESC NULLS LAST, location ASC NULLS FIRST) AS choice
    FROM sold
    WHERE location IS NOT NULL
    GROUP BY store_id, location
  ) AS counted
  WHERE choice = 1
),
country_choice AS (
  SELECT store_id, country
  FROM (
    SELECT
      store_id,
      country,
      row_number() OVER (PARTITION BY store_id ORDER BY count(*) DESC NULLS LAST, max(business_date) DESC NULLS LAST, country ASC NULLS FIRST) AS choice
    FROM sold
    WHERE country IS NOT NULL
    GROUP BY store_id, country
  ) AS counted
  WHERE choice = 1
)
SELECT
  p_entity_key('stores', CAST(store_id AS STRING)) AS store_key,
  store_id,
  store_name,
  location,
  country,
  name_ar
FROM listed
UNION ALL
SELECT
  p_entity_key('stores', CAST(i.store_id AS STRING)) AS store_key,
  i.store_id,
  store_name_choice.store_name,
  location_choice.location,
  country_choice.country,
  CAST(NULL AS STRING) AS name_ar
FROM ids AS i
LEFT JOIN store_name_choice ON store_name_choice.store_id = i.store_id
LEFT JOIN location_choice ON location_choice.store_id = i.store_id
LEFT JOIN country_choice ON country_choice.store_id = i.store_id
