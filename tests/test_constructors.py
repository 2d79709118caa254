"""An object that is built without naming its tag is written with it, and read as its class."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given

from realtime_codegen.model import Model, Ref
from realtime_codegen.runtime._shapes import Constant, Object, Tagged
from realtime_codegen.text.source import MemoryFiles
from realtime_codegen.wire import lower
from realtime_codegen.wire.samples import sample
from tests.tools.cases import USABLE, Case, model_of, over
from tests.tools.models import PLAIN, Values, examples, models, text_of
from tests.tools.packages import ENTRY
from tests.tools.subjects import Root, Subject, generated, subject_of_text

OPTIONAL_TAGS = """
export interface Pcm { type?: 'audio/pcm'; rate?: 24000 }
export interface Pcmu { type?: 'audio/pcmu' }
export type Format = Pcm | Pcmu;
export interface Tool { type?: 'function'; name?: string; strict?: true }
export interface Config { format?: Format; tool?: Tool }
export interface Created { type: 'created' }
export interface Deleted { type: 'deleted' }
export type Event = Created | Deleted;
"""


def built_anew(subject: Subject, root: Root) -> Iterator[tuple[Any, Any]]:
    """Events of a union's members, each with one that is built of its fields but its tag."""
    shapes = lower(subject.model, subject.names)
    union = shapes[root.name]
    if not isinstance(union, Tagged):
        return
    for event in events_of(subject, root):
        cls: Any = type(event)
        shape = shapes[cls.__name__]
        if not isinstance(shape, Object):
            continue
        tag = {**shape.required, **shape.optional}.get(union.path[0])
        if isinstance(tag, Constant) and len(tag.values) == 1:
            of_tag = subject.fields_of(cls)[union.path[0]]
            names = [field.name for field in dataclasses.fields(cls) if field.name != of_tag]
            fields = {name: getattr(event, name) for name in names}
            if getattr(event, of_tag) == tag.values[0]:
                yield event, cls(**fields)


def events_of(subject: Subject, root: Root) -> Iterator[Any]:
    """The samples of all declarations that fit a union, as events."""
    for value in values_of(subject, root):
        if not isinstance(value, dict):
            continue  # A declaration of arrays: no message, and refused as one by its type.
        with suppress(subject.package.DecodeError):
            yield root.decode(value, strict=True)


def values_of(subject: Subject, root: Root) -> Iterator[Any]:
    """A sample of each declaration that a union can be, as far as they have one."""
    values = Values(subject.model)
    for other in subject.roots():
        if values.exists(Ref(other.id)):
            yield sample(subject.model, other.id)
    if values.exists(Ref(root.id)):
        yield sample(subject.model, root.id)


def hold(subject: Subject) -> int:
    """Hold the law for each union of a package; how many events were built."""
    count = 0
    for root in subject.roots():
        for event, anew in built_anew(subject, root):
            count += 1
            assert anew == event
            back = root.decode(subject.package.encode(anew), strict=True)
            assert type(back) is type(event), f"{root.name}: {back!r} is no {type(event)}"
            assert back == anew
    return count


@over(USABLE)
def test_cases(case: Case, package_of: Callable[[Case], ModuleType]) -> None:
    hold(Subject(package_of(case), *model_of(case)))


def test_arrays_are_no_messages(tmp_path: Path) -> None:
    """A sample of an array is not given to a decoder of messages."""
    assert (
        hold(subject_of_text(tmp_path, f"{OPTIONAL_TAGS}export type All = Event[] | object;")) >= 2
    )


def test_random_models(tmp_path: Path) -> None:
    built = []

    @examples(60)
    @given(models(PLAIN))
    def one(model: Model) -> None:
        with generated(tmp_path, MemoryFiles({ENTRY: text_of(model).encode()})) as subject:
            if subject is not None:
                built.append(hold(subject))

    one()
    assert sum(built) > 20


@pytest.fixture(scope="module")
def audio(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    """The package of a spec whose tags are optional."""
    return subject_of_text(tmp_path_factory.mktemp("constructors"), OPTIONAL_TAGS)


def test_an_optional_tag_is_sent(audio: Subject) -> None:
    package = audio.package
    assert hold(audio) >= 2
    assert package.encode(package.Pcmu()) == '{"type":"audio/pcmu"}'
    config = package.Config(format=package.Pcm(), tool=package.Tool(name="n"))
    assert json.loads(package.encode(config)) == {
        "format": {"type": "audio/pcm"},
        "tool": {"type": "function", "name": "n"},
    }


NUMBERS = ("1.5", "-0.25", "3", "9007199254740993", "1e300", "true")


def test_a_tag_that_is_a_number_need_not_be_named(tmp_path: Path) -> None:
    """Of fractions and large integers, which are no literals of Python's types, either."""
    members = [f"{{ type: {value}; id: string }}" for value in NUMBERS]
    named = [f"export interface M{n} {member}" for n, member in enumerate(members)]
    union = " | ".join(f"M{n}" for n in range(len(members)))
    subject = subject_of_text(
        tmp_path, "\n".join([*named, f"export type Event = {union} | {{ type: 'x' }};"])
    )
    assert hold(subject) >= len(NUMBERS)
    for number, value in enumerate(NUMBERS):
        built = vars(subject.package)[f"M{number}"](id="a")
        assert json.loads(subject.package.encode(built))["type"] == json.loads(value)


def test_an_absent_tag_stays_absent(audio: Subject) -> None:
    package = audio.package
    event = package.decode(package.Tool, "{}", strict=True)
    assert event.type is package.UNSET
    assert package.encode(event) == "{}"
    assert event != package.Tool()


def test_an_optional_literal_that_is_no_tag_is_not_sent(audio: Subject) -> None:
    package = audio.package
    assert package.Pcm().rate is package.UNSET
    assert package.Tool().strict is package.UNSET
