"""Facts that say what a missing tag means: in all that is generated, and stale ones."""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, strategies as st

from realtime_codegen.model import Alias, ByTag, Interface, Member, Model, Ref, Union
from realtime_codegen.model.json import from_json, to_json
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.runtime._strict import find_problems
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import MemoryFiles, SourceFile
from realtime_codegen.wire import lower
from tests.tools.models import PLAIN, examples, models, text_of
from tests.tools.packages import ENTRY, compiled, import_package

SPEC = """
export interface Speech { kind: 'speech'; voice?: string }
export interface Text { kind: 'text'; font?: string }
export interface Bold { size: 1 }
export interface Thin { size: 2 }
export type Weight = Bold | Thin;
export interface Loose { kind?: 'loose'; a?: string }
export interface Open { type: 'open'; session: Speech | Text; more?: (Speech | Text)[] }
type Known = Speech | Loose;
export interface Set { type: 'set'; session: Speech | Text; weight?: Weight; known?: Known }
export type Event = Open | Set;
"""


def facts(*entries: dict[str, Any]) -> SourceFile:
    """A facts file with these entries."""
    tables = (
        "[[default]]\n"
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
    """A package in which sessions without a kind are speech, and weights without a size bold."""
    files = MemoryFiles({ENTRY: SPEC.encode()})
    entries = (
        {"match": "Open.session", "member": "Speech"},
        {"match": "Open.more", "member": "speech"},
        {"match": "Weight", "member": "1"},
    )
    result = compiled(files, "default_facts", facts=facts(*entries))
    assert not result.failed, result.diagnostics
    assert "without `kind` is [`Speech`](Speech.md)" in result.files["docs/default_facts/Open.md"]
    assert "no `size`" in result.files["docs/default_facts/Weight.md"]
    return import_package(tmp_path_factory.mktemp("default"), result.files, "default_facts")


@pytest.mark.parametrize("strict", [True, False])
def test_an_object_without_its_tag_is_the_member(package: ModuleType, strict: bool) -> None:
    message = {"type": "open", "session": {"voice": "v"}, "more": [{}, {"kind": "text"}]}
    event = package.decode_event(message, strict=strict)
    assert type(event.session) is package.Speech
    assert event.session.kind is package.UNSET
    assert [type(item) for item in event.more] == [package.Speech, package.Text]
    assert json.loads(package.encode(event)) == message
    assert package.to_dict(event) == message


def test_a_union_of_a_name_has_its_meaning_wherever_it_is_used(package: ModuleType) -> None:
    message = {"type": "set", "session": {"kind": "text"}, "weight": {}}
    event = package.decode_event(message, strict=True)
    assert type(event.weight) is package.Bold
    assert json.loads(package.encode(event)) == message


def test_what_is_made_has_its_tag(package: ModuleType) -> None:
    made = package.Open(session=package.Speech(voice="v"))
    assert package.to_dict(made)["session"] == {"kind": "speech", "voice": "v"}


@pytest.mark.parametrize(
    "message",
    [
        {"type": "set", "session": {}},
        {"type": "open", "session": {"font": 1}, "more": [{"voice": 1}]},
        {"type": "open", "session": {"kind": "other"}},
    ],
)
def test_what_no_fact_is_about_is_refused(package: ModuleType, message: dict[str, Any]) -> None:
    with pytest.raises(package.DecodeError):
        package.decode_event(message, strict=True)


@pytest.mark.parametrize(
    ("match", "member", "message"),
    [
        ("Nothing", "Speech", "'Nothing' is no union whose members a tag tells apart"),
        ("Speech.voice", "Speech", "'Speech.voice' is no union whose members a tag"),
        ("Event", "Open", "'Event' is a group of events, which need their tags"),
        ("Open.session", "Loose", "'Loose' is no member of 'Open.session', and no value"),
        ("Known", "Speech", "the spec says what an object of 'Known' without 'kind' is"),
    ],
)
def test_a_stale_fact_is_an_error(match: str, member: str, message: str) -> None:
    [(code, said)] = problems({"match": match, "member": member})
    assert code == "RC501"
    assert said.startswith(message)


@pytest.mark.parametrize("entry", [{"match": "Weight"}, {"member": "Bold"}, {"match": 1}])
def test_an_entry_that_says_nothing_clear_is_an_error(entry: dict[str, Any]) -> None:
    assert {code for code, _ in problems(entry)} == {"RC502"}


@examples(150)
@given(models(PLAIN), st.data())
def test_nothing_else_changes(drawn: Model, data: st.DataObject) -> None:
    """For random models: the union says what is meant, and the tag of that class is optional."""
    files = MemoryFiles({ENTRY: text_of(drawn).encode()})
    before = load_model(files, ENTRY, Options()).model
    if before is None:
        return
    groups = {group.id for group in before.groups}
    events = {id_ for group in before.groups for id_ in group.interfaces}
    choice: list[tuple[str, ByTag, Ref]] = []
    for declaration in before.declarations:
        type_ = declaration.type if isinstance(declaration, Alias) else None
        if not isinstance(type_, Union) or declaration.id in groups:
            continue
        if isinstance(type_.decision, ByTag) and type_.decision.absent is None:
            choice += (
                (str(declaration.id), type_.decision, branch.type)
                for _, branch in type_.decision.branches
                if isinstance(branch, Member)
                and isinstance(branch.type, Ref)
                and branch.type.id not in events
            )
    if not choice:
        return
    match, decision, member = data.draw(st.sampled_from(choice))
    loaded = load_model(
        files, ENTRY, Options(facts=facts({"match": match, "member": str(member.id)}))
    )
    assert loaded.model is not None, loaded.diagnostics
    for one, other in zip(before.declarations, loaded.model.declarations, strict=True):
        if one == other:
            continue
        if str(one.id) == match:
            assert isinstance(other, Alias)
            assert isinstance(other.type, Union)
            assert isinstance(other.type.decision, ByTag)
            assert other.type.decision.absent == Member(member)
        else:
            assert one.id == member.id
            assert isinstance(one, Interface)
            assert isinstance(other, Interface)
            changed = [item.wire_name for item in other.properties if item not in one.properties]
            assert changed == [*decision.tag_path]


_PLACES = {
    "{}": "{}",
    "{} | null": "{}",
    "({})[]": "[{}]",
    "({})[] | null": "[{}]",
    "{{ [key: string]: {} }}": '{{"a": {}}}',
    "{{ [key: string]: {} }}[]": '[{{"a": {}}}]',
}
"""Types of properties that lead to a union, and values of them that have one object there."""


_NAMED = {
    "Speech | Text": "",
    "Named": "export type Named = Speech | Text;",
    "Again": "export type Again = Named;\nexport type Named = Speech | Text;",
}
"""How a property may name a union, and the declarations of that name."""


@pytest.mark.parametrize("union", _NAMED)
@pytest.mark.parametrize("place", _PLACES)
def test_a_union_is_meant_whether_it_has_a_name_or_not(place: str, union: str) -> None:
    """An entry is about the place alone: elsewhere, objects need the tag."""
    declared = place.format(union)
    text = (
        "export interface Speech { kind: 'speech' }\nexport interface Text { kind: 'text' }\n"
        f"{_NAMED[union]}\n"
        f"export interface Open {{ type: 'open'; here?: {declared}; there?: {declared} }}\n"
        "export interface Shut { type: 'shut' }\nexport type Event = Open | Shut;\n"
    )
    file = facts({"match": "Open.here", "member": "Speech"})
    options = Options(facts=file)
    loaded = load_model(MemoryFiles({ENTRY: text.encode()}), ENTRY, options)
    model = loaded.model
    assert model is not None, loaded.diagnostics
    assert from_json(to_json(model)) == model
    shapes = lower(model, package_names(model, ENTRY)[0])
    bare = json.loads(_PLACES[place].format("{}"))
    assert not find_problems(shapes, shapes["Open"], {"type": "open", "here": bare})
    assert find_problems(shapes, shapes["Open"], {"type": "open", "there": bare})


@pytest.mark.parametrize("match", ["Wrap.one", "Wrap.more"])
def test_an_event_needs_its_tag(match: str) -> None:
    spec = SPEC + "export interface Wrap { one: Open | Set; more: (Open | Set)[] }\n"
    files = MemoryFiles({ENTRY: spec.encode()})
    options = Options(facts=facts({"match": match, "member": "Open"}))
    [told] = load_model(files, ENTRY, options).diagnostics
    assert told.message == "Open is an event of Event, which needs its tag 'type'"
