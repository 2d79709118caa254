"""Audit a store of recordings of any size on Dask.

    python audit_dask.py SPEC 'recordings/*.jsonl.gz'

Each worker makes partial reports, which are small however long the recordings are. They
merge in any order, so Dask may add them up in a tree.
"""

from __future__ import annotations

import glob
import sys

import dask.bag
from audit_store import merge, partial, printed


def main(spec: str, pattern: str) -> None:
    """Print the report on all files that a pattern names."""
    files = dask.bag.from_sequence(sorted(glob.glob(pattern)))  # noqa: PTH207
    partials = files.map(lambda file: partial(spec, file))
    whole = partials.fold(lambda one, other: merge(spec, one, other))
    sys.stdout.write(printed(spec, whole.compute(scheduler="processes")))


if __name__ == "__main__":
    main(*sys.argv[1:])
