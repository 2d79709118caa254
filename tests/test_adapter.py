"""Adapters: events of one spec as those of another, and back.

What is made is judged by strict decoding of the other spec. Nothing is lost without a word: what
is not told of comes back as it was.
"""

from __future__ import annotations

import copy
import importlib.util
import json
import random
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, strategies as st

from realtime_codegen.adapt.emission import adapter
from realtime_codegen.adapt.routes import Routes
from realtime_codegen.adapt.tables import Direction
from realtime_codegen.changes import ChangeReport, Version, compare
from realtime_codegen.changes.atoms import objects
from realtime_codegen.changes.report import Side
from realtime_codegen.cli import main
from realtime_codegen.model import (
    Alias,
    Declaration,
    DeclId,
    EventGroup,
    Interface,
    Literal,
    Model,
    Property,
    Ref,
    Type,
    Union,
    children,
    types_of,
)
from realtime_codegen.output.sealed import sealed
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.runtime._adapt import Adapted, Event, Json, Loss, Tables, adapted
from realtime_codegen.runtime._shapes import tag_at
from realtime_codegen.runtime._strict import find_problems
from realtime_codegen.text.source import MemoryFiles
from realtime_codegen.wire import Lowering
from realtime_codegen.wire.samples import Sampler, plain
from tests.tools.checkers import misformatted, mypy_findings, pyright_findings, ruff_findings
from tests.tools.growth import EVEN, growth
from tests.tools.models import PLAIN, Values, examples, models
from tests.tools.node import require_node

SIDES = (Side.WRITERS, Side.READERS)
EVENTS = Path(__file__).parents[2] / "shared" / "data" / "events"


def version_of(text: str) -> Version:
    loaded = load_model(MemoryFiles({"a.d.ts": text.encode()}), "a.d.ts", Options())
    assert loaded.model is not None, loaded.diagnostics
    return Version.of(loaded.model, "a.d.ts")


class Ways:
    """Both directions between two specs, and strict decoding of each."""

    def __init__(self, old: Version, new: Version, routes: Routes | None = None) -> None:
        self.old, self.new = old, new
        routes = routes or Routes(old, new, compare(old, new), 0.75)
        self.up = Direction(routes, up=True).tables(SIDES)
        self.down = Direction(routes, up=False).tables(SIDES)
        self._shapes = {id(v): Lowering(v.model, v.names).declarations() for v in (old, new)}

    def problems(self, version: Version, side: Side, event: dict[str, Any]) -> list[Any]:
        """What strict decoding says of an event, by the declaration that it fits best."""
        shapes = self._shapes[id(version)]
        problems = [
            find_problems(shapes, shapes[version.names.declarations[id_]], event)
            for group in version.model.groups
            if side in version.group_sides(group)
            for tag, ids in group.by_tag
            if tag == tag_at(event, group.tag_path)
            for id_ in ids
        ]
        return min(problems, key=len, default=["no such event"])


def hold_the_laws(
    ways: Ways, event: dict[str, Any], side: Side, *, up: bool
) -> tuple[Adapted, list[Adapted]]:
    """Adapt an event that strict decoding of its spec takes, and back; assert the laws."""
    source, target = (ways.old, ways.new) if up else (ways.new, ways.old)
    there, back = (ways.up, ways.down) if up else (ways.down, ways.up)
    given_event = copy.deepcopy(event)
    made = adapted(event, there[side])
    assert event == given_event, "the event that is given stays as it is"
    assert made.events or made.losses, "what is not sent is told of"
    kept = any(loss.kind == "missing" or "kept" in loss.why for loss in made.losses)
    refused = any(loss.kind == "value" for loss in made.losses)  # It may have been what tells.
    if not ways.problems(source, side, event) and not kept:
        for one in made.events:
            problems = ways.problems(target, side, one)
            # Servers of the beta sent this, though it is not declared; a fact says so.
            problems = [told for told in problems if 'got string "audio"' not in str(told)]
            assert not problems, (event, made, problems)
    returned = [adapted(one, back[side]) for one in made.events]
    if (
        len(made.events) == 1 == len(returned[0].events)
        and not kept | refused
        and not returned[0].losses
    ):
        expected = without(event, made.losses)
        assert includes(returned[0].events[0], expected), (made, returned[0].events[0], expected)
    return made, returned


