"""Random conditions on brands are decided as the compiler does, or a diagnostic is at their line.

A brand is an object type beside a primitive or one value of it: `'a' & { readonly __brand: 'Id' }`.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Final

import pytest

from realtime_codegen.model import references
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.oracle.told import assert_told, file_of

_BEFORE: Final = """
declare const tag: unique symbol;
declare const other: unique symbol;
interface Marked { readonly __brand: 'Marked' }
type Word = string & { b: 1 };
type UserId = number & { __brand: 'UserId' };
type OrgId = number & { __brand: 'OrgId' };
type Key = string & { readonly [tag]: 'A' };
interface Later extends Promise<1> { v: 1 }
type B<N> = number & { __brand: N };
type Lock = string & { readonly [other]: 'A' };
type Brand<B, N> = B & { readonly __type: N };
type Opaque<B, N> = B & { readonly [tag]: N };
type Tag<N extends PropertyKey, M = never> = { readonly [tag]: { [K in N]: M } };
type Tagged<B, N extends PropertyKey, M = never> = B & Tag<N, M>;
type Untag<T extends Tag<PropertyKey, any>> = RemoveTags<T>;
type RemoveTags<T> = T extends Tag<PropertyKey, any>
  ? { [N in keyof T[typeof tag]]: T extends Tagged<infer Type, N, T[typeof tag][N]>
      ? RemoveTags<Type> : never }[keyof T[typeof tag]] : T;
