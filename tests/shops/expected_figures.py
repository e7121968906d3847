#!/usr/bin/env python3
"""Computes each shop's figures from its files and compares them with expected.yaml; --write writes expected.yaml instead."""
import collections
import csv
import datetime
import pathlib
import sqlite3
import sys
import zoneinfo
from decimal import ROUND_HALF_UP, Decimal

HERE = pathlib.Path(__file__).resolve().parent

# A line that counts: refund is what was given back on a sale's own line; a return has a negative amount.
Line = collections.namedtuple("Line", "order customer date quantity amount refund", defaults=[Decimal(0)])


def read_csv(path, delimiter=","):
    with (HERE / path).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def order_detail():
    database = sqlite3.connect(":memory:")
    database.executescript((HERE / "order_detail/make.sql").read_text(encoding="utf-8"))
    rows = database.execute("SELECT order_no, client_no, date(ordered_at), pieces, line_total FROM order_detail "
                            "JOIN order_header USING (order_no) WHERE status <> 'cancelled'")
    return [Line(order, client, day, pieces, Decimal(total)) for order, client, day, pieces, total in rows]


def web_orders():
    lines = []
    for row in read_csv("web_orders/data/orders-2024-a.csv", ";") + read_csv("web_orders/data/orders-2024-b.csv", ";"):
        sold_at = datetime.datetime.fromisoformat(row["Created (UTC)"] + "+00:00").astimezone(zoneinfo.ZoneInfo("Europe/Madrid"))
        amount = Decimal(row["Pieces"]) * Decimal(row["Unit price"]) - Decimal(row["Discount"])
        lines.append(Line(row["Order"], row["E-mail"].lower() or None, sold_at.date().isoformat(), int(row["Pieces"]), amount,
                          Decimal(row["Refunded"] or 0)))
    return lines


def two_branches():
    lines = []
    for branch in ("north", "south"):
        for name, sign, order in (("sales", 1, "rcpt"), ("returns", -1, "slip")):
            for row in read_csv(f"two_branches/data/{branch}/{name}.csv"):
                day, month, year = row["day"].split("/")
                member = (branch, row["member"]) if row["member"] else None
                lines.append(Line((branch, name, row[order]), member, f"{year}-{month}-{day}", sign * int(row["pcs"]), sign * Decimal(row["amt"])))
    return lines


def currencies():
    rates = {(row["iso"], row["valid_from"]): Decimal(row["to_kwd"]) for row in read_csv("currencies/data/rates.csv")}

    def in_kwd(row):
        if row["curr"] == "KWD":
            return Decimal(row["total"])
        day = max(since for iso, since in rates if iso == row["curr"] and since <= row["sold_on"])
        return (Decimal(row["total"]) * rates[row["curr"], day]).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return [Line(row["sale_no"], row["buyer"], row["sold_on"], int(row["pieces"]), in_kwd(row)) for row in read_csv("currencies/data/sales.csv")]


def figures(lines):
    bought = [line for line in lines if line.quantity > 0]
    guests = [line for line in lines if line.customer is None]
    gross = sum(line.amount for line in bought)
    returns = -sum(line.amount for line in lines if line.quantity < 0) + sum(line.refund for line in lines)
    return {
        "total_sales": gross - returns, "gross_sales": gross, "returns": returns, "lines": len(lines),
        "orders": len({line.order for line in bought}), "customers": len({line.customer for line in bought} - {None}),
        "guest_lines": len(guests), "guest_sales": sum((line.amount - line.refund for line in guests), Decimal(0)),
        "first_date": min(line.date for line in lines), "last_date": max(line.date for line in lines)}


def text_of(expected):
    def form(value):
        return f'"{value:.4f}"' if isinstance(value, Decimal) else str(value)
    return "".join(f"{name}: {form(value)}\n" for name, value in expected.items())


def all_figures():
    yield "order_detail", figures(order_detail())
    web = read_csv("web_orders/data/orders-2024-a.csv", ";"), read_csv("web_orders/data/orders-2024-b.csv", ";")
    doubles = sum(len(rows) - len({tuple(row.values()) for row in rows}) for rows in web)
    yield "web_orders", figures(web_orders()) | {"possible_duplicates": doubles}
    yield "two_branches", figures(two_branches())
    yield "currencies", figures(currencies())
    named = sorted({row["curr"] for row in read_csv("currencies_without_rates/data/sales.csv")})
    yield "currencies_without_rates", {"stops": "true", "because": f"[{', '.join(['rates'] + named)}]"}


def main():
    wrong = 0
    for shop, expected in all_figures():
        path = HERE / shop / "expected.yaml"
        if "--write" in sys.argv[1:]:
            path.write_text(text_of(expected), encoding="utf-8")
        elif path.read_text(encoding="utf-8") != text_of(expected):
            print(f"{path}: expected\n{text_of(expected)}")
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
