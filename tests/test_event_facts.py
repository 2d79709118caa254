"""Facts that add events: in all that is generated, and errors where they do not apply."""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, strategies as st

from realtime_codegen.model import Model
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles, SourceFile
from tests.tools.models import PLAIN, examples, models, text_of
from tests.tools.packages import ENTRY, compiled, import_package

SPEC = """
export interface Part { text: string }
/** A question. */
export interface Ask { type: 'ask'; part: Part; at_ms?: number }
export interface Stop { type: 'stop' }
export interface Told { type: 'told'; to: string }
export interface Gone { type: 'gone' }
export type ClientEvent = Ask | Stop;
export type ServerEvent = Told | Gone;
export type AnyEvent = ClientEvent | ServerEvent;
export interface Other { kind: 1 }
"""
PING = {"name": "Ping", "tag": "ping", "group": "ServerEvent"}
ENTRIES: tuple[dict[str, Any], ...] = (
    {**PING, "fields": {"at": "integer", "parts?": "Part[] | null"}},
    {"name": "AskAgain", "tag": "ask.again", "group": "ClientEvent", "like": "Ask"},
    {
        "name": "ToldAll",
        "tag": "told.all",
        "group": "ServerEvent",
        "like": "Told",
        "fields": {"to": "string[]"},
    },
)


def toml(value: object) -> str:
    """A value in TOML, in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items()) + "}"
    return json.dumps(value)


def facts(*entries: dict[str, Any]) -> SourceFile:
    """A facts file with these entries."""
    tables = (
        "[[event]]\n"
        + "".join(f"{key} = {toml(value)}\n" for key, value in entry.items())
        + 'why = "It is seen."\n'
        for entry in entries
    )
    return SourceFile("facts.toml", "".join(tables).encode())


def problems(*entries: dict[str, Any]) -> list[tuple[str, str]]:
    """The code and the message of what is wrong with facts."""
    loaded = load_model(MemoryFiles({ENTRY: SPEC.encode()}), ENTRY, Options(facts=facts(*entries)))
    return [(told.code, told.message) for told in loaded.diagnostics]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """A package with events that the spec does not declare."""
    files = MemoryFiles({ENTRY: SPEC.encode()})
    result = compiled(files, "event_facts", facts=facts(*ENTRIES))
    assert not result.failed, result.diagnostics
    assert "It is seen." in result.files["docs/event_facts/Ping.md"]
    assert "Ping.md" in result.files["docs/event_facts/ServerEvent.md"]
    return import_package(tmp_path_factory.mktemp("event"), result.files, "event_facts")


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize(
    ("class_", "side", "message"),
    [
        ("Ping", "server", {"type": "ping", "at": 3}),
        ("Ping", "server", {"type": "ping", "at": 3, "parts": [{"text": "a"}]}),
        ("AskAgain", "client", {"type": "ask.again", "part": {"text": "a"}, "at_ms": 2}),
        ("ToldAll", "server", {"type": "told.all", "to": ["a"]}),
    ],
)
def test_an_added_event_is_one(
    package: ModuleType, class_: str, side: str, message: dict[str, Any], strict: bool
) -> None:
    """In its group, and in the union that its group is a member of."""
    for decode in (getattr(package, f"decode_{side}_event"), package.decode_any_event):
        event = decode(message, strict=strict)
        assert type(event) is getattr(package, class_)
        assert json.loads(package.encode(event)) == message


@pytest.mark.parametrize(
    ("side", "message"),
    [
        ("server", {"type": "ping", "at": "now"}),
        ("server", {"type": "ask.again", "part": {"text": "a"}}),
        ("client", {"type": "ping", "at": 3}),
        ("client", {"type": "ask.again"}),
        ("server", {"type": "told.all", "to": "a"}),
    ],
)
def test_what_does_not_fit_is_refused(
    package: ModuleType, side: str, message: dict[str, Any]
) -> None:
    with pytest.raises(package.DecodeError):
        getattr(package, f"decode_{side}_event")(message, strict=True)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({**PING, "name": "Told"}, "'Told' is declared"),
        ({**PING, "tag": "told"}, "'ServerEvent' has an event 'told'"),
        ({**PING, "group": "Nothing"}, "'Nothing' is no group of events"),
        ({**PING, "group": "Other"}, "'Other' is no group of events"),
        ({**PING, "like": "AnyEvent"}, "'AnyEvent' is no event of the spec"),
        ({**PING, "fields": {"a": "Missing"}}, "the type 'Missing' is not known"),
        ({**PING, "fields": {"type": "string"}}, "the field 'type' is the tag of 'ServerEvent'"),
    ],
)
def test_a_stale_fact_is_an_error(entry: dict[str, Any], message: str) -> None:
    assert problems(entry) == [("RC501", message)]


def test_an_event_is_added_once() -> None:
    assert problems(PING, {**PING, "name": "Pong"}) == [
        ("RC501", "'ServerEvent' has an event 'ping'")
    ]


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "Ping", "tag": "ping"},
        {"name": "Ping", "group": "ServerEvent"},
        {**PING, "name": "a b"},
        {**PING, "tag": 1.5},
        {**PING, "fields": ["a"]},
        {**PING, "fields": {"a": 1}},
    ],
)
def test_an_entry_that_says_nothing_clear_is_an_error(entry: dict[str, Any]) -> None:
    assert {code for code, _ in problems(entry)} == {"RC502"}


@examples(60)
@given(models(PLAIN), st.data())
def test_nothing_else_changes(drawn: Model, data: st.DataObject) -> None:
    """For random models: the group has one more event, and every other class stays the same."""
    files = MemoryFiles({ENTRY: text_of(drawn).encode()})
    before = load_model(files, ENTRY, Options()).model
    if before is None or not before.groups:
        return
    group = data.draw(st.sampled_from(before.groups))
    like = data.draw(st.sampled_from(group.interfaces))
    entry = {"name": "Added1", "tag": "added-1", "group": str(group.id), "like": str(like)}
    loaded = load_model(files, ENTRY, Options(facts=facts(entry)))
    assert loaded.model is not None, loaded.diagnostics
    [added] = set(loaded.model.by_id()) - set(before.by_id())
    after = {known.id: known for known in loaded.model.groups}
    assert after[group.id].members == (*group.members, ("added-1", added))
    assert [known.id for known in before.groups] == list(after)
    changed = [d.id for d in before.declarations if loaded.model.by_id()[d.id] != d]
    assert group.id in changed
    interfaces = {id_ for known in before.groups for id_ in known.interfaces}
    assert not interfaces.intersection(changed)
