#!/usr/bin/env python3
"""Plays the days of a small shop, the same for the same seed: play_days.py FOLDER SEED DAY.

Day 0 makes FOLDER/assay.yaml and its sources: sales and customers in a database that is read in full, sales and products in files. Every
other day changes them in random ways: new lines, corrections to other dates, amounts and customers, deletions, lines sent twice, lines
that cannot be read and are mended later, customers and products that come late or vanish, files that are written again.
"""
import csv
import datetime
import pathlib
import random
import sqlite3
import sys

PROJECT = """project: corner-shop
lake: ./lake
sources:
  till:
    type: odbc
    connection: "Driver=SQLite3;Database={folder}/till.db"
    tables: [{{name: sales, key: line}}, {{name: customers, key: customer}}]
  web:
    type: files
    path: data
    tables: [{{name: sales, files: "sales-*.csv", key: line}}, {{name: products, files: products.csv, key: product}}]
roles:
  transactions:
    from: [till.sales, web.sales]
    columns: {{line_id: line, order_id: receipt, date: day, customer_id: customer, product_id: product, quantity: pieces, price: price}}
  products: {{from: web.products, columns: {{product_id: product, product_name: name, category: kind}}}}
  customers: {{from: till.customers, columns: {{customer_id: customer, customer_name: name}}}}
currency: EUR
timezone: Europe/Vienna
gates: {{unmatched: 100%, quarantine: 60%}}
history: {{month_ends: 3}}
"""
COLUMNS = "line, receipt, day, customer, product, pieces, price"
FIRST_DAY = datetime.date(2024, 1, 20)
TEXT_KEY_DAY = 9


class Shop:
    def __init__(self, folder, seed, day):
        self.folder, self.day, self.rng = folder, day, random.Random(seed * 1000 + day)
        self.till = sqlite3.connect(folder / "till.db")

    def date(self):
        # Mostly today, at times some months ago.
        back = self.rng.choice([0, 0, 0, 1, 3, 40, 75])
        return (FIRST_DAY + datetime.timedelta(days=9 * self.day - back)).isoformat()

    def row(self, line):
        rng = self.rng
        customer = rng.choice([None] + list(range(1, 25)))
        return [line, rng.randrange(1, 400), self.date() if rng.random() > 0.05 else "31/31/2024", customer, rng.randrange(1, 12),
                rng.choice(["1", "2", "3", "-1", "2.5"]) if rng.random() > 0.05 else "many", f"{rng.randrange(100, 9999) / 100:.2f}"]

    def insert(self, row):
        self.till.execute(f"INSERT INTO sales ({COLUMNS}) VALUES ({', '.join('?' * 7)})", row)

    def lines(self):
        return [line for line, in self.till.execute("SELECT line FROM sales WHERE line IS NOT NULL ORDER BY rowid")]

    def new_lines(self):
        first = 100 * self.day + 1
        for n in range(self.rng.randrange(4, 15)):
            self.insert(self.row(first + n))

    def line_without_key(self):
        self.insert(self.row(None))

    def correct(self):
        for line in self.rng.sample(self.lines(), 3):
            column, value = self.rng.choice([("day", self.date()), ("price", "77.70"), ("customer", self.rng.randrange(1, 25)), ("pieces", "4"), ("pieces", "none")])
            self.till.execute(f"UPDATE sales SET {column} = ? WHERE line = ?", (value, line))

    def mend(self):
        self.till.execute("UPDATE sales SET pieces = '1' WHERE pieces IN ('many', 'none')")
        self.till.execute("UPDATE sales SET day = ? WHERE day = '31/31/2024'", (self.date(),))

    def delete(self):
        for line in self.rng.sample(self.lines(), 2):
            self.till.execute("DELETE FROM sales WHERE line = ?", (line,))
        self.till.execute("DELETE FROM sales WHERE rowid IN (SELECT rowid FROM sales WHERE line IS NULL ORDER BY rowid LIMIT 1)")

    def send_twice(self):
        for line in self.rng.sample(self.lines(), 2):
            self.till.execute(f"INSERT INTO sales ({COLUMNS}) SELECT {COLUMNS} FROM sales WHERE line = ? LIMIT 1", (line,))

    def customers(self):
        known = {customer for customer, in self.till.execute("SELECT customer FROM customers")}
        for customer in self.rng.sample(range(1, 25), 3):
            if customer in known:
                self.till.execute("DELETE FROM customers WHERE customer = ?", (customer,))
            else:
                self.till.execute("INSERT INTO customers VALUES (?, ?)", (customer, f"Person {self.day}"))

    def web_sales(self):
        # A file of its own, or an earlier one again with other rows; its lines may be lines of the till, too.
        name = f"sales-{self.rng.randrange(1, 4)}.csv"
        lines = [700000 + n for n in self.rng.sample(range(12), 6)] + self.rng.sample(self.lines(), 1)
        if self.day >= TEXT_KEY_DAY:
            lines.append("X1")
        self.write(name, COLUMNS.split(", "), [self.row(line) for line in lines])

    def products(self):
        self.write("products.csv", ["product", "name", "kind"], [[n, f"Product {n} of {self.day}", "Goods"] for n in self.rng.sample(range(1, 12), 8)])

    def write(self, name, columns, rows):
        with open(self.folder / "data" / name, "w", newline="") as file:
            csv.writer(file).writerows([columns] + rows)

    def begin(self):
        (self.folder / "data").mkdir()
        (self.folder / "assay.yaml").write_text(PROJECT.format(folder=self.folder))
        self.till.execute("CREATE TABLE sales (line INTEGER, receipt INTEGER, day TEXT, customer INTEGER, product INTEGER, pieces TEXT, price TEXT)")
        self.till.execute("CREATE TABLE customers (customer INTEGER, name TEXT)")
        self.till.executemany("INSERT INTO customers VALUES (?, ?)", [(n, f"Person {n}") for n in range(1, 16)])
        for n in range(40):
            self.insert(self.row(n + 1))
        self.web_sales()
        self.products()

    def play(self):
        acts = [self.new_lines, self.new_lines, self.line_without_key, self.correct, self.mend, self.delete, self.send_twice, self.customers,
                self.web_sales, self.products]
        for act in self.rng.sample(acts, self.rng.randrange(1, 6)):
            act()
        if self.day == TEXT_KEY_DAY:
            self.web_sales()


def main():
    folder, seed, day = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    folder.mkdir(exist_ok=True)
    shop = Shop(folder.resolve(), seed, day)
    shop.begin() if day == 0 else shop.play()
    shop.till.commit()


if __name__ == "__main__":
    main()
