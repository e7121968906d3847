#!/usr/bin/env python3
"""Writes the data files of the shops beside this script, the same in every call."""
import csv
import datetime
import pathlib
import random
from decimal import Decimal

HERE = pathlib.Path(__file__).resolve().parent


def write_csv(path, header, rows, delimiter=","):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def money(cents, decimals=2):
    return f"{Decimal(cents) / 10 ** decimals:.{decimals}f}"


def moment(rng, first, days):
    day = datetime.datetime.fromisoformat(first) + datetime.timedelta(days=rng.randrange(days))
    return day.replace(hour=rng.randrange(24), minute=rng.randrange(60), second=rng.randrange(60))


def sql_values(rows):
    def text(value):
        if value is None:
            return "NULL"
        return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"
    return ",\n".join("  (" + ", ".join(text(value) for value in row) + ")" for row in rows) + ";\n"


def order_detail():
    rng = random.Random(11)
    items = [(f"LF-{n:03}", name, kind, money(price)) for n, name, kind, price in [
        (1, "Tide Tables", "Maps", 1250), (2, "The Quiet Quay", "Novels", 899), (3, "Knots by Lamplight", "Crafts", 1675),
        (4, "Harbour Atlas", "Maps", 3400), (5, "A Pilot's Daughter", "Novels", 1099), (6, "Net Mending", "Crafts", 1425),
        (7, "Gull Island", "Children", 650), (8, "Seven Lighthouses", "Children", 725)]]
    branches = [(1, "Quayside", "Whitby", "United Kingdom"), (2, "Ropewalk", "Galway", "Ireland")]
    clients = [(n, f"Client {n}", f"client{n}@lanternfish.example", country) for n, country in
               enumerate(["United Kingdom", "Ireland", "France"] * 6, start=1)]
    headers, details = [], []
    for order in range(4001, 4061):
        client = None if rng.random() < 0.15 else rng.randrange(1, 16)
        status = rng.choices(["paid", "shipped", "cancelled"], [60, 30, 10])[0]
        headers.append([order, moment(rng, "2024-02-01", 210).isoformat(" "), client, rng.randrange(1, 3), status])
        for line, item in enumerate(rng.sample(items, rng.randrange(1, 4)), start=1):
            count = rng.randrange(1, 4)
            sign = -1 if order % 19 == 0 else 1
            total = count * int(Decimal(item[3]) * 100) * rng.choice([100, 100, 90]) // 100
            details.append([order, line, item[0], sign * count, money(sign * total)])
    # A client who only ever brought something back.
    headers.append([4061, "2024-08-20 10:15:00", 18, 1, "paid"])
    details.append([4061, 1, "LF-002", -1, "-8.99"])
    tables = [
        ("items (item_code VARCHAR(10), title VARCHAR(60), shelf VARCHAR(20), cover_price VARCHAR(12))", items),
        ("branches (branch_no INTEGER, branch VARCHAR(40), town VARCHAR(40), country VARCHAR(40))", branches),
        ("clients (client_no INTEGER, client VARCHAR(60), mail VARCHAR(80), country VARCHAR(40))", clients),
        ("order_header (order_no INTEGER, ordered_at VARCHAR(19), client_no INTEGER, branch_no INTEGER, status VARCHAR(10))", headers),
        ("order_detail (order_no INTEGER, line_no INTEGER, item_code VARCHAR(10), pieces INTEGER, line_total VARCHAR(12))", details)]
    text = "-- The back office of Lanternfish Books: sqlite3 office.db < make.sql\nBEGIN;\n"
    for definition, rows in tables:
        text += f"CREATE TABLE {definition};\nINSERT INTO {definition.split()[0]} VALUES\n{sql_values(rows)}"
    folder = HERE / "order_detail"
    folder.mkdir(exist_ok=True)
    (folder / "make.sql").write_text(text + "COMMIT;\n", encoding="utf-8")


