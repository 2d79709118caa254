"""Declarations of one type share its type parameters, as TypeScript merges them."""

from __future__ import annotations

import re
from itertools import permutations
from pathlib import Path

import pytest

from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import DiskFiles, MemoryFiles
from tests.oracle.compare import compare_model
from tests.oracle.generate import ids_of
from tests.oracle.typescript import ask
from tests.tools.node import require_node

WHOLE = "<T extends object = Item, U = [T]>"
"""It has all constraints and defaults, so any of the others may stand beside it."""
OTHERS = ("", "<T>", "<T extends object>", "<T = Item>", "<T, U>", "<T, U = [T]>")


def _block(number: int, heads: tuple[str, ...], classed: int) -> str:
    """Declare a type in several pieces, and use it with 0, 1 and 2 arguments.

    In a piece without a type parameter T, it is the type T outside.
    """
    pieces = (
        f"{'class' if piece == classed else 'interface'} Box{head} {{ t{piece}: T; u{piece}: U }}"
        for piece, head in enumerate(heads)
    )
    uses = "none: Box; one: Box<{ a: 1 }>; two: Box<{ a: 1 }, 2>"
    return (
        f"export namespace N{number} {{ {' '.join(pieces)} interface Values {{ {uses} }}"
        " interface Heir<V extends object> extends Box<V> { own: V }"
        " interface Heirs { heir: Heir<{ b: 2 }>; bare: Bare } interface Bare extends Box {} }"
    )


@pytest.mark.network
def test_type_parameters_are_those_of_all_declarations(tmp_path: Path) -> None:
    require_node()
    orders = [
        order
        for first, second in [*permutations(OTHERS, 2)]
        for order in (
            (WHOLE, first),
            (first, WHOLE),
            (first, WHOLE, second),
            (first, second, WHOLE),
        )
    ]
    blocks = [
        _block(number, order, number % (len(order) + 1))
        for number, order in enumerate(dict.fromkeys(orders))
    ]
    outside = "interface Item { item: 1 } type T = 'outside'; type U = 'beyond';"
    entry = tmp_path / "merged.d.ts"
    entry.write_text("\n".join([outside, *blocks]), encoding="utf-8")
    (oracle,) = ask([entry], errors=True)
    assert oracle.errors == ()
    loaded = load_model(DiskFiles(tmp_path), entry.name, Options())
    assert loaded.model is not None
    ids = {path: id_ for (_, path), id_ in ids_of(loaded.model).items()}
    result = compare_model(oracle, loaded.model, lambda declared: ids.get(declared.path))
    assert result.properties > 5 * len(blocks)
    assert [str(mismatch) for mismatch in result.mismatches] == []
    assert result.missing == []


@pytest.mark.network
def test_a_default_is_read_where_it_is_written(tmp_path: Path) -> None:
    require_node()
    files = {
        "first": "export {}; declare global { namespace N { interface Box { plain: 1 } } }",
        "item": "export interface Item { item: 1 }",
        "second": "import { Item as I } from './item'; declare global"
        " { namespace N { interface Box<T extends I = I> { made: T } } }",
        "main": "import './first'; import './second';"
        " export interface Values { bare: N.Box; given: N.Box<{ item: 1; more: 2 }> }",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.d.ts").write_text(text, encoding="utf-8")
    entry = tmp_path / "main.d.ts"
    (oracle,) = ask([entry], errors=True)
    assert oracle.errors == ()
    loaded = load_model(DiskFiles(tmp_path), entry.name, Options())
    assert loaded.model is not None
    assert loaded.diagnostics == ()
    ids = {path: id_ for (_, path), id_ in ids_of(loaded.model).items()}
    result = compare_model(oracle, loaded.model, lambda declared: ids.get(declared.path))
    assert result.properties
    assert [str(mismatch) for mismatch in result.mismatches] == []


TWICE = (
    *("string", "'a' | null", "{ x: number }", "{ f(): void; x: 1 }", "() => string", "Fn<1>"),
    *("Fn<{ html: string }>", "new (a: Item) => Item", "{ g: (a: Item) => void; x: 1 } | null"),
    *("((a: 1) => 2) | 'b'", "Item[]", "[a: Item, b?: 1]", "Map<string, Item>", "Twice | Item"),
    *("Promise<{ a: 1 }>", "{ (a: 1): 2; own: 3 }", "<T>(a: T) => T", "`a${string}`", "typeof f"),
    *("Record<string, Fn<2>>", "Partial<Item>", "keyof Item", "Fn<Twice>", "symbol", "Date"),
)


def test_what_is_declared_twice_is_what_it_is_once() -> None:
    """Law: a property may be declared again, with the same type, of whatever kind."""
    before = "interface Item { i: 1 }\ntype Fn<U> = (a: any) => Promise<U>;\n"
    before += "declare function f(a: Item): { r: 1 };\n"
    properties = "".join(f"p{n}: {type_}; o{n}?: {type_};" for n, type_ in enumerate(TWICE))
    once = f"export interface Twice {{ {properties} }}\n"
    assert _declared(before + once * 2) == _declared(before + once)


def _declared(text: str) -> list[str]:
    """The declarations of a file, without their places; it has no warning of a merge."""
    loaded = load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())
    assert loaded.model is not None
    assert [str(item) for item in loaded.diagnostics if item.code == "RC207"] == []
    return [re.sub(r"Span\([^)]*\)", "", repr(item)) for item in loaded.model.declarations]
