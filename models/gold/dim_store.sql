/* model
kind: full
grain: [store_key]
description: One row per store; key -1 is Unknown (an id that is in no table, or none).
columns:
  store_key:  {type: bigint}
  store_id:   {type: key(stores)}
  store_name: {type: string}
  location:   {type: string}
  country:    {type: string}
  name_ar:    {type: string}
audits:
  - unique: [store_key]
  - not_null: [store_key]
*/
SELECT
  store_key,
  store_id,
  COALESCE(store_name, CAST(store_id AS STRING)) AS store_name,
  COALESCE(location, country, CAST(store_id AS STRING)) AS location,
  country,
  name_ar
FROM silver.stores
UNION ALL
SELECT -1 AS store_key, NULL AS store_id, 'Unknown' AS store_name, 'Unknown' AS location, NULL AS country, NULL AS name_ar
