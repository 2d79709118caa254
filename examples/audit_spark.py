"""Audit a store of recordings of any size on Spark.

    spark-submit --py-files audit_store.py audit_spark.py SPEC 'recordings/*.jsonl.gz'

Each executor makes partial reports, which are small however long the recordings are. They
merge in any order, so Spark may add them up in a tree. The files are on a disk that all
executors share.
"""

from __future__ import annotations

import glob
import sys

from audit_store import merge, partial, printed
from pyspark.sql import SparkSession


def main(spec: str, pattern: str) -> None:
    """Print the report on all files that a pattern names."""
    files = sorted(glob.glob(pattern))  # noqa: PTH207
    context = SparkSession.builder.appName("audit").getOrCreate().sparkContext
    partials = context.parallelize(files, len(files)).map(lambda file: partial(spec, file))
    whole = partials.treeReduce(lambda one, other: merge(spec, one, other))
    sys.stdout.write(printed(spec, whole))


if __name__ == "__main__":
    main(*sys.argv[1:])
