"""Whether a shape may have an unknown event is worked out once for all that name each other."""

from __future__ import annotations

import random

import pytest

from realtime_codegen.runtime import _shapes as shapes
from realtime_codegen.wire import unknown
from realtime_codegen.wire.unknown import Unknowns
from tests.tools.counting import counted


def _shape(rand: random.Random, names: list[str]) -> shapes.Shape:
    kind = rand.randrange(6)
    if kind == 0:
        return shapes.Tagged(("t",), [("a", shapes.Named(rand.choice(names)))])
    if kind == 1:
        return shapes.Object({"a": shapes.Named(rand.choice(names))}, {})
    if kind == 2:
        return shapes.ListOf(shapes.Named(rand.choice(names)))
    some = [shapes.Named(rand.choice(names)) for _ in range(rand.randint(1, 3))]
    return shapes.ByKeys(*some) if kind == 3 else shapes.AnyOf(*some, shapes.Constant(1))


def _reaches(declared: shapes.Shapes, start: shapes.Shape) -> bool:
    """The same, by a walk from each shape."""
    seen: set[str] = set()
    stack = [start]
    while stack:
        match stack.pop():
            case shapes.Tagged():
                return True
            case shapes.Named(name) if name not in seen:
                seen.add(name)
                stack.append(declared[name])
            case shapes.AnyOf() | shapes.ByKeys() as union:
                stack += shapes.parts(union)
            case _:
                pass
    return False


@pytest.mark.parametrize("seed", range(40))
def test_it_is_true_of_what_leads_to_such_a_union(seed: int) -> None:
    rand = random.Random(seed)
    names = [f"N{number}" for number in range(rand.randint(1, 12))]
    declared = {name: _shape(rand, names) for name in names}
    unknowns = Unknowns(declared)
    answers = {name: unknowns.may_be(shape) for name, shape in declared.items()}
    assert answers == {name: _reaches(declared, shape) for name, shape in declared.items()}


def test_each_of_a_circle_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = counted(monkeypatch, unknown, "_looked")
    size = 100
    declared: dict[str, shapes.Shape] = {
        f"N{number}": shapes.AnyOf(shapes.Named(f"N{(number + 1) % size}"), shapes.Constant(1))
        for number in range(size)
    }
    unknowns = Unknowns(declared)
    assert not any(map(unknowns.may_be, declared.values()))
    assert len(looked) == 2 * size
