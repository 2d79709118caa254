"""The target `pydantic`: models give the message back, and read what the dataclasses read."""

from __future__ import annotations

import ast
import asyncio
import dataclasses
import itertools
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import httpx
import pydantic
import pytest
from fastapi import FastAPI
from fastapi.openapi.models import OpenAPI
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from realtime_codegen.output import verification
from realtime_codegen.pipeline import Options, compile_spec
from realtime_codegen.python.tree import Expression
from realtime_codegen.runtime import _shapes as sh
from realtime_codegen.targets.pydantic.annotations import Annotations
from realtime_codegen.text.source import DiskFiles, MemoryFiles, SourceFile
from tests.test_sample_laws import specs
from tests.tools.cases import USABLE, Case, over, python_name
from tests.tools.checkers import run_tool
from tests.tools.instances import misfit
from tests.tools.night import at_night
from tests.tools.packages import (
    ENTRY,
    compiled,
    exactly,
    forget,
    import_package,
    reader_of,
    write_tree,
)
from tests.tools.pypi import python_environment

ROOT = Path(__file__).parents[1]
SPECS = {
    "ga": (ROOT / "spec/openai-realtime-ga", "realtime.d.ts"),
    "beta": (ROOT / "spec/openai-realtime-beta", "resources/beta/realtime/realtime.d.ts"),
}
GROUPS = ("RealtimeServerEvent", "RealtimeClientEvent")
QUICK = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def package_with_models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Any]]:
    """A function that makes the package of a spec with all that is compared here."""
    folder = tmp_path_factory.mktemp("models")

    @cache
    def make(which: str) -> ModuleType:
        root, entry = SPECS[which]
        facts = SourceFile("facts.toml", (root / "facts.toml").read_bytes())
        options = Options(("pydantic", "typeddicts", "strategies"), f"models_{which}", facts=facts)
        result = compile_spec(DiskFiles(root), entry, options)
        assert not result.failed
        return import_package(folder, result.files, f"models_{which}")

    yield make
    for name in [name for name in sys.modules if name.startswith("models_")]:
        del sys.modules[name]


@cache
def adapter(models: ModuleType, name: str) -> pydantic.TypeAdapter[Any]:
    return pydantic.TypeAdapter(getattr(models, name))


def same(package: Any, event: Any, model: Any) -> bool:
    """Whether a dataclass and a model are of one name and say the same, all the way down."""
    if isinstance(event, list):
        return (
            type(model) is list
            and len(event) == len(model)
            and all(same(package, one, other) for one, other in zip(event, model, strict=True))
        )
    if isinstance(event, dict):
        return (
            type(model) is dict
            and event.keys() == model.keys()
            and all(same(package, event[key], model[key]) for key in event)
        )
    if isinstance(event, package.UnknownEvent) or not dataclasses.is_dataclass(event):
        return type(event) is type(model) and bool(event == model)
    name = type(event).__name__
    if name != type(model).__name__:
        return False
    wires = getattr(package._schema, "RENAMED", {}).get(name, {})
    attributes = {
        attribute if field.serialization_alias is None else field.serialization_alias: attribute
        for attribute, field in type(model).model_fields.items()
    }
    whole: Any = event
    *names, _ = type(whole).__slots__
    for own in names:
        value, attribute = getattr(whole, own), attributes[wires.get(own, own)]
        if value is package.UNSET:
            if attribute in model.model_fields_set:
                return False
        elif not same(package, value, getattr(model, attribute)):
            return False
    return same(package, whole.unknown_fields or {}, model.model_extra)


# ------------------------------------------------------------------ the law of agreement


