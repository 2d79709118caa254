"""Mapped types that copy a text, a number or a date give it, and say so at their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from realtime_codegen.model import Interface, Literal, Primitive, Type
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.oracle.beside import values_beside, wrong_types
from tests.tools.node import require_node

_COPIES = (
    "type Copy<T> = T extends object ? { [K in keyof T]?: Copy<T[K]> } : T;",
    "type Copy<T> = T extends object ? { readonly [P in keyof T]: T[P] } : T;",
    "type Copy<T> = T extends object ? Whole<T> : T; type Whole<T> = { [K in keyof T]-?: T[K] };",
)
_OTHERS = (
    "type Copy<T> = T extends object ? { [K in keyof T]: boolean } : T;",
    "type Copy<T> = T extends object ? { [K in keyof T]: { held: T[K] } } : T;",
    "type Copy<T> = T extends object ? { [K in keyof T]: Array<T[K]> } : T;",
    "type Copy<T> = T extends object ? { [K in keyof T]: Box<T[K]> } : T; type Box<T> = { v: T };",
)
_SOURCES = {
    "string & { readonly __brand: 'Id' }": Primitive("string"),
    "number & { readonly __brand: 'Id' }": Primitive("number"),
    "'a' & { readonly __brand: 'Id' }": Literal("string", "a"),
    "Date": Primitive("string"),
    "URL": Primitive("string"),
    "String": Primitive("string"),
}


def _read(generic: str, source: str) -> tuple[Type, list[int]]:
    """The type of the copy, and the lines of warnings."""
    text = f"{generic}\nexport interface Values {{ v: Copy<{source}> }}\n"
    loaded = load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())
    assert loaded.model is not None
    (values,) = (d for d in loaded.model.declarations if isinstance(d, Interface))
    return values.properties[0].type, [d.span.line for d in loaded.diagnostics if d.span]


@pytest.mark.parametrize("source", _SOURCES)
@pytest.mark.parametrize("generic", _COPIES)
def test_a_copy_is_what_is_copied(generic: str, source: str) -> None:
    type_, lines = _read(generic, source)
    assert type_ == _SOURCES[source]
    assert lines == [1]


@pytest.mark.parametrize("source", _SOURCES)
@pytest.mark.parametrize("generic", _OTHERS)
def test_what_is_made_of_the_members_is_any(generic: str, source: str) -> None:
    type_, lines = _read(generic, source)
    assert type(type_).__name__ == "Opaque"
    assert lines == [1]


_ASKED_BEFORE = """type Brand = string & { readonly __brand: 'Id' };
type Flags<T> = T extends object ? { [K in keyof T]: boolean } : T;
type Held<T> = T extends object ? { [K in keyof T]: { v: T[K] } } : T;
type Names<T> = { [K in keyof T]: T[K] extends Function ? never : K }[keyof T];
interface Heir extends OfText { own: boolean } type OfText = Flags<Brand>;
interface OfBytes extends Optional { own: 1 } type Optional = Partial<Uint8Array>;
"""
_ASKED = (
    *("Flags<Brand>[3]", "Flags<Brand>['charAt']", "Flags<Brand>['__brand']", "keyof Flags<Date>"),
    *("Held<Brand>[0]", "Held<String>['length']", "Held<String>[number]", "Heir", "OfBytes"),
    *("Partial<Uint8Array>[0]", "Partial<Uint8Array>['length']", "Flags<Uint8Array>[0]"),
    *("'nosuch' extends keyof Held<Brand> ? 1 : 0", "'charAt' extends keyof Held<Brand> ? 1 : 0"),
    *("Flags<Brand> & { own: 1 }", "{ own: 1 } & Held<Brand>", "Partial<Uint8Array> & { own: 1 }"),
    *("Flags<String> extends { [n: number]: boolean } ? 1 : 0", "Heir['charAt']", "OfBytes[0]"),
    *("Omit<Flags<Brand>, 'length'>['__brand']", "{ [K in keyof Flags<Brand>]: 7 }['charAt']"),
    *("Partial<Uint8Array> extends { [n: number]: infer V } ? [V] : 0", "Names<String>"),
    *("{ [K in keyof Omit<CSSStyleDeclaration, 'item'>]?: string | number }",),
    "{ [K in keyof CSSStyleDeclaration]: K extends 'color' ? 1 : 2 }['color' | 0]",
)


@pytest.mark.network
def test_what_is_made_of_the_members_can_be_asked(tmp_path: Path) -> None:
    """As a whole it is in JSON what it was made of. To the compiler it is an object of members."""
    require_node()
    result = values_beside(tmp_path, _ASKED_BEFORE, _ASKED, is_sound=True)
    assert not wrong_types(result, _ASKED)
    assert result.properties >= len(_ASKED)
