"""Seeded expressions of template literal types, for comparing with TypeScript's compiler."""

from __future__ import annotations

import random

__all__ = ["LIBRARY", "expressions", "spec"]

LIBRARY = r"""
type Chars<S extends string> = S extends `${infer F}${infer R}` ? [F, ...Chars<R>] : [];
type Snake<S extends string> = S extends `${infer A}${infer B}`
  ? `${A extends Lowercase<A> ? A : `_${Lowercase<A>}`}${Snake<B>}` : S;
type Camel<S extends string> =
  S extends `${infer A}_${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S;
type Split<S extends string, D extends string> = string extends S ? string[]
  : S extends '' ? [] : S extends `${infer A}${D}${infer B}` ? [A, ...Split<B, D>] : [S];
type Join<T extends readonly string[], D extends string> = T extends [] ? ''
  : T extends [infer F extends string] ? F
  : T extends [infer F extends string, ...infer R extends string[]]
  ? `${F}${D}${Join<R, D>}` : string;
type TrimLeft<S extends string> = S extends ` ${infer R}` ? TrimLeft<R> : S;
type TrimRight<S extends string> = S extends `${infer R} ` ? TrimRight<R> : S;
type Trim<S extends string> = TrimLeft<TrimRight<S>>;
type Replace<S extends string, A extends string, B extends string> =
  A extends '' ? S : S extends `${infer L}${A}${infer R}` ? `${L}${B}${R}` : S;
type ReplaceAll<S extends string, A extends string, B extends string> =
  A extends '' ? S : S extends `${infer L}${A}${infer R}` ? `${L}${B}${ReplaceAll<R, A, B>}` : S;
type Reverse<S extends string> = S extends `${infer F}${infer R}` ? `${Reverse<R>}${F}` : S;
type Count<S extends string, N extends 0[] = []> =
  S extends `${string}${infer R}` ? Count<R, [...N, 0]> : N['length'];
type Number_<S extends string> = S extends `${infer N extends number}` ? N : never;
type Bool<S extends string> = S extends `${infer N extends boolean}` ? N : never;
type Value<S extends string> =
  S extends `${infer N extends number | boolean | null | undefined}` ? N : S;
type Strip<S, P extends string> = S extends `${P}${infer R}` ? R : S;
type Ends<S, P extends string> = S extends `${infer R}${P}` ? R : S;
type Keys<T> = { [K in keyof T as K extends string ? Snake<K> : K]: T[K] };
type Getters<T> = { [K in keyof T as `get${Capitalize<string & K>}`]: T[K] };
type Stripped<T, P extends string> = { [K in keyof T as Strip<K, P>]: T[K] };
type Handlers<T> = { [K in keyof T as K extends `${infer E}Changed`
  ? `on${Capitalize<E>}` : never]: T[K] };
type Params<S extends string> = S extends `${string}:${infer P}/${infer R}`
  ? P | Params<`/${R}`> : S extends `${string}:${infer P}` ? P : never;
type Lower<S extends string> =
  S extends Lowercase<S> ? 'lower' : S extends Uppercase<S> ? 'upper' : 'mixed';
type Case<S extends string> =
  S extends `${infer A extends Uppercase<string>}${infer B}` ? [A, B] : 'no';
type Path<T> = T extends object
  ? { [K in keyof T & string]: T[K] extends object
    ? K | `${K}.${Path<T[K]>}` : K }[keyof T & string]
  : never;
interface Model { indentLevel: number; allAll?: boolean; x_name: string; nameChanged: 'a'; size2: 1
}
interface Deep { a: { b: { c: string }; d: number }; e: string }
"""

_TEXTS = ["", "", "a", "-", ".", "get", "_", ":", "/", " ", "ab", "1", "é", "x-"]
_WORDS = [
    *["", "a", "ab", "abc", "a-b", "a-b-c", "a.b.c", "getName", "get", "getgetName", "set-x"],
    *["user-7", "user-x", "user-", "-7", "7", "07", "1e3", "0x1F", "1.50", "1.5", "-0", "+1", " 1"],
    *["Infinity", "true", "false", "truer", "null", "undefined", "indentLevel", "HTTPServer"],
    *[
        "snake_case_words",
        "  padded  ",
        "/users/:id/posts/:post",
        "a--b",
        "--",
        "éa",
        "aaaa",
        "ABC",
    ],
    *["x-1-y-2", "id:42", "a:b:c", "123abc", "9007199254740993", "1_000", "a b", "10n", "-12"],
]
_HOLES = [
    *["string", "number", "bigint", "boolean", "null", "'a' | 'b'", "'get' | 'set'", "1 | 2"],
    *["Uppercase<string>", "Lowercase<string>", "Capitalize<string>", "any", "'x'", "`a${string}`"],
    *["`${number}-`", "'' | 'a'", "`${number}`", "undefined"],
]
_CONSTRAINTS = [
    *["number", "bigint", "boolean", "number | boolean", "'a' | 'b'", "1 | 2 | 7", "string"],
    *["`a${string}`", "null | undefined", "Uppercase<string>", "`${number}`", "'a' | number"],
]
_MAPPINGS = ["Uppercase", "Lowercase", "Capitalize", "Uncapitalize"]


