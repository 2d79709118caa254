"""Seeded generic types that need themselves, for comparing with TypeScript's compiler."""

from __future__ import annotations

import random
from typing import Final

__all__ = ["spec"]

_ARGUMENTS: Final = [
    *["any", "unknown", "never", "'text'", "string", "number", "1", "boolean", "null", "undefined"],
    *["string[]", "any[]", "[1, 'a']", "[]", "[string, ...number[]]", "readonly [1]", "{ a: 1 }"],
    *[
        "{ a?: string; b: { c: 1[] } }",
        "'text' | 1",
        "{ next: { next: null } }",
        "Tree",
        "Agent<any>",
    ],
    *[
        "Agent<'text'>",
        "Agent<[1, 2]>",
        "Agent<Agent<number>>",
        "{ [key: string]: 1 }",
        "unknown[]",
    ],
    *["{ a: any; b: unknown; c: never }", "'a.b.c'", "string | undefined", "Agent", "object", "{}"],
]
_LEAVES: Final = ["string", "1", "null", "'leaf'", "never", "T", "T[]", "{ v: T }", "unknown"]
_TESTS: Final = [
    *["'text'", "string", "number", "any[]", "readonly unknown[]", "object", "{ a: any }", "null"],
    *[
        "undefined",
        "Agent<any>",
        "Agent<unknown>",
        "never",
        "unknown",
        "any",
        "string | number",
        "[]",
    ],
    *["{ next: unknown }", "boolean", "T", "[any, ...any[]]", "`${string}.${string}`"],
]
_INFERRING: Final = [
    ("(infer U)[]", "U"),
    ("Agent<infer U>", "U"),
    ("[infer U, ...infer R]", "R"),
    ("[...infer R, infer U]", "R"),
    ("{ a: infer U }", "U"),
    ("{ next: infer U }", "U"),
    ("`${infer U}.${infer R}`", "R"),
    ("readonly [infer U, ...infer R]", "[U, R]"),
    ("{ [key: string]: infer U }", "U"),
]

_PRELUDE: Final = """
interface Agent<O = unknown> { out: O }
interface Tree { left?: Tree; value: 1 }
type IsAny<T> = 0 extends 1 & T ? true : false;
type IsNever<T> = [T] extends [never] ? true : false;
type IsUnknown<T> = unknown extends T ? (IsAny<T> extends true ? false : true) : false;
"""


def _leaf(chance: random.Random) -> str:
    return chance.choice(_LEAVES)


def _again(chance: random.Random, part: str, count: int) -> str:
    """A use of one of the types, with a part of its arguments."""
    use = f"G{chance.randrange(count)}<{part}>"
    return chance.choice([use, use, f"{use} | null", f"[{use}]", f"{{ x: {use} }}", f"{use}[]"])


def _body(chance: random.Random, count: int, depth: int = 0) -> str:
    kind = chance.random()
    if depth > 2:
        return _leaf(chance)
    if kind < 0.45:
        pattern, part = chance.choice(_INFERRING)
        then = _again(chance, part, count)
        return f"T extends {pattern} ? {then} : {_body(chance, count, depth + 1)}"
    if kind < 0.75:
        check = chance.choice(["T", "T", "[T]", "IsAny<T>", "IsNever<T>", "IsUnknown<T>"])
        test = chance.choice(_TESTS)
        test = {"[T]": f"[{test}]", "T": test}.get(check, "true")
        then = _body(chance, count, depth + 1)
        return f"{check} extends {test} ? {then} : {_body(chance, count, depth + 1)}"
    if kind < 0.9 and depth:
        inner = _again(chance, "T[K]", count)
        form = chance.choice(["{{ [K in keyof T]: {} }}", "{{ [K in keyof T]?: {} }}"])
        made = form.format(inner)
        return f"IsAny<T> extends true ? 'any' : T extends object ? {made} : {_leaf(chance)}"
    return _leaf(chance)


def spec(seed: int, count: int, uses: int) -> tuple[str, list[str]]:
    """A file of generic types that lead to each other with some uses of each, and the uses."""
    chance = random.Random(seed)
    lines = [f"type G{number}<T> = {_body(chance, count)};" for number in range(count)]
    expressions = [
        f"G{number}<{argument}>"
        for number in range(count)
        for argument in chance.sample(_ARGUMENTS, uses)
    ]
    values = [f"  p{number}: {use};" for number, use in enumerate(expressions)]
    text = (
        _PRELUDE + "\n".join(lines) + "\nexport interface Values {\n" + "\n".join(values) + "\n}\n"
    )
    return text, expressions