type Maybe = string & { __maybe?: 'yes' };
declare enum Tone { A = 'a', Be = 'be' }
declare enum Count { One = 1, Two = 2 }
"""
_SOURCES: Final = (
    *("Word", "UserId", "OrgId", "Key", "Lock", "string & Marked", "Brand<string, 'x'>", "Maybe"),
    *("Opaque<number, 1>", "Tagged<string, 'A'>", "Tagged<Tagged<string, 'A'>, 'B', 7>", "'x'"),
    *("Brand<Word, 'w'>", "UserId | OrgId", "Word | 'x' | 7", "Key | Lock", "string", "number"),
    *("{ b: 1 }", "Marked", "{ [tag]: 'A' }", "string & {}", "number & {}", "7", "bigint & Marked"),
    *(
        "1n",
        "Tagged<{ o: 1 }, 'A'>",
        "Uint8Array & { more: 1 }",
        "Error & { b: 1 }",
        "Later & Marked",
    ),
    *("Map<string, 1> & { b: 1 }", "Error & Marked", "Date & { b: 1 }"),
    *("null | Word", "Tagged<number, 'n'> | string", "Word & Key", "UserId & { b: 1 }"),
    *("UserId & OrgId", "{ v: Word }", "Word[]", "[UserId]", "unknown", "any"),
)
_TARGETS: Final = (
    *("Word", "UserId", "OrgId", "Key", "Lock", "Maybe", "string & Marked", "{ b: 1 }", "{ b: 2 }"),
    *("{ b: infer V }", "{ __brand: infer V }", "string & { b: infer V }", "Brand<string, 'x'>"),
    *("Brand<string, infer V>", "Brand<any, infer V>", "{ readonly [tag]: infer V }", "Marked"),
    *("{ [tag]: any }", "string", "number", "object", "{}", "unknown", "string | number", "'x'"),
    *("Tag<any, any>", "Tagged<string, 'A'>", "Tag<PropertyKey, unknown>", "Word | UserId"),
    *("{ length: infer V }", "{ length: number; b: 1 }", "{ toFixed: any }", "String", "Object"),
    *("infer V extends string", "infer V extends { b: 1 }", "string & {}", "Opaque<number, any>"),
    *("{ v: infer V }", "{ v: string }", "(infer V)[]", "Word[]", "{ b?: 1 }", "{ c?: 1 }"),
    *("Record<string, any>", "{ [key: string]: unknown }", "Function", "never", "UserId[]"),
    *(
        "{ message: infer V }",
        "{ length: infer V; more: 1 }",
        "Error",
        "Uint8Array",
        "{ size: infer V }",
    ),
    *("`x${string}`", "number & { __brand: infer V }", "bigint", "boolean"),
)
_FORMS: Final = (
    *("Extract<T, string>", "Extract<T, Word>", "Exclude<T, string>", "Exclude<T, Word>"),
    *("Extract<T, { b: 1 }>", "Exclude<T, object>", "Extract<T, object>", "NonNullable<T>"),
    *("T extends infer I ? I : 0", "[T, T]", "T | 'y'", "Extract<T | 'y', { __brand: any }>"),
    *("'b' extends keyof T ? 1 : 0", "'length' extends keyof T ? 1 : 0", "Record<'k', T>"),
    *("{ [K in 'b' & keyof T]: T[K] }", "T & { b: 1 }", "T extends string ? T : never"),
    *("{ [K in 'k' as T extends Word ? K : never]: 1 }", "T & string", "T & 'x'", "'x' & T"),
    *("{ [K in 'k' as T extends string ? `${K}s` : never]: 1 }", "T[] extends string[] ? 1 : 0"),
    *("{ v: T } extends { v: Word } ? 1 : 0", "'x' extends T ? 1 : 0", "7 extends T ? 1 : 0"),
    *("keyof T", "Partial<T>", "{ [K in keyof T]: 1 }", "T['b' & keyof T]", "RemoveTags<T>"),
    *("T extends Brand<infer B, 'x'> ? [B] : 0", "T extends infer B & { b: 1 } ? [B] : 0"),
    *("T extends Tagged<infer B, 'A'> ? [B] : 0", "T extends Brand<infer B, any> ? [B] : 0"),
    "T extends B<infer V> ? V : 0",
    *("string extends T ? 1 : 0", "{ b: 1 } extends T ? 1 : 0", "Word extends T ? 1 : 0"),
)
_UNITS: Final = (
    *(
        "'a' & { b: 1 }",
        "Brand<'a' | 'c', 'x'>",
        "7 & Marked",
        "boolean & { b: 1 }",
        "true & Marked",
    ),
    *(
        "`x${string}` & { b: 1 }",
        "Tone.A & { b: 1 }",
        "Tone & Marked",
        "Uppercase<string> & { b: 1 }",
    ),
    *(
        "7n & { b: 1 }",
        "symbol & Marked",
        "Tagged<'a', 'A'>",
        "Count & { b: 1 }",
        "Opaque<true, 1>",
    ),
    *("('a' & { b: 1 }) | 'a'", "'a' & { b: 1 } & Marked", "{ v: 'a' & { b: 1 } }", "'a'", "true"),
    *("String", "Number", "Boolean", "Tone.A", "boolean", "`x${string}`", "{ v: String }"),
)
"""Sources that are one value, or a few, and the interfaces of primitives."""
_BOXES: Final = ("String", "Number", "Boolean")
_OF_UNITS: Final = (
    *(
        "'a'",
        "true",
        "7",
        "Tone",
        "Tone.A",
        "'a' & { b: 1 }",
        "boolean & { b: 1 }",
        "true & Marked",
    ),
    *("`x${string}` & { b: infer V }", "Brand<'a', any>", "'a' & { b: infer V }", "7 & Marked"),
    *(
        "infer V extends 'a'",
        "infer V & { b: 1 }",
        "`${infer V}x`",
        "`a${infer V}`",
        "7n",
        "symbol",
    ),
    *("Tone & { b: 1 }", "Number", "Boolean", "Brand<infer V, 'x'>", "Tagged<infer V, 'A'>"),
    *("Number | String", "{ valueOf(): infer V }", "{ valueOf(): string }", "symbol & Marked"),
)
_FORMS_OF_UNITS: Final = (
    *("Extract<T, 'a'>", "Exclude<T, 'a'>", "`p${T & string}`", "T | 'a'", "T & boolean"),
    *("'a' extends T ? 1 : 0", "true extends T ? 1 : 0", "Exclude<T | true, T>"),
    *("T extends true ? 1 : 2", "{ [K in T & 'a']: 1 }", "Record<T & 'a', 1>"),
)
_LEAST_RIGHT: Final = 0.85
"""The share of the types that are read as the compiler does; of the others most are `Any`."""


def example(rand: random.Random, *, unit: bool) -> str:
    """A type, in which `T` may be a parameter."""
    if rand.random() < 0.35:
        return rand.choice((*_FORMS, *_FORMS_OF_UNITS) if unit else _FORMS)
    target = rand.choice((*_TARGETS, *_OF_UNITS) if unit else _TARGETS)
    check, extends = ("[T]", f"[{target}]") if rand.random() < 0.2 else ("T", target)
    return f"{check} extends {extends} ? {'[V]' if 'infer V' in target else 1} : 'not'"


def written(rand: random.Random, count: int) -> tuple[list[str], str]:
    """Some types, and a file of them."""
    types: list[tuple[str, str, bool]] = []
    for _ in range(count):
        unit = rand.random() < 0.5
        source, type_ = rand.choice(_UNITS if unit else _SOURCES), example(rand, unit=unit)
        if source in _BOXES and "& {" in type_:
            type_ = "T"  # JSON has the primitive of it, for the compiler it is an object.
        types.append((f"({source})", type_, rand.random() < 0.4 and "any" not in source))
    return file_of(types, _BEFORE)


@pytest.mark.network
def test_what_is_read_otherwise_is_told(tmp_path: Path) -> None:
    assert_told(
        written, "brands", tmp_path, at_night=50, in_a_push=6, taken=0.6, right=_LEAST_RIGHT
    )


_BARE: Final = (
    *("string", "number", "boolean", "bigint", "symbol", "7n", "'a'", "7", "true", "`x${string}`"),
    *("Uppercase<string>", "Tone", "Tone.A", "Count", "Date", "'a' | symbol", "symbol | Tone"),
)


@pytest.mark.parametrize("bare", _BARE)
def test_what_has_a_brand_is_what_it_is_without_one(bare: str) -> None:
    """Law: in a model an alias of a primitive with a brand is the alias of the primitive."""
    uses = "interface V { a: A; n: A | null; l: A[]; t: [A, 1]; o?: A; r: Record<string, A> }"
    before = "declare enum Tone { A = 'a', Be = 'be' } declare enum Count { One = 1, Two = 2 }"

    def declared(type_: str) -> dict[str, str]:
        text = f"{before}\ntype A = {type_};\nexport {uses}\n"
        loaded = load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())
        assert loaded.model is not None
        known = loaded.model.by_id()
        assert all(one in known for item in known.values() for one in references(item))
        return {str(item.id): re.sub(r"Span\([^)]*\)", "", repr(item)) for item in known.values()}

    assert declared(f"({bare}) & {{ readonly __b: 1 }}") == declared(bare)