def includes(one: Any, other: Any) -> bool:
    """Whether a value is another one; an object may have constants beside, which were added.

    So may it have objects of constants.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        more = one.keys() - other.keys()
        constants = all(not has_lists(one[key]) for key in more)
        return constants and all(key in one and includes(one[key], other[key]) for key in other)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(includes, one, other))
    return json.dumps(one) == json.dumps(other)


def has_lists(value: Any) -> bool:
    """Whether there is a list in a value: what is required and constant has none."""
    if isinstance(value, dict):
        return any(map(has_lists, value.values()))
    return isinstance(value, list)


def without(event: Any, losses: tuple[Loss, ...]) -> Any:
    """An event without what was left out."""
    told = {loss.path for loss in losses if "left out" in loss.why}

    def left(value: Any, path: str) -> Any:
        if isinstance(value, dict):
            steps = {
                key: f"{path}.{key}" if key.isidentifier() else f"{path}[{json.dumps(key)}]"
                for key in value
            }
            kept = {k: left(v, steps[k]) for k, v in value.items() if steps[k] not in told}
            # An object that went apart is not made again with nothing in it.
            return {k: v for k, v in kept.items() if v != {} or value[k] == {}}
        if isinstance(value, list):
            places = [(item, f"{path}[{index}]") for index, item in enumerate(value)]
            return [left(item, place) for item, place in places if place not in told]
        return value

    return left(event, "$")


# -------------------------------------------------------------------------- what is done

OLD = """
export interface Update { type: 'session.update'; session: Session; event_id?: string }
export interface Session { voice?: 'a' | 'b'; heat?: number; rate?: number; tools?: Tool[] }
export interface Tool { kind: 'function'; name: string }
export interface Stop { type: 'stop'; reason?: 'asked' | 'tired' }
export interface Gone { type: 'gone.by' }
export type ClientEvent = Update | Stop | Gone;
"""
NEW = """
export interface Update { type: 'session.update'; session: Session; event_id?: string }
export interface Session { type: 'realtime'; audio?: Audio; tools?: Tool[] }
export interface Audio { output?: { voice?: 'a' | 'b'; rate?: number } }
export interface Tool { kind: 'function'; name: string; strict: boolean }
export interface Stop { type: 'stop'; reason?: 'asked' }
export type ClientEvent = Update | Stop;
"""


@cache
def small() -> Ways:
    return Ways(version_of(OLD), version_of(NEW))


CASES: list[tuple[dict[str, Any], list[dict[str, Any]], list[str]]] = [
    (
        {"type": "session.update", "session": {"voice": "a", "rate": 2, "x": [1]}},
        [
            {
                "type": "session.update",
                "session": {
                    "audio": {"output": {"voice": "a", "rate": 2}},
                    "x": [1],
                    "type": "realtime",
                },
            }
        ],
        [],
    ),
    (
        {
            "type": "session.update",
            "session": {"heat": 0.5, "tools": [{"kind": "function", "name": "f"}]},
        },
        [
            {
                "type": "session.update",
                "session": {"tools": [{"kind": "function", "name": "f"}], "type": "realtime"},
            }
        ],
        [
            "$.session.heat: left out: the other version has no such field",
            "$.session.tools[0].strict: the other version requires it",
        ],
    ),
    (
        {"type": "stop", "reason": "tired"},
        [{"type": "stop"}],
        ["$.reason: the other version does not take it; left out"],
    ),
    ({"type": "gone.by"}, [], ["$: the other version has no such event"]),
    ({"type": "unheard", "of": {"it": [None]}}, [{"type": "unheard", "of": {"it": [None]}}], []),
    ({"no": "type"}, [{"no": "type"}], []),
    ({"type": ["stop"]}, [{"type": ["stop"]}], []),
]


@pytest.mark.parametrize(("event", "events", "losses"), CASES)
def test_an_event_is_adapted_and_losses_are_told(
    event: dict[str, Any], events: list[dict[str, Any]], losses: list[str]
) -> None:
    made, _ = hold_the_laws(small(), event, Side.WRITERS, up=True)
    assert list(made.events) == events
    assert list(map(str, made.losses)) == losses


def test_an_object_that_was_made_goes_without_a_word() -> None:
    event = {
        "type": "session.update",
        "session": {"type": "realtime", "audio": {"output": {"voice": "b", "pitch": 1}}},
    }
    made, _ = hold_the_laws(small(), event, Side.WRITERS, up=False)
    assert made.events == ({"type": "session.update", "session": {"voice": "b"}},)
    assert [loss.path for loss in made.losses] == ["$.session.audio.output.pitch"]


def test_the_result_shares_nothing_with_the_event() -> None:
    event: dict[str, Any] = {"type": "unheard", "of": {"it": [{"a": 1}]}}
    (made,) = adapted(event, small().up[Side.WRITERS]).events
    made["of"]["it"][0]["a"] = 2  # type: ignore[call-overload, index]
    assert event == {"type": "unheard", "of": {"it": [{"a": 1}]}}


def test_what_nests_too_deeply_is_told() -> None:
    deep: Any = None
    for _ in range(100_000):
        deep = [deep]
    made = adapted({"type": "stop", "x": deep}, small().up[Side.WRITERS])
    assert made == Adapted((), (Loss("$", "event", "it nests too deeply"),))


def test_the_work_is_linear_where_choices_nest() -> None:
    """Each level may be either of two objects, which only what is further in tells apart."""
    text = """
    export interface A { next?: A | B; a?: string; old?: 1 }
    export interface B { next?: A | B; b?: string; old?: 1 }
    export interface E { type: 'e'; top: A | B }
    export interface F { type: 'f' }
    export type ClientEvent = E | F;
    """
    ways = Ways(version_of(text), version_of(text.replace("old?: 1", "old?: 2")))
    value: dict[str, Any] = {"old": 1}
    for _ in range(60):
        value = {"next": value}
    made, _ = hold_the_laws(ways, {"type": "e", "top": value}, Side.WRITERS, up=True)
    assert made.events


LOSING = """
export interface I { id: string; gone?: number; kid?: I; map?: Record<string, I> }
export interface J { id: string; other: string; kid?: I }
export interface A { type: 'a'; items: I[]; one?: I | J }
export interface B { type: 'b' }
export type ClientEvent = A | B;
"""


@cache
def losing() -> Tables:
    """The way to a version that lacks a field which may be anywhere."""
    ways = Ways(version_of(LOSING), version_of(LOSING.replace(" gone?: number;", "")))
    return ways.up[Side.WRITERS]


def lossy(count: int) -> dict[str, Any]:
    return {"id": "", "map": {str(number): {"id": "", "gone": 1} for number in range(count)}}


def test_what_many_losses_cost_grows_as_they_do() -> None:
    def event(count: int) -> Event:
        return {"type": "a", "items": [{"id": "", "gone": 1} for _ in range(count)]}

    def adapt(event: Event) -> None:
        assert len(adapted(event, losing()).losses) == len(event["items"])  # type: ignore[arg-type]

    assert growth(event, adapt, 1_000, 10) < EVEN


def test_losses_are_not_copied_at_each_level() -> None:
    peaks: list[int] = []
    for depth in (60, 60, 120):
        inner: Any = lossy(2_000)
        for _ in range(depth):
            inner = {"id": "", "kid": inner}
        tracemalloc.start()
        try:
            losses = adapted({"type": "a", "items": [], "one": inner}, losing()).losses
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
        assert len(losses) == 2_000
    assert peaks[2] < 1.1 * peaks[1], peaks


def test_the_path_of_a_loss_is_short() -> None:
    """Neither one long key over many losses nor many keys of some length cost their product."""
    tracemalloc.start()
    try:
        one: Any = {"id": "", "map": {"k" * 100_000: lossy(1_000)}}
        long = adapted({"type": "a", "items": [], "one": one}, losing()).losses
        deep: Any = {"id": "", "gone": 1}
        for number in range(100):
            deep = {"id": "", "map": {f"{number:04}{'x' * 20_000}": deep}}
        (last,) = adapted({"type": "a", "items": [], "one": deep}, losing()).losses
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()
    assert len(long) == 1_000
    assert max(len(loss.path) for loss in long) <= 240
    assert len({loss.path for loss in long}) == 1_000
    assert len(last.path) <= 240
    assert last.path.startswith('$.one.map["0099xxx')
    assert last.path.endswith('xxx"].gone')


# ------------------------------------------------------------------------- random pairs


def with_events(model: Model, values: Values) -> Model:
    """A model with an event for each declaration that has a value, in a group."""
    declarations: list[Declaration] = []
    members = []
    for number, declaration in enumerate(model.declarations):
        if values.exists(Ref(declaration.id)):
            id_ = DeclId("a.d.ts", (f"Event{number}Sent",))
            tag = Literal("string", f"event.{number}")
            body = Property("body", Ref(declaration.id), required=number % 2 == 0)
            declarations.append(Interface(id_, (Property("type", tag), body)))
            members.append((f"event.{number}", id_))
    union = DeclId("a.d.ts", ("SomeClientEvent",))
    alias = Alias(union, Union(tuple(Ref(id_) for _, id_ in members)))
    group = EventGroup(union, ("type",), tuple(members))
    return replace(model, declarations=(*model.declarations, *declarations, alias), groups=(group,))


def changed(model: Model, chance: random.Random) -> Model:
    """A model with random changes of its fields and unions."""
    types = [
        property_.type
        for declaration in model.declarations
        if isinstance(declaration, Interface)
        for property_ in declaration.properties
    ]
    made: list[Declaration] = []
    for declaration in model.declarations:
        if isinstance(declaration, Interface):
            made += changed_object(declaration, types, chance)
        elif isinstance(declaration, Alias) and isinstance(declaration.type, Union):
            made.append(changed_union(declaration, declaration.type, model, chance))
        else:
            made.append(declaration)
    return replace(model, declarations=tuple(made))


def changed_union(alias: Alias, union: Union, model: Model, chance: random.Random) -> Alias:
    members = list(union.members)
    if alias.id not in {group.id for group in model.groups} and chance.random() < 0.4:
        members.pop(chance.randrange(len(members)))
    return replace(alias, type=Union(tuple(members))) if len(members) > 1 else alias


def changed_object(
    interface: Interface, types: list[Type], chance: random.Random
) -> Iterator[Declaration]:
    properties: list[Property] = []
    inner: list[Property] = []
    names = {property_.wire_name for property_ in interface.properties}
    for property_ in interface.properties:
        way = chance.randrange(14)
        if property_.wire_name == "type" or way > 6:
            properties.append(property_)
        elif way == 0:
            properties.append(replace(property_, wire_name=f"{property_.wire_name}_now"))
        elif way == 1:
            properties.append(replace(property_, required=not property_.required))
        elif way == 2:
            properties.append(replace(property_, type=chance.choice(types)))
        elif way in (3, 4):
            inner.append(property_)
        elif way == 5:
            added = Property(f"{property_.wire_name}_kind", Literal("string", "new"))
            properties += [property_, added]
    if inner and "holder" not in names:
        id_ = DeclId(interface.id.module, (*interface.id.path, "Holder"))
        yield Interface(id_, tuple(inner))
        properties.append(Property("holder", Ref(id_), required=chance.random() < 0.5))
    unique = {property_.wire_name: property_ for property_ in properties}
    yield replace(interface, properties=tuple(unique.values()))


@given(st.data())
@examples(40)
def test_random_pairs_of_specs(data: st.DataObject) -> None:
    hold_for_random_pairs(data)


@pytest.mark.nightly
@given(st.data())
@examples(3000)
def test_many_random_pairs_of_specs(data: st.DataObject) -> None:
    hold_for_random_pairs(data)


def tells_its_objects(model: Model) -> bool:
    """Whether a field with certain values tells the objects of each union apart.

    Otherwise an adapter has to guess, and two specs may be such that it guesses wrong.
    """
    declared = model.by_id()
    types = [type_ for declaration in model.declarations for type_ in types_of(declaration)]
    while types:
        type_ = types.pop()
        types += children(type_)
        members = [declared[id_] for id_ in objects(type_, declared)]
        for one, other in combinations(members, 2):
            left, right = closed_fields(one), closed_fields(other)
            if not any(left[name].isdisjoint(right[name]) for name in left.keys() & right.keys()):
                return False
    return True


def closed_fields(declaration: Declaration) -> dict[str, set[str]]:
    """The required fields of an object that have one value, which is a text."""
    assert isinstance(declaration, Interface)
    return {
        property_.wire_name: {property_.type.value}
        for property_ in declaration.properties
        if property_.required
        and isinstance(property_.type, Literal)
        and isinstance(property_.type.value, str)
    }


def hold_for_random_pairs(data: st.DataObject) -> None:
    plain = data.draw(models(PLAIN))
    model = with_events(plain, Values(plain))
    chance = random.Random(data.draw(st.integers(0, 2**32)))
    other = changed(model, chance)
    if not tells_its_objects(model) or not tells_its_objects(other):
        return
    ways = Ways(Version.of(model, "a.d.ts"), Version.of(other, "a.d.ts"))
    for one, up in ((model, True), (other, False)):
        values = Values(one)
        for _, id_ in one.groups[0].members:
            if values.exists(Ref(id_)):
                event = data.draw(values.of(Ref(id_)))
                hold_the_laws(ways, event, Side.WRITERS, up=up)


@given(st.data())
@examples(30)
def test_a_spec_is_its_own_other_version(data: st.DataObject) -> None:
    """Without a change nothing is to be done."""
    plain = data.draw(models(PLAIN))
    model = with_events(plain, Values(plain))
    version = Version.of(model, "a.d.ts")
    for tables in (Ways(version, version).up, Ways(version, version).down):
        assert tables[Side.WRITERS] == Tables({"type": {}}, {})


# ----------------------------------------------------------------------- the module itself


def text_of_adapter(old: Version, new: Version) -> str:
    text = adapter(old, new, compare(old, new), version="1", least=0.75)
    assert text is not None
    return text


def imported(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_module_does_what_its_tables_say(tmp_path: Path) -> None:
    path = tmp_path / "adapter_of_two.py"
    path.write_text(text_of_adapter(small().old, small().new), encoding="utf-8")
    module = imported(path)
    for event, events, losses in CASES:
        made = module.upgrade_client_event(event)
        assert list(made.events) == events
        assert list(map(str, made.losses)) == losses
    assert not hasattr(module, "upgrade_server_event"), "no server's events are declared"
    assert set(module.__all__) >= {"Adapted", "Loss", "downgrade_client_event"}


def test_text_of_a_spec_is_escaped(tmp_path: Path) -> None:
    nasty = '"""\\\\ {x} \\u202e \\n # '
    old = OLD.replace("'asked'", json.dumps(nasty)).replace("heat?", f"{json.dumps(nasty)}?")
    path = tmp_path / "adapter_of_texts.py"
    path.write_text(text_of_adapter(version_of(old), version_of(NEW)), encoding="utf-8")
    module = imported(path)
    value = json.loads(json.dumps(nasty).replace("\\\\", "\\"))
    made = module.upgrade_client_event({"type": "stop", "reason": nasty})
    assert [loss.path for loss in made.losses] == ["$.reason"], value


