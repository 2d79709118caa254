"""Crafted texts that write one type out again and again, or compute with it: see `crafted`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from .filled import asked_of, filled, kind

__all__ = ["COPIES", "UNIONS"]

_A: Final = "export interface A { "
_NUMBERS: Final = ",".join(map(str, range(300)))
_TAGGED: Final = ("{ t: 't#'; v: # }", "type U = ", ";", "|")


def _in_all(text: str, head: str, tail: str, between: str) -> Callable[[int], str]:
    return lambda size: filled(size - 300, text, head, tail, between)


def _copies(head: str, text: str) -> Callable[[int], str]:
    """Properties, each of which writes out what stands before them."""
    return kind(text, f"{head} {_A}", "}")


def _of_members(
    declared: str, members: str, asking: str, parts: tuple[int, int, int], most: int
) -> Callable[[int], str]:
    """Declarations, a union that has as many members, and properties that ask for it."""

    def of_size(size: int) -> str:
        own = filled(size // parts[0], declared, most=most)
        union = filled(size // parts[1], members, "type U = ", ";", "|", most)
        return own + union + filled(size // parts[2], asking, _A, "}")

    return of_size


_INTERFACES: Final = "export interface I# { t: 't#'; a: # }\n"
_UNIONS_OF: Final = (2, 5, 5)

COPIES: Final[dict[str, Callable[[int], str]]] = {
    "tuples of 300 numbers and one more": _copies(f"type T = [{_NUMBERS}];", "q#: [...T, #]; "),
    "tuples of 300 texts and one more": _copies(
        f"type T = ['{_NUMBERS.replace(',', chr(39) + ',' + chr(39))}'];", "q#: [...T, #]; "
    ),
    "tuples of 300 objects and one more": _copies(
        f"interface O {{ a: 1 }} type T = [{_NUMBERS}]; type M = {{ [K in keyof T]: O }};",
        "q#: [...M, #]; ",
    ),
    "tuples of 300 numbers twice and one more": _copies(
        f"type T = [{_NUMBERS}];", "q#: [...T, ...T, #]; "
    ),
    "tuples of 300 that may be absent": _copies(
        f"type T = Partial<[{_NUMBERS}]>;", "q#: [#, ...T]; "
    ),
    "lists of tuples of 300 numbers": _copies(f"type T = [{_NUMBERS}];", "q#: [...T, #][]; "),
    "unions of 300 and one more": _copies(
        f"type T = {_NUMBERS.replace(',', '|')};", "q#: T | '#'; "
    ),
    "patterns of 300 texts": _copies(f"type T = {_NUMBERS.replace(',', '|')};", "q#: `${T}-#`; "),
    "objects of 300 and one more": _copies(
        "interface B { " + "".join(f"p{n}: {n}; " for n in range(300)) + "}",
        "q#: B & { x#: # }; ",
    ),
    "objects of 300 without one": _copies(
        "interface B { " + "".join(f"p{n}: {n}; " for n in range(300)) + "}",
        "q#: Omit<B, 'p1' | '#'>; ",
    ),
    "mapped types over 300": _copies(
        f"type T = {_NUMBERS.replace(',', '|')};", "q#: { [K in T]: # }; "
    ),
    "defaults that are large": kind(
        "q#: G<#>; ",
        f"interface G<T, U = [{_NUMBERS}]> {{ t: T; u: U }} {_A}",
        "}",
    ),
    "defaults that are unions of a parameter": _copies(
        f"interface G<T, U = T | {_NUMBERS.replace(',', '|')}> {{ t: T; u: U }}", "q#: G<#>; "
    ),
    "a hundred parameters with defaults": _copies(
        f"interface G<T, {', '.join(f'P{n} = [T, {n}]' for n in range(100))}> {{ t: T; l: P99 }}",
        "q#: G<#>; ",
    ),
    "keys that are templates of 50 texts": _copies(
        f"type T = {'|'.join(map(str, range(50)))};",
        "q#: { [K in `${T}-#` | `${T}_#`]: # }; ",
    ),
    "heirs of 300 methods of this": kind(
        "export declare class H# extends B { h#: # }\n",
        f"export declare class B {{ b: 1; {''.join(f'm{n}(): this; ' for n in range(300))}}}\n",
    ),
    "deep inference in tuples": _copies(
        "type F<T> = T extends [infer A] ? F<A> : T;", "q#: F<[[[[#]]]]>; "
    ),
    "properties with 300 words each that are inherited": lambda size: (
        f"interface B {{ /** {'word ' * 300} */ a: 1 }}\n"
        + filled(size - 2000, "export interface H# extends B { b: #; c: string; d: number }\n")
    ),
    "aliases with defaults in a chain": kind(
        "type T#<P = string> = T@<{ a: P }>;\n",
        "type T0<P> = P;\n",
        "export type A = T3000; export type B = T100;",
    ),
    "exported aliases with defaults in a chain": kind(
        "export type T#<P = string> = T@<{ a: P }>;\n", "type T0<P> = P;\n"
    ),
    "elements with a name": kind(
        "n#: #",
        "export type T = [",
        "]; export type U = T[number]; export type L = T['length'];",
        ", ",
    ),
    "parameters with a name": kind(
        "n#: #",
        "export type T = [",
        "]; declare function f(...a: T): 1; export type P = Parameters<typeof f>;",
        ", ",
        most=9000,
    ),
    "instances in each other": lambda size: (
        "interface G<T> { v: T }\nexport type A = " + "G<" * (size // 3) + "1" + ">" * (size // 3)
    ),
    "six instances in each other": kind(
        "a#: G<G<G<G<G<G<#>>>>>>; ", f"interface G<T> {{ v: T }} {_A}", "}"
    ),
    "five instances of a union in each other": kind(
        "a#: G<G<G<G<G<#>>>>>; ", f"type G<T> = {{ v: T }} | T[]; {_A}", "}"
    ),
    "constant parameters": kind(
        "a#: F<{ x: # }>; ",
        f"type F<const T extends {{ x: number }}, U = T['x']> = {{ y: T; u: U }}; {_A}",
        "}",
    ),
    "one large tuple that is mapped": _in_all(
        "#",
        "type T = [",
        "]; export type A = { [K in keyof T]: T[K] | 1 }; export type B = Partial<T>;"
        " export type C = { [K in keyof T]: { v: T[K] } };",
        ",",
    ),
    "a large tuple that is mapped again and again": asked_of(
        ("#", "type T = [", "];", ","), "q#: { [K in keyof T]: # }; "
    ),
    "an intersection with the one before": kind(
        "export type T# = T@ & { f#: 1 };\n", "export type T0 = { a: 1 };"
    ),
    "keys of the one before": kind(
        "export type K# = keyof { [P in K@ | 'a#']: 1 };\n", "export type K0 = 'x';"
    ),
    "records of the one before": kind(
        "export type R# = Record<keyof R@ | 'a#', R@>;\n", "export type R0 = { a: 1 };"
    ),
}
"""Short texts that stand for long types."""

UNIONS: Final[dict[str, Callable[[int], str]]] = {
    "a large enum in templates": _in_all(
        "M# = 'm#', ",
        "enum E { ",
        "}\nexport type A = `x${E}`; export type B = `${E}-${0|1|2}`;"
        " export type C = { [K in E as `get${Capitalize<K>}`]: K };"
        " export type D = E extends `m${infer N}` ? N : 0;",
        "",
    ),
    "templates of a large enum again and again": asked_of(
        ("M# = 'm#', ", "enum E { ", "}\n", ""), "q#: `${E}#`; "
    ),
    "what is inferred from a large union": _in_all(
        "{ t: 't#'; v: # }",
        "type U = ",
        "; type F<T> = T extends { t: infer X; v: infer Y } ? { x: X; y: Y } : never;"
        " export type A = F<U>; export type B = U['t'];"
        " export type C = Extract<U, { t: 't5' | 't6' }>;",
        "|",
    ),
    "inferring from a large union again and again": asked_of(
        _TAGGED, "q#: U extends { t: 't#'; v: infer V } ? V : never; "
    ),
    "inferring from each of a large union": asked_of(
        _TAGGED, "q#: F<U, #>; ", "type F<T, N> = T extends { t: infer X } ? [X, N] : never; "
    ),
    "a map of a large union by its tag": asked_of(
        _TAGGED, "q#: { [K in U['t']]: Extract<U, { t: K }> }; "
    ),
    "a union of interfaces without one, by its tag": _of_members(
        _INTERFACES, "I#", "q#: Exclude<U, { t: 't#' }>; ", _UNIONS_OF, 6000
    ),
    "a union of interfaces without one": _of_members(
        _INTERFACES, "I#", "q#: Exclude<U, I#>; ", _UNIONS_OF, 6000
    ),
    "a union of objects without a tag, without one": asked_of(
        ("{ a#: # }", "type U = ", ";", "|"), "q#: Exclude<U, { a#: # }>; "
    ),
    "a union of objects that may be empty, without one": asked_of(
        ("{ a?: # }", "type U = ", ";", "|"), "q#: Exclude<U, { a?: # }>; "
    ),
    "a union by members of an enum, without one": lambda size: (
        filled(size // 4, "M# = 'm#', ", "enum E { ", "}\n", most=5000)
        + filled(size // 2, "{ t: E.M#; v: # }", "type U = ", ";", "|", 5000)
        + filled(size // 5, "q#: Exclude<U, { t: E.M# }>; ", _A, "}")
    ),
    "a union by aliases of texts, without one": _of_members(
        "type M# = 'm#';\n", "{ t: M#; v: # }", "q#: Exclude<U, { t: M# }>; ", (4, 2, 5), 5000
    ),
    "each of a large union without its tag": asked_of(
        _TAGGED,
        "q#: O<U, #>; ",
        "type O<T, N> = T extends unknown ? Omit<T, 't'> & { n: N } : never; ",
    ),
    "the tag alone of a large union": asked_of(_TAGGED, "q#: Pick<U, 't'>; "),
    "objects with a boolean": kind("{ a: #; ok: boolean }", "export type U = ", ";", "|"),
}
"""Large unions, and what is asked of them."""
