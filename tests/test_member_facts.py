"""Facts that add values and properties: in all that is generated, and errors where not needed."""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, strategies as st

from realtime_codegen.facts.adding import written
from realtime_codegen.model import (
    Alias,
    ByTag,
    Interface,
    Literal,
    Model,
    Primitive,
    Property,
    Union,
    leaves,
    nested,
    types_of,
)
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.diagnostics import Severity
from realtime_codegen.text.source import MemoryFiles, SourceFile
from tests.tools.models import PLAIN, examples, models, text_of
from tests.tools.packages import ENTRY, compiled, import_package

SPEC = """
export type Effort = 'low' | 'high';
export enum Mode { On = 'on', Off = 'off' }
export interface Part { text: string }
export interface Ping { type: 'ping'; effort?: Effort; mode?: Mode; size: 1 | 2; part?: Part }
export interface Pong { type: 'pong' }
export type Event = Ping | Pong;
"""
ENTRIES: tuple[dict[str, Any], ...] = (
    {"match": "Effort", "value": "none"},
    {"match": "Mode", "value": "half-way"},
    {"match": "Ping.size", "value": 3},
    {"match": "Ping", "property": "sender", "type": "string | null"},
    {"match": "Ping", "property": "parts", "type": "Part[] | 'all'", "optional": False},
    {"match": "Part", "property": "text", "optional": True},
)


def facts(*entries: dict[str, Any]) -> SourceFile:
    """A facts file with these entries."""
    tables = (
        "[[member]]\n"
        + "".join(f"{key} = {json.dumps(value)}\n" for key, value in entry.items())
        + 'why = "seen"\n'
        for entry in entries
    )
    return SourceFile("facts.toml", "".join(tables).encode())


def problems(*entries: dict[str, Any]) -> list[tuple[str, str]]:
    """The code and the message of each error in the facts."""
    loaded = load_model(MemoryFiles({ENTRY: SPEC.encode()}), ENTRY, Options(facts=facts(*entries)))
    return [(told.code, told.message) for told in loaded.diagnostics]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """A package with values and properties that the spec does not declare."""
    files = MemoryFiles({ENTRY: SPEC.encode()})
    result = compiled(files, "member_facts", facts=facts(*ENTRIES))
    assert not result.failed, result.diagnostics
    folder = tmp_path_factory.mktemp("member")
    assert "sender" in result.files["docs/member_facts/Ping.md"]
    return import_package(folder, result.files, "member_facts")


MESSAGE = {"type": "ping", "size": 1, "parts": "all"}


@pytest.mark.parametrize(
    "fields",
    [
        {"effort": "none"},
        {"mode": "half-way"},
        {"size": 3},
        {"sender": None},
        {"sender": "me"},
        {"parts": [{"text": "a"}, {}]},
    ],
)
def test_what_is_added_passes_and_stays(package: ModuleType, fields: dict[str, Any]) -> None:
    message = {**MESSAGE, **fields}
    event = package.decode_event(message, strict=True)
    assert type(event) is package.Ping
    assert json.loads(package.encode(event)) == message
    if isinstance(fields.get("parts"), list):
        assert type(event.parts[0]) is package.Part


@pytest.mark.parametrize(
    "fields", [{"effort": "zero"}, {"size": 4}, {"sender": 1}, {"parts": "some"}, {"mode": "x"}]
)
def test_what_is_not_added_is_refused(package: ModuleType, fields: dict[str, Any]) -> None:
    with pytest.raises(package.DecodeError):
        package.decode_event({**MESSAGE, **fields}, strict=True)


def test_a_required_property_is_required(package: ModuleType) -> None:
    with pytest.raises(package.DecodeError, match="parts"):
        package.decode_event({"type": "ping", "size": 1}, strict=True)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"match": "Nothing", "value": "x"}, "'Nothing' is not declared"),
        ({"match": "Effort", "value": "low"}, "'Effort' has the value already, or takes none"),
        ({"match": "Part.text", "value": "x"}, "'Part.text' has the value already, or takes none"),
        ({"match": "Part", "property": "text", "type": "string"}, "the spec declares Part.text"),
        ({"match": "Part", "property": "a", "type": "Gone[]"}, "the type 'Gone[]' is not known"),
        ({"match": "Effort", "property": "a", "type": "string"}, "'Effort' is no object type"),
        ({"match": "Part", "property": "a", "optional": True}, "Part.a is not declared"),
        ({"match": "Ping", "property": "part", "optional": True}, "Ping.part is optional"),
        ({"match": "Ping.type", "value": "pong"}, "'pong' is the tag of Pong already"),
    ],
)
def test_a_stale_fact_is_an_error(entry: dict[str, Any], message: str) -> None:
    [(code, said)] = problems(entry)
    assert code == "RC501"
    assert said.startswith(message)


def test_a_property_may_not_take_the_name_of_a_field() -> None:
    """A declared field is not called otherwise because of a fact."""
    spec = "export interface A { 'event-id'?: string; from: number }\n"
    at = {"match": "A", "type": "string", "why": "it is sent"}

    def told(*entries: str) -> list[tuple[str, int]]:
        given = SourceFile("facts.toml", "".join(entries).encode())
        result = compiled(MemoryFiles({ENTRY: spec.encode()}), "p", facts=given)
        wrong = (d for d in result.diagnostics if d.severity is not Severity.NOTE)
        return [(d.code, d.span.line if d.span else 0) for d in wrong]

    entry = "[[member]]\n" + "".join(f'{key} = "{value}"\n' for key, value in at.items())
    for name in ("event_id", "from_"):
        taken = f'{entry}property = "{name}"\n'
        assert told(taken) == [("RC301", 2)]
        rename = f'[[rename]]\nmatch = "A"\nproperty = "{name}"\nname = "other"\nwhy = "x"\n'
        assert told(taken, rename) == []
    assert told(f'{entry}property = "id"\n') == []