@pytest.mark.parametrize("which", SPECS)
@pytest.mark.parametrize("many", [25, at_night(pytest.param(10_000, id="10000"))])
def test_targets_agree(package_with_models: Callable[..., Any], which: str, many: int) -> None:
    """The same messages are equal values to dataclasses, to models and to TypedDicts."""
    package = package_with_models(which)
    strategies = [
        st.tuples(st.just(group), st.just(kind), package.strategies.messages(group, kind))
        for group in GROUPS
        for kind in ("valid", "lenient")
    ]

    @settings(QUICK, max_examples=many)
    @given(st.one_of(strategies))
    def run(drawn: tuple[str, str, dict[str, Any]]) -> None:
        group, kind, message = drawn
        text = json.dumps(message)
        decode = {
            "RealtimeServerEvent": package.decode_realtime_server_event,
            "RealtimeClientEvent": package.decode_realtime_client_event,
        }[group]
        event = decode(text)
        model = adapter(package.pydantic_models, group).validate_json(text)
        assert same(package, event, model), (text, event, model)
        assert exactly(json.loads(dumped(model))) == exactly(message)
        assert exactly(package.to_dict(event)) == exactly(message)
        typed = json.loads(text)
        assert typed == package.to_dict(event)
        if kind == "valid":
            hint = getattr(package.typed_dicts, group)
            assert misfit(typed, hint, package.typed_dicts) is None

    run()


def dumped(model: Any) -> str:
    """A model, or an event that is unknown, as JSON text."""
    if isinstance(model, pydantic.BaseModel):
        return model.model_dump_json()
    return pydantic.TypeAdapter(type(model)).dump_json(model).decode()


_MESSAGE = "item.RealtimeConversationItemAssistantMessage.content"
REFUSED = {
    # Examples of the documentation and events of other vendors, which strict decoding refuses too.
    f"openai-openapi RealtimeServerEventConversationItemRetrieved.{_MESSAGE}.0.type": 1,
    f"openai-openapi ResponseOutputItemDoneEvent.{_MESSAGE}.0.type": 2,
    "openai-openapi ResponseCreatedEvent.response.status": 2,
    "openai-openapi ResponseDoneEvent.response.output.0."
    "RealtimeConversationItemAssistantMessage.content.0.type": 1,
    "openai-openapi ResponseOutputItemAddedEvent.item.status": 2,
    "pydantic-ai ResponseContentPartDoneEvent.part": 3,
    "pydantic-ai ResponseCreatedEvent.response.status_details": 3,
    "pydantic-ai ResponseDoneEvent.response.output.0."
    "RealtimeConversationItemAssistantMessage.content.0.type": 4,
    "pydantic-ai ResponseDoneEvent.response.status_details": 3,
    "pydantic-ai ResponseFunctionCallArgumentsDeltaEvent.output_index": 1,
    f"pydantic-ai ResponseOutputItemAddedEvent.{_MESSAGE}": 3,
    f"pydantic-ai ResponseOutputItemDoneEvent.{_MESSAGE}": 3,
    f"pydantic-ai ResponseOutputItemDoneEvent.{_MESSAGE}.0.type": 1,
}
"""What pydantic refuses of the recordings, by place, with how often."""


def test_recordings(package_with_models: Callable[..., Any], events_dir: Path) -> None:
    """All events are given back, but for those with what pydantic refuses."""
    given_back, refused = 0, dict[str, int]()
    for file in sorted(events_dir.glob("*.jsonl")):
        package = package_with_models("beta" if "_beta_" in file.name else "ga")
        for line in file.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            event = entry.get("event")
            if entry.get("dir") not in ("client", "server"):
                continue
            group = f"Realtime{entry['dir'].title()}Event"
            try:
                model = adapter(package.pydantic_models, group).validate_python(event)
            except pydantic.ValidationError as fault:
                for error in fault.errors():
                    place = ".".join(str(step) for step in error["loc"])
                    key = f"{file.name.split('__')[0]} {place}"
                    refused[key] = refused.get(key, 0) + 1
                decode = getattr(package, f"decode_realtime_{entry['dir']}_event")
                with pytest.raises(package.DecodeError):
                    decode(event, strict=True)
                continue
            given_back += 1
            assert exactly(json.loads(dumped(model))) == exactly(event)
    assert refused == REFUSED
    assert given_back == 995


