"""Intersections of primitives with objects: never is said only where TypeScript says it."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from realtime_codegen.model import NULL, Interface, Literal, Opaque, Primitive, Property
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.oracle.beside import model_beside
from tests.oracle.typescript import ask
from tests.tools.node import require_node

PRIMITIVES = [
    *["string", "number", "boolean", "bigint", "'a'", "'a' | 'b'", "1", "1n", "true", "E", "E.A"],
    *["`a${string}`", "Uppercase<string>", "string | number", "bigint | null", "F", "'a' | 1"],
    *["string | undefined"],
]
BRANDS = [
    *["{ readonly __brand: 'Id' }", "{ __brand?: 'Id' }", "Branded", "Brand<'Id'>", "{}"],
    *["{ __a: 1 } & { __b: 2 }", "{ [key: string]: unknown }", "Record<'__brand', 1>", "Tag"],
    *["{ __brand: 'A' } | { __brand: 'B' }", "Partial<Branded>", "{ (): void; __brand: 1 }"],
]
DECLARED = """
export enum E { A = 'a', B = 'b' }
export enum F { X, Y }
interface Branded { readonly __brand: 'Branded' }
interface Brand<N extends string> { __brand: N }
declare const tag: unique symbol;
type Tag = { readonly [tag]?: 'Tag' };
"""
OBJECTS = [
    *["{ a: string }", "Branded", "string[]", "[string, number]", "(() => void)", "object"],
    *["[string]", "readonly number[]", "{ a: 1 } | { b: 2 }", "{}", "{ a: string } & (() => void)"],
]


def _spec(types: list[str]) -> str:
    lines = [f"  p{number}: {text};" for number, text in enumerate(types)]
    return DECLARED + "export interface Values {\n" + "\n".join(lines) + "\n}\n"


def _properties(types: list[str]) -> dict[str, Property]:
    data = _spec(types).encode()
    model = load_model(MemoryFiles({"input.d.ts": data}), "input.d.ts", Options()).model
    assert model is not None
    values = next(
        declaration for declaration in model.declarations if declaration.id.path == ("Values",)
    )
    assert isinstance(values, Interface)
    return {property_.wire_name: property_ for property_ in values.properties}


BRANDED = [
    f"{text}"
    for primitive, brand in product(PRIMITIVES, BRANDS)
    for text in (f"({primitive}) & ({brand})", f"({brand}) & ({primitive})")
]


def test_a_branded_primitive_is_never_never() -> None:
    properties = _properties(BRANDED)
    never = [
        text
        for number, text in enumerate(BRANDED)
        if properties[f"p{number}"].type == Primitive("never") and "undefined" not in text
    ]
    assert not never


def test_a_branded_primitive_is_what_the_primitive_is() -> None:
    types = ["string & Branded", "1 & Branded", "Branded & bigint", "bigint", "1n & Branded"]
    text, one, big, plain, big_one = (property_.type for property_ in _properties(types).values())
    assert text == Primitive("string")
    assert one == Literal("number", 1)
    assert isinstance(big, Opaque)
    assert big == plain == big_one


def test_what_excludes_each_other_is_never() -> None:
    types = [
        "string & number",
        "'a' & 'b'",
        "null & Branded",
        "bigint & string",
        "1 & 2",
        "E & 'c'",
    ]
    assert {property_.type for property_ in _properties(types).values()} <= {
        Primitive("never"),
        NULL,
    }


def test_objects_with_something_in_common_are_never_never() -> None:
    """A list with a brand is the list, a function with properties is the properties."""
    types = [f"({a}) & ({b})" for a, b in product(OBJECTS, OBJECTS)]
    properties = _properties(types)
    never = {
        types[int(name[1:])]
        for name, property_ in properties.items()
        if property_.type == Primitive("never")
    }
    assert never == {"([string]) & ([string, number])", "([string, number]) & ([string])"}
    named = _properties(["(() => void) & { a: string }", "Date & Branded", "string[] & Branded"])
    assert [type(property_.type).__name__ for property_ in named.values()] == [
        "Ref",
        "Primitive",
        "Array",
    ]


@pytest.mark.network
@pytest.mark.parametrize("kind", ["brands", "primitives"])
def test_intersections_are_what_the_compiler_says(kind: str, tmp_path: Path) -> None:
    require_node()
    both = [f"({a}) & ({b})" for a, b in product(PRIMITIVES, PRIMITIVES)]
    types = BRANDED if kind == "brands" else both
    path = tmp_path / "input.d.ts"
    path.write_text(_spec(types), encoding="utf-8")
    (oracle,) = ask([path])
    data = _spec(types).encode()
    model = load_model(MemoryFiles({"input.d.ts": data}), "input.d.ts", Options()).model
    assert model is not None
    result = model_beside(model, oracle)
    wrong = [
        f"{types[int(m.property[1:])]}: {m}" for m in result.mismatches if m.property[:1] == "p"
    ]
    assert result.complete, "\n".join(wrong)