_UNARY = [
    *["Chars", "Snake", "Camel", "Trim", "Reverse", "Count", "Number_", "Bool", "Value", "Params"],
    *["Lower", "Case", *_MAPPINGS],
]


def _literal(chance: random.Random) -> str:
    return repr(chance.choice(_WORDS))


def _pattern(chance: random.Random, *, infer: bool) -> tuple[str, list[str]]:
    """A template and the names that it infers."""
    names: list[str] = []
    text = chance.choice(_TEXTS)
    for _ in range(chance.randint(1, 4)):
        if infer and chance.random() < 0.6:
            known = names and chance.random() < 0.08
            name = chance.choice(names) if known else "ABCDE"[len(names)]
            constraint = ""
            if not known and chance.random() < 0.25:
                constraint = f" extends {chance.choice(_CONSTRAINTS)}"
            if name not in names:
                names.append(name)
            text += f"${{infer {name}{constraint}}}"
        else:
            text += f"${{{chance.choice(_HOLES)}}}"
        text += chance.choice(_TEXTS)
    return f"`{text}`", names


def _source(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.7:
        return _literal(chance)
    if kind < 0.85:
        return " | ".join(_literal(chance) for _ in range(chance.randint(2, 3)))
    if kind < 0.95:
        return _pattern(chance, infer=False)[0]
    return chance.choice(["string", "number", "'a' | 1", "never", "any", "42", "true"])


def _inferring(chance: random.Random) -> str:
    pattern, names = _pattern(chance, infer=True)
    result = f"[{', '.join(names)}]" if names else "'yes'"
    if len(names) > 1 and chance.random() < 0.3:
        result = "`" + "|".join(f"${{{name} & string}}" for name in names) + "`"
    if names and chance.random() < 0.15:
        result = f"{{ [K in {names[0]} & string as `on${{Capitalize<K>}}`]: {names[-1]} }}"
    return f"{_source(chance)} extends {pattern} ? {result} : 'no'"


def _keys(chance: random.Random) -> str:
    one, two = chance.sample(_WORDS, 2)
    return f"{{ {one!r}: 1; {two!r}?: 2 }}"


def _with_library(chance: random.Random) -> str:
    one = chance.choice(_UNARY)
    two = chance.choice(["Split", "Strip", "Ends"])
    separator = repr(chance.choice(["-", ".", "_", ":", "", "a", "get", "x_", " "]))
    words = ", ".join(_literal(chance) for _ in range(chance.randint(0, 4)))
    three = chance.choice(["Replace", "ReplaceAll"])
    return chance.choice(
        [
            f"{one}<{_literal(chance)}>",
            f"{one}<{_literal(chance)} | {_literal(chance)}>",
            f"{two}<{_literal(chance)}, {separator}>",
            f"Join<[{words}], {separator}>",
            f"{three}<{_literal(chance)}, {separator}, {_literal(chance)}>",
            f"Keys<{_keys(chance)}>",
            f"Getters<Record<{_literal(chance)} | {_literal(chance)}, string>>",
            f"Stripped<Record<{_literal(chance)} | {_literal(chance)}, string>, {separator}>",
            chance.choice(["Keys<Model>", "Getters<Model>", "Handlers<Model>", "Path<Deep>"]),
            f"Stripped<Model, {separator}>",
            f"{chance.choice(_MAPPINGS)}<{_pattern(chance, infer=False)[0]}>",
            f"{_source(chance)} extends {_pattern(chance, infer=False)[0]} ? 'yes' : 'no'",
            f"Extract<{_source(chance)}, {_pattern(chance, infer=False)[0]}>",
            f"Exclude<{_source(chance)}, {_pattern(chance, infer=False)[0]}>",
            _pattern(chance, infer=False)[0],
        ]
    )


def expressions(seed: int, count: int) -> list[str]:
    """Type expressions that make or take template literal types, the same for a seed."""
    chance = random.Random(seed)
    return [
        _inferring(chance) if chance.random() < 0.6 else _with_library(chance) for _ in range(count)
    ]


def spec(types: list[str]) -> str:
    """A file of declarations with each expression as a property of its own."""
    lines = [f"  p{number}: {text};" for number, text in enumerate(types)]
    return LIBRARY + "export interface Values {\n" + "\n".join(lines) + "\n}\n"