def web_orders():
    rng = random.Random(23)
    goods = [("PL-FERN", "Fern, potted", "Plants", 1890), ("PL-OLIVE", "Olive tree", "Plants", 4950), ("PT-CLAY", "Clay pot", "Pots", 790),
             ("PT-ZINC", "Zinc tub", "Pots", 2275), ("SE-BASIL", "Basil seeds", "Seeds", 245), ("TO-TROWEL", "Trowel", "Tools", 1360)]
    mails = [f"{name}@garden.example" for name in ["ines", "pablo", "lucia", "marc", "aina", "jordi", "sofia", "hugo", "noa", "leo", "vera"]]
    rows = []
    for number in range(1, 71):
        created = moment(rng, "2024-01-05", 300).isoformat(" ")
        mail = "" if rng.random() < 0.1 else rng.choice(mails)
        mail = mail.title() if rng.random() < 0.2 else mail
        country = rng.choice(["Spain", "Spain", "Portugal", "France"])
        for sku, name, kind, price in rng.sample(goods, rng.randrange(1, 4)):
            count = rng.randrange(1, 4)
            gross = count * price
            discount = gross // 10 if rng.random() < 0.25 else 0
            refund = 0 if rng.random() < 0.9 else rng.choice([gross - discount, (gross - discount) // 2])
            rows.append([f"W{number:04}", created, mail, country, sku, name, kind, count, money(price), money(discount),
                         money((gross - discount) * 21 // 121), money(refund) if refund else ""])
    rows.insert(40, list(rows[39]))
    rows.sort(key=lambda row: row[1])
    header = ["Order", "Created (UTC)", "E-mail", "Ship to", "SKU", "Item", "Department", "Pieces", "Unit price", "Discount", "VAT", "Refunded"]
    half = [row for row in rows if row[1] < "2024-06"]
    write_csv(HERE / "web_orders/data/orders-2024-a.csv", header, half, ";")
    write_csv(HERE / "web_orders/data/orders-2024-b.csv", header, rows[len(half):], ";")


def two_branches():
    rng = random.Random(37)
    shops = {"north": [(1, "Rye loaf", "Bread", 420), (2, "Seed roll", "Bread", 95), (3, "Plum cake", "Cakes", 1850), (4, "Oat biscuit", "Cakes", 140)],
             "south": [(1, "Fig tart", "Cakes", 2150), (2, "Corn loaf", "Bread", 380), (3, "Salt pretzel", "Bread", 125), (5, "Date bar", "Cakes", 260)]}
    for branch, goods in shops.items():
        sales, returns = [], []
        for receipt in range(1, 46):
            day = moment(rng, "2024-03-01", 150).strftime("%d/%m/%Y")
            member = "" if rng.random() < 0.2 else rng.randrange(1, 11)
            for position, (item, _, _, price) in enumerate(rng.sample(goods, rng.randrange(1, 3)), start=1):
                count = rng.randrange(1, 7)
                sales.append([receipt, position, day, member, item, count, money(count * price)])
                if rng.random() < 0.08:
                    returns.append([9000 + len(returns), f"0{rng.randrange(1, 9)}/08/2024", member, item, 1, money(price)])
        returns.append([9000 + len(returns), "09/08/2024", 12, goods[0][0], 2, money(2 * goods[0][3])])
        folder = HERE / "two_branches/data" / branch
        write_csv(folder / "sales.csv", ["rcpt", "pos", "day", "member", "item", "pcs", "amt"], sales)
        write_csv(folder / "returns.csv", ["slip", "day", "member", "item", "pcs", "amt"], returns)
        write_csv(folder / "items.csv", ["item", "label", "family", "shelf_price"], [[i, n, k, money(p)] for i, n, k, p in goods])
        write_csv(folder / "members.csv", ["member", "member_name", "mail"],
                  [[n, f"{branch.title()} member {n}", f"m{n}@{branch}.example"] for n in range(1, 13)])


def currencies():
    rng = random.Random(53)
    teas = {"T1": "Cinder Oolong", "T2": "Marsh Mint", "T3": "Kettlewick Black", "T4": "Juniper White"}
    rows = []
    for number in range(701, 781):
        tea = rng.choice(sorted(teas))
        currency = rng.choice(["KWD", "EUR", "JPY"])
        cents = {"KWD": rng.randrange(1500, 42000), "EUR": rng.randrange(600, 13000), "JPY": rng.randrange(900, 21000)}[currency]
        total = money(cents, {"KWD": 3, "EUR": 2, "JPY": 0}[currency])
        sign = "-" if number % 17 == 0 else ""
        rows.append([number, moment(rng, "2024-04-03", 170).date().isoformat(), rng.randrange(31, 44), tea, teas[tea],
                     sign + str(rng.randrange(1, 5)), sign + total, currency])
    header = ["sale_no", "sold_on", "buyer", "article", "article_name", "pieces", "total", "curr"]
    rates = [[f"2024-{month:02}-01", currency, f"{base + step * (month - 4):.6f}"] for month in range(4, 10)
             for currency, base, step in [("EUR", 0.331275, 0.001125), ("JPY", 0.002043, -0.000017)]]
    write_csv(HERE / "currencies/data/sales.csv", header, rows)
    write_csv(HERE / "currencies/data/rates.csv", ["valid_from", "iso", "to_kwd"], rates)
    write_csv(HERE / "currencies_without_rates/data/sales.csv", header, rows)


if __name__ == "__main__":
    order_detail()
    web_orders()
    two_branches()
    currencies()
