"""The integers of the spec are those of the `openai` Python package's own types.

`tests/data/openai_python_1_61_numbers.json` is what that package says. The declarations say
`number` for both, so `spec/openai-realtime-beta/facts.toml` names the integers.
"""

from __future__ import annotations

import dataclasses
import hashlib
import importlib
import json
import os
import subprocess
import sys
import typing
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from realtime_codegen.facts.audio import AUDIO
from realtime_codegen.facts.integers import INTEGERS
from realtime_codegen.facts.reading import read as read_facts
from realtime_codegen.text.source import SourceFile
from tests.tools.openai_python_numbers import (
    PACKAGE,
    VERSION,
    WHEEL_SHA256,
    numbers_text,
    read_numbers,
)

FACTS = Path(__file__).parents[1] / "spec" / "openai-realtime-beta" / "facts.toml"
TABLE = Path(__file__).parent / "data" / "openai_python_1_61_numbers.json"
NUMBERS: dict[str, dict[str, str]] = (
    json.loads(TABLE.read_text(encoding="utf-8"))["numbers"] if TABLE.is_file() else {}
)


def _numbers_in(annotation: object) -> Iterator[str]:
    """The number types inside an annotation, references to classes not followed."""
    if annotation in (int, float):
        assert isinstance(annotation, type)
        yield annotation.__name__
    elif typing.get_origin(annotation) is not typing.Literal:
        for argument in typing.get_args(annotation):
            yield from _numbers_in(argument)


def _numbers_of(classes: dict[str, type]) -> dict[str, dict[str, str]]:
    by_class: dict[str, dict[str, str]] = {}
    for name, class_ in classes.items():
        for field, annotation in typing.get_type_hints(class_).items():
            if numbers := "/".join(sorted(set(_numbers_in(annotation)))):
                by_class.setdefault(name, {})[field] = numbers
    return by_class


def _classes(module: ModuleType, is_wanted: Callable[[Any], bool]) -> dict[str, type]:
    classes = {
        name: value
        for name, value in vars(module).items()
        if isinstance(value, type) and value.__module__ == module.__name__ and is_wanted(value)
    }
    assert len(classes) >= 58
    return classes


def test_the_dataclasses_have_the_integers_of_the_python_package(beta: ModuleType) -> None:
    models = importlib.import_module(f"{beta.__name__}.models")
    assert _numbers_of(_classes(models, dataclasses.is_dataclass)) == NUMBERS


def test_the_typed_dicts_have_the_integers_of_the_python_package(beta: ModuleType) -> None:
    typed_dicts = importlib.import_module(f"{beta.__name__}.typed_dicts")
    assert _numbers_of(_classes(typed_dicts, typing.is_typeddict)) == NUMBERS


def test_the_facts_are_readable_and_each_has_a_reason() -> None:
    facts, diagnostics = read_facts(SourceFile(FACTS.name, FACTS.read_bytes()))
    assert diagnostics == ()
    assert facts.spec.package == "openai_realtime_beta"
    reasons = [fact.why for fact in facts.of(INTEGERS)] + [fact.why for fact in facts.of(AUDIO)]
    assert len(reasons) == 11
    assert all(reasons)


def test_every_kind_of_number_is_there() -> None:
    kinds = [kind for fields in NUMBERS.values() for kind in fields.values()]
    assert set(kinds) == {"int", "float"}
    assert NUMBERS["RateLimitsUpdatedEventRateLimit"] == {
        "limit": "int",
        "remaining": "int",
        "reset_seconds": "float",
    }


@pytest.mark.network
@pytest.mark.skipif(
    not (os.environ.get("CI") or os.environ.get("REALTIME_CODEGEN_NETWORK")),
    reason="fetches a package; set REALTIME_CODEGEN_NETWORK=1",
)
def test_the_table_is_what_the_python_package_says(
    tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    flags = ["--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"]
    subprocess.run(
        [sys.executable, "-m", "pip", "download", *flags, "-d", tmp_path, f"{PACKAGE}=={VERSION}"],
        check=True,
        timeout=300,
    )
    (wheel,) = tmp_path.glob("*.whl")
    assert hashlib.sha256(wheel.read_bytes()).hexdigest() == WHEEL_SHA256
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "package")
    golden(TABLE, numbers_text(read_numbers(tmp_path / "package")))
