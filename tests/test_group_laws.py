"""Laws of groups: which unions get a dispatcher, and who is given an event.

The specs are random. Each knows by itself what its messages are, so that the laws do not
depend on what the tool makes of the union.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner

from realtime_codegen.cli import main
from realtime_codegen.model import Alias, EventGroup, Literal, tag_key
from realtime_codegen.model.groups import Reason, group_of
from realtime_codegen.model.json import from_json, to_json
from realtime_codegen.model.paths import path_text
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.diagnostics import Severity
from realtime_codegen.text.source import MemoryFiles
from tests.tools.checkers import mypy_findings, pyright_findings
from tests.tools.night import sampled
from tests.tools.node import require_node
from tests.tools.packages import (
    ENTRY,
    compiled_text,
    import_package,
    share_runtime,
    write_tree,
)

SEEDS: Final = 30
TAGS: Final[tuple[tuple[Any, ...], ...]] = (
    ("ping", "pong", "error", "session.update", "it's", "é", "", "type"),
    (0, 1, 2, 10, 11, -1, 4096, 2**40),
    (True, False),
    (True, 1, "1", "true", 0, False, "x", 10),
    (None, "null", "ping", "", "pong"),
    (None, True, 1, 0, "null", False),
)
PROPERTIES: Final = ("type", "op", "kind", "event-type", "from", "self")
PATHS: Final = ((), ("header",), ("meta", "class"), ("a.b",), ("outer", "y-z", "head"))
"""The keys that lead to the object with the tag: it is the message itself, or an inner one."""


@dataclass
class Message:
    """A value, and what the spec says of it: its tag and its class."""

    value: dict[str, Any]
    tag: Any
    owner: str


@dataclass
class Spec:
    """A random spec with one union `Event`, and its messages; `tags` are the declared ones."""

    text: str
    path: tuple[str, ...]
    tags: tuple[Any, ...]
    open: tuple[str, ...]
    messages: list[Message] = field(default_factory=list)

    def told(self, tag: Any) -> dict[str, Any]:
        """What a message has for a tag, with all that is required beside it."""
        *steps, name = self.path
        value = {name: tag, **({"id": "1"} if steps else {})}
        for step in reversed(steps):
            value = {step: value}
        return value


class Tagged:
    """Writes the part of an interface that has the tag at a path, in one way or another."""

    def __init__(self, path: tuple[str, ...], form: int) -> None:
        self.path = path
        self.form = form
        *_, name = path
        head = f"export interface Head<T> {{ {spelled(name)}: T; id: string }}"
        self.lines = [head] if len(path) > 1 and form == 2 else []

    def written(self, owner: str, types: str) -> str:
        *steps, name = self.path
        if not steps:
            return f"{spelled(name)}: {types}"
        inner = f"{{ {spelled(name)}: {types}; id: string }}"
        if self.form == 1:
            self.lines.append(f"export interface {owner}Head {inner}")
            inner = f"{owner}Head"
        elif self.form == 2:
            inner = f"Head<{types}>"
        for step in reversed(steps[1:]):
            inner = f"{{ {spelled(step)}: {inner} }}"
        return f"{spelled(steps[0])}: {inner}"


def spelled(value: Any) -> str:
    """A literal as TypeScript has it."""
    return json.dumps(value, ensure_ascii=False)


def random_spec(random_: random.Random, steps: tuple[str, ...] = (), form: int = 0) -> Spec:
    """Members with one tag or several, with a second level, open ones, a wrapping around them.

    The tag is in an object that `steps` lead to; of two numbers `random_` makes one spec.
    """
    name = random_.choice(PROPERTIES)
    tagged = Tagged((*steps, name), form)
    told = Spec("", tagged.path, (), ()).told
    pool = random_.choice(TAGS)
    tags = random_.sample(pool, random_.randint(min(2, len(pool)), min(5, len(pool))))
    lines: list[str] = []
    members: list[str] = []
    messages: list[Message] = []

    def member(owner: str, tag: Any, body: str, values: list[dict[str, Any]]) -> None:
        own = tag if isinstance(tag, list) else [tag]
        types = " | ".join(map(spelled, own))
        lines.append(f"export interface {owner} {{ {tagged.written(owner, types)}; {body} }}")
        members.append(owner)
        messages.extend(
            Message({**told(one), **value}, one, owner) for one in own for value in values
        )

    rest = list(tags)
    while rest:
        number = len(members)
        kind = random_.choice(("plain", "plain", "several", "second tag", "keys", "kinds", "sub"))
        tag = rest.pop()
        if kind == "several" and rest and members:
            both = [tag, rest.pop()]
            member(f"M{number}", both, "n?: number | null", [{}, {"n": 1}])
        elif kind == "second tag":
            member(
                f"M{number}", tag, f"ok{number}: true; r: string", [{f"ok{number}": True, "r": "r"}]
            )
            member(
                f"M{number}No",
                tag,
                f"ok{number}: false; e: string",
                [{f"ok{number}": False, "e": "e"}],
            )
        elif kind == "keys":
            member(f"M{number}", tag, "left: string", [{"left": "l"}])
            member(f"M{number}Other", tag, "right: number", [{"right": 1}])
        elif kind == "kinds":
            member(f"M{number}", tag, "v: string", [{"v": "v"}])
            member(f"M{number}Number", tag, "v: number", [{"v": 1}])
        elif kind == "sub":
            member(f"M{number}", tag, "v: string | number", [{"v": 1}])
            member(f"M{number}Sub", tag, "v: string", [{"v": "v"}])
        else:
            member(f"M{number}", tag, "n: number; t?: string", [{"n": 1}, {"n": 1, "t": "t"}])
    open_: list[str] = []
    if all(tag is None or isinstance(tag, str) for tag in tags) and random_.random() < 0.6:
        body = random_.choice(
            ("[k: string]: unknown", "data?: unknown", "payload: unknown", "x: string")
        )
        type_ = random_.choice(("string", "string & {}", "`x.${string}` | string", "Text"))
        lines.append("export type Text = string;\nexport interface Other {")
        lines.append(f"  {tagged.written('Other', type_)}; {body} }}")
        members.append("Other")
        open_.append("Other")
        for tag in ("zzz", "x.y", "unheard of"):
            value = {**told(tag), "payload": [1], "x": "x"}
            messages.append(Message(value, tag, "Other"))
    random_.shuffle(members)
    if len(members) > 2 and random_.random() < 0.4:
        lines.append(f"export type Inner = {' | '.join(members[:2])};")
        members[:2] = ["Inner"]
    lines.append(f"export type Event = {' | '.join(members)};")
    lines.append(
        random_.choice(
            (
                "",
                "export interface Line { at: number; by?: string | null; event: Event }",
                "export interface History { events: Event[]; kind: 'log' | 'dump' }",
                "export type Batch = Event[];\nexport interface Chunk { batch: Batch }",
                "export interface Line { event: Event }\nexport interface Log { lines: Line[] }",
                "export type Maybe = Event | null;",
            )
        )
    )
    text = "\n".join((*tagged.lines, *lines))
    return Spec(text, tagged.path, tuple(tags), tuple(open_), messages)


def specs() -> Iterator[tuple[int, Spec]]:
    for seed in range(SEEDS):
        steps = PATHS[seed % len(PATHS)]
        yield seed, random_spec(random.Random(f"groups {seed}"), steps, seed % 3)


def group_in(spec: Spec) -> EventGroup:
    """The group of the union by default; a spec has no other one that is named so."""
    loaded = load_model(MemoryFiles({ENTRY: spec.text.encode()}), ENTRY, Options())
    assert loaded.model is not None, loaded.diagnostics
    assert all(diagnostic.severity is not Severity.ERROR for diagnostic in loaded.diagnostics)
    assert from_json(to_json(loaded.model)) == loaded.model
    [group] = [group for group in loaded.model.groups if str(group.id) == "Event"]
    return group


def seeds_with_steps() -> list[Any]:
    """Each seed with the tag in the message itself, and some with the tag in an inner object."""
    inner = [pytest.param(seed, PATHS[1 + seed % 4]) for seed in range(SEEDS)]
    return [
        *sampled([pytest.param(seed, ()) for seed in range(SEEDS)], 3),
        *sampled(inner, 10),
    ]


@pytest.mark.parametrize(("seed", "steps"), seeds_with_steps())
def test_each_event_goes_to_its_tag_and_its_class(
    seed: int, steps: tuple[str, ...], tmp_path: Path
) -> None:
    spec = random_spec(random.Random(f"groups {seed}"), steps, seed % 3)
    group = group_in(spec)
    assert group.tag_path == spec.path
    assert set(map(tag_key, group.tags)) == set(map(tag_key, spec.tags))
    assert tuple(map(str, group.other)) == spec.open
    name = f"group_law_{seed}_{len(steps)}"
    package: Any = import_package(tmp_path, compiled_text(spec.text, name).files, name)
    several = "tag" in inspect.signature(package.event_type).parameters
    for message in spec.messages:
        choices: list[dict[str, Any]] = [{}, {"strict": True}, {"skip_unhandled": True}]
        for options in choices:
            check(package, spec, message, options)
        named = (path_text(spec.path),) if several else ()
        assert package.event_type(json.dumps(message.value), *named, check=False) == message.tag
        if message.tag is None:
            check_missing(package, spec, message)
        assert type(package.event_type(message.value, *named)) is type(message.tag)
    check_unknown(package, spec)


def check(package: Any, spec: Spec, message: Message, options: dict[str, Any]) -> None:
    """The handlers that an event is given to are those of its tag, its class and the catch-all."""
    called: list[str] = []
    dispatcher = package.EventDispatcher(**options)

    def handler(name: str) -> Callable[[Any], None]:
        return lambda event: called.append(f"{name}: {type(event).__name__}")

    for tag in spec.tags:
        dispatcher.on(tag, handler(f"tag {tag_key(tag)}"))
    for owner in dict.fromkeys(message.owner for message in spec.messages):
        dispatcher.on(getattr(package.models, owner), handler(f"class {owner}"))
    dispatcher.on_any(handler("any"))
    dispatcher.on_unknown(handler("unknown"))
    declared = message.owner not in spec.open
    keys = [f"tag {tag_key(message.tag)}"] if declared else []
    keys += [f"class {message.owner}", "any"]
    expected = [f"{key}: {message.owner}" for key in keys]
    text = json.dumps(message.value)
    event = package.decode_event(text, strict=True)
    for given in (text, text.encode(), message.value, event):
        called.clear()
        assert dispatcher.dispatch(given)
        assert called == expected, (given, options)
        called.clear()
        assert asyncio.run(dispatcher.dispatch_async(given))
        assert called == expected, (given, options)
    for key in (message.tag, getattr(package.models, message.owner)) if declared else ():
        alone = package.EventDispatcher(**options)
        alone.once(key, handler("once"))
        called.clear()
        assert [alone.dispatch(text) for _ in range(2)] == [True, False]
        assert called == [f"once: {message.owner}"]
        alone.on(key, handler("off"))
        assert alone.off(key) == 1
        assert not alone.dispatch(text)


def check_missing(package: Any, spec: Spec, message: Message) -> None:
    """A message without the tag is one whose tag is null, but for strict decoding."""
    *steps, name = spec.path
    value = json.loads(json.dumps(message.value))
    holder = value
    for step in steps:
        holder = holder[step]
    del holder[name]
    owners = {one.owner for one in spec.messages if one.tag is None}
    called: list[Any] = []
    dispatcher = package.EventDispatcher()
    dispatcher.on(None, called.append)
    for given in (value, json.dumps(value), package.decode_event(value)):
        called.clear()
        assert dispatcher.dispatch(given)
        assert [type(event).__name__ in owners for event in called] == [True]
    with pytest.raises(package.DecodeError):
        package.decode_event(value, strict=True)


def check_unknown(package: Any, spec: Spec) -> None:
    """What has no declared tag is of the open member, or unknown; each kind is a tag of its own."""
    tags: list[Any] = ["unheard", "11", 11.5, 99, True, 1, None, [1], {}]
    for tag in tags:
        if tag_key(tag) in set(map(tag_key, spec.tags)):
            continue
        dispatcher = package.EventDispatcher(raise_unhandled=(99,))
        called: list[Any] = []
        dispatcher.on_unknown(called.append)
        for owner in spec.open:
            dispatcher.on(getattr(package.models, owner), called.append)
        value = {**spec.told(tag), "payload": 1, "x": "x"}
        assert dispatcher.dispatch(json.dumps(value))
        [event] = called
        names = spec.open or ("UnknownEvent",)
        assert type(event).__name__ in names
        if not spec.open:
            assert event.type == (tag if isinstance(tag, str) else "")
            assert event.data == value
            with pytest.raises(ValueError, match="EventDispatcher has no event"):
                dispatcher.on(tag if isinstance(tag, str) else "unheard", called.append)
    if not spec.open and spec.tags != (99,) and not all(isinstance(t, str) for t in spec.tags):
        dispatcher = package.EventDispatcher(raise_unhandled=(99,))
        with pytest.raises(package.UnhandledEventError):
            dispatcher.dispatch(spec.told(99))


@pytest.mark.checkers
@pytest.mark.parametrize("count", [5, pytest.param(SEEDS, marks=pytest.mark.nightly)])
def test_type_checkers_accept_the_handlers(count: int, tmp_path: Path) -> None:
    """The handler of a tag takes the classes that have it; the handler of a class, the class."""
    require_node()
    root = tmp_path / "laws"
    write_tree(root, {"__init__.py": "", "py.typed": ""})
    with_null = next(item for item in islice(specs(), count, None) if None in item[1].tags)
    for seed, spec in (*islice(specs(), count), with_null):
        name = f"p{seed}"
        write_tree(root, share_runtime(compiled_text(spec.text, name).files))
        lines = ["from typing import Any", f"from laws.{name} import EventDispatcher, models", ""]
        lines += ["d = EventDispatcher()"]
        for number, tag in enumerate(spec.tags):
            owners = dict.fromkeys(
                # mypy takes `True` for `1`: such tags have one type of handler.
                message.owner
                for message in spec.messages
                if message.tag == tag
            )
            type_ = " | ".join(f"models.{owner}" for owner in owners)
            lines += [f"@d.on({tag!r})", f"def t{number}(event: {type_}) -> None: ...", ""]
        for owner in dict.fromkeys(message.owner for message in spec.messages):
            lines += [f"@d.on(models.{owner})", f"def c{owner}(event: models.{owner}) -> None: ..."]
        write_tree(root, {f"use_{name}.py": "\n".join(lines) + "\n"})
    findings = mypy_findings(tmp_path, ["laws"])
    assert not findings, "\n".join(findings)
    if count < SEEDS:
        return  # pyright takes five times as long: by night.
    findings = pyright_findings(tmp_path, ["laws"])
    findings = [
        finding for finding in findings if "use_" not in finding or "is not accessed" not in finding
    ]
    assert not [finding for finding in findings if "reportUnusedImport" not in finding], "\n".join(
        findings
    )


# ------------------------------------------------------------------ which unions are groups

MEMBERS: Final = "export interface A { type: 'a' }\nexport interface B { type: 'b' }\n"
EVENT: Final = f"{MEMBERS}export type Event = A | B;\n"

FREE: Final = {
    "alone": "",
    "a list": "export type Batch = Event[];",
    "an envelope": "export interface L { at: number; who?: string | null; event: Event }",
    "an envelope of a list": "export interface L { readonly events: readonly Event[] }",
    "an envelope of envelopes": (
        "export interface L { event: Event }\nexport interface F { name: string; lines: L[] }"
    ),
    "an envelope of it and an answer": (
        "export interface Ack { ok: true }\nexport interface L { id: number; body: Event | Ack }"
    ),
    "an envelope of it and an object": "export interface L { body: (Event | { ok: true })[] }",
    "an envelope of it and a union": (
        "export interface C { type: 'c' }\nexport interface D { type: 'd' }\n"
        "export type Other = C | D;\nexport interface L { id: number; body: Event | Other }"
    ),
    "another union": "export interface C { type: 'c' }\nexport type All = Event | C;",
    "an enum beside it": "export enum K { X = 'x' }\nexport interface L { k: K; event: Event }",
    "a map of its own": "export type ById = Record<string, Event>;",
}
USED: Final = {
    "beside an object": "export interface S { o: { x: 1 }; event: Event }",
    "optional": "export interface S { event?: Event }",
    "or null": "export interface S { event: Event | null }",
    "or null, or an answer": (
        "export interface Ack { ok: true }\nexport interface S { event: Event | Ack | null }"
    ),
    "or one of an enum": "export enum K { X = 'x' }\nexport interface S { event: Event | K }",
    "or a text": "export interface S { event: Event | string }",
    "or a map": "export interface S { event: Event | Record<string, number> }",
    "optional, or an answer": (
        "export interface Ack { ok: true }\nexport interface S { event?: Event | Ack }"
    ),
    "beside a list of it": "export interface S { event: Event | Event[] }",
    "twice": "export interface S { one: Event; two: Event }",
    "with further fields": "export interface S { event: Event; [k: string]: unknown }",
    "in a member": "export interface C { type: 'c'; inner: Event }\nexport type All = A | C;",
    "in an envelope in a message": (
        "export interface L { event: Event }\nexport interface S { l: L; more: { x: 1 } }"
    ),
    "in a map": "export interface S { by: { [k: string]: Event } }",
    "in a map with a name": (
        "export type ById = Record<string, Event>;\nexport interface S { by: ById }"
    ),
    "in a tuple": "export interface S { pair: [Event, string] }",
    "beside anything": "export interface S { event: Event; meta: unknown }",
}


def groups_of(text: str, **options: Any) -> list[str]:
    loaded = load_model(MemoryFiles({ENTRY: text.encode()}), ENTRY, Options(**options))
    assert loaded.model is not None, loaded.diagnostics
    return [str(group.id) for group in loaded.model.groups]


@pytest.mark.parametrize("more", FREE.values(), ids=FREE)
def test_what_lists_envelopes_and_unions_refer_to_is_a_group(more: str) -> None:
    assert "Event" in groups_of(EVENT + more)


@pytest.mark.parametrize("more", USED.values(), ids=USED)
def test_what_messages_are_made_of_is_no_group_unless_it_is_named(more: str) -> None:
    assert "Event" not in groups_of(EVENT + more)
    assert groups_of(EVENT + more, groups=("Event",)) == ["Event"]


def test_an_alias_that_is_not_exported_is_no_group_unless_it_is_named() -> None:
    text = f"{MEMBERS}type Hidden = A | B;\nexport interface S {{ h: Hidden; o: {{ x: 1 }} }}\n"
    assert groups_of(text) == []
    assert groups_of(text, groups=("Hidden",)) == ["Hidden"]


def test_the_named_groups_and_no_others() -> None:
    text = f"{EVENT}export type Other = A | B;\n"
    assert groups_of(text) == ["Event", "Other"]
    assert groups_of(text, groups=("Other",)) == ["Other"]
    assert groups_of(text, groups=("Other", "Event", "Other")) == ["Other", "Event"]


REASONS: Final = {
    "A": "A cannot be a group: it is an interface",
    "K": "K cannot be a group: it is an enum",
    "Name": "Name cannot be a group: it is another name for Event",
    "Text": "Text cannot be a group: it is no union of interfaces",
    "Some": "Some cannot be a group: its member string is no interface",
    "Maps": "Maps cannot be a group: its member { [key: string]: number } is no interface",
    "Keys": "Keys cannot be a group: no property has a value of its own",
    "Absent": "Absent cannot be a group: its tag 'kind' is not required in C",
    "Both": "Both cannot be a group: its tag 'kind' is not required in C",
    "Parts": "Parts cannot be a group: its tag 0.5 is no whole number",
    "Evnt": "no declaration is called 'Evnt': did you mean Event?",
    "": "no declaration is called ''",
}


@pytest.mark.parametrize("name", REASONS)
def test_what_cannot_be_a_group_says_why(name: str) -> None:
    text = f"""{EVENT}
