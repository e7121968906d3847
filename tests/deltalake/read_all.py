#!/usr/bin/env python3
"""Compares every table of a project with what `assay query` says of it, read by another Delta implementation:

    read_all.py ASSAY PROJECT TABLES.json [RELEASE]

TABLES.json is the answer of `assay tables --json`: each table is opened at the version that stands there. RELEASE asks Assay for that
earlier release instead of the newest. Prints a line a table; ends with 1 when anything differs.
"""
import json
import os
import subprocess
import sys

from deltalake import DeltaTable, QueryBuilder

assay, project, tables_file = sys.argv[1:4]
release = ["--release", sys.argv[4]] if len(sys.argv) > 4 else []

# The types that models declare for some columns, as the Delta schema must name them.
DECLARED = {
    "gold.fact_sales": {"quantity": "decimal(18,3)", "unit_price": "decimal(18,4)", "total_sale_amount": "decimal(18,4)", "date": "date", "is_purchase": "boolean"},
    "silver.transactions": {"amount": "decimal(18,4)", "business_date": "date", "sold_at": "timestamp", "is_sold": "boolean"},
    "gold.dim_customer": {"customer_key": "long", "customer_tier": "string", "monetary": "decimal(18,4)"},
}


def ask_assay(sql):
    answer = subprocess.run([assay, "-C", project, "--json", "query", sql, *release], check=True, capture_output=True, text=True).stdout
    return json.loads(answer)


def ask_deltalake(table, sql):
    answer = QueryBuilder().register("t", table).execute(sql).read_all()
    return [dict(zip(answer.column_names, row)) for row in zip(*(answer.column(n).to_pylist() for n in answer.column_names))]


def figures(types):
    """Of every column: how many values, how many different ones; of decimals and integers the sum. As text, so that digits count."""
    parts = ["CAST(count(*) AS VARCHAR) AS n"]
    for name, kind in types.items():
        parts.append(f'CAST(count("{name}") AS VARCHAR) AS "count_{name}"')
        parts.append(f'CAST(count(DISTINCT "{name}") AS VARCHAR) AS "distinct_{name}"')
        if kind.startswith("decimal"):
            scale = kind.rstrip(")").split(",")[1]
            parts.append(f'CAST(CAST(sum("{name}") AS DECIMAL(38,{scale})) AS VARCHAR) AS "sum_{name}"')
        elif kind in ("long", "integer", "short", "byte"):
            parts.append(f'CAST(sum(CAST("{name}" AS DECIMAL(38,0))) AS VARCHAR) AS "sum_{name}"')
        elif kind in ("date", "string"):
            parts.append(f'CAST(min("{name}") AS VARCHAR) AS "min_{name}"')
            parts.append(f'CAST(max("{name}") AS VARCHAR) AS "max_{name}"')
    return f"SELECT {', '.join(parts)} FROM "


def partitions(table):
    """The partition values of all files and the rows in each: what the log says must be what the rows say."""
    column, = table.metadata().partition_columns
    log = {}
    actions = table.get_add_actions(flatten=True)
    for value, rows in zip(actions.column(f"partition.{column}").to_pylist(), actions.column("num_records").to_pylist()):
        log[value] = log.get(value, 0) + rows
    rows = ask_deltalake(table, f'SELECT "{column}" AS p, count(*) AS n FROM t GROUP BY 1')
    return log, {row["p"]: row["n"] for row in rows}


def compare(name, path, version, rows):
    problems = []
    table = DeltaTable(os.path.join(project, "lake", path), version=version)
    if table.version() != version:
        problems.append(f"version {table.version()} instead of {version}")
    protocol = table.protocol()
    if (protocol.min_reader_version, protocol.min_writer_version) != (1, 2):
        problems.append(f"protocol {protocol}")
    types = {field.name: str(field.type.type) for field in table.schema().fields}
    for column, declared in DECLARED.get(name, {}).items():
        if types.get(column) != declared:
            problems.append(f"column {column} is {types.get(column)}, declared {declared}")
    partition_columns = table.metadata().partition_columns
    sql = figures({column: kind for column, kind in types.items() if column not in partition_columns})
    theirs, = ask_deltalake(table, sql + "t")
    if theirs["n"] != str(rows):
        problems.append(f"{theirs['n']} rows, `assay tables` says {rows}")
    layer, _, rest = name.partition(".")
    relation = f"{layer}.{''.join(c if c.isalnum() else '_' for c in rest)}"
    ours, = ask_assay(sql + relation)
    problems += [f"{key}: deltalake {theirs[key]}, assay {ours.get(key)}" for key in theirs if theirs[key] != ours.get(key)]
    if partition_columns:
        log, found = partitions(table)
        if log != found or any(len(value) != len("2025-01") for value in log):
            problems.append(f"partitions: the log says {log}, the rows {found}")
    checkpoint = " from a checkpoint" if any("checkpoint" in f for f in os.listdir(os.path.join(project, "lake", path, "_delta_log"))) else ""
    print(f"{name} version {version}: {theirs['n']} rows, {len(types)} columns{checkpoint}" + "".join(f"\n  {p}" for p in problems), flush=True)
    return not problems


def compare_releases():
    """`ops/releases` is no table of a release: its rows must say what the newest release is."""
    table = DeltaTable(os.path.join(project, "lake/ops/releases"))
    rows = ask_deltalake(table, "SELECT release_number, table_name, table_version FROM t WHERE release_number = (SELECT max(release_number) FROM t)")
    theirs = {row["table_name"]: row["table_version"] for row in rows}
    ours = {t["name"]: t["version"] for t in listed["tables"] if not t["name"].startswith("bronze.")}
    print(f"ops/releases: release {rows[0]['release_number']} with {len(theirs)} tables", flush=True)
    if theirs != ours or rows[0]["release_number"] != listed["release"]:
        print(f"  deltalake {theirs}\n  assay {ours}")
        return False
    return True


with open(tables_file) as file:
    listed = json.load(file)
good = [compare(t["name"], t["path"], t["version"], t["rows"]) for t in listed["tables"] if not (release and t["name"].startswith("bronze."))]
if not release:
    good.append(compare_releases())
code = 0 if good and all(good) else 1
sys.stdout.flush()
os._exit(code)  # deltalake's worker threads may abort an ordinary exit
