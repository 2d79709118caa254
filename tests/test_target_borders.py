"""Targets of users: whatever they declare and return, a run ends right or with one clear error."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings, strategies as st

from realtime_codegen.cli import main
from realtime_codegen.facts.kinds import FactKind
from realtime_codegen.targets.base import Derived, Emission, Export, Note, Option, Page, Target
from realtime_codegen.text.diagnostics import Diagnostic
from tests.tools.night import share

TARGET = """
import dataclasses
from realtime_codegen.facts.kinds import FactKind
from realtime_codegen.model import DeclId
from realtime_codegen.targets.base import Derived, Emission, Export, Note, Option, Page, Target
from realtime_codegen.text.diagnostics import error, Severity


class Odd(Exception):
    def __str__(self):
        raise ValueError("no text")
    __repr__ = __hash__ = __str__


def fail(*_):
    raise Odd


def made(record):
    if type(record).__name__ != RECORD:
        return record
    new = object.__new__(type(record))
    for name in type(record).__dataclass_fields__:
        object.__setattr__(new, name, VALUE if name == FIELD else getattr(record, name))
    return new


def emit(request):
    page = Page(f"{request.package}/own.py", "own/own.py.j2", {"a": "x"}, frozenset({"x"}))
    return made(Emission((made(page),), (made(Export("own", ("x",))),)))


def check(model, facts):
    return facts, [made(error("RC501", "m", facts[0], "advice"))] if RECORD == "Diagnostic" else ()


KIND = made(FactKind("mine", ("a",), lambda entry: entry.span("a"), check))
TARGET = made(Target(
    "own", "x", emit, requires=("dataclasses",), modules=("own",), reserved=("x",),
    facts=(KIND,), options=(made(Option("o", "text", "x", "d")),),
    notes=lambda request: {request.model.declarations[0].id: (made(Note("t", "a", "x")),)},
    derived=lambda request: (made(Derived("x", "x", "x")),),
))
"""
SPEC = "export interface A { a: string }\nexport interface B { b: A }\n"
FACTS = '[[mine]]\na = "x"\n[[rename]]\nmatch = "B"\nname = "C"\nwhy = "w"\n'
RECORDS = (Target, Option, FactKind, Emission, Page, Export, Note, Derived, Diagnostic)
FIELDS = sorted(
    {(record.__name__, name) for record in RECORDS for name in record.__dataclass_fields__}
)
WRONG = (
    *("None", "0", "-1.5", "True", "b'x'", "object()", "Odd()", "Odd", "fail", "float('nan')"),
    *("''", "'a b'", "'no_such'", "'class'", "'../x'", "'a\\n\\x1b'", "'\\ud800'", "'x' * 10**5"),
    *("()", "('x',)", "('a b',)", "(None,)", "(5,)", "(Odd(),)", "[]", "['x']", "((),)"),
    *("frozenset()", "frozenset({5})", "{}", "{'a': 1}", "{1: 2}", "{'a': Odd()}", "{'a': None}"),
    *(
        "lambda *_: None",
        "lambda *_: 5",
        "lambda *_: ('x',)",
        "lambda *_: {5: 6}",
        "(x for x in 'ab')",
    ),
)


def ended(folder: Path, record: str, field: str, value: str) -> tuple[int, str]:
    """The exit code, and what a run says with one wrong value in one record of a target."""
    head = f"RECORD, FIELD = {record!r}, {field!r}\n"
    text = TARGET.replace("VALUE", f"({value})").replace("\n", f"\n{head}", 1)
    (folder / "own.py").write_text(text)
    arguments = ["s.d.ts", "-t", "own", "--facts", "f.toml", "-o", "out", "--target-path", "."]
    done = CliRunner().invoke(main, [*arguments, "--check"])
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("border")
    (folder / "own").mkdir()
    (folder / "own" / "own.py.j2").write_text("x = '{{ a }}'\n")
    (folder / "s.d.ts").write_text(SPEC)
    (folder / "f.toml").write_text(FACTS)
    return folder


@settings(max_examples=share(600, 8), deadline=None)
@given(st.sampled_from(FIELDS), st.sampled_from(WRONG))
def test_a_wrong_value_anywhere_is_one_error_that_names_the_file(
    project: Path, place: tuple[str, str], value: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project)
        code, said = ended(project, *place, value)
    assert "RC901" not in said, said
    assert "RC401" not in said, said
    if code == 1:
        assert missing(said) == said.count("+++ b/s/") > 20
    else:
        assert len(re.findall(r"error\[|^Error: ", said, re.MULTILINE)) == 1, said
        assert "own.py" in said or "f.toml:" in said or "error[RC501]: m" in said, said


def missing(said: str) -> int:
    """How many files the message counts that are not there yet; each is a part of the diff."""
    counted = re.search(r"not fresh: (\d+) missing;", said)
    assert counted is not None, said
    return int(counted[1])


def test_nothing_is_wrong_without_one(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    code, said = ended(project, "", "", "None")
    assert code == 1
    assert missing(said) == said.count("+++ b/s/") > 20
    assert "+++ b/s/own.py" in said


@pytest.mark.parametrize("name", ["A", "C", "decode", "nothing", "x"])
def test_an_export_is_of_a_name_that_its_module_alone_has(
    project: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(project)
    code, said = ended(project, "Export", "names", f"({name!r},)")
    if name == "x":
        assert code == 1, said
    elif name == "nothing":
        assert "own.py: error[RC306]: s/own.py: does not define nothing" in said
    else:
        assert "own.py: error[RC407]: the target 'own' exports names" in said
