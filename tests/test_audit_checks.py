"""An audit refuses what strict decoding refuses, in the same words, and nothing else."""

from __future__ import annotations

import copy
import importlib
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings, strategies as st

from realtime_codegen.audit.checker import Checker
from realtime_codegen.audit.findings import Kind
from realtime_codegen.model import Alias, DeclId, Interface
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import DiskFiles, MemoryFiles, SourceFile
from realtime_codegen.wire.samples import sample
from tests.oracle.values import changed
from tests.tools.cases import USABLE, Case, model_of, over_some
from tests.tools.night import share
from tests.tools.packages import ENTRY, compiled_text, import_package

BETA = Path(__file__).parents[1] / "spec/openai-realtime-beta/resources/beta/realtime"
FACTS = Path(__file__).parents[1] / "spec/openai-realtime-beta/facts.toml"
CHANGES = 12
Edits: TypeAlias = tuple[Checker, ModuleType]


def hard(checker: Checker, declaration: DeclId, value: Any) -> list[tuple[str, str]]:
    """What an audit finds that strict decoding looks at too: paths and messages."""
    return sorted(
        (finding.path, finding.misfit.message)
        for finding in checker.check(declaration, value)
        if finding.misfit.kind is not Kind.UNDECLARED
    )


def strict(package: ModuleType, name: str, value: Any) -> list[tuple[str, str]]:
    """What the walk of strict decoding finds."""
    shapes = importlib.import_module(f"{package.__name__}._schema").SHAPES
    find = importlib.import_module(f"{package.__name__}._strict").find_problems
    return sorted((path, message) for path, message in find(shapes, shapes[name], value))


def variants(values: list[Any], seed: str) -> Iterator[Any]:
    """Values, and each of them with one thing changed, and then another, in several ways."""
    chance = random.Random(seed)
    for value in values:
        yield value
        for _ in range(CHANGES):
            one, _ = changed(value, chance)
            yield one
            two, _ = changed(one, chance)
            yield two


@over_some(USABLE)
def test_cases_are_judged_as_strict_decoding_does(
    case: Case, package_of: Callable[[Case], ModuleType]
) -> None:
    package = package_of(case)
    model, names = model_of(case)
    checker = Checker(model, names)
    for payload in case.payloads:
        path = tuple(payload["type"].split("."))
        declared = [id_ for id_ in names.declarations if id_ == DeclId(ENTRY, path)]
        declared += [id_ for id_, python in names.declarations.items() if python == "".join(path)]
        declaration = declared[0]
        assert bool(hard(checker, declaration, payload["value"])) is not payload["strict"]
        for value in variants([payload["value"]], json.dumps(payload)):
            before = copy.deepcopy(value)
            misfits = hard(checker, declaration, value)
            assert misfits == strict(package, names.declarations[declaration], value), value
            assert before == value


def test_every_class_of_the_beta_is_judged_as_strict_decoding_does(beta: ModuleType) -> None:
    facts = SourceFile("facts.toml", FACTS.read_bytes())
    model = load_model(DiskFiles(BETA), "realtime.d.ts", Options(facts=facts)).model
    assert model is not None
    names, _ = package_names(model, "realtime.d.ts")
    checker = Checker(model, names)
    count = refused = 0
    for declaration in model.declarations:
        if not isinstance(declaration, Interface | Alias):
            continue
        name = names.declarations[declaration.id]
        for value in variants([sample(model, declaration.id)] * 3, name):
            misfits = hard(checker, declaration.id, value)
            assert misfits == strict(beta, name, value), (name, value)
            count += 1
            refused += bool(misfits)
    assert count > 4000
    assert count // 4 < refused < count


ALIKE = """
export interface Place { line: number; at: number }
export interface Range { start: Place; end: Place }
export interface Edit { range: Range; text: string }
export interface Noted { range: Range; text: string; note?: string }
export interface Marked { range: Range; text: string | number; mark?: Edit | Noted | Marked }
export interface Edits { all: (Edit | Noted | Marked)[]; one?: Edit | Noted | Marked }
"""
_LEAVES: st.SearchStrategy[Any] = st.sampled_from([1, "a", None, [], {}])


