"""Facts that call a class or a field otherwise: in all of Python, and nowhere on the wire."""

from __future__ import annotations

import json
import keyword
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from realtime_codegen.model import Interface, Model
from realtime_codegen.model.json import from_json, to_json
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import MemoryFiles, SourceFile
from tests.tools.models import HOSTILE, examples, models, text_of
from tests.tools.packages import ENTRY, compiled, import_package

SPEC = """
export interface Ping { type: 'ping'; theText?: string; part: { inner: { deep: number } } }
export interface Pong { type: 'pong'; part: { inner: string } }
export type Event = Ping | Pong;
"""


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def facts(*entries: dict[str, str]) -> SourceFile:
    """A facts file with these entries."""
    tables = (
        "[[rename]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in entry.items())
        for entry in entries
    )
    return SourceFile("facts.toml", "".join(tables).encode())


def problems(text: str, *entries: dict[str, str]) -> list[tuple[str, str]]:
    """The code and the message of what is wrong with facts."""
    loaded = load_model(MemoryFiles({ENTRY: text.encode()}), ENTRY, Options(facts=facts(*entries)))
    return [(told.code, told.message) for told in loaded.diagnostics]


def test_classes_and_fields_are_called_so(tmp_path: Path) -> None:
    files = MemoryFiles({ENTRY: SPEC.encode()})
    entries = (
        {"match": "Ping", "name": "Knock", "why": "shorter"},
        {"match": "Ping", "property": "theText", "name": "text", "why": "plain"},
        {"match": "Pong.part", "name": "Answer", "why": "known so"},
    )
    result = compiled(files, "renamed_facts", facts=facts(*entries))
    assert not result.failed, result.diagnostics
    package = import_package(tmp_path, result.files, "renamed_facts")
    message = {"type": "ping", "theText": "t", "part": {"inner": {"deep": 1}}}
    event = package.decode_event(message, strict=True)
    assert type(event) is package.Knock
    assert event.text == "t"
    assert type(event.part.inner) is package.KnockPartInner
    assert json.loads(package.encode(event)) == message
    assert package.Answer(inner="x").inner == "x"
    assert set(package.typed_dicts.Knock.__annotations__) >= {"theText", "type"}
    assert "docs/renamed_facts/Knock.md" in result.files
    assert not hasattr(package, "Ping")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"match": "Pang", "name": "Knock"}, "'Pang' selects no declaration"),
        ({"match": "Ping", "property": "b", "name": "c"}, "'Ping' has no property 'b'"),
    ],
)
def test_a_stale_fact_is_an_error(entry: dict[str, str], message: str) -> None:
    assert problems(SPEC, {**entry, "why": "w"}) == [("RC501", message)]


@pytest.mark.parametrize("name", ["class", "a-b", "1st", "a.b", "../x", ""])
def test_what_is_no_name_is_an_error(name: str) -> None:
    assert {code for code, _ in problems(SPEC, {"match": "Ping", "name": name})} == {"RC502"}


@pytest.mark.parametrize("place", [{"match": "A"}, {"match": "A", "property": "eventId"}], ids=str)
def test_two_names_for_one_are_an_error(place: dict[str, str]) -> None:
    entries = [{**place, "name": name, "why": "w"} for name in ("First", "Second")]
    text = "export interface A { eventId: string }"
    ((code, message),) = problems(text, *entries)
    assert code == "RC501"
    assert "'First'" in message
    assert "'Second'" in message


def test_what_the_spec_calls_so_itself_applies() -> None:
    assert problems(SPEC, {"match": "Before", "name": "Ping", "why": "w"}) == []


_NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,12}", fullmatch=True).filter(
    lambda name: not keyword.iskeyword(name)
)


@examples(60)
@given(models(HOSTILE), st.data(), _NAMES)
def test_names_change_and_nothing_else(drawn: Model, data: st.DataObject, name: str) -> None:
    """For random models: the model is the same, no two names are one, and JSON keeps it."""
    files = MemoryFiles({ENTRY: text_of(drawn).encode()})
    before = load_model(files, ENTRY, Options()).model
    if before is None:
        return
    declaration = data.draw(st.sampled_from(before.declarations))
    entry = {"match": str(declaration.id), "name": name, "why": "drawn"}
    if isinstance(declaration, Interface) and declaration.properties and data.draw(st.booleans()):
        entry["property"] = data.draw(st.sampled_from(declaration.properties)).wire_name
    if not entry["match"] or not entry.get("property", "x"):
        return
    after = load_model(files, ENTRY, Options(facts=facts(entry))).model
    assert after is not None
    assert (after.declarations, after.groups) == (before.declarations, before.groups)
    assert from_json(to_json(after)) == after
    names, _ = package_names(after, ENTRY)
    assert len(set(names.declarations.values())) == len(names.declarations)
    assert all(len(set(own.values())) == len(own) for own in names.fields.values())
    if "property" not in entry:
        assert names.declarations[declaration.id].startswith(name)
    else:
        assert names.fields[declaration.id][entry["property"]].startswith(name)
