"""The law of tables: what a package reads from the text of its shapes are those shapes."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from hypothesis import given, strategies as st

from realtime_codegen.python.printer import Printer
from realtime_codegen.python.tree import RawText
from realtime_codegen.runtime import _shapes as shapes
from realtime_codegen.runtime._table import KINDS, ShapeTable, objects_of
from realtime_codegen.runtime._template import Template
from realtime_codegen.wire.spelling import table_lines

WIDTH = 88
TEXTS = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(
    ['"""', "\\", '\\"""', "a b", "#Name", "string", "=", "\u202e", "\r\n", "x" * 100, "x y " * 30]
)
SCALARS = TEXTS | st.booleans() | st.integers() | st.floats(allow_nan=False)
SOME = 3
PARTS = st.tuples(TEXTS, st.just(False)) | st.tuples(
    st.sampled_from(["string", "number", "boolean"]), st.just(True)
)
LEAVES: st.SearchStrategy[shapes.Shape] = st.one_of(
    st.sampled_from(sorted(KINDS)).map(KINDS.__getitem__),
    st.lists(SCALARS, min_size=1, max_size=SOME).map(lambda values: shapes.Constant(*values)),
    TEXTS.map(shapes.Named),
    st.builds(
        lambda text, parts: shapes.Pattern(text, Template(*parts)),
        TEXTS,
        st.lists(PARTS, max_size=SOME),
    ),
)


def several(parts: st.SearchStrategy[shapes.Shape]) -> st.SearchStrategy[list[shapes.Shape]]:
    return st.lists(parts, max_size=SOME)


def fields(parts: st.SearchStrategy[shapes.Shape]) -> st.SearchStrategy[dict[str, shapes.Shape]]:
    return st.dictionaries(TEXTS, parts, max_size=SOME)


def maybe(parts: st.SearchStrategy[shapes.Shape]) -> st.SearchStrategy[shapes.Shape | None]:
    return st.none() | parts


def unpacked(make: Callable[..., shapes.Shape]) -> Callable[[list[shapes.Shape]], shapes.Shape]:
    return lambda members: make(*members)


def objects(parts: st.SearchStrategy[shapes.Shape]) -> st.SearchStrategy[shapes.Shape]:
    def made(
        required: dict[str, shapes.Shape],
        optional: dict[str, shapes.Shape],
        extra: shapes.Shape | None,
        names: shapes.Shape | None,
    ) -> shapes.Shape:
        # Names count for `extra` alone.
        return shapes.Object(required, optional, extra, None if extra is None else names)

    return st.builds(made, fields(parts), fields(parts), maybe(parts), maybe(parts))


def larger(parts: st.SearchStrategy[shapes.Shape]) -> st.SearchStrategy[shapes.Shape]:
    return st.one_of(
        parts.map(shapes.ListOf),
        parts.map(shapes.MapOf),
        several(parts).map(unpacked(shapes.AnyOf)),
        several(parts).map(unpacked(shapes.ByKeys)),
        objects(parts),
        st.builds(
            shapes.Tagged,
            st.lists(TEXTS, min_size=1, max_size=3).map(tuple),
            st.lists(st.tuples(SCALARS, parts), max_size=SOME),
            maybe(parts),
            maybe(parts),
        ),
        st.builds(
            lambda items, required, rest, after: shapes.TupleOf(
                *items, required=min(required, len(items)), rest=rest, after=tuple(after)
            ),
            several(parts),
            st.integers(0, SOME),
            maybe(parts),
            several(parts),
        ),
    )


SHAPES = st.recursive(LEAVES, larger, max_leaves=12)
DECLARED = st.dictionaries(TEXTS.filter(bool), SHAPES, max_size=SOME)  # No class has no name.


@given(DECLARED)
def test_a_table_has_the_shapes_that_were_written(declared: dict[str, shapes.Shape]) -> None:
    table = ShapeTable("\n".join(table_lines(declared)), Template)
    assert list(objects_of(table)) == list(objects_of(declared))
    assert {name: repr(shape) for name, shape in table.items()} == {
        name: repr(shape) for name, shape in declared.items()
    }
    assert all(table[name] is table[name] for name in table)


@given(st.lists(SHAPES, min_size=1, max_size=2), st.sampled_from([shapes.AnyOf, shapes.ByKeys]))
def test_what_stands_in_many_places_is_written_once(
    some: list[shapes.Shape], union: Callable[..., shapes.Shape]
) -> None:
    """Large parts are one text and one object again, also those inside others."""
    inner = union(*(shapes.Named(f"Member{n}") for n in range(100)), *some)
    outer = shapes.AnyOf(inner, shapes.ListOf(inner), *[shapes.TEXT] * 60)
    declared: dict[str, shapes.Shape] = {
        f"D{n}": shapes.Object({"inner": inner, "outer": outer}, {}) for n in range(5)
    }
    text = "\n".join(table_lines(declared))
    assert text.count("#Member99") == 1
    table = ShapeTable(text, Template)
    assert list(table) == list(declared)
    assert {name: repr(shape) for name, shape in table.items()} == {
        name: repr(shape) for name, shape in declared.items()
    }
    made = [shape for shape in table.values() if isinstance(shape, shapes.Object)]
    assert len({id(shape.required["outer"]) for shape in made}) == 1


@given(DECLARED)
def test_lines_are_filled_and_safe_in_a_raw_string(declared: dict[str, shapes.Shape]) -> None:
    lines = tuple(table_lines(declared))
    text = "\n".join(lines)
    assert text.replace("\n", "").isascii()
    assert text.replace("\n", "").isprintable()
    for line in lines:
        in_no_text = re.sub(r'"(?:[^"\\]|\\.)*"', "", line)
        assert len(line) <= WIDTH or " " not in in_no_text.lstrip()
    (printed,) = ast.parse(Printer().statement(RawText("_TEXT", lines))).body
    assert isinstance(printed, ast.Assign)
    assert ast.literal_eval(printed.value) == f"\n{text}\n"


def test_a_declaration_begins_a_line() -> None:
    declared = {name: shapes.Object({"x" * 50: shapes.TEXT}, {}) for name in ("A", "B", "C" * 40)}
    starts = [line[:2] for line in table_lines(declared) if not line.startswith(" ")]
    assert starts == ["{", '"A', '"B', '"C', "}"]


def test_a_shape_is_made_when_it_is_asked_for() -> None:
    table = ShapeTable('{"A": "#B", "B": ["no such shape"]}')
    assert list(table) == ["A", "B"]
    assert table["A"] == shapes.Named("B")
    assert not list(objects_of(table))