def test_the_same_specs_give_the_same_text() -> None:
    texts = {text_of_adapter(version_of(OLD), version_of(NEW)) for _ in range(2)}
    assert len(texts) == 1


@pytest.mark.checkers
@pytest.mark.parametrize("pyright", [False, pytest.param(True, marks=pytest.mark.nightly)])
def test_checkers_have_nothing_to_say(pyright: bool, tmp_path: Path) -> None:
    if pyright:
        require_node()
    folder = tmp_path / "adapters"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "small.py").write_text(text_of_adapter(small().old, small().new), encoding="utf-8")
    whole = adapter(*openai(), openai_report(), version="1", least=0.75)
    (folder / "same.py").write_text(text_of_adapter(small().old, small().old), encoding="utf-8")
    (folder / "openai.py").write_text(whole or "", encoding="utf-8")
    assert not misformatted(folder)
    assert not ruff_findings(folder, "F,E9,B,UP,RUF", ["RUF022", "UP007"])
    assert not mypy_findings(tmp_path, ["adapters"])
    assert not pyright or not pyright_findings(tmp_path, ["adapters"])


# ------------------------------------------------------------------------------ the command


def written(tmp_path: Path, *options: str) -> tuple[int, str, Path]:
    (tmp_path / "old.d.ts").write_text(OLD)
    (tmp_path / "new.d.ts").write_text(NEW)
    output = tmp_path / "proxy" / "adapter.py"
    specs = [str(tmp_path / "old.d.ts"), str(tmp_path / "new.d.ts")]
    done = CliRunner().invoke(main, ["adapt", *specs, "-o", str(output), *options])
    return done.exit_code, done.stderr, output


