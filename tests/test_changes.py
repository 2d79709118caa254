"""Comparing specs: the cases of `changes/`, and what holds for every comparison."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from realtime_codegen.changes import ChangeReport, Level, Version, compare
from realtime_codegen.changes.as_json import to_json
from realtime_codegen.changes.as_markdown import to_markdown
from realtime_codegen.changes.github import to_commands
from realtime_codegen.changes.table import to_text
from realtime_codegen.model import Model
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.source import DiskFiles

FOLDER = Path(__file__).parent / "changes"
CASES = sorted(path.parent.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("old.d.ts"))
over_cases = pytest.mark.parametrize("case", CASES)


@cache
def model_of(case: str, name: str) -> Model:
    loaded = load_model(DiskFiles(FOLDER / case), f"{name}.d.ts", Options())
    assert loaded.model is not None, loaded.diagnostics
    return loaded.model


@cache
def report_of(case: str) -> ChangeReport:
    old, new = (Version.of(model_of(case, name), f"{name}.d.ts") for name in ("old", "new"))
    return compare(old, new)


@over_cases
def test_the_report_is_as_expected(case: str, golden: Callable[[Path, str], None]) -> None:
    report = report_of(case)
    golden(FOLDER / case / "expected.txt", to_text(report, docs=True))
    golden(FOLDER / case / "expected.json", to_json(report))
    if case in WRITTEN:
        golden(FOLDER / case / "expected.md", to_markdown(report, docs=True))
        golden(FOLDER / case / "expected.github", to_commands(report, level=Level.SAFE))


WRITTEN = (
    "events/renamed",
    "fields/renamed",
    "hostile",
    "hostile-names",
    "none/identical",
    "types/variants",
)


@pytest.mark.parametrize("case", [case for case in CASES if case.startswith("none/")])
def test_what_means_the_same_is_no_change(case: str) -> None:
    assert report_of(case).changes == ()
    assert to_text(report_of(case)).splitlines()[-1] == "no changes"


@over_cases
def test_a_spec_is_like_itself(case: str) -> None:
    for name in ("old", "new"):
        version = Version.of(model_of(case, name), f"{name}.d.ts")
        assert compare(version, version).changes == ()


@over_cases
def test_order_decides_nothing(case: str) -> None:
    expected = [change.words for change in report_of(case).changes]
    shuffled = random.Random(5)
    for _ in range(3):
        mixed = []
        for name in ("old", "new"):
            model = model_of(case, name)
            declarations = shuffled.sample(model.declarations, len(model.declarations))
            model = replace(model, declarations=tuple(declarations))
            mixed.append(Version.of(model, f"{name}.d.ts"))
        assert [change.words for change in compare(*mixed).changes] == expected
