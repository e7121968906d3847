#!/usr/bin/env python3
"""Writes a small shop of CSV files, the same in every call: make_shop.py FOLDER [LINES [MONTHS]].

FOLDER/assay.yaml reads FOLDER/data, which stays empty. What may go there: `final` (the shop's last state, sales in 12 files),
`early` (files that were later replaced: a sales file with wrong prices, the products without the one that came late), and
`mixed` (all rows of `final`, each sales file's in other files and in another order).
"""
import pathlib
import random
import sys

PROJECT = """project: corner-shop
lake: ./lake
sources:
  till:
    type: files
    path: data
    tables:
      - {name: sales, files: "sales-*.csv", key: line, cursor: changed}
      - {name: products, files: products.csv, key: product}
      - {name: stores, files: stores.csv, key: store}
      - {name: customers, files: customers.csv, key: customer}
roles:
  transactions: {from: till.sales, columns: {line_id: line, order_id: receipt, date: day, customer_id: customer, product_id: product, store_id: store, quantity: pieces, price: price}}
  products: {from: till.products, columns: {product_id: product, product_name: name, category: kind, list_price: price}}
  stores: {from: till.stores, columns: {store_id: store, store_name: name}}
  customers: {from: till.customers, columns: {customer_id: customer, customer_name: name}}
currency: EUR
timezone: Europe/Vienna
gates: {unmatched: 20%, quarantine: 5%}
"""
SALES_HEADER = "line,receipt,day,customer,product,store,pieces,price,changed"
FILES = 12
LATE_PRODUCT = 20
TWINS = (7, 8)  # two customers who buy exactly the same


def day_of(n):
    return f"2024-{1 + n // 28 % 12:02}-{1 + n % 28:02}"


def sales(lines, months):
    """Rows in the order of time; some orders go over the border of two files, some lines come again with other content."""
    rng = random.Random(5)
    rows, order, customer, day = [], 0, "", 0
    for line in range(1, lines + 1):
        if line == 1 or rng.random() < 0.5:  # else one more line of the same order
            order, day = order + 1, (line - 1) * 28 * months // lines
            customer = "" if rng.random() < 0.1 else str(rng.choice([n for n in range(1, 61) if n not in TWINS]))
        pieces = -1 if rng.random() < 0.03 else rng.randrange(1, 5)
        price = f"{rng.randrange(100, 9999) / 100:.2f}"
        product = rng.randrange(1, LATE_PRODUCT + 1) if line % 50 else LATE_PRODUCT + 5  # the latter is in no table
        rows.append([line, order, day_of(day), customer, product, rng.randrange(1, 5), pieces, price, f"{line:06}"])
    for n, (line, twin) in enumerate((line, twin) for line in range(10, lines, lines // 10) for twin in TWINS):
        like = rows[line]
        rows.append([lines + n + 1, order + n + 1, like[2], twin, like[4], like[5], 2, like[7], f"{lines + n + 1:06}"])
    again = rng.sample(rows, lines // 60)
    for n, row in enumerate(again):
        rows.append(row[:7] + [f"{rng.randrange(100, 9999) / 100:.2f}", f"{2 * lines + n:06}"])  # corrected: a greater cursor
    rows += rng.sample(rows[:lines], lines // 60)  # sent twice, word for word
    rows.append([10 * lines, order + 900, "2024-13-45", 3, 3, 1, 1, "5.00", "999999"])  # goes to the quarantine
    return rows


def write(path, header, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header] + [",".join(str(cell) for cell in row) for row in rows]) + "\n")


def write_sales(folder, rows):
    size = -(-len(rows) // FILES)
    for n in range(FILES):
        write(folder / f"sales-{n + 1:02}.csv", SALES_HEADER, rows[n * size:(n + 1) * size])


def main():
    folder = pathlib.Path(sys.argv[1])
    rows = sales(int(sys.argv[2]) if len(sys.argv) > 2 else 3000, int(sys.argv[3]) if len(sys.argv) > 3 else 12)
    (folder / "data").mkdir(parents=True)
    (folder / "assay.yaml").write_text(PROJECT)
    final, early, mixed = folder / "final", folder / "early", folder / "mixed"
    write_sales(final, rows)
    write_sales(mixed, random.Random(6).sample(rows, len(rows)))

    third = (final / "sales-03.csv").read_text().splitlines()[1:]
    write(early / "sales-03.csv", SALES_HEADER, [row.split(",")[:7] + ["1.00", row.split(",")[8]] for row in third[:-5]])

    products = [[n, f"Product {n}", "Food" if n % 2 else "Paper", f"{n}.50"] for n in range(1, LATE_PRODUCT + 1)]
    tables = {"products": ("product,name,kind,price", products),
              "stores": ("store,name", [[n, f"Store {n}"] for n in range(1, 5)]),
              "customers": ("customer,name", [[n, f"Customer {n}"] for n in range(1, 61)])}
    for name, (header, table) in tables.items():
        write(final / f"{name}.csv", header, table)
        write(mixed / f"{name}.csv", header, table[::-1])
    write(early / "products.csv", tables["products"][0], products[:-1])


main()