@over(tuple(case for case in USABLE if case.construct != "bad")[::2])
def test_payloads_of_a_case(case: Case, package_of: Callable[[Case], ModuleType]) -> None:
    """What strict decoding takes is read, and given back."""
    package: Any = package_of(case)
    models = package.pydantic_models
    for payload in case.payloads:
        if not payload["strict"]:
            continue
        name = python_name(case, payload["type"])
        made = adapter(models, name).validate_python(payload["value"])
        written = adapter(models, name).dump_json(made)
        assert exactly(json.loads(written)) == exactly(payload["value"]), name
        event = reader_of(package.__name__, name)(payload["value"])
        assert same(package, event, made), (name, event, made)


@pytest.mark.parametrize("many", [2, at_night(pytest.param(300, id="300"))])
def test_random_specs(tmp_path: Path, many: int) -> None:
    numbers = itertools.count()

    @settings(QUICK, max_examples=many)
    @given(specs(), st.data())
    def run(text: str, data: st.DataObject) -> None:
        name = f"random_models_{next(numbers)}"
        files = MemoryFiles({ENTRY: text.encode()})
        result = compiled(files, name, targets=("pydantic", "strategies"))
        assume(not result.failed)
        package: Any = import_package(tmp_path, result.files, name)
        for declared in package._ranks.ranks_of(package._schema.SHAPES):
            message = data.draw(package.strategies.messages(declared))
            made = adapter(package.pydantic_models, declared).validate_python(message)
            written = adapter(package.pydantic_models, declared).dump_json(made)
            assert exactly(json.loads(written)) == exactly(message), (declared, text)
        forget(name)

    run()


# ------------------------------------------------------------------------- for pydantic


SPEC = """
/** A question. */
export interface Ping {
  type: "ping";
  /** @deprecated use id */
  "event-id"?: string;
  /** How long. */
  readonly wait: number;
  note?: string | null;
  json?: Answer;
  model_config?: number;
  _private?: boolean;
  str?: string[];
}
export interface Answer { kind: "answer"; no?: never }
export interface Bye { kind: "bye" }
export type Both = Answer | Bye;
export type Event = Ping | Other;
export interface Other { type: "other"; both: Both; trees?: Tree[] }
export type Tree = string | Tree[];
"""


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Any:
    result = compiled(MemoryFiles({ENTRY: SPEC.encode()}), "models_small", targets=("pydantic",))
    assert not result.failed
    folder = tmp_path_factory.mktemp("small")
    return import_package(folder, result.files, "models_small").pydantic_models


def test_absent_is_not_null(models: Any) -> None:
    absent = models.Ping.model_validate({"type": "ping", "wait": 1})
    null = models.Ping.model_validate({"type": "ping", "wait": 1, "note": None})
    assert absent.note is None
    assert null.note is None
    assert "note" not in absent.model_fields_set
    assert "note" in null.model_fields_set
    assert json.loads(absent.model_dump_json()) == {"type": "ping", "wait": 1}
    assert null.model_dump() == {"type": "ping", "wait": 1, "note": None}
    absent.note = None
    assert absent.model_dump() == null.model_dump()


def test_what_is_constructed_is_complete(models: Any) -> None:
    made = models.Ping(wait=1.5, event_id="x")
    assert made.model_dump() == {"type": "ping", "event-id": "x", "wait": 1.5}
    other = models.Other(both=models.Bye())
    assert other.model_dump() == {"type": "other", "both": {"kind": "bye"}}


def test_names_that_a_model_has_are_other_names(models: Any) -> None:
    """Law: no field hides what `BaseModel` has, and none is private."""
    message = {"type": "ping", "wait": 1, "json": {"kind": "answer"}, "model_config": 2}
    message |= {"_private": True, "str": ["a"], "more": {"a": [1]}}
    made = models.Ping.model_validate(message)
    assert made.model_dump() == message
    assert made.json_.kind == "answer"
    assert made.model_extra == {"more": {"a": [1]}}
    from realtime_codegen.targets.pydantic.emission import attributes_of

    model = pydantic.BaseModel
    names = [n for n in {*dir(model), *dir(type(model))} if not n.startswith("__")]
    given = attributes_of({name: name for name in names})
    assert len(set(given.values())) == len(names)
    assert not set(given.values()) & set(names)
    assert not any(name.startswith("_") for name in given.values())