export enum K {{ X = 'x' }}
export type Name = Event;
export type Text = string[];
export type Some = A | string;
export type Maps = A | {{ [key: string]: number }};
export type Keys = {{ a: string }} | {{ b: string }};
export interface C {{ kind?: 'c' }}
export interface D {{ kind: 'd' }}
export type Absent = C | D;
export interface E {{ kind: null | 'e' }}
export type Both = C | D | E;
export type Parts = {{ part: 0.5 }} | {{ part: 1 }};
"""
    files = MemoryFiles({ENTRY: text.encode()})
    loaded = load_model(files, ENTRY, Options(groups=(name,)))
    [told] = [diagnostic for diagnostic in loaded.diagnostics if diagnostic.code == "RC308"]
    assert told.severity is Severity.ERROR
    assert told.message.startswith(REASONS[name])
    assert (told.span is None) == told.message.startswith("no declaration")
    model = load_model(files, ENTRY, Options()).model
    assert model is not None
    by_id = model.by_id()
    for id_, declared in by_id.items():
        group = group_of(by_id, id_)
        named = load_model(files, ENTRY, Options(groups=(str(id_),))).model
        assert isinstance(group, Reason) == (named is None), declared
        if isinstance(group, EventGroup):
            assert isinstance(declared, Alias)
            assert named is not None
            assert named.groups == (group,)


def test_targets_that_make_nothing_say_so_once() -> None:
    used = EVENT + USED["optional"]
    for text, words in (
        (used, "(Event); --group NAME makes a group of one"),
        ("export interface A { a: string }", "it has no union of interfaces"),
        ("export type Keys = { a: string } | { b: string };", "Keys cannot be a group"),
    ):
        for targets in ((), ("dispatcher",)):
            result = compiled_text(text, "nothing", targets=targets)
            [told] = [diagnostic for diagnostic in result.diagnostics if diagnostic.code == "RC307"]
            assert told.severity is Severity.NOTE
            assert words in told.message
            assert "--group" in told.message
            assert ("peer" in told.message) == (not targets)
    # Of all targets one needs more than a group: two, or facts.
    [told] = compiled_text(EVENT, "something").diagnostics
    assert "the target session makes nothing" in told.message
    assert not compiled_text(used, "unasked", targets=("dataclasses",)).diagnostics


def test_an_open_member_is_for_the_tags_that_are_not_declared(tmp_path: Path) -> None:
    """A declared tag goes to its class whatever else it holds: it is never of the open one."""
    spec = """
