"""What the examples for Dask and Spark share: two calls, `partial` and `merge`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from threading import get_ident

from realtime_codegen.audit.auditor import Auditor, Settings
from realtime_codegen.audit.report import FORMATS
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import DiskFiles


def auditor(spec: str) -> Auditor:
    """An auditor of a spec that has found nothing yet, made once in each thread."""
    one = _auditor(spec, get_ident())
    one.clear()
    return one


@cache
def _auditor(spec: str, thread: int) -> Auditor:
    path = Path(spec)
    model = load_model(DiskFiles(path.parent), path.name, Options()).model
    if model is None:
        raise SystemExit(f"{spec} cannot be read")
    names, _ = package_names(model, path.name)
    return Auditor(model, names, Settings())


def partial(spec: str, file: str) -> bytes:
    """The partial report on a recording."""
    one = auditor(spec)
    with open(file, "rb") as stream:  # noqa: PTH123
        one.read(file, stream)
    return one.partial()


def merge(spec: str, *partials: bytes) -> bytes:
    """Partial reports as one."""
    one = auditor(spec)
    one.merge(*partials)
    return one.partial()


def printed(spec: str, partial: bytes) -> str:
    """The report that a partial report is of, as text."""
    one = auditor(spec)
    one.merge(partial)
    return FORMATS["table"](one.report(), False)
