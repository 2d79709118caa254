"""Crafted texts whose types ask much of others: see `crafted`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from .filled import asked_of, filled, kind

__all__ = ["CHAINS", "COMMENTS", "FORMS", "LARGE"]

_TYPES: Final = ("p#: #; ", "interface B { ", "}", "")
_KEYS: Final = ("'k#'", "type K = ", ";", "|")
_TAGGED: Final = ("{ t: 't#'; a: # }", "type L = ", ";", "|")
_ENUM: Final = ("M# = 'm#', ", "export enum E { ", "}\n", "")
_SPLIT: Final = "type S<T> = T extends `${infer A}.${infer R}` ? [A, ...S<R>] : [T]; "


def _all_of(text: str, head: str, tail: str, between: str) -> Callable[[int], str]:
    """One large type, and what is asked of it once."""
    return lambda size: filled(size - 200, text, head, tail, between)


def _two(left: str, right: str, tail: str) -> Callable[[int], str]:
    """Two large unions, and what is asked of both."""

    def of_size(size: int) -> str:
        first = filled(size // 2, left, "type L = ", ";", "|")
        return first + filled(size // 2 - 200, right, "type R = ", ";", "|") + tail

    return of_size


def _beside(large: tuple[str, str, str, str], asking: str) -> Callable[[int], str]:
    """A large type, and as many declarations as a spec may have that ask for it."""

    def of_size(size: int) -> str:
        asked = filled(size // 8, asking, "export interface A { ", "}")
        return filled(size - len(asked), *large) + asked

    return of_size


LARGE: Final[dict[str, Callable[[int], str]]] = {
    "lookups in a large interface": asked_of(_TYPES, "q#: B['p#']; "),
    "values of a large interface": asked_of(_TYPES, "q#: B[keyof B]; "),
    "keys of a large interface": asked_of(_TYPES, "q#: keyof B; "),
    "omissions of all keys": asked_of(_TYPES, "q#: Omit<B, keyof B>; "),
    "a large interface and a small one": asked_of(_TYPES, "q#: B & { x: # }; "),
    "conditions about a large interface": asked_of(_TYPES, "q#: B extends { p#: # } ? 1 : 2; "),
    "records of many keys": asked_of(_KEYS, "q#: Record<K, #>; "),
    "many keys beside another": asked_of(_KEYS, "q#: K | #; "),
    "capitals of many keys": asked_of(_KEYS, "q#: Uppercase<K | 'x#'>; "),
    "unions with the property before": kind(
        "q#: A['q@'] | 'b#'; ", "export interface A { q0: 'a'; ", "}"
    ),
    "members of a large union by their tag": asked_of(_TAGGED, "q#: Extract<L, { t: 't#' }>; "),
    "computed keys of a large enum": asked_of(_ENUM, "[E.M#]: #; "),
    "a large enum without one more each": asked_of(_ENUM, "q#: Exclude<E, E.M#>; "),
    "one of a large enum": asked_of(_ENUM, "q#: Extract<E, E.M#>; "),
    "mapped types of a large enum": asked_of(_ENUM, "q#: { [K in E]: K }; "),
    "many keys without one": asked_of(_KEYS, "q#: Exclude<K, 'k#'>; "),
    "many keys without those of a pattern": asked_of(_KEYS, "q#: Exclude<K, `k#${string}`>; "),
    "patterns without a key": asked_of(
        ("`k#${string}`", "type K = ", ";", "|"), "q#: Exclude<K, 'k#'>; "
    ),
    "a large union of objects without one": asked_of(_TAGGED, "q#: Exclude<L, { t: 't#' }>; "),
    "what many keys are inferred from": asked_of(
        _KEYS, "q#: K extends `k${infer N}` ? [N, #] : 0; "
    ),
    "what one condition infers from many keys": _all_of(
        *_KEYS[:2], "; export type A = [K] extends [`k${infer N}`] ? N : 0;", "|"
    ),
    "all but one of a large interface": asked_of(_TYPES, "q#: Omit<B, 'p#'>; "),
    "one of a large interface": asked_of(_TYPES, "q#: Pick<B, 'p#'>; "),
    "a large interface or a small one": _beside(_TYPES, "q#: B | { a: # }; "),
    "two large interfaces or a small one": _beside(
        ("p#: #; ", "interface B { ", "} interface C extends B { x: 1 }", ""),
        "q#: B | C | { a: # }; ",
    ),
    "what is made of a large interface, or a small one": _beside(
        _TYPES, "q#: Required<B> | { a: # }; "
    ),
    "tags that are members of a large enum": lambda size: (
        filled(size // 2, "M# = 'm#', ", "export enum E { ", "}\n")
        + filled(size // 2, "{ t: E.M#; a: # }", "export type U = ", ";", "|")
    ),
    "a large union without one more each": lambda size: filled(
        size,
        "export type T# = Exclude<T@, 'x#'>;\n",
        filled(size // 2, "'x#'", "export type T0 = ", ";", "|"),
    ),
    "a condition for each member, again and again": lambda size: filled(
        size,
        "export type X# = D<K, #>;\n",
        filled(size // 10, *_KEYS) + "type D<T, N> = T extends string ? [T, N] : never;",
    ),
    "a mapped type that renames many keys": _all_of(
        *_KEYS[:2], "; export type A = { [P in K as `get${Capitalize<P>}`]: P };", "|"
    ),
    "mapped types of a large interface": _all_of(
        *_TYPES[:2],
        "} export type A = { [P in keyof B]?: B[P] };"
        " export type C = { readonly [P in keyof B as `x${P}`]: B[P][] };",
        "",
    ),
    "a condition that makes many objects": _all_of(
        *_KEYS[:2],
        "; type D<T> = T extends `${infer A}${infer R}` ? { a: A; r: R } : never;"
        " export type A = D<K>;",
        "|",
    ),
    "a condition that makes many texts": _all_of(
        *_KEYS[:2],
        "; type D<T> = T extends `${infer A}${infer R}` ? R : never;"
        " export type A = D<K>; export type B = Uppercase<K>;",
        "|",
    ),
    "templates of many keys": _all_of(
        *_KEYS[:2],
        "; type D = 0 | 1; export type A = `${K}-${D}`; export type B = `${K}${K}`;",
        "|",
    ),
    "paths in an object": _all_of(
        "p#: { a: { b: # } }; ",
        "type P<T> = { [K in keyof T & string]: T[K] extends object ? `${K}.${P<T[K]>}` : K }"
        "[keyof T & string]; interface B { ",
        "} export type A = P<B>;",
        "",
    ),
    "a union made an intersection": _all_of(
        "{ a#: # }",
        "type I<U> = (U extends any ? (k: U) => void : never) extends (k: infer V) => void"
        " ? V : never; type L = ",
        "; export type A = I<L>;",
        "|",
    ),
    "conditions between two large unions": _two(
        "{ t: 't#'; a: # }",
        "{ t: 't#'; a: #; b: 1 }",
        "export type X = R extends L ? 1 : 2; export type Y = Extract<R, { t: 't5' }>;",
    ),
    "an intersection of two large unions": _two(
        "{ t: 't#' }", "{ u: 'u#' }", "export type X = L & R;"
    ),
    "an intersection of two large unions with a tag": _two(
        "{ t: 't#'; a: 1 }", "{ t: 't#'; b: 1 }", "export type X = L & R;"
    ),
}
"""One large type that many others ask for, or that much is made of."""


CHAINS: Final[dict[str, Callable[[int], str]]] = {
    "generic interfaces that extend one another": kind(
        "interface I#<T> extends I@<T[]> { f#: T }\n",
        "interface I0<T> {}\n",
        "export type A = I60<string>; export interface Z { a: I50<1>; b: I40<2> }",
        most=4000,
    ),
    "a chain of Omit": kind(
        "export type T# = Omit<T@, 'p#'>;\n", "export type T0 = { a: 1; b: 2; c: 3 };"
    ),
    "a chain of Pick": kind(
        "export type T# = Pick<T@, 'a' | 'b'>;\n", "export type T0 = { a: 1; b: 2; c: 3 };"
    ),
    "a chain of Partial": kind(
        "type T# = Partial<T@>;\n", "type T0 = { a: 1; b: 2; c: 3 };", most=5000
    ),
    "a chain of Exclude": kind(
        "export type T# = Exclude<T@, 'x#'>;\n", "export type T0 = 'a' | 'b' | 'x5';"
    ),
    "a chain of mapped types": kind(
        "export type T# = { [K in keyof T@]: T@[K] } & { f#: 1 };\n", "export type T0 = { a: 1 };"
    ),
    "a chain of NonNullable": kind(
        "type T# = NonNullable<T@ | null>;\n", "type T0 = 'a';", "export type A = T900;"
    ),
    "a chain of promises": kind(
        "type T# = Promise<T@>;\n", "type T0 = 'a';", "export type A = Awaited<T900>;"
    ),
    "a chain of tuples": kind("type T# = [...T@, #];\n", "type T0 = [];", "export type A = T900;"),
    "a chain of doubled tuples": kind(
        "type T# = [...T@, ...T@];\n", "type T0 = [1];", "export type A = T30;"
    ),
    "a chain of conditions with infer": kind(
        "type X# = X@ extends { a: infer V } ? { a: V; b: V } : never;\n",
        "type X0 = { a: 1 };",
        "export type A = X900;",
        most=9000,
    ),
    "defaults of type parameters": kind(
        "interface G#<T = G@, U = T> { v: T; u: U }\n",
        "interface G0 {}\n",
        "export interface Z { a: G90 }",
    ),
    "defaults of exported interfaces": kind(
        "export interface G#<T = G@> { v: T }\n", "export interface G0 { a: 1 }\n", most=8000
    ),
    "type parameters": kind("T#", "export interface A<", "> { a: T1 } export type B = A<1>;", ","),
    "type parameters that are used": lambda size: (
        filled(size // 3, "T#", "interface A<", "> {", ",")
        + filled(size // 3, "a#: T#; ", "", "} ")
        + filled(size // 4, "#", "export type B = A<", ">;", ",")
    ),
    "constraints in a chain": kind("T# extends T@", "export interface A<T0,", "> { a: T1 }", ","),
    "branches of a condition": lambda size: (
        f"type C<T> = {_branches('{}', size // 30)}never; export type A = C<'5'>;"
    ),
    "branches of a condition that is used often": lambda size: filled(
        size - 9000,
        "p#: C<'v#'>; ",
        f"type C<T> = {_branches('v{}', 400)}never; export interface A {{ ",
        "}",
    ),
    "templates of the same digits": kind(
        "p#: `${D}${D}${D}${D}#`; ", "type D=0|1|2|3|4|5|6|7|8|9; export interface A { ", "}"
    ),
    "a text that is joined": lambda size: filled(
        size,
        "'a#'",
        "type J<T> = T extends [infer A extends string, ...infer R] ? `${A}${J<R>}` : '';"
        " export type A = J<[",
        "]>;",
        ",",
    ),
    "a text that is split": kind("a#", f"{_SPLIT} export type A = S<'", "'>;", "."),
    "texts that are split": kind("p#: S<'a.b.c.d.e#'>; ", f"{_SPLIT} export interface A {{ ", "}"),
    "objects made partial all the way down": kind(
        "p#: D<{ a: { b: { c: # } } }>; ",
        "type D<T> = { [K in keyof T]?: D<T[K]> }; export interface A { ",
        "}",
    ),
    "this['before']": kind("p#: this['p@']; ", "export interface A { p0: 1; ", "}"),
    "groups of groups": kind(
        "export type G# = G@ | E#; export interface E# { type: 'e#'; group: G@ }\n",
        "export type G0 = E1;",
    ),
}
"""Types that are made of the one before, or of themselves."""


def _branches(text: str, count: int) -> str:
    return "".join(f"T extends '{text.format(n)}' ? {n} : " for n in range(count))


FORMS: Final[dict[str, Callable[[int], str]]] = {
    "overloads of a method": kind("f(a: #): #; ", "export interface A { a: 1; ", "}"),
    "overloads of which the last counts": kind(
        "(a: #): # ; ",
        "interface F { ",
        "} export type R = ReturnType<F>; export type P = Parameters<F>;",
    ),
    "additions to the file's own interface": kind(
        "declare module './spec' { interface A { a#: # } }\n", "export interface A { a: 1 }\n"
    ),
    "additions to one module": kind(
        "declare module 'm' { export interface A { a#: # } }\n",
        "import { A } from 'm'; export interface X { a: A }\n",
    ),
    "additions to the global scope": kind(
        "declare global { interface A { a#: # } }\n", "export interface X { a: A }\n"
    ),
    "computed keys": kind(
        "[k#]: #; ",
        "".join(f"declare const k{number}: 'p{number}';\n" for number in range(300))
        + "export interface A { ",
        "}",
    ),
    "unique symbols": kind("declare const s#: unique symbol; ", "", "export interface A { a: 1 }"),
    "namespaces of one name": kind(
        "export namespace N { export interface A# { a: A@ } }\n",
        "export namespace N { export interface A0 { a: 1 } }\n",
    ),
    "aliases of namespaces": kind(
        "import N# = N@.X;\n",
        "namespace N0 { export namespace X { export interface A { a: 1 } } }\n",
        "export type A = N5.A;",
    ),
    "exports of the file itself": lambda size: (
        "export * from './spec';\n" * (size // 26) + "export interface A { a: 1 }"
    ),
    "classes that extend and implement": kind(
        "export declare class C# extends C@ implements I { a#: string }\n",
        "interface I { z: 1 } export declare class C0 { a: 1 }\n",
    ),
    "accessors": kind("get g#(): string; set g#(v: string); ", "export declare class A { ", "}"),
    "an enum of shifts": kind("A# = 1 << #, ", "export enum E { ", "}"),
    "enums of one member": kind(
        "export enum E# { A = 'a#' }\n", "", "export type X = E1.A | E2.A;", most=8000
    ),
    "modules that are missing": kind("p#: typeof import('./x#'); ", "export interface A { ", "}"),
    "a constant of objects": kind(
        "a#: { b: [#, 'x', { c: # }] }, ",
        "export const c = { ",
        "} as const; export type T = typeof c; export type K = (typeof c)[keyof typeof c];",
    ),
    "collections in each other": kind(
        "p#: ReadonlyArray<Array<Set<Map<string, #>>>>; ", "export interface A { ", "}"
    ),
    "what may be absent and undefined": kind(
        "p#?: undefined | null | # | 'a' | undefined; ", "export interface A { ", "}"
    ),
    "modifiers": kind("readonly p#?: readonly string[]; ", "export interface A { ", "}"),
    "type predicates": kind("m#(x: unknown): x is string; ", "export interface A { a: 1; ", "}"),
    "bigints": kind("p#: #n; ", "export interface A { ", "}"),
    "numbers with exponents": kind("p#: -#e10 | 0x#; ", "export interface A { ", "}"),
    "a number of a megabyte": kind("9", "export interface A { a: ", " }"),
    "long numbers": lambda size: filled(size, f"p#: {'9' * 5000}; ", "export interface A { ", "}"),
    "names with escapes": kind("p\\u00e9#: 1; ", "export interface A { ", "}"),
    "texts with escapes": kind("p#: '\\n\\u{1F600}\\x41'; ", "export interface A { ", "}"),
    "names with quotes": kind("'a\\'b#\"': 1; ", "export interface A { ", "}"),
    "names that Python reserves": kind(
        "class: 1; def: 2; None#: 3; __init__#: 4; ", "export interface A { ", "}"
    ),
    "names that differ in case": kind(
        "export interface a# { x: 1 } export interface A# { x: 2 } \n"
    ),
    "names that are those of paths": kind(
        "export interface A# { b: { c: # } } export interface A#B { c: 1 }\n"
    ),
    "tags that are numbers": kind("{ op: #; d: { a: # } }", "export type U = ", ";", "|"),
    "tags inside of tags": kind(
        "{ m: { t: 't#' }; ok: true } | { m: { t: 't#' }; ok: false; e: # }",
        "export type U = ",
        ";",
        "|",
    ),
    "tags that are templates": kind("{ t: `a#.${string}`; v: # }", "export type U = ", ";", "|"),
    "objects that a key tells apart": kind(
        "{ a#: { x: 1 }; b?: 2 } | { a#: { y: 1 }; c?: 2 }", "export type U = ", ";", "|"
    ),
}
"""Forms of declarations, properties and names."""


def _comment(text: str) -> Callable[[int], str]:
    return kind(text, "/** ", " */\nexport interface A { a: 1 }")


COMMENTS: Final[dict[str, Callable[[int], str]]] = {
    "a comment of parameters": kind(
        " * @param a# x\n * @see {@link A#}\n", "/**\n", " */\nexport interface A { a: 1 }"
    ),
    "a comment for each property": kind(
        "/** @deprecated `x` {@link A} [[[ ((( */ p#: string; ", "export interface A { ", "}"
    ),
    "a comment of fences": kind("```\n", "/**\n", " */\nexport interface A { a: 1 }"),
    "a comment of backticks": _comment("`a"),
    "a comment of HTML": _comment("<a <b>"),
    "a comment of links in links": _comment("{@link {@link "),
    "a comment of emphasis": _comment("_a*b"),
    "a comment of nested lists": lambda size: (
        "/**\n"
        + "".join(f" * {' ' * (number % 60)}- x\n" for number in range(size // 40))
        + " */\nexport interface A { a: 1 }"
    ),
    "a comment of tables": kind(" * | a | b |\n", "/**\n", " */\nexport interface A { a: 1 }"),
}
"""Documentation that is Markdown, or nearly."""
