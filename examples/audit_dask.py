"""Audit a store of recordings of any size on Dask.

    python audit_dask.py SPEC 'recordings/*.jsonl.gz' [tcp://SCHEDULER:8786]

Without the address of a scheduler a cluster is made on this machine. Each worker makes partial
reports, which are small however long the recordings are. They merge in any order, so Dask may
add them up in a tree. The spec and the files are on a disk that all workers share.
"""

from __future__ import annotations

import glob
import sys

import audit_store
from audit_store import merge, partial, printed
from dask import bag
from distributed import Client


def main(spec: str, pattern: str, scheduler: str = "") -> None:
    """Print the report on all files that a pattern names."""
    files = bag.from_sequence(sorted(glob.glob(pattern)))  # noqa: PTH207
    partials = files.map(lambda file: partial(spec, file))
    whole = partials.fold(lambda one, other: merge(spec, one, other), split_every=8)
    # Without an address a worker for each core of this machine.
    options = {} if scheduler else {"threads_per_worker": 1, "dashboard_address": None}
    with Client(scheduler or None, **options) as client:
        client.upload_file(audit_store.__file__)
        sys.stdout.write(printed(spec, whole.compute()))


if __name__ == "__main__":
    main(*sys.argv[1:])