@pytest.mark.parametrize(
    ("message", "places"),
    [
        ({"type": "ping", "wait": "1"}, {("Ping", "wait")}),
        ({"type": "ping", "wait": True}, {("Ping", "wait")}),
        ({"type": "ping", "wait": 1, "event-id": 2}, {("Ping", "event-id")}),
        ({"type": "ping"}, {("Ping", "wait")}),
        (
            {"type": "other", "both": {"kind": "answer", "no": 1}},
            {("Other", "both", "Answer", "no")},
        ),
    ],
)
def test_errors_say_where(models: Any, message: Any, places: set[Any]) -> None:
    with pytest.raises(pydantic.ValidationError) as raised:
        pydantic.TypeAdapter(models.Event).validate_python(message)
    assert {error["loc"][: len(next(iter(places)))] for error in raised.value.errors()} == places


def test_literals_that_have_no_type_leave_the_others_alone(tmp_path: Path) -> None:
    text = (
        "export interface A { a: 1.5 | 'x' | true | 2; b: 0.5; c?: 1e30 | null; d?: (1 | true)[] }"
    )
    files = MemoryFiles({ENTRY: text.encode()})
    result = compiled(files, "models_literals", targets=("pydantic",))
    models: Any = import_package(tmp_path, result.files, "models_literals").pydantic_models
    for a in (1.5, "x", True, 2):
        message = {"a": a, "b": 0.5, "c": 1e30, "d": [True, 1, True]}
        assert exactly(models.A.model_validate(message).model_dump()) == exactly(message)
    for wrong in ({"a": "y"}, {"a": False}, {"d": [2]}, {"d": [False]}, {"c": True}):
        with pytest.raises(pydantic.ValidationError):
            models.A.model_validate({"a": 2, "b": 0.5, **wrong})


def test_unions_have_members_that_are_no_classes(tmp_path: Path) -> None:
    """Behind aliases, too, and one that has itself in it."""
    text = """
    export interface A { a: 1 }
    export type T = A | 'x' | T2 | Maps;
    export type T2 = A | B | null;
    export interface B { b: 1 }
    export type Maps = { [key: string]: Maps | A | B };
    """
    files = MemoryFiles({ENTRY: text.encode()})
    result = compiled(files, "models_others", targets=("pydantic",))
    models: Any = import_package(tmp_path, result.files, "models_others").pydantic_models
    names = {"A": {"a": 1}, "B": {"b": 1}, "dict": {"k": {"a": 1}}, "NoneType": None, "str": "x"}
    for name, value in names.items():
        made = pydantic.TypeAdapter(models.T).validate_python(value)
        assert type(made).__name__ == name
        assert pydantic.TypeAdapter(models.T).dump_python(made) == value


def test_unions_within_themselves_read_what_they_allow(tmp_path: Path) -> None:
    text = """
    export type U = { type: "x" } | { [k: string]: U | A };
    export interface A { type: "a"; of?: U | A }
    """
    result = compiled(MemoryFiles({ENTRY: text.encode()}), "models_within", targets=("pydantic",))
    models: Any = import_package(tmp_path, result.files, "models_within").pydantic_models
    inner: Any = {"type": "x"}
    for _ in range(4):
        inner = {"k": inner, "l": {"type": "a"}}
        whole = {"type": "a", "of": inner}
        assert models.A.model_validate(whole).model_dump(exclude_unset=True) == whole
        made = pydantic.TypeAdapter(models.U).validate_python(inner)
        assert type(made["l"]).__name__ == "A"


