"""Makes a shop of many transaction lines as Parquet: the input of the benchmarks.

The same lines, seed and DuckDB version give the same rows. One line in a hundred stands twice with equal content. Sales are
skewed over customers, products and stores. day-2/ holds one more day of the same shop.
"""
import argparse
import pathlib

import duckdb

PRODUCTS = 500
STORES = 50
FIRST_DAY = "DATE '2024-01-01'"
DAYS = 730


def uniform(stream, seed):
    """A number in [0, 1) that follows from the row number i, the stream's name and the seed alone."""
    return f"(CAST(hash(i, '{stream}', {seed}) % 1000000007 AS DOUBLE) / 1000000007)"


def lines_select(first, count, customers, day, seed):
    pick = lambda stream, n, skew: f"CAST(1 + floor({n} * pow({uniform(stream, seed)}, {skew})) AS BIGINT)"
    return f"""
        SELECT i AS transaction_id, {day} AS transaction_date, {pick('customer', customers, 1.6)} AS customer_id,
            {pick('product', PRODUCTS, 1.8)} AS product_id, {pick('store', STORES, 1.4)} AS store_id,
            CAST({pick('quantity', 6, 2.5)} AS INTEGER) AS quantity,
            CAST(5 + hash(i, 'price', {seed}) % 49500 / 100.0 AS DECIMAL(18,2)) AS sale_price
        FROM range({first}, {first + count}) AS t(i)"""


def write(connection, select, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    connection.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")


def write_lines(connection, select, seed, path):
    # The repeated lines come a while after their first, as a source that sends some rows again does.
    repeated = f"SELECT * FROM made WHERE hash(transaction_id, 'repeated', {seed}) % 99 = 0"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE made AS {select}")
    write(connection, f"SELECT * FROM made UNION ALL {repeated}", path)
    connection.execute("DROP TABLE made")


def generate(into, lines, seed=7):
    connection = duckdb.connect(config={"threads": 2})
    customers = max(lines // 10, 10)
    distinct = lines * 99 // 100
    day = f"{FIRST_DAY} + CAST(floor({DAYS} * {uniform('day', seed)}) AS INTEGER)"
    write_lines(connection, lines_select(1, distinct, customers, day, seed), seed, into / "transactions" / "day-1.parquet")
    write_lines(connection, lines_select(distinct + 1, lines // DAYS, customers, f"{FIRST_DAY} + {DAYS}", seed), seed, into / "day-2" / "day-2.parquet")
    write(connection, f"SELECT i AS product_id, 'Product ' || i AS product_name, 'Category ' || (i % 12) AS category, CAST(5 + i % 495 AS DECIMAL(18,2)) AS price FROM range(1, {PRODUCTS + 1}) AS t(i)",
          into / "products.parquet")
    write(connection, f"SELECT i AS store_id, 'Store ' || i AS store_name, 'City ' || (i % 9) AS location FROM range(1, {STORES + 1}) AS t(i)", into / "stores.parquet")
    write(connection, f"""SELECT i AS customer_id, 'Name ' || i AS first_name, 'Family ' || (i % 5000) AS last_name, 'c' || i || '@example.com' AS email,
              '+20' || (1000000000 + i) AS phone, ['Cairo', 'Giza', 'Alexandria', 'Aswan'][i % 4 + 1] AS city, {FIRST_DAY} - CAST(i % 900 AS INTEGER) AS registration_date
          FROM range(1, {customers + 1}) AS t(i)""", into / "customers.parquet")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("into", type=pathlib.Path)
    parser.add_argument("--lines", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    generate(arguments.into, arguments.lines, arguments.seed)


if __name__ == "__main__":
    main()
