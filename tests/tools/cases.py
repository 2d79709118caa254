"""The folders `cases/<construct>/<case>`, and their generated output."""

from __future__ import annotations

import json
import re
import traceback
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pytest

from realtime_codegen.model import DeclId, Model
from realtime_codegen.pipeline import Options, Result, load_model
from realtime_codegen.python.names import Names
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import DiskFiles
from tests.tools.night import sampled
from tests.tools.packages import ENTRY, compiled_folder

__all__ = [
    "ALL",
    "CASES",
    "REFUSED",
    "USABLE",
    "Case",
    "attempted",
    "made",
    "model_of",
    "over",
    "over_some",
    "python_name",
]

CASES = Path(__file__).parents[1] / "cases"


@dataclass(frozen=True)
class Case:
    """One folder: a spec, and the expected results."""

    folder: Path

    @property
    def id(self) -> str:
        return self.folder.relative_to(CASES).as_posix()

    @property
    def construct(self) -> str:
        return self.folder.parent.name

    @property
    def package(self) -> str:
        return "case_" + re.sub(r"\W", "_", self.id)

    @property
    def usable(self) -> bool:
        return (self.folder / "payloads.json").is_file()

    @cached_property
    def payloads(self) -> list[dict[str, Any]]:
        value: list[dict[str, Any]] = json.loads((self.folder / "payloads.json").read_bytes())
        return value


ALL = tuple(sorted((Case(path.parent) for path in CASES.glob(f"*/*/{ENTRY}")), key=lambda c: c.id))
USABLE = tuple(case for case in ALL if case.usable)
REFUSED = tuple(case for case in ALL if not case.usable)


def over(cases: tuple[Case, ...]) -> pytest.MarkDecorator:
    """Run a test once for each of the cases."""
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.id)


def over_some(cases: tuple[Case, ...], step: int = 3) -> pytest.MarkDecorator:
    """Run a test for one of each `step` cases in a push, and by night for all of them."""
    parameters = [pytest.param(case, id=case.id) for case in cases]
    return pytest.mark.parametrize("case", sampled(parameters, step))


@cache
def attempted(case: Case) -> Result | str:
    """The output of a case with every target, or the last words of a generator that crashed."""
    try:
        return compiled_folder(case.folder, case.package)
    except Exception as error:
        return "".join(traceback.format_exception(error, limit=-3))


def made(case: Case) -> Result:
    """The output of a case with every target."""
    result = attempted(case)
    if isinstance(result, str):
        pytest.fail(f"the generator crashed\n{result}", pytrace=False)
    return result


@cache
def model_of(case: Case) -> tuple[Model, Names]:
    """The model of a case and its names."""
    model = load_model(DiskFiles(case.folder), ENTRY, Options()).model
    assert model is not None
    return model, package_names(model, ENTRY)[0]


def python_name(case: Case, path: str) -> str:
    """The Python name of a type with this dotted name in the spec."""
    model, names = model_of(case)
    parts = tuple(path.split("."))
    own = names.declarations.get(DeclId(ENTRY, parts))
    if own is not None:
        return own
    others = [
        names.declarations[declaration.id]
        for declaration in model.declarations
        if declaration.id.path == parts
    ]
    return others[0] if others else "".join(parts)
