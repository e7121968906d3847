#!/usr/bin/env python3
"""Times clicks on the served pages, and the same questions asked of plain DuckDB on the same gold tables.

20 people click: each click asks one page for all its visuals in a state drawn at random (seeded), then its person looks at it for one
to three seconds. The same number of clicks is also made by one person without a pause. DuckDB answers the SQL that the server explains
each visual with, one visual after another, on the files of the same release.
ASSAY=<binary>, LINES=<transaction lines, 10000000>, USERS=<20>, CLICKS=<a user, 15>, PEER_STATES=<8>, OUT=<folder, build/bench>.
"""
import concurrent.futures
import http.client
import json
import os
import random
import subprocess
import sys
import time

from chain import ASSAY, LINES, OUT, PYTHON, run_assay, shop_of

try:
    import duckdb
except ImportError:  # started with another Python than the one that has the packages of the benchmarks
    os.execv(PYTHON, [PYTHON, *sys.argv])

USERS = int(os.environ.get("USERS", 20))
CLICKS = int(os.environ.get("CLICKS", 15))
PEER_STATES = int(os.environ.get("PEER_STATES", 8))
PROJECT = OUT / "work" / "assay"


class Server:
    """The program serving the benchmark's project, until the end of a `with`."""

    def __enter__(self):
        start = time.monotonic()
        self.process = subprocess.Popen([ASSAY, "-C", str(PROJECT), "serve", "--port", "0", "--no-open"], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        self.ready_seconds = time.monotonic() - start
        self.port = int(line.split("url=http://127.0.0.1:")[1].split("/")[0])
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)

    def ask(self, path, body=None, connection=None):
        connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("POST" if body is not None else "GET", path, json.dumps(body) if body is not None else None,
                           {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise SystemExit(f"Cannot measure: {path} gave {answer.status}: {text[:500]}")
        return json.loads(text)

    def memory_mb(self):
        for line in open(f"/proc/{self.process.pid}/status", encoding="utf-8"):
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
        return float("nan")


def draw_state(random_, pages):
    """A page and what a person may have chosen on it: up to three filters and a span of days."""
    members = {one["id"]: [member["key"] for member in one.get("members", [])] for one in pages["dimensions"]}
    filters = {}
    for dimension in random_.sample(["tier", "store", "category", "segment"], random_.randint(0, 2)):
        if members.get(dimension):
            filters[dimension] = random_.sample(members[dimension], min(len(members[dimension]), random_.randint(1, 3)))
    state = {"filters": filters}
    if random_.random() < 0.4:
        state["date"] = {"relative": random_.choice(["last_30_days", "this_year", "last_full_month"])}
    return {"page": random_.choice(["executive", "products", "stores"]), "state": state}


def click(server, seed, pages, clicks, think):
    random_ = random.Random(seed)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    if think:
        time.sleep(random_.uniform(0, 3))
    seconds = []
    for _ in range(clicks):
        body = draw_state(random_, pages)
        start = time.monotonic()
        server.ask("/api/query", body, connection)
        seconds.append(time.monotonic() - start)
        if think:
            time.sleep(random_.uniform(1, 3))
    return seconds


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def say(name, seconds):
    print(f"{name:<44} p50 {percentile(seconds, .5) * 1000:8.0f} ms   p95 {percentile(seconds, .95) * 1000:8.0f} ms   "
          f"p99 {percentile(seconds, .99) * 1000:8.0f} ms   {len(seconds)} times", flush=True)


def peer():
    """DuckDB with the gold tables of the newest release as views."""
    connection = duckdb.connect(config={"threads": 2})
    connection.execute("CREATE SCHEMA gold")
    for folder in sorted((PROJECT / "lake/gold").iterdir()):
        alive, fields = {}, []
        for commit in sorted((folder / "_delta_log").glob("*.json")):
            for action in map(json.loads, commit.read_text().splitlines()):
                if "add" in action:
                    alive[action["add"]["path"]] = True
                elif "remove" in action:
                    alive.pop(action["remove"]["path"], None)
                elif "metaData" in action:
                    fields = [field["name"] for field in json.loads(action["metaData"]["schemaString"])["fields"]]
        files = ", ".join(f"'{folder}/{path}'" for path in alive)
        rows = f"read_parquet([{files}], union_by_name=true)"
        there = {row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {rows}").fetchall()}
        columns = ", ".join(name if name in there else f"NULL AS {name}" for name in fields)
        connection.execute(f"CREATE VIEW gold.{folder.name} AS SELECT {columns} FROM {rows}")
    return connection


def peer_seconds(server, pages):
    random_ = random.Random(7)
    connection = peer()
    visuals = {page["id"]: page["visuals"] for page in pages["pages"]}
    seconds = []
    for _ in range(PEER_STATES):
        body = draw_state(random_, pages)
        total = 0.0
        for visual in visuals[body["page"]]:
            if visual["type"] in ("statements", "table"):
                continue
            explained = server.ask("/api/explain", {**body, "visual": visual["id"], "measure": visual["measures"][0]})
            start = time.monotonic()
            connection.execute(explained["sql"]).fetchall()
            total += time.monotonic() - start
        seconds.append(total)
    return seconds


def main():
    run_assay(shop_of(LINES), 0)
    with Server() as first:
        print(f"{LINES} lines: ready after {first.ready_seconds:.1f} s with the image to build, peak memory {first.memory_mb():.0f} MB")
    with Server() as server:
        print(f"ready after {server.ready_seconds:.1f} s with the image there")
        pages = server.ask("/api/pages")
        server.ask("/api/query", {"page": "executive", "state": {}})
        say("Assay, one person without a pause", click(server, 1, pages, USERS * CLICKS // 4, False))
        with concurrent.futures.ThreadPoolExecutor(USERS) as pool:
            runs = [pool.submit(click, server, 100 + user, pages, CLICKS, True) for user in range(USERS)]
            say(f"Assay, {USERS} people", [one for run in runs for one in run.result()])
        print(f"peak memory while serving {server.memory_mb():.0f} MB")
        say("DuckDB, one person, charts without tables", peer_seconds(server, pages))


if __name__ == "__main__":
    main()
