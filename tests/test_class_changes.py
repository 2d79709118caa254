"""What a class becomes, held to the packages that are generated: code that makes one breaks."""

from __future__ import annotations

import dataclasses
import itertools
from functools import cache
from pathlib import Path

import pytest

from realtime_codegen.changes import Level, Version, compare
from realtime_codegen.changes.report import Side
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.tools.packages import ENTRY, compiled_text, import_package

FORMS = {
    "class": "export interface Thing { kind: 'a'; text?: string }",
    "class-with-index": "export interface Thing { kind: 'a'; [key: string]: string }",
    "alias-of-class": "export type Thing = Other;",
    "alias-of-alias": "export type Thing = Between; export type Between = Other;",
    "inline": "export type Thing = { kind: 'a'; text: string };",
    "union": "export type Thing = Other | Another;",
    "text": "export type Thing = string;",
    "literals": "export type Thing = 'a' | 'b';",
    "enum": "export enum Thing { A = 'a', B = 'b' }",
    "map": "export type Thing = Record<string, string>;",
    "list": "export type Thing = Other[];",
    "class-or-null": "export type Thing = Other | null;",
}
REST = """
export interface Other { kind: 'other'; text: string }
export interface Another { kind: 'another'; text: string }
export interface Say { type: 'say'; thing: Thing; beside?: Other | Another }
export interface Stop { type: 'stop' }
export type ClientEvent = Say | Stop;
"""


@pytest.fixture(scope="module")
def classes(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The forms whose `Thing` is a class of the generated package."""
    made = set()
    for form, text in FORMS.items():
        package = "forms_" + form.replace("-", "_")
        folder: Path = tmp_path_factory.mktemp(package)
        result = compiled_text(text + REST, package, targets=("dataclasses",))
        if dataclasses.is_dataclass(import_package(folder, result.files, package).Thing):
            made.add(form)
    return frozenset(made)


@cache
def version_of(form: str) -> Version:
    files = MemoryFiles({ENTRY: (FORMS[form] + REST).encode()})
    model = load_model(files, ENTRY, Options()).model
    assert model is not None
    return Version.of(model, ENTRY)


@pytest.mark.parametrize(("old", "new"), list(itertools.permutations(FORMS, 2)))
def test_a_class_that_is_none_any_longer_breaks_code(
    old: str, new: str, classes: frozenset[str]
) -> None:
    report = compare(version_of(old), version_of(new))
    gone = [change for change in report.changes if change.kind == "class-removed"]
    assert bool(gone) == (old in classes and new not in classes), (old, new, report.changes)
    for change in gone:
        assert [(effect.side, effect.level) for effect in change.effects][-1] == (
            Side.CODE,
            Level.BREAKING,
        )
