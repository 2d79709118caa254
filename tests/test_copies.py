"""Mapped types that copy a text, a number or a date give it, and say so at their place."""

from __future__ import annotations

import pytest

from realtime_codegen.model import Interface, Literal, Primitive, Type
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles

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
