"""Answers of every route: their shape is that of docs/reference/openapi.yaml, their figures are those of the demo shop."""
import csv
import decimal
import gzip
import io
import json
import sys
import threading

from assay_server import Server, equal
from openapi import OpenApi

D = decimal.Decimal
api = OpenApi()


class Asker:
    def __init__(self, server):
        self.server = server

    def get(self, route, query="", wanted=200, **values):
        answer = self.server.json("GET", route.format(**values) + query, wanted=wanted)
        api.check_answer("GET", route, wanted, answer)
        return answer

    def post(self, route, body, wanted=200, headers=None, **values):
        answer = self.server.json("POST", route.format(**values), body, headers, wanted=wanted)
        api.check_answer("POST", route, wanted, answer)
        return answer

    def card(self, visual, **state):
        return self.post("/api/query", {"page": "executive", "state": state, "visuals": [visual]})["visuals"][visual]["values"][visual]


def description(ask):
    pages = ask.get("/api/pages")
    equal([(page["id"], page["path"]) for page in pages["pages"]], [("executive", "/"), ("products", "/products"), ("stores", "/stores")], "pages")
    equal(pages["release"], 1, "release")
    equal(ask.get("/api/pages", "?release=1"), pages, "the same by its number")
    ask.get("/api/pages", "?release=9", wanted=410)
    return pages


def every_page(ask, pages):
    for page in pages["pages"]:
        answer = ask.post("/api/query", {"page": page["id"]})
        equal(set(answer["visuals"]), {visual["id"] for visual in page["visuals"]}, page["id"])
        equal((answer["release"], answer["missing"]), (1, []), page["id"])
        for visual in page["visuals"]:
            if visual["type"] != "statements":
                check_csv(ask, page["id"], visual["id"])


def check_csv(ask, page, visual):
    status, headers, text = ask.server.ask("GET", f"/api/csv/{page}/{visual}")
    equal((status, headers["Content-Type"]), (200, "text/csv; charset=utf-8"), f"CSV of {visual}: {text[:300]}")
    rows = list(csv.reader(io.StringIO(text.decode())))
    assert len(rows) >= 2 and len({len(row) for row in rows}) == 1, f"CSV of {visual}: {text[:300]}"


def figures(ask):
    equal(D(ask.card("total_sales")), D(177660), "Total Sales")
    equal(D(ask.card("customers")), 27, "Customers")
    equal(D(ask.card("average_sale_per_customer")), D(6580), "Average Sale per Customer")
    equal(D(ask.card("total_sales", filters={"tier": ["Gold"]})), D(90000), "Gold")
    equal(D(ask.card("customers", filters={"tier": ["Gold", "Silver"]})), 14, "Gold and Silver")
    tiers = ask.post("/api/query", {"page": "executive", "visuals": ["customers_by_tier"]})["visuals"]["customers_by_tier"]["members"]
    equal({t["key"]: int(D(t["values"]["customers"])) for t in tiers if D(t["values"]["customers"] or 0) > 0}, {"Gold": 8, "Silver": 6, "Bronze": 13}, "tiers")
    gone = ask.post("/api/query", {"page": "executive", "state": {"filters": {"store": ["99"]}}})
    equal(gone["missing"], [{"dimension": "store", "key": "99"}], "missing")


def separate_months(ask):
    """Months chosen one by one: the customers' table lists who bought in any of them, and what they spent there."""
    def table(options, *months):
        state = {"date": {"keys": list(months)}} if months else {}
        return ask.post("/api/query", {"page": "products", "visuals": ["customers_table"], "state": state,
                                       "options": {"customers_table": options}})["visuals"]["customers_table"]

    whole = {"limit": 1000}
    single = [{row["key"]: row["cells"] for row in table(whole, month)["rows"]} for month in ("2025-02", "2025-05")]
    both = table(whole, "2025-02", "2025-05")
    equal({row["key"] for row in both["rows"]}, set(single[0]) | set(single[1]), "who")
    for row in both["rows"]:
        spent = sum(D(month[row["key"]]["total_sales"]) for month in single if row["key"] in month)
        equal(D(row["cells"]["total_sales"]), spent, "what " + row["key"] + " spent")
    equal(both["total_rows"], len(both["rows"]), "how many")
    equal(D(both["total"]["cells"]["total_sales"]), sum(D(row["cells"]["total_sales"]) for row in both["rows"]), "total")
    first = table({"limit": 3, "offset": 2, "sort": "customer"}, "2025-02", "2025-05")
    names = sorted(row["cells"]["customer"] for row in both["rows"])
    equal([row["cells"]["customer"] for row in first["rows"]], names[2:5], "sorted and paged")
    text = ask.server.ask("GET", "/api/csv/products/customers_table?date=2025-02&date=2025-05")[2].decode()
    listed = list(csv.DictReader(io.StringIO(text)))
    equal(len(listed), len(both["rows"]), "CSV")
    assert {"email", "consent"} <= set(listed[0]), listed[0]


