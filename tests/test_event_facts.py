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
    """The code and the message of each error in the facts."""
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
        {**PING, "tag": True},
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


_TREE: tuple[dict[str, Any], ...] = (
    {**PING, "name": "Tree", "tag": "tree", "fields": {"trees?": "Tree[]", "leaf?": "Leaf"}},
    {**PING, "name": "Leaf", "tag": "leaf", "fields": {"of?": "Tree | null"}},
)


@pytest.mark.parametrize("entries", [_TREE, _TREE[::-1]], ids=["as told", "reversed"])
def test_events_of_facts_may_hold_one_another(
    tmp_path: Any, entries: tuple[dict[str, Any], ...]
) -> None:
    name = f"of_facts_{entries[0]['name'].lower()}"
    result = compiled(MemoryFiles({ENTRY: SPEC.encode()}), name, facts=facts(*entries))
    assert not result.failed, result.diagnostics
    package = import_package(tmp_path, result.files, name)
    leaf = {"type": "leaf", "of": {"type": "tree"}}
    message = {"type": "tree", "trees": [{"type": "tree", "leaf": leaf}]}
    event = package.decode_server_event(message, strict=True)
    assert type(event.trees[0].leaf.of) is package.Tree
    assert json.loads(package.encode(event)) == message
    with pytest.raises(package.DecodeError):
        package.decode_server_event(
            {"type": "tree", "trees": [{"type": "tree", "leaf": 1}]}, strict=True
        )


@examples(40)
@given(st.data())
def test_types_may_name_what_any_fact_declares(data: st.DataObject) -> None:
    """Whatever names whatever, its own name too: all is declared, and an order changes nothing."""
    names = [f"Added{number}" for number in range(data.draw(st.integers(1, 4)))]
    types = st.builds(
        "{}{}{}".format,
        st.sampled_from((*names, "Part")),
        st.sampled_from(("", "[]", "[][]")),
        st.sampled_from(("", " | null", " | 'x'")),
    )
    fields = st.dictionaries(st.sampled_from(("a", "b?", "c?")), types, max_size=3)
    entries = [
        {"name": name, "tag": name, "group": "ServerEvent", "fields": data.draw(fields)}
        for name in names
    ]
    shuffled = data.draw(st.permutations(entries))
    added = "\n".join(
        f'[[member]]\nmatch = "{data.draw(st.sampled_from((*names, "Part")))}"\n'
        f'property = "p{number}"\ntype = "{data.draw(types)}"\nwhy = "w"'
        for number in range(data.draw(st.integers(0, 2)))
    )
    declared = []
    for known in (entries, shuffled):
        file = SourceFile("facts.toml", facts(*known).data + added.encode())
        loaded = load_model(MemoryFiles({ENTRY: SPEC.encode()}), ENTRY, Options(facts=file))
        assert loaded.model is not None, loaded.diagnostics
        declared.append({one.id: one for one in loaded.model.declarations})
    first, second = declared
    assert {name for id_ in first for name in id_.path} >= set(names)
    assert {id_: one for id_, one in first.items() if str(id_) in names} == {
        id_: one for id_, one in second.items() if str(id_) in names
    }


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"group": "No"}, "'No' is no group of events"),
        ({"tag": "told"}, "'ServerEvent' has an event 'told'"),
    ],
)
def test_what_names_an_event_that_cannot_be_declared_does_not_apply(
    wrong: dict[str, str], why: str
) -> None:
    first = {**PING, "fields": {"next?": "Pong"}}
    second = {**PING, "name": "Pong", "tag": "pong", **wrong}
    told = [("RC501", why), ("RC501", "the type 'Pong' is not known")]
    assert sorted(problems(first, second)) == sorted(told)