@pytest.mark.parametrize(
    "entry",
    [
        {"match": "Effort"},
        {"match": "Effort", "value": [1]},
        {"match": "Part", "property": "a"},
        {"match": "Part", "property": "text", "optional": False},
        {"match": "Part", "value": "x", "property": "a", "type": "string"},
        {"match": "Part", "property": "a", "type": "string", "optional": "yes"},
        {"value": "x"},
    ],
)
def test_an_entry_that_says_nothing_clear_is_an_error(entry: dict[str, Any]) -> None:
    assert {code for code, _ in problems(entry)} == {"RC502"}


@examples(40)
@given(models(PLAIN), st.data())
def test_nothing_else_changes(drawn: Model, data: st.DataObject) -> None:
    """For random models: a union of texts gets its value, an object its property, alone."""
    files = MemoryFiles({ENTRY: text_of(drawn).encode()})
    before = load_model(files, ENTRY, Options()).model
    if before is None:
        return
    declaration = data.draw(st.sampled_from(before.declarations))
    if isinstance(declaration, Interface):
        entry = {"match": str(declaration.id), "property": "added_1", "type": "string[] | null"}
        wanted: object = declaration.properties
    elif isinstance(declaration, Alias) and isinstance(declaration.type, Union):
        entry = {"match": str(declaration.id), "value": "added-1"}
        wanted = None
    else:
        return
    loaded = load_model(files, ENTRY, Options(facts=facts(entry)))
    if loaded.model is None:
        assert isinstance(declaration, Alias)
        assert Primitive("string") in declaration.type.members  # type: ignore[union-attr]
        return
    for one, other in zip(before.declarations, loaded.model.declarations, strict=True):
        if one.id != declaration.id:
            assert one == other
        elif wanted is None:
            assert isinstance(other, Alias)
            assert isinstance(other.type, Union)
            assert Literal("string", "added-1") in other.type.members
        else:
            assert isinstance(other, Interface)
            assert other.properties[:-1] == wanted
            assert isinstance(other.properties[-1], Property)
            assert not other.properties[-1].required


@pytest.mark.parametrize("text", ["string |", "| string", "string || null", "|", " ", "'a|", "a b"])
def test_a_half_written_type_is_none(text: str) -> None:
    assert written(text, {}) is None


@pytest.mark.parametrize("text", ["'a|'", "'|'", '"|" | null', "string|null", " string | null "])
def test_a_bar_in_a_literal_is_part_of_it(text: str) -> None:
    assert written(text, {}) is not None


TAGGED = """
export interface Ping { type: 'ping'; part: Left | Right }
export interface Pong { type: 'pong' }
export interface Left { kind: 1; l: string }
export interface Right { kind: 2; r: string }
export interface Head { header: { op: 'head' }; h: string }
export interface Tail { header: { op: 'tail' }; t: string }
export type Event = Ping | Pong;
export type Message = Event | { type: 'other' };
export type Framed = Head | Tail;
"""


def _ways(model: Model) -> tuple[object, object]:
    """Which tag leads where in all unions, and the groups."""
    types = [type_ for declaration in model.declarations for type_ in types_of(declaration)]
    decisions = [
        {(tag, frozenset(leaves(way))) for tag, way in inner.decision.branches}
        for type_ in types
        for inner in nested(type_)
        if isinstance(inner, Union) and isinstance(inner.decision, ByTag)
    ]
    return decisions, [(group.id, set(group.members)) for group in model.groups]


@pytest.mark.parametrize(
    ("match", "value", "old", "new"),
    [
        ("Pong.type", "new", "type: 'pong'", "type: 'pong' | 'new'"),
        ("Right.kind", 3, "kind: 2", "kind: 2 | 3"),
        ("Tail.header.op", "new", "op: 'tail'", "op: 'tail' | 'new'"),
    ],
)
def test_a_value_of_a_tag_tells_its_object_as_if_it_were_declared(
    match: str, value: str | int, old: str, new: str
) -> None:
    def ways(text: str, *entries: dict[str, Any]) -> tuple[object, object]:
        source = facts(*entries) if entries else None
        files = MemoryFiles({ENTRY: text.encode()})
        loaded = load_model(files, ENTRY, Options(facts=source))
        assert loaded.model is not None, loaded.diagnostics
        return _ways(loaded.model)

    assert ways(TAGGED, {"match": match, "value": value}) == ways(TAGGED.replace(old, new))


@pytest.mark.parametrize(
    ("match", "name", "advice"),
    [
        ("Pong", "type", "Remove the entry: without its tag a message is no event."),
        ("Tail.header", "op", "Remove the entry: without its tag a message is no event."),
        ("Tail", "header", "Remove the entry: without its tag a message is no event."),
        ("Left", "kind", "Say with a `[[default]]` what an object without it is."),
    ],
)
def test_a_tag_is_not_made_optional(match: str, name: str, advice: str) -> None:
    source = facts({"match": match, "property": name, "optional": True})
    loaded = load_model(MemoryFiles({ENTRY: TAGGED.encode()}), ENTRY, Options(facts=source))
    [told] = loaded.diagnostics
    assert (told.code, told.advice) == ("RC501", advice)
