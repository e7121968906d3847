"""Shops that lack something: every page, visual, CSV and row answers, in the shape that the API's description gives it."""
import csv
import io
import os
import pathlib
import subprocess
import sys

from assay_server import Server, equal
from openapi import OpenApi

api = OpenApi()
LONG = "متجر " * 40 + "Shop " * 20


def make(name, roles, files):
    project = pathlib.Path(name)
    (project / "data").mkdir(parents=True)
    tables = ", ".join(f'{{name: {file}, files: {file}.csv, key: {text.split(",")[0]}}}' for file, text in files.items())
    (project / "assay.yaml").write_text(f"project: {name}\nlake: ./lake\nsources:\n  shop: {{type: files, path: data, tables: [{tables}]}}\n"
                                        f"roles:\n{roles}\ncurrency: EGP\n")
    for file, text in files.items():
        (project / f"data/{file}.csv").write_text(text)
    done = subprocess.run([os.environ["ASSAY"], "-C", project, "run"], capture_output=True, text=True)
    equal(done.returncode, 0, f"run of {name}: {done.stdout}{done.stderr}")
    return project


def answers_everything(project):
    with Server(project) as server:
        pages = server.json("GET", "/api/pages")
        api.check_answer("GET", "/api/pages", 200, pages)
        api.check_answer("GET", "/api/release", 200, server.json("GET", "/api/release"))
        for page in pages["pages"]:
            answer = server.json("POST", "/api/query", {"page": page["id"]})
            api.check_answer("POST", "/api/query", 200, answer)
            equal(set(answer["visuals"]), {visual["id"] for visual in page["visuals"]}, page["id"])
            for visual in page["visuals"]:
                if visual["type"] != "statements":
                    equal(server.ask("GET", f"/api/csv/{page['id']}/{visual['id']}")[0], 200, f"CSV of {visual['id']}")
        rows = server.json("POST", "/api/rows", {"page": "executive"})
        api.check_answer("POST", "/api/rows", 200, rows)
        for dimension in pages["dimensions"]:
            if dimension["kind"] != "date":
                server.json("GET", f"/api/members?dimension={dimension['id']}")
        return pages, rows


SALES = "sale_id,sold_on,quantity,price\n1,2025-01-05,1,10.00\n2,2025-02-05,2,20.00\n"
pages, rows = answers_everything(make("only-sales", "  transactions: {from: shop.sales, columns: {line_id: sale_id, date: sold_on, price: price}}", {"sales": SALES}))
equal(rows["total_rows"], 2, "rows")
equal(pages["has"]["customers"], False, "customers")

ONE = "sale_id,sold_on,customer_id,quantity,price\n1,2025-01-05,7,1,10.00\n"
WITH_CUSTOMERS = "  transactions: {from: shop.sales, columns: {line_id: sale_id, date: sold_on, price: price}}\n  customers: {from: shop.customers}"
answers_everything(make("one-customer", WITH_CUSTOMERS, {"sales": ONE, "customers": "customer_id,customer_name\n7,Ana\n"}))

LONG_SALES = "sale_id,sold_on,customer_id,product_id,store_id,quantity,price\n" + "".join(
    f"{i},2025-0{i % 6 + 1}-05,{i % 4 + 1},{i % 3 + 1},{i % 2 + 1},1,{i}.00\n" for i in range(1, 60))
everything = WITH_CUSTOMERS + "\n  products: {from: shop.products}\n  stores: {from: shop.stores}"
pages, _ = answers_everything(make("long-names", everything, {
    "sales": LONG_SALES, "customers": "customer_id,customer_name\n" + "".join(f'{i},"{LONG}, ""{i}"""\n' for i in range(1, 5)),
    "products": "product_id,product_name,category\n" + "".join(f'{i},{LONG}{i},{LONG}\n' for i in range(1, 4)),
    "stores": "store_id,store_name,location\n" + "".join(f'{i},{LONG}{i},{LONG}\n' for i in range(1, 3))}))
assert any(LONG.strip() in str(member) for dimension in pages["dimensions"] for member in dimension.get("members", [])), "long names"

FORMULAS = ["=1+1", "+44 20", "-2+3", "@SUM(A1)"]
project = make("formulas", WITH_CUSTOMERS, {
    "sales": "sale_id,sold_on,customer_id,quantity,price\n" + "".join(f"{i},2025-01-0{i},{i},1,{i}.00\n{i + 4},2025-02-0{i},{i},-1,{i}.50\n" for i in range(1, 5)),
    "customers": "customer_id,customer_name\n" + "".join(f'{i},"{name}"\n' for i, name in enumerate(FORMULAS, 1))})
with Server(project) as server:
    text = server.ask("GET", "/api/csv/products/customers_table")[2].decode()
    listed = list(csv.DictReader(io.StringIO(text)))
    equal(sorted(row["customer_name"] for row in listed), sorted("'" + name for name in FORMULAS), "names are no formulas")
    equal({row["total_sales"] for row in listed}, {"-0.5000"}, "numbers stay numbers")
