"""Cache the plans of migrations, with the files they depend on.

The first line of a file is the sum of the rest, so that a damaged file is ignored. The rest is
JSON, which the next run reads as data, and never executes.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from ..text.disk import SOURCE_LIMIT, read_file
from ..text.documents import read_json
from ..text.lines import text_sum
from ..text.records import dataclass
from .freshness import are_unchanged, replace_file, request_name

__all__ = ["MOST_PLANS", "KeptPlan", "load_plan", "plan_path", "save_plan"]

_FOLDER: Final = "plans"
MOST_PLANS: Final = 32
"""The limit of cached files; the oldest are removed."""


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan as rows of JSON.

    `inputs` has the sum of each file that it depends on, "" for one that did not exist, and `said`
    the lines that were printed.
    """

    inputs: Mapping[str, str]
    said: Sequence[str]
    rows: list[Any]


def plan_path(cache: Path, request: Iterable[str]) -> Path:
    """The path of the plan for a request: all that it depends on, files excluded."""
    return cache / _FOLDER / request_name(request)


def load_plan(path: Path) -> KeptPlan | None:
    """Load a plan; None if there is none, or if it is damaged or its inputs changed."""
    try:
        total, _, text = read_file(path, SOURCE_LIMIT).partition(b"\n")
        if text_sum(text).encode() != total:
            return None
        plan = KeptPlan(**read_json(text))
        return plan if are_unchanged(plan.inputs) else None
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def save_plan(path: Path, plan: KeptPlan) -> None:
    """Save a plan, unless it is very large. A cache that cannot be written is no error."""
    content = {"inputs": dict(plan.inputs), "said": list(plan.said), "rows": plan.rows}
    text = json.dumps(content, separators=(",", ":"))
    if len(text) >= SOURCE_LIMIT // 2:
        return
    with contextlib.suppress(OSError):
        replace_file(path, f"{text_sum(text.encode())}\n{text}")
        _cut_to_size(path.parent)


def _cut_to_size(folder: Path) -> None:
    """Remove the oldest files, and those that an interrupted run has left."""
    with os.scandir(folder) as entries:
        paths = sorted(entries, key=lambda entry: (-entry.stat().st_mtime_ns, entry.name))
    for entry in paths[MOST_PLANS:]:
        with contextlib.suppress(OSError):
            Path(entry.path).unlink()