export interface Ping { type: 'ping'; n: number }
export interface Pong { type: 'pong' }
export interface Other { type: string; [k: string]: unknown }
export type Event = Ping | Pong | Other;
"""
    result = compiled_text(spec, "open_member", targets=("dispatcher",))
    assert not result.diagnostics, "a subtype before its base"
    package: Any = import_package(tmp_path, result.files, "open_member")
    declared: list[dict[str, Any]] = [{}, {"n": None}, {"n": "x"}]
    for value in ({"type": "ping", **fields} for fields in declared):
        assert type(package.decode_event(value)) is package.Ping
        with pytest.raises(package.DecodeError, match="Event"):
            package.decode_event(value, strict=True)
    others: list[dict[str, Any]] = [{"type": "zzz", "n": 1}, {"type": "PING"}, {"type": ""}]
    for value in others:
        assert type(package.decode_event(value, strict=True)) is package.Other
    assert type(package.decode_event({})) is package.Other
    with pytest.raises(package.DecodeError):
        package.decode_event({}, strict=True)


def test_tags_of_a_group_are_scalars_in_the_model_as_json() -> None:
    spec = "export type R = { ok: true } | { ok: 1 } | { ok: '1' };\n"
    loaded = load_model(MemoryFiles({ENTRY: spec.encode()}), ENTRY, Options())
    assert loaded.model is not None
    [group] = json.loads(to_json(loaded.model))["groups"]
    assert [tag for tag, _ in group["members"]] == [True, 1, "1"]
    assert [type(tag) for tag, _ in group["members"]] == [bool, int, str]
    assert from_json(to_json(loaded.model)).groups == loaded.model.groups
    assert len(loaded.model.groups[0].tags) == 3
    assert isinstance(loaded.model.declarations[-1], Alias)
    assert Literal("boolean", True) != Literal("number", 1)


def test_a_message_of_a_shared_tag_may_be_of_no_class(tmp_path: Path) -> None:
    """It is unknown by the tag that it has, whatever told its members apart."""
    spec = """
