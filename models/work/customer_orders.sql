/* model
kind: work
grain: [customer_key, order_id]
description: Each customer's purchase orders with the day of their first purchase line. A shop without orders counts each line as one.
columns:
  customer_key: {type: bigint}
  order_id:     {type: key(orders)}
  first_date:   {type: date}
*/
SELECT customer_key, order_id, min(date) AS first_date
FROM gold.fact_sales
WHERE is_purchase AND order_id IS NOT NULL
GROUP BY customer_key, order_id
