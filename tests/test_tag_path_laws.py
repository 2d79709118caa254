"""Laws of tags in inner objects: a spec with one does what the spec with the tag flat does.

Each random spec is there twice, once with the tag in the messages themselves and once in an inner
object of theirs. What the two say of the same messages differs in the place of the tag alone.
"""

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import pydantic
import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from realtime_codegen.audit.auditor import Auditor, Settings
from realtime_codegen.changes import Version, compare
from realtime_codegen.model import Alias, Interface, Model
from realtime_codegen.model.json import from_json, to_json
from realtime_codegen.model.paths import path_text
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.runtime._problems import joined
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import MemoryFiles, SourceFile
from tests.test_group_laws import PATHS, Spec, random_spec
from tests.tools.night import sampled, share
from tests.tools.packages import ENTRY, compiled_text, import_package

pytestmark = pytest.mark.xdist_group("tag paths")

TARGETS: Final = (
    *("dispatcher", "peer", "docs", "pydantic", "jsonschema", "strategies", "asyncapi"),
    *("fixtures", "typeddicts", "typescript"),
)
SEEDS: Final = (*range(4), *range(5, 17), 4, *range(17, 24))
"""A push has the first and the 17th, whose union has a tag of null."""
MISSING: Final = object()


@dataclass
class Twin:
    """One of the two: its spec, and what was made of it."""

    spec: Spec
    model: Model
    package: Any
    files: dict[str, str]

    @property
    def place(self) -> str:
        return path_text(self.spec.path)

    def message(self, tag: Any, body: dict[str, Any]) -> dict[str, Any]:
        """A message with a tag, or without one."""
        if tag is not MISSING:
            return {**self.spec.told(tag), **body}
        value = self.spec.told("")
        inner = value
        for key in self.spec.path[:-1]:
            inner = inner[key]
        del inner[self.spec.path[-1]]
        return {**value, **body}

    def flat(self, text: str) -> str:
        """A text with the place of the tag as the other one has it."""
        *_, name = path = self.spec.path
        return text.replace(joined(path), joined((name,))).replace(self.place, name)


def model_of(text: str, **options: Any) -> Model:
    loaded = load_model(MemoryFiles({ENTRY: text.encode()}), ENTRY, Options(**options))
    assert loaded.model is not None, loaded.diagnostics
    return loaded.model


def spec_of(seed: int, steps: tuple[str, ...]) -> Spec:
    return random_spec(random.Random(f"twins {seed}"), steps, seed % 3)


Twins: TypeAlias = Callable[[int], tuple[Twin, Twin]]


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Twins:
    """The two of a seed, flat and inner."""
    folder = tmp_path_factory.mktemp("twins")

    @cache
    def made(seed: int) -> tuple[Twin, Twin]:
        return twin(seed, ()), twin(seed, PATHS[1 + seed % (len(PATHS) - 1)])

    def twin(seed: int, steps: tuple[str, ...]) -> Twin:
        spec = spec_of(seed, steps)
        name = f"twin_{seed}_{len(steps)}"
        result = compiled_text(spec.text, name, targets=TARGETS, groups=("Event",))
        assert not result.failed, result.diagnostics
        package = import_package(folder, result.files, name)
        model = model_of(spec.text, groups=("Event",))
        assert from_json(to_json(model)) == model
        return Twin(spec, model, package, dict(result.files))

    return made