def _objects(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with some fields, and perhaps with one that nobody declared."""
    return st.fixed_dictionaries(fields, optional={"more": _LEAVES})


_PLACES = _objects(line=st.just(1) | _LEAVES, at=st.just(1))
_RANGES = _objects(start=_PLACES, end=_PLACES)
_EDITS = st.recursive(
    _objects(range=_RANGES, text=st.just("a") | _LEAVES),
    lambda inner: _objects(range=_RANGES, text=st.just("a"), mark=inner),
    max_leaves=3,
)


@pytest.fixture(scope="module")
def edits(tmp_path_factory: pytest.TempPathFactory) -> Edits:
    model = load_model(MemoryFiles({ENTRY: ALIKE.encode()}), ENTRY, Options()).model
    assert model is not None
    files = compiled_text(ALIKE, "alike", targets=("dataclasses",)).files
    package = import_package(tmp_path_factory.mktemp("alike"), files, "alike")
    return Checker(model, package_names(model, ENTRY)[0]), package


@settings(max_examples=share(3000, 12))
@given(value=_objects(all=st.lists(_EDITS, max_size=2), one=_EDITS))
def test_undeclared_fields_do_not_change_what_is_said(edits: Edits, value: Any) -> None:
    """Of members that are alike, too, where the misfits are deeper than an undeclared field."""
    checker, package = edits
    assert hard(checker, DeclId(ENTRY, ("Edits",)), value) == strict(package, "Edits", value)


def test_what_alike_members_want_is_said_once(edits: Edits) -> None:
    """Where one wants `string` and the other `string | number`."""
    place = {"line": 1, "at": 1}
    edit: dict[str, Any] = {"range": {"start": place, "end": {**place, "more": 1}}, "text": None}
    wanted = [("$.one.text", "expected string | number, got null")]
    assert strict(edits[1], "Edits", {"all": [], "one": edit}) == wanted
    declaration = DeclId(ENTRY, ("Edits",))
    assert hard(edits[0], declaration, {"all": [], "one": edit}) == wanted
    # Where more is undeclared than an audit notes, it names the union.
    edit["range"] |= {str(number): 1 for number in range(1_000)}
    [(path, _)] = hard(edits[0], declaration, {"all": [], "one": edit})
    assert path == "$.one"


SPEC = """
export interface Ping {
  type: 'ping';
  note?: string;
  level?: 'low' | 'high' | 3;
  id: string | null;
  parts?: Array<Text | Picture>;
  labels?: { [key: string]: number };
  either?: A | B;
  open?: {};
  any?: unknown;
  pair?: [string, number];
  loose?: Loose | Tight;
  three?: One | Two | Any;
  maybe?: Tagged | Untagged;
  same?: Texts | Counts;
  lists?: ("a" | "b")[] | number[];
}
export interface Texts { v: string; w?: string }
export interface Counts { v: number }
export interface Loose { x?: number }
export interface Tight { x?: number; y?: number }
export interface One { kind: 'one'; a: number }
export interface Two { kind: 'two'; b: number }
export interface Any { kind: string; c: number }
export interface Tagged { mark: 'm'; a: number }
export interface Untagged { mark?: 'n'; b: number }
export interface Text { type: 'text'; text: string }
export interface Picture { type: 'picture'; url: string; alt?: string }
export interface A { a: string; both?: number }
export interface B { b: string; both?: number }
"""
PING = DeclId(ENTRY, ("Ping",))
MISSING_C = ("missing", "$.three.c", "expected number, but it is missing")


@pytest.fixture(scope="module")
def ping() -> Checker:
    model = load_model(MemoryFiles({ENTRY: SPEC.encode()}), ENTRY, Options()).model
    assert model is not None
    return Checker(model, package_names(model, ENTRY)[0])


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"note": None}, [("null", "$.note", "expected string, got null")]),
        ({"id": None}, []),
        ({"id": 1}, [("wrong-type", "$.id", "expected string | null, got number 1")]),
        ({"id": ...}, [("missing", "$.id", "expected string | null, but it is missing")]),
        ({"level": "mid"}, [("unknown-value", "$.level", None)]),
        ({"level": 4}, [("unknown-value", "$.level", None)]),
        ({"level": True}, [("wrong-type", "$.level", None)]),
        ({"level": []}, [("wrong-type", "$.level", None)]),
        ({"extra": 1}, [("undeclared", "$.extra", None)]),
        ({"a b": 1}, [("undeclared", '$["a b"]', None)]),
        ({"parts": [{"type": "sound"}]}, [("unknown-value", "$.parts[0].type", None)]),
        ({"parts": [{}]}, [("missing", "$.parts[0].type", None)]),
        ({"parts": [{"type": None}]}, [("wrong-type", "$.parts[0].type", None)]),
        (
            {"parts": [{"type": "text", "text": "", "url": ""}]},
            [("undeclared", "$.parts[0].url", None)],
        ),
        ({"labels": {"x": "1"}}, [("wrong-type", "$.labels.x", 'expected number, got string "1"')]),
        ({"labels": {"x": 1, "y": 2}}, []),
        ({"either": {"a": "", "both": 1}}, []),
        # Each member alone has a property too many, though the union as a whole has none.
        ({"either": {"a": "", "b": "", "both": 1}}, [("undeclared", "$.either.b", None)]),
        # The member that it has the required fields of.
        ({"either": {"a": 1}}, [("wrong-type", "$.either.a", "expected string, got number 1")]),
        ({"either": {}}, [("wrong-type", "$.either", "expected A | B, got an object")]),
        (
            {"either": {"a": 1, "b": 1}},
            [("wrong-type", "$.either", "expected A | B, got an object")],
        ),
        # The one field that fits none of the members that it has the required fields of.
        (
            {"same": {"v": True}},
            [("wrong-type", "$.same.v", "expected string | number, got boolean true")],
        ),
        ({"same": {"v": "", "w": 1}}, [("wrong-type", "$.same.w", None)]),
        ({"lists": ["c"]}, [("unknown-value", "$.lists[0]", None)]),
        # Of the members that it fits, the one that it has the fewest fields too many for.
        ({"loose": {"x": 1, "y": 2, "z": 3}}, [("undeclared", "$.loose.z", None)]),
        ({"three": {"kind": "one", "a": 1}}, []),
        ({"three": {"kind": "four", "c": 1}}, []),
        ({"three": {"kind": "four", "a": 1}}, [MISSING_C, ("undeclared", "$.three.a", None)]),
        ({"maybe": {"b": 1}}, []),
        ({"maybe": {"mark": "n", "b": "1"}}, [("wrong-type", "$.maybe.b", None)]),
        ({"maybe": {"mark": "o", "b": 1}}, [("unknown-value", "$.maybe.mark", None)]),
        ({"open": {"anything": 1}}, []),
        ({"open": None}, [("null", "$.open", None)]),
        ({"any": {"anything": None}}, []),
        ({"pair": ["a"]}, [("wrong-type", "$.pair", "expected 2 elements, got 1")]),
        ({"pair": ["a", "b"]}, [("wrong-type", "$.pair[1]", None)]),
    ],
)
def test_kinds_and_places(
    ping: Checker, fields: dict[str, Any], expected: list[tuple[str, str, str | None]]
) -> None:
    value = {"type": "ping", "id": "x", **fields}
    value = {name: item for name, item in value.items() if item is not ...}
    findings = ping.check(PING, value)
    assert [(one.misfit.kind.value, one.path) for one in findings] == [
        (kind, path) for kind, path, _ in expected
    ]
    for finding, (_, _, message) in zip(findings, expected, strict=True):
        if message is not None:
            assert finding.misfit.message == message


def test_what_has_kinds_is_judged_as_strict_decoding_does(ping: Checker, tmp_path: Path) -> None:
    result = compiled_text(SPEC, "pinged", targets=("dataclasses",))
    package = import_package(tmp_path, result.files, "pinged")
    full = {
        "type": "ping",
        "id": "x",
        "level": "low",
        "parts": [{"type": "text", "text": ""}, {"type": "picture", "url": ""}],
        "labels": {"x": 1},
        "either": {"a": "", "both": 1},
        "open": {"anything": 1},
        "pair": ["a", 1],
        "loose": {"x": 1, "y": 2},
        "three": {"kind": "other", "c": 1},
        "maybe": {"b": 1},
    }
    one = {"type": "ping", "id": None, "three": {"kind": "one", "a": 1}, "maybe": {"mark": "m"}}
    refused = 0
    for value in variants([full, one] * 20, "ping"):
        misfits = hard(ping, PING, value)
        assert misfits == strict(package, "Ping", value), value
        refused += bool(misfits)
    assert refused > 200


def test_nested_unions_do_not_take_time_without_end() -> None:
    """Members that hold the same union again are looked at once, not once for each way there."""
    text = """
    export interface A { a?: Node; x: number }
    export interface B { a?: Node; y: number }
    export type Node = A | B;
    """
    model = load_model(MemoryFiles({ENTRY: text.encode()}), ENTRY, Options()).model
    assert model is not None
    checker = Checker(model, package_names(model, ENTRY)[0])
    node = DeclId(ENTRY, ("Node",))
    value: dict[str, Any] = {"x": 1}
    for _ in range(100):
        value = {"a": value, "x": 1}
    assert not checker.check(node, value)
    value = {"x": "1"}
    for _ in range(100):
        value = {"a": value, "x": 1}
    assert [finding.path for finding in checker.check(node, value)] == ["$" + ".a" * 100 + ".x"]