def test_models_that_lead_to_each_other_in_a_long_circle_are_built(tmp_path: Path) -> None:
    lines = [f"export interface N{n} {{ next?: N{(n + 1) % 150}; of?: U }}" for n in range(150)]
    text = "\n".join([*lines, "export type U = { [key: string]: U | N0 };"])
    files = MemoryFiles({ENTRY: text.encode()})
    result = compiled(files, "models_chain", targets=("pydantic",))
    limit = sys.getrecursionlimit()
    models: Any = import_package(tmp_path, result.files, "models_chain").pydantic_models
    assert sys.getrecursionlimit() == limit
    whole: Any = {"next": {"next": {"of": {"k": {"next": {}}}}}}
    assert models.N149.model_validate(whole).model_dump() == whole


def test_undeclared_fields_may_be_called_as_attributes_are(tmp_path: Path) -> None:
    text = 'export interface A { from: string; _x?: number; "a-b"?: A; a_b?: 1 }'
    files = MemoryFiles({ENTRY: text.encode()})
    result = compiled(files, "models_alike", targets=("pydantic",))
    models: Any = import_package(tmp_path, result.files, "models_alike").pydantic_models
    names = [name for name in models.A.model_fields if name not in ("a_b", "from", "_x", "a-b")]
    assert len(names) == 3
    whole: Any = {"from": "x", "_x": 1, "a-b": {"from": ""}, **dict.fromkeys(names, "other")}
    whole["a-b"] |= {"_x": 2, names[0]: [1], "more": {}}
    made = models.A.model_validate(whole)
    assert made.model_dump() == whole
    assert json.loads(made.model_dump_json()) == whole


def test_an_unknown_tag_is_an_unknown_event(models: Any) -> None:
    adapted: Any = pydantic.TypeAdapter(models.Event)
    for message in ({"type": "new", "x": 1}, {"x": 1}, {"type": None}):
        made = adapted.validate_python(message)
        assert type(made).__name__ == "UnknownEvent"
        assert adapted.dump_python(made) == message
    inner = {"type": "other", "both": {"kind": "new"}}
    assert adapted.validate_python(inner).both.type == "new"
    assert adapted.validate_python(inner).model_dump() == inner


def test_fastapi_takes_them_and_describes_them(models: Any) -> None:
    app = FastAPI()

    def answer(event: Any) -> Any:
        return event

    answer.__annotations__ = {"event": models.Event, "return": models.Event}
    app.post("/events")(answer)
    schema = app.openapi()
    OpenAPI.model_validate(schema)
    ping = schema["components"]["schemas"]
    [name] = [key for key in ping if key.startswith("Ping")][:1]
    assert ping[name]["properties"]["wait"]["description"] == "How long."
    assert ping[name]["properties"]["wait"]["readOnly"] is True
    assert ping[name]["properties"]["event-id"]["deprecated"] is True
    assert set(ping[name]["required"]) <= {"type", "wait"}

    async def ask(message: Any) -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.post("/events", json=message)

    for message in ({"type": "ping", "wait": 1, "note": None}, {"type": "new", "x": [None]}):
        answered = asyncio.run(ask(message))
        assert (answered.status_code, answered.json()) == (200, message)
    refused = asyncio.run(ask({"type": "ping", "wait": "1"}))
    assert refused.status_code == 422


# ------------------------------------------------------------------------------ around it


