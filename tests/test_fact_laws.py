"""What holds of every kind of fact that corrects a spec: why, once only, and about other facts."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from realtime_codegen.facts.movement import MOVEMENT
from realtime_codegen.facts.of_changes import CHANGE_KINDS, change_facts
from realtime_codegen.facts.reading import OWN_KINDS
from realtime_codegen.facts.shipped import SHIPPED, SHIPPED_CHANGES, shipped_source
from realtime_codegen.model import DeclId, Interface, Model, Rename
from realtime_codegen.pipeline import Loaded, Options, load_model
from realtime_codegen.targets import package_names
from realtime_codegen.text.diagnostics import Diagnostic, Severity
from realtime_codegen.text.source import DiskFiles, MemoryFiles, SourceFile
from tests.tools.models import PLAIN, examples, models, text_of
from tests.tools.packages import ENTRY, compiled

ROOT = Path(__file__).parents[1]
GA = "openai-realtime-ga"
SPEC = """
export type Effort = 'low' | 'high';
export interface Part { text: string; effort?: Effort }
export interface Note { type: 'note'; of?: Box }
export interface Box { kind: 'box'; size: number }
export interface Bag { kind: 'bag'; weight: number }
export type Holder = Box | Bag;
export interface Ask { type: 'ask'; part?: Part; holder: Holder; text: string }
export interface Stop { type: 'stop' }
export interface Told { type: 'told'; to: string; of?: Second }
export type ClientEvent = Ask | Stop;
export type ServerEvent = Told | Note;
export type Second = Told | Ask;
"""
ENTRIES: dict[str, dict[str, Any]] = {
    "nullable": {"match": "Ask.text"},
    "member": {"match": "Effort", "value": "none"},
    "default": {"match": "Holder", "member": "Box"},
    "event": {"name": "Ping", "tag": "ping", "group": "ServerEvent"},
    "group": {"match": "Second"},
    "rename": {"match": "Part", "name": "Piece"},
}
CHANGES: dict[str, dict[str, Any]] = {
    "field": {"match": "a.b", "is": "c"},
    "gone": {"match": "a.b"},
    "value": {"match": "a.b", "value": "x", "form": "y"},
    "list": {"match": "a.b", "values": ["x", "y"], "form": ["x"]},
    "event": {"event": "a", "becomes": ["b"]},
    "text": {"text": "x=1"},
}
NEED_NONE = {"integers", "audio", "audio_formats", "answers", "changed", "dialect"}
"""Kinds that add what declarations cannot say, and correct nothing."""


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {_toml(v)}" for k, v in value.items()) + "}"
    return json.dumps(value)


def table(kind: str, entry: Mapping[str, Any], why: str | None = "It is seen.") -> str:
    """The text of one entry."""
    pairs = dict(entry) if why is None else {**entry, "why": why}
    lines = [f"[[{kind}]]", *(f"{key} = {_toml(value)}" for key, value in pairs.items())]
    return "\n".join(lines) + "\n\n"


def facts(*tables: str) -> SourceFile:
    return SourceFile("facts.toml", "".join(tables).encode())


def loaded(source: SourceFile, spec: str = SPEC) -> Loaded:
    return load_model(MemoryFiles({ENTRY: spec.encode()}), ENTRY, Options(facts=source))


def errors(source: SourceFile, spec: str = SPEC) -> list[Diagnostic]:
    """The errors of a run up to its names."""
    result = compiled(MemoryFiles({ENTRY: spec.encode()}), "some", facts=source)
    return [told for told in result.diagnostics if told.severity is Severity.ERROR]


# ------------------------------------------------------------------------------------ why


def test_each_kind_is_known_here() -> None:
    known = {kind.table for kind in OWN_KINDS if kind not in MOVEMENT}
    assert known == set(ENTRIES) | NEED_NONE - {"dialect"}
    assert {kind.table for kind in CHANGE_KINDS} == set(CHANGES) | {"dialect"}


@pytest.mark.parametrize("kind", ENTRIES)
def test_with_a_reason_an_entry_applies(kind: str) -> None:
    assert not errors(facts(table(kind, ENTRIES[kind])))


@pytest.mark.parametrize("why", [None, " ", "\t\n"])
@pytest.mark.parametrize("kind", ENTRIES)
def test_what_corrects_the_spec_says_why(kind: str, why: str | None) -> None:
    [told] = errors(facts("\n", table(kind, ENTRIES[kind], why)))
    assert (told.code, told.message) == ("RC502", f"an entry of [[{kind}]] does not say why")
    assert told.span is not None
    assert told.span.line == (2 if why is None else 3 + len(ENTRIES[kind]))
    assert "why = " in told.advice


@pytest.mark.parametrize("why", [None, " "])
@pytest.mark.parametrize("kind", CHANGES)
def test_what_corrects_a_change_says_why(kind: str, why: str | None) -> None:
    assert not change_facts(facts(table(kind, CHANGES[kind])))[1]
    _, [told] = change_facts(facts(table(kind, CHANGES[kind], why)))
    assert (told.code, told.message) == ("RC502", f"an entry of [[{kind}]] does not say why")


# ----------------------------------------------------------------------------------- once


@pytest.mark.parametrize("kind", ENTRIES)
def test_an_entry_that_says_nothing_new_is_an_error(kind: str) -> None:
    """Once more in one file: the second one is told, and not that the tool has a fault."""
    entry = table(kind, ENTRIES[kind])
    [told] = errors(facts(entry, entry))
    assert told.code == "RC501"
    assert told.span is not None
    assert told.span.line > entry.count("\n")


def test_an_extending_file_repeats_nothing() -> None:
    """What the facts of the tool say already is an error in a file that builds on them."""
    shipped = tomllib.loads(shipped_source(GA).data.decode())
    repeated = [table(kind, entry, None) for kind in ENTRIES for entry in shipped.get(kind, [])]
    source = facts(f'[spec]\nextends = "{GA}"\n\n', *repeated)
    files = DiskFiles(ROOT / "spec" / GA)
    told = load_model(files, "realtime.d.ts", Options(facts=source)).diagnostics
    wrong = [one for one in told if one.severity is Severity.ERROR]
    assert {one.code for one in wrong} == {"RC501"}
    lines = source.data.decode().split("\n")
    heads = {number for number, line in enumerate(lines, 1) if line.startswith("[[")}
    cited = {one.span.line for one in wrong if one.span is not None}
    assert cited == {head + 1 for head in heads}


@pytest.mark.parametrize("name", [*(one.name for one in SHIPPED), *SHIPPED_CHANGES.values()])
def test_all_facts_of_the_tool_say_why(name: str) -> None:
    content = tomllib.loads(shipped_source(name).data.decode())
    entries = [entry for tables in content.values() if isinstance(tables, list) for entry in tables]
    assert entries
    assert all(entry.get("why", "").strip() for entry in entries)


# -------------------------------------------------------------------- about other entries

EVENT = {
    "name": "Ping",
    "tag": "ping",
    "group": "ServerEvent",
    "fields": {"at": "number", "level": "'a' | 'b'", "note?": "string"},
}
ABOUT_IT: dict[str, dict[str, Any]] = {
    "integers": {"match": "Ping.at"},
    "nullable": {"match": "Ping.note"},
    "audio": {"match": "Ping.note", "format": "output"},
    "rename": {"match": "Ping", "property": "note", "name": "said"},
}
MEMBERS_OF_IT = (
    {"match": "Ping.level", "value": "c"},
    {"match": "Ping", "property": "at", "optional": True},
    {"match": "Ping", "property": "more", "type": "Part"},
)


@pytest.mark.parametrize("declared_first", [True, False])
@pytest.mark.parametrize(
    ("kind", "entry"), [*ABOUT_IT.items(), *(("member", entry) for entry in MEMBERS_OF_IT)]
)
def test_facts_hold_for_what_facts_declare(
    kind: str, entry: dict[str, Any], *, declared_first: bool
) -> None:
    tables = [table("event", EVENT), table(kind, entry)]
    source = facts(*(tables if declared_first else reversed(tables)))
    assert not errors(source)
    alone = loaded(facts(table("event", EVENT))).model
    both = loaded(source).model
    assert alone is not None
    assert kind == "audio" or both != alone


@pytest.mark.parametrize(
    ("kind", "entry", "message"),
    [
        ("integers", {"match": "Ping.note"}, "no property that 'Ping.note' selects holds"),
        ("nullable", {"match": "Ping.nothing"}, "'Ping.nothing' selects no property"),
        ("member", {"match": "Ping", "property": "note", "type": "string"}, "declares Ping.note"),
        ("member", {"match": "Ping.level", "value": "a"}, "'Ping.level' has the value already"),
        ("rename", {"match": "Ping", "property": "b", "name": "c"}, "has no property 'b'"),
    ],
)
def test_and_are_errors_where_they_do_not(kind: str, entry: dict[str, Any], message: str) -> None:
    [told] = errors(facts(table("event", EVENT), table(kind, entry)))
    assert told.code == "RC501"
    assert message in told.message


BUILT = (
    table("member", {"match": "Again.more", "value": "c"}),
    table("event", {"name": "Again", "tag": "again", "group": "ClientEvent", "like": "Ping"}),
    table("nullable", {"match": "Again.more"}),
    table("member", {"match": "Ping", "property": "more", "type": "'a' | 'b'"}),
    table("member", {"match": "Part", "property": "ping", "type": "Again"}),
    table("event", EVENT),
)


@examples(12)
@given(st.permutations(BUILT))
def test_facts_build_on_each_other_in_any_order(tables: list[str]) -> None:
    """An event like one that an entry declares, with a property that an entry adds."""
    assert loaded(facts(*tables)).model == loaded(facts(*BUILT)).model
    assert not errors(facts(*tables))


@pytest.mark.parametrize("other", ["at?", "at"])
def test_a_field_is_given_once(other: str) -> None:
    both = {"at": "number", other: "string"} if other != "at" else {"at?": "number", "at": "null"}
    [told] = errors(facts(table("event", {**EVENT, "fields": both})))
    assert (told.code, told.message) == ("RC502", "the field 'at' is given twice")
    assert told.span is not None
    assert told.span.line == 5


@pytest.mark.parametrize("type_", ["Box | Bag", "Holder | Part", "Box | null | Part", "Effort|Box"])
def test_a_type_of_several_names_is_told_so(type_: str) -> None:
    [told] = errors(facts(table("member", {"match": "Part", "property": "x", "type": type_})))
    assert told.code == "RC501"
    assert told.message == f"the type {type_!r} has more than one name of the spec"
    [told] = errors(facts(table("event", {**EVENT, "fields": {"x": type_}})))
    assert told.message == f"the type {type_!r} has more than one name of the spec"


# ---------------------------------------------------------------------------------- names


def test_a_rename_takes_no_name_away() -> None:
    [told] = errors(facts(table("rename", {"match": "Part", "name": "Box"})))
    assert told.code == "RC301"
    assert "Part" in told.message
    assert "Box" in told.message
    assert told.span is not None
    assert (told.span.file, told.span.line) == ("facts.toml", 2)
    [told] = errors(facts(table("rename", {"match": "Ask", "property": "text", "name": "part"})))
    assert told.code == "RC301"
    assert "'text'" in told.message
    assert "'part'" in told.message
    assert told.span is not None
    assert told.span.file == "facts.toml"
    for taken in ("Any", "UnknownEvent"):
        [told] = errors(facts(table("rename", {"match": "Part", "name": taken})))
        assert taken in told.message


def names_of(model: Model) -> tuple[dict[Any, str], bool]:
    """All names of a model, and whether they are told to be wrong."""
    names, told = package_names(model, ENTRY)
    called: dict[Any, str] = dict(names.declarations)
    for id_, fields in names.fields.items():
        called |= {(id_, wire): name for wire, name in fields.items()}
    return called, any(one.severity is Severity.ERROR for one in told)


@examples(60)
@given(models(PLAIN), st.data())
def test_a_rename_changes_what_it_names_or_is_an_error(drawn: Model, data: st.DataObject) -> None:
    """For random models and names, also such as others have: that name, and no other changed."""
    model = loaded(facts(), text_of(drawn)).model
    if model is None:
        return
    before, _ = names_of(model)
    renamed = data.draw(st.sampled_from(model.declarations))
    own = [p.wire_name for p in renamed.properties] if isinstance(renamed, Interface) else []
    field = data.draw(st.sampled_from([None, *own]))
    name = data.draw(st.sampled_from([*before.values(), "Quite_another"]))
    after, wrong = names_of(
        Model(model.spec, model.declarations, model.groups, (Rename(renamed.id, field, name),))
    )
    if wrong:
        return
    key = renamed.id if field is None else (renamed.id, field)
    assert after[key] == name
    for other, called in before.items():
        id_ = other if isinstance(other, DeclId) else other[0]
        follows = field is None and id_.path[: len(renamed.id.path)] == renamed.id.path
        if other != key and not (follows and isinstance(other, DeclId)):
            assert after[other] == called