def test_the_command_writes_a_file_once(tmp_path: Path) -> None:
    code, said, output = written(tmp_path)
    assert (code, said) == (0, f"{output}: written\n")
    first = output.read_bytes()
    assert written(tmp_path)[:2] == (0, "")
    assert written(tmp_path, "--check")[0] == 0
    output.write_bytes(first + b"#")
    code, said, _ = written(tmp_path, "--check")
    assert (code, said) == (1, f"{output}: not up to date\n")
    assert written(tmp_path, "--force")[0] == 0
    assert output.read_bytes() == first
    output.write_bytes(first.replace(b"\n", b"\r\n"))
    assert written(tmp_path, "--check")[0] == 0


@pytest.mark.parametrize("edit", ["appended", "amid", "the seal", "no seal"])
def test_an_edited_module_is_not_overwritten(edit: str, tmp_path: Path) -> None:
    _, _, output = written(tmp_path)
    first = output.read_text()
    lines = first.splitlines(keepends=True)
    edited = {
        "appended": f"{first}# Mine.\n",
        "amid": first.replace("import", "import  ", 1),
        "the seal": "".join([lines[0], lines[1].replace(":", ": 0"), *lines[2:]]),
        "no seal": "".join([lines[0], *lines[2:]]),
    }[edit]
    assert edited != first
    output.write_text(edited)
    code, said, _ = written(tmp_path)
    assert code == 2
    assert f"error[RC403]: {output}: edited since it was generated" in said
    assert output.read_text() == edited
    # A module of another version that nobody edited is none.
    output.write_text(sealed(edited.replace(lines[1], "")))
    assert written(tmp_path)[0] == 0
    assert output.read_text() == first