@pytest.mark.network
@pytest.mark.nightly
@pytest.mark.skipif(sys.version_info >= (3, 14), reason="no wheels of it for this Python")
def test_the_oldest_pydantic(tmp_path: Path) -> None:
    lock = ROOT / "tests" / "oracle" / "pydantic-oldest.txt"
    [version] = re.findall(r"^pydantic==(\S+)$", lock.read_text(encoding="utf-8"), re.MULTILINE)
    told = (ROOT / "docs" / "targets.md").read_text(encoding="utf-8")
    assert f"pydantic {version.removesuffix('.0')} and newer" in told
    root, entry = SPECS["ga"]
    facts = SourceFile("facts.toml", (root / "facts.toml").read_bytes())
    options = Options(("pydantic", "fixtures"), "oldest", facts=facts)
    write_tree(tmp_path, compile_spec(DiskFiles(root), entry, options).files)
    script = ROOT / "tests" / "oracle" / "use_models.py"
    command = [str(python_environment(lock)), str(script), str(tmp_path), "oldest"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{version} 70\n"


PROGRAM = """
import pydantic
from typing_extensions import assert_type

from checked import UnknownEvent
from checked.pydantic_models import Event, Ping

ping = Ping(wait=1, event_id="x")
assert_type(ping.note, str | None)
ping.wait = 2.5
events: pydantic.TypeAdapter[Event] = pydantic.TypeAdapter(Event)
event = events.validate_json("{}")
match event:
    case Ping():
        assert_type(event.wait, int | float)
    case UnknownEvent():
        assert_type(event.tag, str)
    case _:
        assert_type(event.type, __import__("typing").Literal["other"])
Ping(wait="1")  # wrong
Ping(event_id="x")  # wrong
Ping(wait=1, note=2)  # wrong
"""


@pytest.mark.checkers
@pytest.mark.nightly
def test_type_checkers_know_the_models(tmp_path: Path) -> None:
    """With pydantic's plugin of mypy and with pyright; what is wrong is found, and nothing else."""
    files = MemoryFiles({ENTRY: SPEC.encode()})
    write_tree(tmp_path, compiled(files, "checked", targets=("pydantic",)).files)
    program = PROGRAM.replace('__import__("typing").Literal', "Literal")
    (tmp_path / "program.py").write_text(f"from typing import Literal\n{program}", "utf-8")
    lines = (tmp_path / "program.py").read_text(encoding="utf-8").splitlines()
    wrong = {number for number, line in enumerate(lines, 1) if line.endswith("# wrong")}
    plugin = "[mypy]\nplugins = pydantic.mypy\nstrict = True\n[pydantic-mypy]\ninit_typed = True\n"
    (tmp_path / "mypy.ini").write_text(plugin, encoding="utf-8")
    done = run_tool("mypy", "program.py", "checked", cwd=tmp_path)
    matches = re.findall(r"^(\S+?):(\d+): error", done.stdout, re.MULTILINE)
    assert {(file, int(line)) for file, line in matches} == {("program.py", n) for n in wrong}, (
        done.stdout
    )
    (tmp_path / "pyrightconfig.json").write_text('{"pythonVersion": "3.11"}', encoding="utf-8")
    done = run_tool("pyright", "program.py", "checked", cwd=tmp_path)
    matches = re.findall(r"/(\w+\.py):(\d+):\d+ - error", done.stdout)
    assert {(file, int(line)) for file, line in matches} == {("program.py", n) for n in wrong}, (
        done.stdout
    )


@pytest.mark.parametrize("key", ["[key: string]", "key"])
def test_unions_in_circles_are_spelled_once(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the aliases take twice the work, and are verified in parts of one length."""
    spelled = 0
    longest = 0
    chosen, parse = Annotations._chosen, ast.parse

    def counting(self: Annotations, union: sh.Tagged | sh.ByKeys) -> Expression:
        nonlocal spelled
        spelled += 1
        return chosen(self, union)

    def measuring(text: str) -> ast.Module:
        nonlocal longest
        longest = max(longest, len(text) if ": _TypeAlias = " in text else 0)
        return parse(text)

    monkeypatch.setattr(Annotations, "_chosen", counting)
    monkeypatch.setattr(verification, "ast", SimpleNamespace(**{**vars(ast), "parse": measuring}))

    def work(count: int) -> int:
        nonlocal spelled
        spelled = 0
        text = "".join(
            f"export type A{place} = {{ t{place}: {place} }} | "
            + " | ".join(
                f"{{ {key}: A{(place * 3 + other) % count} | {other} }}" for other in range(6)
            )
            + ";\n"
            for place in range(count)
        )
        made = compile_spec(
            MemoryFiles({"spec.d.ts": text.encode()}), "spec.d.ts", Options(targets=("pydantic",))
        )
        assert not made.failed
        return spelled

    assert work(80) <= 2 * work(40) <= 2 * 5 * 40
    assert longest <= 30_000
