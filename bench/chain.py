#!/usr/bin/env python3
"""Times the whole chain of Assay against Polars and plain DuckDB on the same shop, and prints ratios.

Ratios count, not seconds: every round runs all of them one after the other, so that what else the machine does weighs on all alike.
ASSAY=<binary>, LINES=<transaction lines, 10000000>, ROUNDS=<3>, OUT=<folder, build/bench> change what is run.
"""
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

from generate_shop import generate

ROOT = pathlib.Path(__file__).resolve().parent.parent
ASSAY = os.environ.get("ASSAY", str(ROOT / "build/release/assay"))
OUT = pathlib.Path(os.environ.get("OUT", ROOT / "build/bench")).resolve()
LINES = int(os.environ.get("LINES", 10_000_000))
ROUNDS = int(os.environ.get("ROUNDS", 3))
PYTHON = str(ROOT / ".venv/bin/python") if (ROOT / ".venv/bin/python").exists() else sys.executable
PROJECT = """
project: bench
lake: ./lake
sources:
  shop:
    type: files
    path: {shop}
    tables:
      - {{name: transactions, files: "transactions/*.parquet", key: transaction_id}}
      - {{name: products, files: products.parquet, key: product_id}}
      - {{name: stores, files: stores.parquet, key: store_id}}
      - {{name: customers, files: customers.parquet, key: customer_id, pii: [first_name, last_name, email, phone]}}
roles:
  transactions: {{from: shop.transactions}}
  products: {{from: shop.products}}
  stores: {{from: shop.stores}}
  customers: {{from: shop.customers}}
currency: EGP
timezone: Africa/Cairo
tax: included
threads: 2
history: {{month_ends: {month_ends}}}
segmentation: {{tiers: [{{name: Gold, top: 20%}}, {{name: Silver, top: 50%}}, {{name: Bronze}}]}}
"""


def run(command):
    """Runs a command that prints JSON; gives its steps, seconds and peak memory in MB."""
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ, "POLARS_MAX_THREADS": "2"})
    text = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"Cannot measure: {' '.join(command)} failed: {text[-2000:]}")
    return {"seconds": time.monotonic() - start, "cpu": usage.ru_utime + usage.ru_stime, "peak_mb": usage.ru_maxrss / 1024, "steps": json.loads(text)["steps"]}


def shop_of(lines):
    shop = OUT / f"shop-{lines}"
    if not (shop / "customers.parquet").exists():
        generate(shop, lines)
    return shop


def fresh_folder(name):
    folder = OUT / "work" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def run_assay(shop, month_ends):
    folder = fresh_folder("assay")
    (folder / "assay.yaml").write_text(PROJECT.format(shop=shop, month_ends=month_ends))
    return run([ASSAY, "-C", str(folder), "--json", "run"])


def run_peer(name, shop):
    return run([PYTHON, str(ROOT / f"bench/{name}_chain.py"), str(shop), str(fresh_folder(name))])


def run_next_day(shop):
    """The full run is that of run_assay; one more day comes, and it is run again."""
    day = shop / "transactions" / "day-2.parquet"
    shutil.copy(shop / "day-2" / "day-2.parquet", day)
    try:
        return run([ASSAY, "-C", str(OUT / "work" / "assay"), "--json", "run"])
    finally:
        day.unlink()


def middle(runs, field):
    return statistics.median(one[field] for one in runs)


def main():
    shop, small = shop_of(LINES), shop_of(LINES // 10)
    runs = {name: [] for name in ("assay", "assay, 13 month ends", "polars", "duckdb", "assay, a tenth", "assay, one more day")}
    for _ in range(ROUNDS):
        runs["polars"].append(run_peer("polars", shop))
        runs["assay"].append(run_assay(shop, 0))
        runs["assay, one more day"].append(run_next_day(shop))
        runs["duckdb"].append(run_peer("duckdb", shop))
        runs["assay, 13 month ends"].append(run_assay(shop, 13))
        runs["assay, a tenth"].append(run_assay(small, 0))
    last = runs["assay, 13 month ends"][-1]
    print(f"Steps of the last run with 13 month ends, {LINES} lines:")
    for step in last["steps"]:
        if step["seconds"] >= 0.05:
            print(f"  {step['step']:<34} {step['seconds']:8.2f} s")
    print(f"{'median of ' + str(ROUNDS):<24} {'seconds':>8} {'CPU s':>8} {'peak MB':>8} {'x polars':>9} {'x duckdb':>9}")
    for name, measured in runs.items():
        ratios = [statistics.median(one["seconds"] / peer["seconds"] for one, peer in zip(measured, runs[other])) for other in ("polars", "duckdb")]
        print(f"{name:<24} {middle(measured, 'seconds'):8.1f} {middle(measured, 'cpu'):8.1f} {middle(measured, 'peak_mb'):8.0f} {ratios[0]:9.2f} {ratios[1]:9.2f}")
    print(f"one more day / full run: {middle(runs['assay, one more day'], 'seconds') / middle(runs['assay'], 'seconds'):.2f}")
    print(f"ten times the lines: {middle(runs['assay'], 'seconds') / middle(runs['assay, a tenth'], 'seconds'):.1f} times the time")


if __name__ == "__main__":
    main()