def rows(ask):
    every = ask.post("/api/rows", {"page": "executive", "limit": 5})
    equal((every["total_rows"], D(every["total_amount"]), len(every["rows"])), (1049, D(177660), 5), "rows")
    gold = ask.post("/api/rows", {"page": "executive", "where": {"tier": ["Gold"]}, "offset": 2, "limit": 3})
    equal((D(gold["total_amount"]), len(gold["rows"])), (D(90000), 3), "rows of Gold")
    line = ask.get("/api/release")["line"]
    equal(line["held_back"], {"lines": 2, "amount": "84.0000"}, "held back")
    equal((line["unknown"]["lines"], D(line["unknown"]["amount"])), (1, D("64.5")), "unknown")
    equal(line["guest"]["lines"], 0, "guest")
    for special, name in [("quarantine", "held_back"), ("unknown", "unknown"), ("guest", "guest")]:
        behind = ask.post("/api/rows", {"page": "executive", "special": special})
        equal((behind["total_rows"], D(behind["total_amount"])), (line[name]["lines"], D(line[name]["amount"])), special)
        equal(len(behind["rows"]), line[name]["lines"], special)


def explain(ask):
    why = ask.post("/api/explain", {"page": "executive", "visual": "total_sales", "measure": "total_sales", "state": {"filters": {"tier": ["Gold"]}}})
    equal(why["release"], 1, "release")
    assert "SELECT" in why["sql"] and why["sentence"]["ar"] and any(one["table"] == "gold.fact_sales" for one in why["inputs"]), why
    ask.post("/api/explain", {"page": "executive", "visual": "total_sale", "measure": "total_sales"}, wanted=404)


def members_and_customer(ask):
    stores = ask.get("/api/members", "?dimension=store&limit=3")["members"]
    equal(len(stores), 3, "stores")
    key = stores[0]["key"]
    equal([one["key"] for one in ask.get("/api/members", f"?dimension=store&key={key}&key=none")["members"]], [key], "by key")
    ask.get("/api/members", "?dimension=stroe", wanted=404)
    table = ask.post("/api/query", {"page": "products", "visuals": ["customers_table"], "options": {"customers_table": {"limit": 1}}})
    row = table["visuals"]["customers_table"]["rows"][0]
    profile = ask.get("/api/customer/{key}", key=row["key"])
    equal(profile["key"], row["key"], "key")
    equal(len(profile["cuts"]["recency"]), 4, "cuts")
    equal(len(profile["cuts"]["tier"]), 2, "cuts of tiers")
    equal(sum(D(month["sales"]) for month in profile["timeline"]), D(profile["monetary"]), "months add up")
    months = [int(month["month"][:4]) * 12 + int(month["month"][5:]) for month in profile["timeline"]]
    equal(months, list(range(months[0], 2025 * 12 + 10 + 1)), "every month up to the newest, also those without sales")
    equal(sum(D(basket["amount"]) for basket in profile["baskets"]), D(profile["monetary"]), "baskets add up")
    assert "@" not in json.dumps(profile), "an e-mail address"
    ask.get("/api/customer/{key}", key=-1, wanted=404)


def web(ask):
    status, headers, page = ask.server.ask("GET", "/")
    equal((status, headers["Content-Type"]), (200, "text/html; charset=utf-8"), "/")
    for name, wanted in {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}.items():
        equal(headers[name], wanted, name)
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy, policy
    for path in ["/products", "/stores", "/customers/17", "/login"]:
        equal(ask.server.ask("GET", path)[2], page, path)
    for accept, kind, text in [("text/html,*/*;q=0.8", "text/html; charset=utf-8", page), ("*/*", "application/json", None)]:
        status, headers, missing = ask.server.ask("GET", "/no/such/page", headers={"Accept": accept})
        equal((status, headers["Content-Type"]), (404, kind), "an unknown address")
        assert text is None or missing == text, "the page that says so"
    status, headers, packed = ask.server.ask("GET", "/assets/app.js", headers={"Accept-Encoding": "gzip"})
    equal((status, headers["Content-Encoding"]), (200, "gzip"), "gzip")
    equal(gzip.decompress(packed), ask.server.ask("GET", "/assets/app.js")[2], "gzip holds the same")
    equal(ask.server.ask("GET", "/assets/app.js", headers={"If-None-Match": headers["ETag"]})[0], 304, "ETag")
    status, headers, body = ask.server.ask("HEAD", "/assets/app.js")
    assert status == 200 and int(headers["Content-Length"]) > 1000 and body == b"", "HEAD"


def cache_and_metrics(ask):
    hits = ask.server.metric("assay_cache_hits_total")
    first = ask.post("/api/query", {"page": "stores", "state": {"filters": {"category": ["Grocery"]}}})
    equal(ask.post("/api/query", {"page": "stores", "state": {"filters": {"category": ["Grocery"]}}}), first, "the same again")
    equal(ask.server.metric("assay_cache_hits_total"), hits + 1, "cache hits")
    equal(ask.server.metric("assay_release"), 1, "release")
    assert ask.server.metric("assay_requests_total", route="/api/query", status="200") > 2
    assert ask.server.metric("assay_request_seconds_count", route="/api/query") > 2
    body = {"page": "products", "state": {"filters": {"tier": ["Gold"], "category": ["Grocery"]}}}
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(ask.server.json("POST", "/api/query", body))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 20 and all(answer == answers[0] for answer in answers), "equal requests get equal answers"


with Server(sys.argv[1]) as running:
    asker = Asker(running)
    equal((running.release, running.errors), (1, 0), running.ready)
    every_page(asker, description(asker))
    for part in [figures, separate_months, rows, explain, members_and_customer, web, cache_and_metrics]:
        part(asker)
    equal(asker.get("/healthz"), {"status": "ok"}, "/healthz")
    asker.get("/api/session")
