"""What may be an object is in one member of each union of shapes, whatever unions are in it."""

from __future__ import annotations

import random

import pytest

from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.python.names import assign_names
from realtime_codegen.runtime import _shapes as shapes
from realtime_codegen.text.source import MemoryFiles
from realtime_codegen.wire.lowering import Lowering
from realtime_codegen.wire.parts import all_parts
from tests.tools.night import sampled

_OBJECTS = (shapes.Object, shapes.MapOf, shapes.ByKeys, shapes.Tagged)

_WRITTEN = [
    "type A = { t: 0 } | { [k: string]: B | string }; type B = { t: 1 } | { [k: string]: number };",
    "type A = { t: 0 } | { [k: string]: { u: 'a' } | { u: 'b' } };",
    "type A = { t: 0 } | { [k: string]: ({ u: 'a' } | { u: 'b' })[] } | null;",
    "type A = { t: 0 } | { [k: string]: [1, { u: 'a' } | { u: 'b' }] } | 1;",
    "type A = { t: 0 } | { [k: string]: { [k: string]: { u: 'a' } | { u: 'b' } } };",
    "type A = { t: 0 } | Record<string, B>; type B = { t: 1 } | Record<string, A>;",
    "type A = B | { t: 0 }; type B = { [k: string]: { u: 'a' } | { u: 'b' } | C }; type C = A[];",
]


def _lowered(text: str) -> shapes.Shapes:
    files = MemoryFiles({"spec.d.ts": f"export interface Z {{ a: A }} {text}".encode()})
    model = load_model(files, "spec.d.ts", Options()).model
    assert model is not None
    return Lowering(model, assign_names(model, "spec.d.ts")[0]).declarations()


def _twice(declared: shapes.Shapes) -> list[shapes.Shape]:
    """The unions of which several members may be an object."""
    return [
        shape
        for shape in all_parts(declared.values())
        if isinstance(shape, shapes.AnyOf)
        and sum(
            isinstance(shapes.resolved(declared, part), _OBJECTS) for part in shapes.parts(shape)
        )
        > 1
    ]


@pytest.mark.parametrize("text", _WRITTEN)
def test_a_member_with_a_union_in_it_is_lowered_once(text: str) -> None:
    assert not _twice(_lowered(text))


def test_what_a_decision_finds_is_decided_itself() -> None:
    (union,) = (
        shape
        for shape in all_parts(_lowered(_WRITTEN[1]).values())
        if isinstance(shape, shapes.ByKeys)
    )
    (values,) = (part.value for part in shapes.parts(union) if isinstance(part, shapes.MapOf))
    assert isinstance(values, shapes.Tagged)


def _type(rand: random.Random, depth: int) -> str:
    if not depth:
        return rand.choice(["{ t: 0 }", "{ t: 1; a?: 1 }", "string", "1", "B", "C", "null"])
    inner = [_type(rand, depth - 1) for _ in range(rand.randint(1, 3))]
    kind = rand.choice("lmmtu")
    if kind == "l":
        return f"({' | '.join(inner)})[]"
    if kind == "m":
        return f"{{ [k: string]: {' | '.join(inner)} }}"
    return f"[{', '.join(inner)}]" if kind == "t" else f"({' | '.join(inner)})"


@pytest.mark.parametrize("seed", sampled(range(400), 40))
def test_random_unions_have_their_objects_in_one_member(seed: int) -> None:
    rand = random.Random(seed)
    written = [[_type(rand, rand.randint(0, 3)) for _ in range(3)] for _ in "ABC"]
    text = "".join(
        f"type {name} = {' | '.join(members)} | {{ u: 1 }};"
        for name, members in zip("ABC", written, strict=True)
    )
    assert not _twice(_lowered(text)), text
