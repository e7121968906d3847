"""The floor: the chain of the benchmark as plain SQL in DuckDB, without accounting, audits, history or a log. Usage: duckdb_chain.py SHOP OUT"""
import pathlib
import sys

import duckdb

from steps import Steps


def run(shop, out):
    connection = duckdb.connect(config={"threads": 2, "preserve_insertion_order": "false"})
    steps = Steps()

    def save(name, select):
        connection.execute(f"COPY ({select}) TO '{out}/{name}.parquet' (FORMAT parquet, COMPRESSION zstd)")

    with steps("bronze"):
        for name in ("transactions/*", "products", "stores", "customers"):
            save("bronze-" + name.split("/")[0], f"SELECT * FROM '{shop}/{name}.parquet'")
    bronze = f"'{out}/bronze-transactions.parquet'"
    with steps("silver"):
        connection.execute(f"""
            CREATE TABLE silver AS
            WITH repeated AS (SELECT transaction_id FROM {bronze} GROUP BY transaction_id HAVING count(*) > 1),
            newest AS (SELECT * FROM {bronze} SEMI JOIN repeated USING (transaction_id)
                QUALIFY row_number() OVER (PARTITION BY transaction_id ORDER BY transaction_date DESC, quantity DESC, sale_price DESC) = 1)
            SELECT * FROM {bronze} ANTI JOIN repeated USING (transaction_id) UNION ALL SELECT * FROM newest""")
        save("silver", "FROM silver")
    with steps("fact"):
        connection.execute(f"""
            CREATE TABLE fact AS
            SELECT transaction_id, transaction_date, COALESCE(c.customer_id, -1) AS customer_key, COALESCE(p.product_id, -1) AS product_key,
                COALESCE(s.store_id, -1) AS store_key, quantity, sale_price, CAST(sale_price * quantity AS DECIMAL(18,2)) AS amount
            FROM silver AS t LEFT JOIN '{out}/bronze-customers.parquet' AS c ON c.customer_id = t.customer_id
            LEFT JOIN '{out}/bronze-products.parquet' AS p ON p.product_id = t.product_id
            LEFT JOIN '{out}/bronze-stores.parquet' AS s ON s.store_id = t.store_id""")
        save("fact", "FROM fact")
    with steps("segments"):
        connection.execute("""
            CREATE TABLE rfm AS
            WITH sums AS (SELECT customer_key, max(transaction_date) AS last_day, count(*) AS frequency, sum(amount) AS monetary FROM fact WHERE customer_key > 0 GROUP BY ALL),
            ranks AS (SELECT *, percent_rank() OVER (ORDER BY last_day) AS r, percent_rank() OVER (ORDER BY frequency) AS f,
                percent_rank() OVER (ORDER BY monetary) AS m, percent_rank() OVER (ORDER BY monetary DESC) AS top FROM sums)
            SELECT customer_key, last_day, frequency, monetary, least(5, 1 + floor(5 * r)) AS r_score, least(5, 1 + floor(5 * f)) AS f_score,
                least(5, 1 + floor(5 * m)) AS m_score, CASE WHEN top <= 0.2 THEN 'Gold' WHEN top <= 0.5 THEN 'Silver' ELSE 'Bronze' END AS tier FROM ranks""")
        save("segments", "FROM rfm")
    with steps("store x tier"):
        save("store_tier", """
            WITH pairs AS (SELECT store_key, customer_key, sum(amount) AS amount FROM fact GROUP BY ALL)
            SELECT store_key, tier, sum(amount) AS amount, count(*) AS customers FROM pairs JOIN rfm USING (customer_key) GROUP BY ALL""")
    with steps("product x tier"):
        save("product_tier", "SELECT product_key, tier, sum(amount) AS amount, sum(quantity) AS quantity FROM fact JOIN rfm USING (customer_key) GROUP BY ALL")
    steps.report()


run(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