export interface A { type: 'a'; ok: true }
export interface NotA { type: 'a'; ok: false }
export interface B { type: 'b'; v: string }
export interface NumberB { type: 'b'; v: number }
export interface One { type: 1; v: string }
export interface NumberOne { type: 1; v: number }
"""
    for name, union, tags in (
        ("texts", "A | NotA | B | NumberB", ("a", "b")),
        ("mixed", "A | NotA | B | NumberB | One | NumberOne", ("a", "b", 1)),
    ):
        text = f"{spec}export type Event = {union};\n"
        package: Any = import_package(
            tmp_path,
            compiled_text(text, f"none_of_{name}", targets=("dispatcher",)).files,
            f"none_of_{name}",
        )
        for tag in tags:
            for more in ({"ok": "neither"}, {}, {"v": [1]}):
                value = {"type": tag, **more}
                event = package.decode_event(value)
                assert type(event) is package.UnknownEvent
                assert (event.type, event.data) == (tag if isinstance(tag, str) else "", value)
                called: list[Any] = []
                dispatcher = package.EventDispatcher(raise_unhandled=(tag,))
                with pytest.raises(package.UnhandledEventError):
                    dispatcher.dispatch(json.dumps(value))
                dispatcher.on(tag, called.append)
                dispatcher.on_unknown(called.append)
                assert dispatcher.dispatch(json.dumps(value))
                assert called == [event]
                with pytest.raises(package.DecodeError):
                    package.decode_event(value, strict=True)


def test_groups_are_named_on_the_command_line_and_in_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REALTIME_CODEGEN_CACHE", str(tmp_path / "cache"))
    Path("s.d.ts").write_text(f"{EVENT}export type Other = A | B;\n", encoding="utf-8")
    dispatcher = Path("generated/s/dispatcher.py")

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, arguments)
        return done.exit_code, done.stderr

    assert run("s.d.ts", "--group", "Event") == (0, "")
    assert "EventDispatcher" in dispatcher.read_text()
    assert "OtherDispatcher" not in dispatcher.read_text()
    code, told = run("s.d.ts", "--group", "Evnt")
    assert (code, "did you mean Event?" in told) == (2, True), told
    config = '[specs.s]\nsource = "s.d.ts"\ngroups = ["Other"]\n'
    Path("realtime-codegen.toml").write_text(config, encoding="utf-8")
    assert run()[0] == 0
    assert "EventDispatcher" not in dispatcher.read_text()
    assert "OtherDispatcher" in dispatcher.read_text()
    assert run("s", "--group", "Event")[0] == 0
    assert "EventDispatcher" in dispatcher.read_text()
