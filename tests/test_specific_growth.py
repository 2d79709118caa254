"""Telling the most specific member of a union costs no more than what is written of it.

Types that contain each other in a tangle have as many pairs as the square of their number, and
all of these can be needed to show that one is within another.
"""

from __future__ import annotations

import pytest

from realtime_codegen.model import Model
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.python.names import assign_names
from realtime_codegen.runtime import _choice, _shapes as sh
from realtime_codegen.text.source import MemoryFiles
from realtime_codegen.wire import samples
from realtime_codegen.wire.lowering import lowering_of
from tests.tools.counting import counted


def _tangled(count: int, wide: int) -> str:
    """Interfaces of fields that name each other, and a union of two in each."""

    def other(index: int, factor: int) -> str:
        return f"A{(index * factor + factor // 2 + 1) % count}"

    def fields(index: int) -> str:
        return "".join(f"f{j}?: {other(index, 2 * j + 3)}; " for j in range(wide))

    def union(index: int) -> str:
        return f"c?: {other(index, 31)} | {other(index, 5)}"

    return "".join(f"export interface A{i} {{ {fields(i)}{union(i)} }}\n" for i in range(count))


def _model(text: str) -> Model:
    model = load_model(MemoryFiles({"a.d.ts": text.encode()}), "a.d.ts", Options()).model
    assert model is not None
    return model


def _shapes(text: str) -> tuple[sh.Shapes, tuple[sh.Shape, ...]]:
    """The shapes of some interfaces, and the members of the union in the second one."""
    model = _model(text)
    shapes = lowering_of(model, assign_names(model, "")[0]).declarations()
    holder = shapes["A1"]
    assert isinstance(holder, sh.Object)
    union = holder.optional["c"]
    assert isinstance(union, sh.ByKeys)
    return shapes, union.members


@pytest.mark.parametrize(("count", "wide"), [(40, 3), (160, 3), (40, 20), (160, 20)])
def test_an_object_is_read_at_a_bounded_cost(
    monkeypatch: pytest.MonkeyPatch, count: int, wide: int
) -> None:
    shapes, members = _shapes(_tangled(count, wide))
    looked = counted(monkeypatch, _choice, "resolved")
    assert _choice.choose(shapes, members, {}) == 0

    assert len(looked) < 3_000


def test_members_are_compared_once_for_all_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes, members = _shapes(_tangled(40, 3))
    _choice.choose(shapes, members, {})
    looked = counted(monkeypatch, _choice, "resolved")
    for _ in range(100):
        _choice.choose(shapes, members, {})

    assert len(looked) < 100 * 10


def test_samples_compare_so_much_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "_MOST_STEPS", 20_000, raising=False)
    model = _model(_tangled(200, 3))
    names, _ = assign_names(model, "")
    sampler = samples.Sampler(model, names)
    looked = counted(monkeypatch, _choice, "resolved")
    made = [sampler.sampled(declaration.id) for declaration in model.declarations]
    assert all(isinstance(one, samples.SampledObject) for one in made)

    assert len(looked) < 2 * 21_100


def test_what_a_field_contains_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Optional fields are left out where they repeat: asked at each place, looked up once."""
    model = _model(_tangled(200, 3))
    names, _ = assign_names(model, "")
    sampler = samples.Sampler(model, names)
    walked = counted(monkeypatch, samples, "names_in")
    for declaration in model.declarations:
        sampler.sampled(declaration.id)

    fields_and_members = (4 + 2) * len(model.declarations)
    assert len(walked) <= 2 * fields_and_members
