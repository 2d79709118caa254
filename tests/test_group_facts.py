"""Facts that a union is a group of events: as if it were asked for, and stale ones."""

from __future__ import annotations

import io
import json
import random
from typing import Any

import pytest

from realtime_codegen.audit.auditor import Auditor, Settings
from realtime_codegen.model import EventGroup
from realtime_codegen.model.groups import Reason, group_of
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import MemoryFiles, SourceFile
from tests.test_group_laws import random_spec
from tests.tools.packages import ENTRY, compiled

HELD = "\nexport interface Holder { id: string; event: Event; more: { of: Event } }\n"
"""What makes the union a part of something: it is no group by itself."""

SPEC = """
export interface A { type: 'a'; n: number }
export interface B { type: 'b' }
export type Inner = A | B;
export type Loose = A | string;
export interface Ping { type: 'ping'; inner: Inner; other: { more: Inner } }
export interface Pong { type: 'pong' }
export type Event = Ping | Pong;
"""


def facts(*names: str, more: str = "") -> SourceFile:
    """A facts file that names these groups."""
    tables = (f"[[group]]\nmatch = {json.dumps(name)}\nwhy = 'carried'\n" for name in names)
    return SourceFile("facts.toml", ("".join(tables) + more).encode())


def problems(text: str, source: SourceFile, **options: Any) -> list[tuple[str, str]]:
    files = MemoryFiles({ENTRY: text.encode()})
    loaded = load_model(files, ENTRY, Options(facts=source, **options))
    return [(told.code, told.message) for told in loaded.diagnostics]


@pytest.mark.parametrize("seed", range(12))
def test_a_fact_does_what_asking_for_the_group_does(seed: int) -> None:
    """For random unions, every file of every target is the same."""
    text = random_spec(random.Random(f"group facts {seed}")).text + HELD
    files = MemoryFiles({ENTRY: text.encode()})
    asked = compiled(files, "asked", groups=("Event",))
    told = compiled(files, "asked", facts=facts("Event"))
    assert not asked.failed, asked.diagnostics
    assert told.files == asked.files
    assert any("EventDispatcher" in page for page in told.files.values())
    assert compiled(files, "asked").files != asked.files


@pytest.mark.parametrize("seed", range(12))
def test_what_can_be_no_group_is_refused_with_the_reason(seed: int) -> None:
    spec = random_spec(random.Random(f"group facts {seed}"))
    text = f"{spec.text}{HELD}export type Wider = Event | {{ nothing: 1 }} | string;\n"
    files = MemoryFiles({ENTRY: text.encode()})
    model = load_model(files, ENTRY, Options()).model
    assert model is not None
    for id_ in model.by_id():
        group = group_of(model.by_id(), id_)
        expected = []
        if isinstance(group, Reason):
            expected = [("RC501", f"{id_} cannot be a group: {group.text}")]
        said = [told for told in problems(text, facts(str(id_))) if told[0] == "RC501"]
        assert said == expected


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Event", "'Event' is a group without the entry"),
        ("Evnt", "no declaration is called 'Evnt': did you mean Event?"),
        ("Loose", "Loose cannot be a group: its member string is no interface"),
        ("Ping", "Ping cannot be a group: it is an interface, and no union of them"),
    ],
)
def test_an_entry_that_does_not_apply_is_an_error(name: str, message: str) -> None:
    assert problems(SPEC, facts(name)) == [("RC501", message)]


def test_an_entry_says_which_union() -> None:
    said = problems(SPEC, SourceFile("f", b"[[group]]\nwhy = 'x'\n"))
    assert said == [("RC502", "an entry of [[group]] has no `match`")]
    said = problems(SPEC, SourceFile("f", b"[[group]]\nmatch = 'Inner'\nwhy = 'w'\nname = 'x'\n"))
    assert said == [("RC503", "unknown key 'name' in [group]")]


def test_facts_that_contradict_are_told() -> None:
    more = "[[default]]\nmatch = 'Inner'\nmember = 'A'\nwhy = 'w'\n"
    message = "Inner cannot be a group: its tag 'type' is not required in A"
    assert problems(SPEC, facts("Inner", more=more)) == [("RC501", message)]


def groups_of(source: SourceFile | None, **options: Any) -> dict[str, EventGroup]:
    files = MemoryFiles({ENTRY: SPEC.encode()})
    loaded = load_model(files, ENTRY, Options(facts=source, **options))
    assert loaded.model is not None, loaded.diagnostics
    return {str(group.id): group for group in loaded.model.groups}


def test_groups_of_facts_stand_beside_those_of_the_spec() -> None:
    assert list(groups_of(facts("Inner"))) == ["Event", "Inner"]
    assert list(groups_of(facts("Inner"), groups=("Event",))) == ["Event"], "asked for alone"
    assert list(groups_of(facts("Inner"), groups=("Inner",))) == ["Inner"]
    assert list(groups_of(facts("Inner"), roots=("Pong",))) == []
    more = "[[event]]\nname = 'C'\ntag = 'c'\ngroup = 'Inner'\nwhy = 'w'\n"
    assert groups_of(facts("Inner", more=more))["Inner"].tags == ("a", "b", "c")
    assert groups_of(facts(more=more), groups=("Inner",))["Inner"].tags == ("a", "b", "c")


def test_an_audit_knows_the_group() -> None:
    files = MemoryFiles({ENTRY: SPEC.encode()})
    model = load_model(files, ENTRY, Options(facts=facts("Inner"))).model
    assert model is not None
    auditor = Auditor(model, package_names(model, ENTRY)[0], Settings())
    auditor.read("log", io.BytesIO(b'{"type": "a", "n": 1}\n{"type": "pong"}\n'))
    counted = {(event.tag, event.group) for event in auditor.report().events}
    assert auditor.report().clean
    assert counted == {("a", "Inner"), ("pong", "Event")}


@pytest.mark.parametrize("given", [("Inner",), ("Event", "Inner")])
def test_a_group_that_no_root_reaches_is_an_error(given: tuple[str, ...]) -> None:
    said = problems(SPEC, SourceFile("f", b""), groups=given, roots=("Pong", "Ev*"))
    assert said == []
    said = problems(SPEC, SourceFile("f", b""), groups=given, roots=("Pong",))
    message = "no root reaches the group {}, so that nothing would be left of it"
    assert said == [("RC308", message.format(name)) for name in given]