def test_the_command_leaves_files_of_others_alone(tmp_path: Path) -> None:
    (tmp_path / "proxy").mkdir()
    (tmp_path / "proxy" / "adapter.py").write_text("mine = True\n")
    code, said, output = written(tmp_path)
    assert code == 2
    assert "RC727" in said
    assert output.read_text() == "mine = True\n"


def test_specs_without_events_in_common_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.d.ts").write_text("export interface A { x: 1 }\n")
    done = CliRunner().invoke(main, ["adapt", *[str(tmp_path / "a.d.ts")] * 2])
    assert done.exit_code == 3
    assert "RC726" in done.stderr


# ------------------------------------------------------------------ the beta, and GA


def openai() -> tuple[Version, Version]:
    from tests.test_migrate_beta import versions

    return versions()


def openai_report() -> ChangeReport:
    from tests.test_migrate_beta import report

    return report()


@cache
def openai_ways() -> Ways:
    old, new = openai()
    return Ways(old, new, Routes(old, new, openai_report(), 0.75))


@pytest.mark.network
@pytest.mark.xdist_group("spec-history")
@pytest.mark.parametrize("up", [True, False])
def test_samples_of_every_class(up: bool) -> None:
    ways = openai_ways()
    version = ways.old if up else ways.new
    sampler = Sampler(version.model, version.names)
    number = 0
    for group in version.model.groups:
        for side in version.group_sides(group):
            for id_ in group.interfaces:
                event = plain(sampler.sampled(id_))
                hold_the_laws(ways, event, side, up=up)
                number += 1
    assert number > 30


