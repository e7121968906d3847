"""The peer: the chain of the benchmark with Polars, without accounting, audits, history or a log. Usage: polars_chain.py SHOP OUT"""
import pathlib
import sys

import polars as pl

from steps import Steps


def score(column):
    rank = (pl.col(column).rank("min") - 1) / (pl.len() - 1)
    return (1 + (5 * rank).floor()).clip(upper_bound=5).cast(pl.Int32)


def run(shop, out):
    steps = Steps()
    with steps("bronze"):
        for name in ("transactions/*", "products", "stores", "customers"):
            pl.scan_parquet(f"{shop}/{name}.parquet").sink_parquet(f"{out}/bronze-{name.split('/')[0]}.parquet", compression="zstd")
    with steps("silver"):
        # The repeated rows are equal, so whichever is kept is right; `maintain_order` off is Polars' fastest way.
        silver = pl.scan_parquet(f"{out}/bronze-transactions.parquet").unique("transaction_id", keep="any", maintain_order=False).collect(engine="streaming")
        silver.write_parquet(f"{out}/silver.parquet", compression="zstd")
    with steps("fact"):
        fact = silver.lazy()
        for one in ("customer", "product", "store"):
            keys = pl.scan_parquet(f"{out}/bronze-{one}s.parquet").select(f"{one}_id", pl.col(f"{one}_id").alias(f"{one}_key"))
            fact = fact.join(keys, on=f"{one}_id", how="left").with_columns(pl.col(f"{one}_key").fill_null(-1)).drop(f"{one}_id")
        fact = fact.with_columns((pl.col("sale_price") * pl.col("quantity")).cast(pl.Decimal(18, 2)).alias("amount")).collect(engine="streaming")
        del silver
        fact.write_parquet(f"{out}/fact.parquet", compression="zstd")
    with steps("segments"):
        sums = fact.lazy().filter(pl.col("customer_key") > 0).group_by("customer_key").agg(
            pl.col("transaction_date").max().alias("last_day"), pl.len().alias("frequency"), pl.col("amount").sum().alias("monetary"))
        top = (pl.col("monetary").rank("min", descending=True) - 1) / (pl.len() - 1)
        tier = pl.when(top <= 0.2).then(pl.lit("Gold")).when(top <= 0.5).then(pl.lit("Silver")).otherwise(pl.lit("Bronze"))
        rfm = sums.with_columns(score("last_day").alias("r_score"), score("frequency").alias("f_score"), score("monetary").alias("m_score"), tier.alias("tier")).collect()
        rfm.write_parquet(f"{out}/segments.parquet", compression="zstd")
    tiers = rfm.lazy().select("customer_key", "tier")
    with steps("store x tier"):
        pairs = fact.lazy().group_by("store_key", "customer_key").agg(pl.col("amount").sum())
        pairs.join(tiers, on="customer_key").group_by("store_key", "tier").agg(pl.col("amount").sum(), pl.len().alias("customers")).collect(engine="streaming").write_parquet(
            f"{out}/store_tier.parquet", compression="zstd")
    with steps("product x tier"):
        fact.lazy().join(tiers, on="customer_key").group_by("product_key", "tier").agg(pl.col("amount").sum(), pl.col("quantity").sum()).collect(engine="streaming").write_parquet(
            f"{out}/product_tier.parquet", compression="zstd")
    steps.report()


run(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
