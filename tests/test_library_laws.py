"""Random types of the library, its heirs, enums and symbols are read as the compiler does.

Where they are not, a diagnostic stands at their line: nothing is read otherwise without a word.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

import pytest

from tests.oracle.told import assert_told, file_of

_BEFORE: Final = """
interface List<T> extends Array<T> { own: T }
interface Row extends List<'r'> { row: 1 }
interface Frozen extends ReadonlyArray<1 | 2> {}
interface Two extends Pair { own: 'two' }
interface Keyed<V> extends Map<string, V> { own: V }
interface Kinds extends Set<'k'> { own: boolean }
interface Failure extends Error { own: 'failure' }
interface Timeout extends Failure { message: 'late' }
interface Moment extends Date { own: 1 }
interface Place extends URL { own: 1 }
interface Later<T> extends Promise<T> { own: T }
interface Pattern extends RegExp { own: 1 }
interface Called extends Function { own: 1 }
interface Word extends String { own: 1 }
interface Bytes extends Uint8Array { own: 1 }
interface Both extends Error, Iterable<'b'> { own: 1 }
declare class Wrong extends TypeError { wrong: 1; constructor() }
declare class Stack<T> extends Array<T> { top: T }
declare class Names extends Map<'n', 1> { own: 1 }
declare class Source extends EventTarget { own: 1 }
type Pair = [1, 'x'?];
declare enum Tone { A = 'a', Be = 'be' }
declare enum Count { One = 1, Two = 2 }
declare enum Mixed { N = 0, S = 's' }
declare enum Single { Only = 'only' }
declare enum Loose { A, Two = 2, C }
declare const mark: unique symbol;
"""
_SOURCES: Final = (
    *("List<'l'>", "Row", "Frozen", "Two", "Keyed<1>", "Kinds", "Failure", "Timeout", "Moment"),
    *("Place", "Later<1>", "Pattern", "Called", "Word", "Bytes", "Both", "Wrong", "Stack<1>"),
    *("Names", "Source", "Array<1>", "readonly 'x'[]", "Pair", "Map<string, 1>", "Set<1>"),
    *("ReadonlyMap<'k', 1>", "ReadonlySet<1>", "WeakMap<{}, 1>", "WeakSet<{}>", "Error"),
    *("TypeError", "Promise<1>", "PromiseLike<1>", "RegExp", "Date", "URL", "Uint8Array"),
    *("ArrayBuffer", "Headers", "URLSearchParams", "Blob", "EventTarget", "Function"),
    *("Iterable<1>", "ArrayLike<1>", "Tone", "Tone.A", "Count", "Count.One", "Mixed", "Single"),
    *("symbol", "typeof mark", "object", "{}", "string", "number", "boolean", "'text'"),
    *("`x${string}`", "7", "true", "bigint", "7n", "null", "undefined", "unknown", "never", "any"),
    *("(() => 1)", "(new () => 1)", "{ own: 1 }", "{ length: 2 }", "Record<string, 1>"),
    *("Tone.A[]", "['a']", "{ v: Tone.A }", "Tone.A | 'x'", "'a' | 'be'", "1 | 2", "[1]"),
    *("Loose", "Loose.A", "Loose.Two", "{ [key: symbol]: 3 }", "{ [key: Uppercase<string>]: 1 }"),
)
_MEMBERS: Final = (
    *("length", "size", "name", "message", "own", "nothing", "description", "then", "source"),
    *("toString", "get", "has", "flags", "stack", "byteLength", "valueOf"),
)
_TARGETS: Final = (
    *("() => 1", "(...a: any[]) => infer V", "new () => 1", "abstract new (...a: any) => any"),
    *("Record<string, any>", "Record<string, unknown>", "{ [key: string]: infer V }"),
    *("{ [key: number]: infer V }", "{ [key: number]: any; own: any }", "Iterable<infer V>"),
    *("Iterable<any>", "ArrayLike<infer V>", "PromiseLike<infer V>", "Promise<any>", "Error"),
    *("Map<infer K, infer V>", "ReadonlyMap<any, any>", "Set<infer V>", "ReadonlySet<any>"),
    *("RegExp", "Date", "URL", "EventTarget", "Uint8Array", "ArrayBuffer", "Headers", "Blob"),
    *("object", "{}", "Object", "Function", "Symbol", "string", "number", "symbol", "(infer V)[]"),
    *("readonly (infer V)[]", "[infer V, ...any[]]", "List<infer V>", "Row", "Failure", "Moment"),
    *("Keyed<infer V>", "Tone", "Mixed", "object | 'x'", "Error | RegExp", "Later<infer V>"),
    *("{ [Symbol.iterator]: infer V }", "{ [Symbol.iterator](): any }", "{ has: Function }"),
    *("{ get(key: any): infer V }", "null | { own: infer V }", "Called", "Bytes", "Wrong"),
    *("Stack<infer V>", "Source", "{ then(...a: any): any }", "{ toString(): infer V }"),
    *("'a'[]", "[Tone.A]", "{ v: Tone.A }", "Tone.A | 'x'", "Count.One | 7", "1 | 2", "[Count]"),
    *("Loose", "Loose.A", "Loose.C", "Loose.Two", "Loose.A | Loose.Two", "2", "0"),
)
_FORMS: Final = (
    *("keyof {0}", "[keyof {0}]", "'{1}' extends keyof {0} ? 1 : 0", "{0}['{1}']", "{0}[number]"),
    *("{0}[0]", "{{ [K in keyof {0}]: 1 }}", "{{ [K in keyof {0}]?: {0}[K] }}", "Partial<{0}>"),
    *("Pick<{0}, '{1}' & keyof {0}>", "Omit<{0}, '{1}'>", "Extract<{0} | 'other', object>"),
    *("Exclude<{0} | 'other', object>", "Exclude<{0} | 'other', Error>", "NonNullable<{0}>"),
    *("Extract<{0}, {{ {1}: any }}>", "Awaited<{0}>", "ReturnType<() => {0}>", "{0}[]"),
    *("keyof ({0} | {{ own: 2 }})", "{0}[typeof mark]", "Exclude<{0}, Loose.A>", "{0} & Loose.C"),
    *("({0} | {{ own: 2 }})['own']", "{0} extends infer I ? keyof I : 0", "[{0}, {0}?]"),
)
_LEAST_RIGHT: Final = 0.75
"""The share of the types that are read as the compiler does; of the others most are `Any`."""


def example(rand: random.Random) -> str:
    """A type, in which `T` may be a parameter, and what `T` is."""
    if rand.random() < 0.35:
        return rand.choice(_FORMS).format("(T)", rand.choice(_MEMBERS))
    target = rand.choice(_TARGETS)
    if rand.random() < 0.4:
        value = rand.choice(("infer V", "string", "number", "any", "unknown", "Function"))
        target = f"{{ {rand.choice(_MEMBERS)}{rand.choice(('', '?'))}: {value} }}"
    check, extends = ("[T]", f"[{target}]") if rand.random() < 0.2 else ("T", target)
    return f"{check} extends {extends} ? {'[V]' if 'infer V' in target else 1} : 'not'"


def written(rand: random.Random, count: int) -> tuple[list[str], str]:
    """Some types, and a file of them."""
    types: list[tuple[str, str, bool]] = []
    for _ in range(count):
        source, type_ = rand.choice(_SOURCES), example(rand)
        types.append((source, type_, rand.random() < 0.3 and "any" not in source))
    return file_of(types, _BEFORE)


@pytest.mark.network
def test_what_is_read_otherwise_is_told(tmp_path: Path) -> None:
    assert_told(
        written, "library", tmp_path, at_night=50, in_a_push=6, taken=0.6, right=_LEAST_RIGHT
    )