ERAS = {"openai-openapi__docs_examples_beta": True, "pydantic-ai__test_openai_ws": False}


@pytest.mark.network
@pytest.mark.xdist_group("spec-history")
@pytest.mark.skipif(not EVENTS.is_dir(), reason="the recorded events are not here")
@pytest.mark.parametrize(("prefix", "up"), ERAS.items())
def test_recordings_of_both_eras(prefix: str, up: bool) -> None:
    ways = openai_ways()
    number = 0
    for path in sorted(EVENTS.glob(f"{prefix}*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            side = Side.WRITERS if record["dir"] == "client" else Side.READERS
            # One documented example of the beta has a name that only GA has.
            if "type" in record["event"] and "temperature" not in line:
                hold_the_laws(ways, record["event"], side, up=up)
                number += 1
    assert number > 60


@pytest.mark.network
@pytest.mark.xdist_group("spec-history")
def test_a_session_of_the_beta_goes_to_ga_and_back() -> None:
    ways = openai_ways()
    session: Event = {
        "modalities": ["audio"],
        "voice": "alloy",
        "input_audio_format": "pcm16",
        "output_audio_format": "g711_ulaw",
        "turn_detection": {"type": "server_vad"},
    }
    event: Event = {"type": "session.update", "session": session}
    (made,), losses = adapted(event, ways.up[Side.WRITERS])
    assert not losses
    assert made["session"] == {
        "output_modalities": ["audio"],
        "audio": {
            "output": {"voice": "alloy", "format": {"type": "audio/pcmu"}},
            "input": {
                "format": {"type": "audio/pcm", "rate": 24000},
                "turn_detection": {"type": "server_vad"},
            },
        },
        "type": "realtime",
    }
    assert adapted(made, ways.down[Side.WRITERS]) == Adapted((event,))


@pytest.mark.network
@pytest.mark.xdist_group("spec-history")
def test_an_event_that_is_two_now_comes_back_as_one() -> None:
    ways = openai_ways()
    content: Json = [{"type": "text", "text": "Hi"}]
    item: Event = {"id": "i", "type": "message", "role": "assistant", "content": content}
    event: Event = {
        "type": "conversation.item.created",
        "event_id": "e",
        "previous_item_id": "p",
        "item": item,
    }
    (added, done), losses = adapted(event, ways.up[Side.READERS])
    assert not losses
    assert (added["type"], done["type"]) == ("conversation.item.added", "conversation.item.done")
    assert added["item"] == {**item, "content": [{"type": "output_text", "text": "Hi"}]}
    assert adapted(added, ways.down[Side.READERS]) == Adapted((event,))
    back = adapted(done, ways.down[Side.READERS])
    assert back.events == ()
    assert "conversation.item.created" in back.losses[0].why
