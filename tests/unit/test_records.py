"""Records are what the standard library's dataclasses are, but for what `frozen` does."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import inspect
import pickle
from collections.abc import Iterator
from dataclasses import field, replace
from pathlib import Path
from typing import Any

import pytest

import realtime_codegen
from realtime_codegen.text.records import dataclass

ROOT = Path(realtime_codegen.__file__).parent


def records() -> Iterator[type[Any]]:
    """Every record of the tool."""
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[0] == "runtime" or parts[-1] in ("__main__", "__init__"):
            continue
        module = importlib.import_module(".".join((realtime_codegen.__name__, *parts)))
        for value in vars(module).values():
            if not isinstance(value, type) or value.__module__ != module.__name__:
                continue
            if dataclasses.is_dataclass(value):
                yield value


RECORDS = list(records())


def test_there_are_many() -> None:
    assert len(RECORDS) > 150


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__qualname__)
def test_a_record_has_the_signature_of_its_twin(record: type[Any]) -> None:
    fields = dataclasses.fields(record)
    body: dict[str, Any] = {"__annotations__": {field.name: "object" for field in fields}}
    for known in fields:
        if known.default_factory is not dataclasses.MISSING:
            body[known.name] = field(default_factory=known.default_factory, init=known.init)
        elif known.default is not dataclasses.MISSING:
            body[known.name] = field(default=known.default, init=known.init)
        elif not known.init:
            body[known.name] = field(init=False)
    twin: Any = dataclasses.dataclass(type("Twin", (), body))
    assert record.__match_args__ == twin.__match_args__
    if hasattr(record, "__post_init__"):
        return
    given = {field.name: object() for field in fields if field.init}
    instance = record(**given)
    for name, value in given.items():
        assert getattr(instance, name) is value
    # The constructor is compiled at the first call, and shows its parameters after it.
    ours, wanted = (
        [
            (parameter.name, parameter.kind)
            for parameter in inspect.signature(cls.__init__).parameters.values()
        ]
        for cls in (record, twin)
    )
    assert ours == wanted


@dataclass(frozen=True, slots=True)
class Point:
    """A record with a field of each kind."""

    x: int
    y: int = 2
    names: list[str] = field(default_factory=list, compare=False)
    hidden: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Named(Point):
    """A record with the fields of another."""

    name: str = ""


@dataclass
class Counter:
    """A record that is no constant, and counts what was made."""

    made: int = 0
    twice: int = field(init=False)

    def __post_init__(self) -> None:
        self.twice = 2 * self.made


def test_records_are_compared_hashed_and_shown_by_their_fields() -> None:
    one, two = Point(1), Point(1, 2, ["other"], hidden="h")
    assert one == two
    assert hash(one) == hash(two)
    assert one != Point(2)
    assert repr(two) == "Point(x=1, y=2, names=['other'])"
    assert Point(1).names is not Point(1).names
    assert not hasattr(one, "__dict__")


def test_a_record_has_the_fields_of_its_base() -> None:
    named = Named(1, name="n")
    assert repr(named) == "Named(x=1, y=2, names=[], name='n')"
    assert named != Point(1)
    assert named == Named(1, 2, [], "", "n")
    assert [field.name for field in dataclasses.fields(named)] == [
        "x",
        "y",
        "names",
        "hidden",
        "name",
    ]


def test_records_are_replaced_copied_and_pickled() -> None:
    point = Point(1, names=["a"])
    assert replace(point, y=5) == Point(1, 5)
    assert copy.deepcopy(point).names == ["a"]
    assert pickle.loads(pickle.dumps(point)) == point


def test_a_record_that_changes_is_not_hashed() -> None:
    counter = Counter(2)
    counter.made = 3
    assert (counter.made, counter.twice) == (3, 4)
    assert counter == counter
    with pytest.raises(TypeError, match="unhashable"):
        hash(counter)


def test_wrong_arguments_are_told() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
        Point(1, z=3)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
        Point()  # type: ignore[call-arg]
