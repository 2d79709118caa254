"""Calls in sources: their results are what the compiler infers, or a diagnostic says why not.

What is called has several signatures, or type parameters that arguments tell in many ways; some of
it is the library's.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import pytest

from tests.oracle.told import assert_told, constants_of, sources_of

_BEFORE: Final = """
interface Cat { kind: 'cat'; meow: 1 } interface Dog { kind: 'dog'; bark: 'b' }
declare const pets: (Cat | Dog)[]; declare const texts: string[]; declare const numbers: number[];
declare const pair: [string, number]; declare const record: Record<string, number>;
declare const text: string; declare const count: number; declare const either: string | number;
declare const maybe: string | undefined; declare const cat: Cat; declare const anything: any;
declare const map: Map<string, number>; declare const names: Set<string>; declare const day: Date;
declare const made: { a: number; b: string }; declare const nested: string[][];
declare const frozen: readonly string[]; declare const promised: Promise<string>;
"""
_VALUES: Final = (
    *("pets", "texts", "numbers", "pair", "record", "text", "count", "either", "maybe", "cat"),
    *(
        "anything",
        "map",
        "names",
        "day",
        "made",
        "nested",
        "frozen",
        "'v'",
        "7",
        "null",
        "promised",
    ),
    *("undefined", "true", "[1]", "['a', 2]", "{ a: 1 }", "{ a: 'x' as const }", "1 as const"),
    *("(x: number) => x", "() => 'r'", "x => x", "(x: any) => [x]", "x => !!x", "[]", "[pair]"),
    *("(x: any): x is string => true", "x => x === 1", "x => typeof x === 'string'", "...texts"),
    *("{ a: 1, b: 2 }", "{ b: 'b' }", "{ c: null }", "'a' as string", "either as 'a' | 'b'"),
)
_TYPES: Final = (
    *("T", "T", "T", "U", "T[]", "readonly T[]", "T | U", "T | null", "{ a: T }", "[T, U]"),
    *("string", "number", "any", "unknown", "string[]", "Cat", "{ a: number }", "object"),
    *("(x: T) => U", "() => T", "(x: T) => T", "Record<string, T>", "Partial<T>", "keyof T"),
    *("'v' | 7", "Iterable<T>", "Promise<T>", "T extends string ? 1 : 2", "(x: any) => x is U"),
)
_RESULTS: Final = (
    *("T", "T", "T[]", "{ t: T }", "{ t: T; u: U }", "U", "T | U", "T & U", "'S'", "'N'", "string"),
    *("{ s: string }", "any", "Partial<T>", "keyof T", "T extends string ? 1 : 2", "unknown"),
    *("[T, U]", "T | undefined", "NonNullable<T>", "Promise<T>", "number", "Cat", "void"),
)
_LIMITS: Final = (
    *("", "", "", "", "", "", " extends string", " extends object", " extends any[]", " = string"),
    *(" extends { a: unknown }", " extends string | number", " extends unknown[] = []"),
)
_OF_LISTS: Final = (
    *("filter(x => !!x)", "filter(Boolean)", "filter(x => x !== undefined)", "find(x => !!x)"),
    *("filter(x => typeof x === 'string')", "filter((x: any): x is string => true)", "at(0)"),
    *("filter(x => x === 'a')", "find(x => typeof x === 'number')", "findLast(x => x)", "pop()"),
    *("reduce((a, b) => a)", "reduce((a, b) => 1, 0)", "reduce((a, b) => a, {})", "reverse()"),
    *("reduce<string>((a, b) => a, '')", "concat(1)", "concat([1])", "flat()", "flat(2)"),
    *("flatMap(x => [x])", "map(x => x)", "map(String)", "entries()", "keys()", "values()"),
    *("slice(1)", "sort()", "toSorted()", "with(0, 'a')", "every(x => typeof x === 'string')"),
    *("some(x => x)", "join()", "includes('a')", "fill('x')", "splice(0, 1)", "toSpliced(0, 1)"),
    *("reduceRight((a, b) => b)", "length", "map(x => [x, 1])", "map((x, i) => ({ x, i }))"),
    *("filter(x => x)", "findIndex(x => x)", "lastIndexOf('a')", "copyWithin(0, 1)", "shift()"),
    *("map(x => x).filter(Boolean)", "map(Number)", "forEach(x => x)", "map<1>(x => 1)"),
    "filter(x => x.kind === 'cat')",
)
_LISTS: Final = ("pets", "texts", "numbers", "pair", "nested", "frozen", "anything", "[pair]")
_OF_LIBRARY: Final = (
    *("Object.values({0})", "Object.entries({0})", "Object.keys({0})", "Object.assign({0}, {1})"),
    *("Object.fromEntries({0})", "Object.freeze({0})", "Object.create({0})", "Array.from({0})"),
    *("Object.getOwnPropertyDescriptor(made, 'a')", "Array.from({0}, {1})", "Array.of({0}, {1})"),
    *("Array.isArray({0})", "Array({0})", "Promise.resolve({0})", "Promise.all([{0}, {1}])"),
    *("Promise.race([{0}, {1}])", "Promise.allSettled([{0}])", "Promise.any([{0}])"),
    *(
        "structuredClone({0})",
        "JSON.parse('1')",
        "JSON.stringify({0})",
        "String({0})",
        "Number({0})",
    ),
    *("Reflect.get({0}, 'a')", "Reflect.apply({0}, {1}, [])", "map.get({0})", "map.entries()"),
    *(
        "names.has({0})",
        "names.values()",
        "names.union(names)",
        "map.forEach({0})",
        "map.set('a', 1)",
    ),
    *("promised.then({0})", "promised.catch({0})", "promised.finally({0})", "promised.then()"),
    *("text.split({0})", "text.match({0})", "text.replace('a', {0})", "text.at(0)", "[...text]"),
    *(
        "text.matchAll(/a/g)",
        "day.getTime()",
        "day.toJSON()",
        "day.toLocaleString()",
        "day.valueOf()",
    ),
    *("count.toFixed(2)", "Math.max(1, {0})", "Symbol('s')", "Symbol.for('s')", "BigInt(1)"),
    *("Object.groupBy({0}, {1})", "Map.groupBy({0}, {1})", "setTimeout({0}, 1)", "fetch('a')"),
    *(
        "Date.now()",
        "Date()",
        "RegExp('a')",
        "Error('e')",
        "isNaN({0})",
        "parseInt({0})",
        "atob('a')",
    ),
    *("Object({0})", "Boolean({0})", "Function('a')", "Intl.NumberFormat()", "performance.now()"),
    *(
        "made.toString()",
        "cat.valueOf()",
        "made.hasOwnProperty('a')",
        "document.querySelector('a')",
    ),
    *("document.createElement('a')", "document.getElementById('x')", "queueMicrotask({0})"),
    *("Object.defineProperty({0}, 'a', {{}})", "Object.getPrototypeOf({0})", "Object.is({0}, {1})"),
    *(
        "crypto.randomUUID()",
        "document.querySelectorAll('a')",
        "new Set({0}).values()",
        "alert({0})",
    ),
)


_FITTING: Final = {
    "string": ("text", "'v'", "'a' as string", "maybe!"),
    "number": ("count", "7", "1 as const"),
    "string[]": ("texts", "['a']", "[]"),
    "Cat": ("cat", "anything"),
    "{ a: number }": ("made", "{ a: 1 }"),
    "'v' | 7": ("'v'", "7", "anything"),
    "(x: T) => U": ("(x: any) => [x]", "() => 'r'", "x => x", "x => !!x", "String"),
    "() => T": ("() => 'r'", "() => ({ a: 1 })", "() => cat", "() => []"),
    "(x: T) => T": ("x => x", "(x: number) => x", "String"),
    "T[]": ("texts", "pair", "[1]", "[]", "pets", "frozen.slice()", "['a', 2]"),
    "readonly T[]": ("frozen", "pair", "[1]", "pets"),
    "Iterable<T>": ("names", "map", "texts", "text"),
    "Promise<T>": ("promised", "Promise.resolve(1)"),
    "Record<string, T>": ("record", "made", "{ a: 1, b: 'x' }"),
    "(x: any) => x is U": ("(x: any): x is string => true", "(x: any): x is Cat => !!x"),
}
"""Values that fit a type of a parameter; any others may."""


_Written: TypeAlias = Callable[[random.Random, int], tuple[list[str], str]]


def _signature(rand: random.Random, arrow: str) -> tuple[str, str]:
    """A signature of one or two type parameters, or none, and arguments for it."""
    count = rand.choice((0, 1, 1, 1, 2))
    names = "TU"[:count]

    def drawn(pool: Sequence[str]) -> str:
        fits = [one for one in pool if all(name in names or name not in one for name in "TU")]
        return rand.choice(fits)

    given, values = [], []
    marks = sorted(rand.choices(("", "", "", "?"), k=rand.choice((0, 1, 1, 2, 2))))
    for place, mark in enumerate(marks):
        type_ = drawn(_TYPES)
        given.append(f"p{place}{mark}: {type_}")
        values.append(rand.choice(_FITTING.get(type_, _VALUES)))
    if rand.random() < 0.15:
        given.append(f"...rest: {drawn(('T[]', 'string[]', 'T'))}")
        values += rand.choices(_VALUES, k=2)
    while marks and marks.pop() and values and rand.random() < 0.4:
        values.pop()
    own = ", ".join(name + rand.choice(_LIMITS) for name in names)
    head = f"<{own}>" if own else ""
    return f"{head}({', '.join(given)}){arrow} {drawn(_RESULTS)}", ", ".join(values)


def _called(rand: random.Random, number: int) -> tuple[str, str]:
    """What is declared to be called, and the type of a call of it."""
    name = f"g{number}"
    several = range(rand.choice((1, 1, 1, 2, 2, 3)))
    made = [_signature(rand, ":") for _ in several]
    signatures = [text for text, _ in made]
    call = f"({rand.choice(made)[1]})"
    if rand.random() < 0.1:
        call = f"<{rand.choice(('string', '1', 'any, 1', 'Cat'))}>{call}"
    match rand.choice("fFom"):
        case "f":
            text, call = (
                " ".join(f"declare function {name}{one};" for one in signatures),
                name + call,
            )
        case "F":
            text, arguments = _signature(rand, " =>")
            text, call = f"declare const {name}: {text};", f"{name}({arguments})"
        case "o":
            text, call = f"declare const {name}: {{ {'; '.join(signatures)} }};", name + call
        case _:
            inside = "; ".join(f"m{one}" for one in signatures)
            text, call = f"declare const {name}: {{ {inside} }};", f"{name}.m{call}"
    return f"{text} export const c{number} = {call};", f"typeof c{number}"


def _own(rand: random.Random, count: int) -> tuple[list[str], str]:
    return sources_of([_called(rand, number) for number in range(count)], _BEFORE)


def _of_library(rand: random.Random, count: int) -> tuple[list[str], str]:
    values = []
    for _ in range(count):
        if rand.random() < 0.5:
            values.append(f"{rand.choice(_LISTS)}.{rand.choice(_OF_LISTS)}")
        else:
            one, two = rand.choices(_VALUES, k=2)
            values.append(rand.choice(_OF_LIBRARY).format(one, two))
    return constants_of(values, _BEFORE)


@pytest.mark.network
@pytest.mark.parametrize(("written", "right"), [(_own, 0.45), (_of_library, 0.65)])
def test_calls_that_are_read_otherwise_are_told(
    written: _Written, right: float, tmp_path: Path
) -> None:
    """Law: overloads, and type parameters that arguments tell in other ways than by their type."""
    assert_told(
        written,
        f"calls {written.__name__}",
        tmp_path,
        at_night=40,
        in_a_push=3,
        taken=0.3,
        right=right,
        name="input.ts",
    )