def cases(twin: Twin, random_: random.Random) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Messages with a tag: as declared, bent, or of no declared event."""
    for message in twin.spec.messages:
        body = {key: item for key, item in message.value.items() if key != twin.spec.path[0]}
        yield message.tag, body
        for key in body:
            yield message.tag, {name: item for name, item in body.items() if name != key}
            yield message.tag, {**body, key: random_.choice((None, [1], {"z": 1}, "text", 5))}
        for tag in ("zzz", "", 77, 1.5, True, False, None, ["a"], {}, MISSING):
            yield tag, body


def problems(twin: Twin, value: dict[str, Any]) -> list[tuple[str, str]] | None:
    """What strict decoding says is wrong, at the places of the flat one; None if nothing is."""
    try:
        twin.package.decode_event(value, strict=True)
    except twin.package.DecodeError as error:
        return sorted((twin.flat(problem.path), problem.message) for problem in error.problems)
    return None


def modelled(adapter: Any, value: dict[str, Any]) -> str | None:
    """The model that a message is read as, which gives the message back; None if it is refused."""
    try:
        read = adapter.validate_json(json.dumps(value))
    except pydantic.ValidationError:
        return None
    assert json.loads(adapter.dump_json(read)) == value
    return type(read).__name__


def dispatched(twin: Twin, value: dict[str, Any], **options: Any) -> list[Any]:
    """The handlers that are called for a message, and the result."""
    called: list[Any] = []
    dispatcher = twin.package.EventDispatcher(raise_unhandled=("zzz", 77), **options)
    for number, tag in enumerate(twin.spec.tags):
        if number % 2 == 0:
            dispatcher.on(tag, lambda event, tag=tag: called.append((tag, type(event).__name__)))
    dispatcher.on_any(lambda event: called.append(type(event).__name__))
    dispatcher.on_unknown(lambda event: called.append(("unknown", event.type)))
    for given_ in (value, json.dumps(value), twin.package.decode_event(value)):
        try:
            called.append(dispatcher.dispatch(given_))
        except twin.package.UnhandledEventError:
            called.append("unhandled")
    return called


@pytest.mark.parametrize("seed", sampled(SEEDS, 16))
def test_messages_are_read_as_with_the_tag_in_themselves(seed: int, twins: Twins) -> None:
    """Decoding, strictly too, dispatching, models of pydantic and the schema agree."""
    flat, inner = twins(seed)
    assert [group.tags for group in flat.model.groups] == [g.tags for g in inner.model.groups]
    schemas = [
        Draft202012Validator({**json.loads(text), "$ref": "#/$defs/Event"})
        for twin in (flat, inner)
        for path, text in twin.files.items()
        if path.endswith(".schema.json")
    ]
    adapters: list[Any] = [
        pydantic.TypeAdapter(twin.package.pydantic_models.Event) for twin in (flat, inner)
    ]
    for tag, body in cases(flat, random.Random(seed)):
        values = flat.message(tag, body), inner.message(tag, body)
        told = []
        for twin, value, schema, adapter in zip(
            (flat, inner), values, schemas, adapters, strict=True
        ):
            event = twin.package.decode_event(json.dumps(value))
            assert twin.package.to_dict(event) == value
            unknown = type(event) is twin.package.UnknownEvent
            asked = (twin.place,) if twin.package.event_type.__annotations__.get("tag") else ()
            misfits = problems(twin, value)
            assert schema.is_valid(value) == (misfits is None), (tag, body)
            read = modelled(adapter, value)
            told.append(
                (
                    type(event).__name__,
                    (event.type, event.data == value) if unknown else None,
                    misfits,
                    read,
                    twin.package.event_type(json.dumps(value), *asked),
                    twin.package.event_type(value, *asked, check=False),
                    dispatched(twin, value),
                    dispatched(twin, value, skip_unhandled=True),
                )
            )
        assert told[0] == told[1], (inner.spec.text, values)


@pytest.mark.parametrize("seed", sampled(SEEDS, 16))
def test_reports_are_those_of_the_tag_in_the_message(seed: int, twins: Twins) -> None:
    """`audit`, `diff`, the roots that tags name, and the index of the documentation agree."""
    flat, inner = twins(seed)
    told = []
    for twin in (flat, inner):
        names, _ = package_names(twin.model, ENTRY)
        auditor = Auditor(twin.model, names, Settings())
        messages = [twin.message(*case) for case in cases(flat, random.Random(seed))]
        lines = b"".join(json.dumps(message).encode() + b"\n" for message in messages)
        auditor.read("log", io.BytesIO(lines))
        report = auditor.report()
        index = next(text for path, text in twin.files.items() if path.endswith("README.md"))
        # The table of what is no event, which the flat twin may have nothing for, follows.
        events = index.partition("| Name | Kind")[0]
        told.append(
            (
                [(event.tag, event.count, str(event.declaration)) for event in report.events],
                sorted(
                    (finding.tag, twin.flat(finding.path), finding.message, finding.count)
                    for finding in report.findings
                ),
                [
                    twin.flat(line)
                    for line in events.splitlines()
                    if line[:2] == "| " and line[2] != "["
                ],
                changes(twin),
                roots(twin),
            )
        )
    for one, other in zip(*told, strict=True):
        assert one == other, inner.spec.text


def changes(twin: Twin) -> list[Any]:
    """What `diff` says where a tag is gone, where one has come, and where one is renamed."""
    tags = [tag for tag in twin.spec.tags if isinstance(tag, str)]
    reports = []
    for tag in tags[:1]:
        text = twin.spec.text
        later = text.replace(json.dumps(tag, ensure_ascii=False), '"quite.another"')
        versions = [Version.of(model_of(t, groups=("Event",)), ENTRY) for t in (text, later)]
        for old, new in (versions, versions[::-1]):
            report = compare(old, new)
            kinds = [(change.kind, change.words) for change in report.changes]
            reports.append(sorted(kind for kind in kinds if kind[0].startswith("event")))
    return reports


def roots(twin: Twin) -> list[Any]:
    """The members that are left of the group for each of its tags."""
    return [
        [
            (group.tags, [str(id_) for id_ in group.interfaces])
            for group in model_of(twin.spec.text, groups=("Event",), roots=(tag,)).groups
        ]
        for tag in twin.spec.tags
        if isinstance(tag, str) and tag
    ]


@pytest.mark.parametrize("seed", sampled(SEEDS, 16))
def test_strategies_make_messages_of_every_tag(seed: int, twins: Twins) -> None:
    _, inner = twins(seed)
    messages = inner.package.strategies.messages

    @settings(
        max_examples=share(60),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(messages("Event", "valid"), messages("Event", "lenient"))
    def run(valid: dict[str, Any], lenient: dict[str, Any]) -> None:
        assert problems(inner, valid) is None
        assert inner.package.to_dict(inner.package.decode_event(lenient)) == lenient

    run()


@pytest.mark.parametrize("seed", sampled(SEEDS, 16))
def test_facts_add_events_to_such_a_group(seed: int, tmp_path: Path) -> None:
    """With what all the inner objects have alike, or those of the event that it is like."""
    spec = spec_of(seed, PATHS[1 + seed % (len(PATHS) - 1)])
    like = next(message for message in spec.messages if message.owner not in spec.open)
    text = (
        '[[event]]\nname = "Added"\ntag = "added"\ngroup = "Event"\nwhy = "Seen."\n'
        'fields = { "more?" = "string" }\n'
        f'[[event]]\nname = "Again"\ntag = "again"\ngroup = "Event"\nlike = "{like.owner}"\n'
        'why = "Seen."\n'
    )
    name = f"facts_twin_{seed}"
    facts = SourceFile("facts.toml", text.encode())
    made = compiled_text(spec.text, name, groups=("Event",), facts=facts, targets=("dispatcher",))
    assert not made.failed, made.diagnostics
    package: Any = import_package(tmp_path, made.files, name)
    body = {key: item for key, item in like.value.items() if key != spec.path[0]}
    for tag, more in (("added", {"more": "x"}), ("again", body)):
        value = {**spec.told(tag), **more}
        event = package.decode_event(value, strict=True)
        assert type(event).__name__ == tag.capitalize()
        assert package.to_dict(event) == value
        called: list[Any] = []
        dispatcher = package.EventDispatcher()
        dispatcher.on(tag, called.append)
        assert dispatcher.dispatch(json.dumps(value))
        assert called == [event]
        with pytest.raises(package.DecodeError):
            package.decode_event(
                {**value, **spec.told("adde")}, strict=True
            ) if not spec.open else (package.decode_event({}, strict=True))


def test_the_object_with_the_tag_is_missing() -> None:
    """An alias and an interface on the way are seen through; what is no object has no tag."""
    text = (
        "export type Head<T> = { op: T; n: number };\nexport type AHead = Head<'a'>;\n"
        "export interface A { head: AHead }\nexport interface B { head: Head<'b'>; }\n"
        "export type Event = A | B;\n"
    )
    model = model_of(text)
    [group] = model.groups
    assert group.tag_path == ("head", "op")
    kinds = {str(declaration.id): type(declaration) for declaration in model.declarations}
    assert kinds["Event"] is Alias
    assert kinds["A"] is Interface
