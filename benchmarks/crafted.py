"""Texts of a given size, at most a megabyte, that are made to cost a run much.

Tokens over and over, types that repeat or choose among each other, and as many declarations as a
spec of that size may have. `benchmarks.bounds` measures them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from realtime_codegen.extent import most_declarations
from tests.tools.growing_types import recursive_spec

from .crafted_copies import COPIES, UNIONS
from .crafted_declarations import DECLARATIONS, MEMBERS
from .crafted_uses import CHAINS, COMMENTS, FORMS, LARGE
from .filled import filled, kind

__all__ = ["KINDS", "SIZE"]

SIZE: Final = 1_000_000


_UNION: Final = "export type U = "


def _many(text: str, head: str = "", of: int = 1) -> Callable[[int], str]:
    """Declarations in their largest number that is generated without being asked for."""

    def of_size(size: int) -> str:
        most = (most_declarations(size) - 20) // of
        return filled(size, text.ljust((size - len(head)) // most) + "\n", head, most=most)

    return of_size


def _both(names: str, uses: str, size: int) -> str:
    """Declarations, and one union of them, each about half of the text."""
    count = 1
    half = len(names) + len(uses) + 6
    while count * half < size:
        count = int(count * 1.1) + 1
    count = int(count / 1.35)
    made = (filled(size, names, most=count), filled(size, uses, _UNION, ";", " | ", count))
    return "".join(made)


def _union_of(names: str, uses: str) -> Callable[[int], str]:
    return lambda size: _both(names, uses, size)


def _excluded(left: str, right: str) -> Callable[[int], str]:
    """One union without the members of another."""

    def of_size(size: int) -> str:
        half = size // 2 - 100
        unions = filled(half, left, "type L = ", ";", "|")
        unions += filled(half, right, "type R = ", ";", "|")
        return f"{unions} export type X = Exclude<L, R>;"

    return of_size


def _depth(opening: str, inner: str, closing: str, depth: int) -> Callable[[int], str]:
    """Properties with a type that is nested so deep."""
    nested = f"p#: {opening * depth}{inner}{closing * depth}; "
    return kind(nested, "export interface A { ", "}")


TOKENS: Final = [
    *("(", "{", "[", "<", "a<", "[a,", "{a:", "(a:", "a|", "a&", "|", "&", "a.", "a['", "'", '"'),
    *(
        "`",
        "${",
        "`${",
        "`${a}",
        "\\",
        "#",
        "\0",
        "\ufeff",
        "é",
        "x",
        "0",
        "1e",
        "1_",
        "0x",
        "\\u0041",
    ),
    *("/*", "//", "/**", "/** @a */", "/** a */ ", "*", "/// <reference path='x' />\n", "//\n"),
    *("type A=", "type A=B;", "type A<", "interface A{", "interface A{}", "export ", "declare "),
    *("namespace A{", "declare module 'x'{", "import(", "import('x').", "import a from 'x';"),
    *("export * from 'x';", "export{a};", "export default ", "keyof ", "typeof ", "readonly "),
    *(
        "unique symbol",
        "infer X ",
        "a extends b?",
        "a extends b?c:",
        "a?",
        "=>",
        "()=>",
        "new ()=>",
    ),
    *("abstract ", "class A{", "class A{a:1}", "enum A{", "enum A{a}", "function f(", "f():1;"),
    *(
        "get a():1;",
        "[K in ",
        "{[K in a]:",
        "asserts x is ",
        "this.",
        "...",
        "[...",
        "?:",
        ";",
        ",",
    ),
    *(
        "a,",
        "a:1;",
        "\n",
        "\r",
        "\u2028",
        " ",
        "\t",
        "@a ",
        "const a=",
        "let a:",
        "a=1+",
        "1+",
        "-",
    ),
    *("<T>(", "<T,", "declare global{", "override ", "static ", "async ", "yield ", "a!", "a??"),
    *("//@ts-ignore\n", "<!--", "-->", "#!/", "'use strict';", "é|", "a is ", "}", ")", "]", ">"),
]


def _types() -> dict[str, Callable[[int], str]]:
    """Texts that are right, each of which makes one thing of a spec large."""
    return {
        "as many interfaces as may be": _many(
            "export interface I# { a: string; b?: number; c: I@[] }"
        ),
        "as many interfaces of one field as may be": _many("export interface I# { a: string }"),
        "as many tagged interfaces as may be": _many(
            "export interface I# { type: 'i#'; a: string; b?: number; c: null }"
        ),
        "as many aliases as may be": _many(
            "export type I# = string | I@[] | null;", "export type I0 = 1;"
        ),
        "as many enums as may be": _many("export enum E# { A = 'a', B = 'b', C = 'c' }"),
        "as many unions as may be": _many(
            "export type I# = { a: 1 } | { b: I@ };", "export type I0 = 1;", 3
        ),
        "half as many, in a union with a tag": _union_of(
            "export interface I# { type: 'i#'; a: string; b?: number; c: null; d: 1 }\n", "I#"
        ),
        "interfaces that extend one another": kind(
            f"export interface I# extends I@ {{ f#: string }}{' ' * 30}\n", "interface I0 {}"
        ),
        "a chain of tagged unions": kind(
            "export type T# = T@ | { t: 'x#'; a: string };\n",
            "export type T0 = { t: 'a' };",
            most=3000,
        ),
        "a longer chain of tagged unions": kind(
            "export type T# = T@ | { t: 'x#'; a: string };\n", "export type T0 = { t: 'a' };"
        ),
        "a chain of tagged interfaces": kind(
            "interface I# { t: 'x#' } export type T# = I# | T@;\n",
            "export type T0 = { t: 'a' };",
            most=3000,
        ),
        "a chain of untagged unions": kind(
            "export type T# = T@ | { a#: 'x#'; a: string };\n",
            "export type T0 = { t: 'a' };",
            most=3000,
        ),
        "a chain of lists": kind("export type T# = T@[];\n", "export type T0 = string;", most=6000),
        "a chain of maps": kind(
            "export type T# = { [key: string]: T@ };\n", "export type T0 = string;", most=6000
        ),
        "a chain of intersections": kind(
            "export type T# = T@ & { f#: string };\n", "export type T0 = { a: 1 };", most=6000
        ),
        "a union of literals": kind("'literal#'", _UNION, ";", "|"),
        "a union of numbers": kind("#", _UNION, ";", "|"),
        "a union of templates": kind("`a#${string}`", _UNION, ";", "|"),
        "a union of tuples": kind("['a#', #]", _UNION, ";", "|"),
        "a union of lists": kind("'a#'[]", _UNION, ";", "|"),
        "a union of objects with a tag": kind("{ type: 't#'; a: # }", _UNION, ";", "|"),
        "a union of objects with two tags": kind(
            "{ type: 't@'; kind: 'k#'; a: # }", _UNION, ";", "|"
        ),
        "a union of objects without a tag": kind("{ a#: string }", _UNION, ";", "|"),
        "a union of objects with one key": kind("{ a: { b#: 1 } }", _UNION, ";", "|"),
        "a union of objects with optional keys": kind(
            "{ a#?: 1; b?: 2; c@?: 3 }", _UNION, ";", "|"
        ),
        "a union of objects that are alike": kind(
            "{ a: string; b: #; c?: string[] }", _UNION, ";", "|"
        ),
        "a union of objects that share keys": kind("{ a#: 1; a@: 2; b: 3 }", _UNION, ";", "|"),
        "a union of objects with literals": kind(
            "{ a: '#' | 'x'; b: '@' | 'y'; c: 'z' }", _UNION, ";", "|"
        ),
        "a union of objects with many literals": kind(
            "{ a: '#' | '@' | 'x'; b#: '@' | 'y' }", _UNION, ";", "|"
        ),
        "many small unions of objects": kind(
            "u#: { a: 1; b: # } | { a: 1; c: # } | { a: 2 }; ", "export interface A { ", "}"
        ),
        "many unions of alternatives": kind(
            "u#: ({ a: 1 } | { b: 2 }) & ({ c: 3 } | { d: 4 }) & ({ e: 5 } | { f: 6 }); ",
            "export interface A { ",
            "}",
        ),
        "an intersection of alternatives": kind("({ a#: 1 } | { b#: 2 })", _UNION, ";", "&"),
        "an intersection of objects": kind("{ a#: 1 }", _UNION, ";", "&"),
        "an intersection of unions of literals": kind("('a' | 'b' | 'c#')", _UNION, ";", "&"),
        "families of tags": _union_of(
            "interface On# { k#: 'on'; a#: string } interface Off# { k#: 'off'; b#: 1 }\n",
            "On# | Off#",
        ),
        "interfaces without a tag in a union": _union_of("interface I# { f#: 1 }\n", "I#"),
        "tagged interfaces in a union, in many unions": lambda size: (
            "".join(f"export interface I{n} {{ type: 'i{n}'; a: 1 }}\n" for n in range(100))
            + filled(size - 6000, f"export type U# = {' | '.join(f'I{n}' for n in range(100))};\n")
        ),
        "properties": kind("p#?: string; ", "export interface A { ", "}"),
        "properties that are objects": kind("p#: { a: 1 }; ", "export interface A { ", "}"),
        "properties that are lists of objects": kind(
            "p#: { a: # }[]; ", "export interface A { ", "}"
        ),
        "properties that are unions": kind(
            "p#: 'a' | 'b' | # | null; ", "export interface A { ", "}"
        ),
        "properties with comments": kind(
            "/** Says # of it. */ p#: string; ", "export interface A { ", "}"
        ),
        "index signatures": kind("p#: { [key: string]: # }; ", "export interface A { ", "}"),
        "index signatures of one interface": kind(
            "[k#: `a#${string}`]: #; ", "export interface A { ", "}"
        ),
        "interfaces with index signatures": kind(
            "export interface I# { [key: string]: number | I@; a: number }         \n"
        ),
        "many interfaces of one name": kind("export interface A { a#: # }\n"),
        "typeof of constants": kind(
            "export declare const c#: { a: #; b: 'x' };\nexport type T# = typeof c#;\n", most=8000
        ),
        "typeof of one constant": kind(
            "export type T# = typeof c; ", "declare const c: { a: 1; b: 'x' };\n"
        ),
        "a constant object": kind(
            "a#: #, ", "export const c = { ", "} as const; export type T = typeof c;"
        ),
        "a constant list": kind(
            "'a#', ", "export const c = [ ", "] as const; export type T = (typeof c)[number];"
        ),
        "an enum": kind("A# = 'a#', ", "export enum E { ", "}"),
        "an enum that counts": kind("A#, ", "export enum E { ", "}"),
        "an enum of the members before": kind("A# = A@ + 1, ", "export enum E { A0 = 1, ", "}"),
        "an enum of texts of the members before": kind(
            "A# = A@ + 'x', ", "export enum E { A0 = 'a', ", "}"
        ),
        "tuples of many": kind("#", "export type A = [", "];", ", "),
        "17 x 440 nested objects": lambda size: "".join(
            f"export interface A{n} {{ x: {'{ a: ' * 440}string{'}' * 440} }}\n" for n in range(17)
        ),
        "nested objects": _depth("{ a: ", "string", "}", 440),
        "nested objects, less deep": _depth("{ a: ", "string", "}", 30),
        "nested objects of two": _depth("{ b: 1; a: ", "string", "}", 55),
        "nested lists": _depth("(", "string", ")[]", 55),
        "nested tuples": _depth("[1, ", "string", "]", 55),
        "nested unions": _depth("({ a: 1 } | ", "string", ")", 55),
        "nested maps": _depth("Record<string, ", "string", ">", 55),
        "nested Partial": _depth("Partial<", "{ a: 1 }", ">", 60),
        "nested Omit": _depth("Omit<", "{ a: 1; b: 2 }", ", 'c'>", 60),
        "nested instances": lambda size: filled(
            size,
            f"p#: {'P<' * 55}#{'>' * 55}; ",
            "interface P<T> { a: T } export interface A { ",
            "}",
        ),
        "nested conditions": _depth("1 extends 2 ? 3 : ", "string", "", 55),
        "nested brackets": _depth("(", "string", ")", 200),
        "instances of one generic": kind(
            "p#: P<'a#'>; ", "interface P<T> { a: T; b: T[]; c?: P<T> } export interface A { ", "}"
        ),
        "instances of a generic alias": kind(
            "p#: P<'a#'>; ", "type P<T> = { a: T } | { b: T[] }; export interface A { ", "}"
        ),
        "instances that inherit": kind(
            "interface H# extends P<'a#'> {}\n",
            "interface P<T> { a: T; b: T[]; c?: P<T> }\n",
            "export type A = H1;",
        ),
        "heirs of one with many properties": lambda size: filled(
            size,
            "export interface H# extends B { h#: # }\n",
            filled(size // 2, "p#: string; ", "interface B { ", "}\n"),
        ),
        "picks of many properties": lambda size: filled(
            size,
            "export type H# = Pick<B, 'p1' | 'p2' | 'p#'>;\n",
            filled(size // 2, "p#: string; ", "interface B { ", "}\n"),
        ),
        "omissions of many properties": lambda size: filled(
            size,
            "export type H# = Omit<B, 'p#'>;\n",
            filled(size // 2, "p#: string; ", "interface B { ", "}\n"),
        ),
        "mapped types": kind("p#: { [K in 'a' | 'b' | 'c#']: K }; ", "export interface A { ", "}"),
        "a mapped type of many keys": kind("'k#'", "export type A = { [K in ", "]: K };", "|"),
        "lookups": kind("p#: A['p@']; ", "export interface A { p0: string; ", "}"),
        "lookups of the next": lambda size: filled(
            size, "p@: A['p#']; ", "export interface A { ", "}"
        ),
        "lookups in a union": kind(
            "p#: U['type']; ", "type U = { type: 'a' } | { type: 'b' }; export interface A { ", "}"
        ),
        "keys of types": kind("p#: keyof { a#: 1; b: 2 }; ", "export interface A { ", "}"),
        "conditions": kind(
            "export type X# = C<'v#' | #>;\n",
            "type C<T> = T extends string ? { a: T } : T extends number ? [T] : never;",
            most=8000,
        ),
        "conditions of one property each": kind(
            "p#: C<'v#' | #>; ",
            "type C<T> = T extends string ? { a: T } : T extends number ? [T] : never;"
            " export interface A { ",
            "}",
        ),
        "conditions with infer": kind(
            "p#: C<'v#-x'>; ",
            "type C<T> = T extends `${infer A}-${infer B}` ? { a: A; b: B } : never;"
            " export interface A { ",
            "}",
        ),
        "an Exclude of many": _excluded("'a#'", "'b#'"),
        "an Exclude of objects": _excluded("{ a#: 1 }", "{ a#: 1 }"),
        "templates of unions": kind(
            "p#: `#${D}${D}${D}`; ", "type D = 0|1|2|3|4|5|6|7|8|9; export interface A { ", "}"
        ),
        "templates of texts": kind("p#: `#${string}-${number}`; ", "export interface A { ", "}"),
        "patterns as keys": kind("p#: Record<`k#${string}`, #>; ", "export interface A { ", "}"),
        "methods": kind("m#(a: string): void; ", "export interface A { a: 1; ", "}"),
        "overloaded functions": kind(
            "export declare function f(a: #): #;\n", "export interface A { a: 1 }\n"
        ),
        "classes": kind(
            "export declare class C# extends C@ { a: string; m(): this }              \n"
        ),
        "namespaces": kind(
            "export namespace N# { export interface A { a: # } }                            \n"
        ),
        "nested namespaces": lambda size: (
            "".join(
                f"export namespace N{n} {{ export interface A {{ a: {n} }}\n" for n in range(800)
            )
            + "}" * 800
        ),
        "modules": kind(
            "declare module 'm#' { export interface A { a: # } }\n", "export interface A { a: 1 }\n"
        ),
        "imports that are missing": kind("import { A# } from './m#'; export type T# = A#;\n"),
        "exports of one": kind("export { A as A# }; ", "interface A { a: 1 }\n"),
        "aliases of one": kind("export type A# = A;\n", "interface A { a: 1 }\n"),
        "names that are alike": kind(
            "export interface A_#_ { a_b: 1; aB: 2; a__b: 3; AB: 4; 'a-b': 5; 'a b': #}\n"
        ),
        "properties that are alike": kind(f"'{'-' * 3}#': 1; ", "export interface A { ", "}"),
        "a text of a megabyte": kind("y", "export interface A { x: '", "'; z: 1 }"),
        "a name of a megabyte": kind("y", "export interface A", " { z: 1 }"),
        "a property of a megabyte": kind("y", "export interface A { ", ": 1 }"),
        "long names": lambda size: filled(
            size, f"export interface {'N' * 5000}# {{ a: {'N' * 5000}@ }}\n"
        ),
        "a comment of a megabyte": kind("word * ", "/** ", " */ export interface A { a: 1 }"),
        "a comment of lines": kind(
            " * - [a](b) `c` {@link A}\n", "/**\n", " */ export interface A { a: 1 }"
        ),
        "a comment of tags": kind(" * @example a\n", "/**\n", " */ export interface A { a: 1 }"),
        "a comment of brackets": kind("[{(<", "/** ", " */ export interface A { a: 1 }"),
        "a comment before each token": kind(
            "/* c */ p#: /* c */ string /* c */ ; ", "export interface A { ", "}"
        ),
        "errors": kind("export interface A# { a: ; }\n"),
        "errors in one interface": kind("p#: = ; ", "export interface A { ", "}"),
        "unknown names": kind("p#: Unknown#; ", "export interface A { ", "}"),
        "what is no JSON": kind("p#: () => void; ", "export interface A { ", "}"),
        "two bases each": kind(
            "export interface I# extends A, B { f#: # }\n",
            "interface A { a: 1 } interface B { b: 2 }\n",
        ),
        "mutual references": kind(
            "export interface A# { b?: B#; n?: A@ } export interface B# { a?: A#; n?: B@ }\n"
        ),
        "bounds on each other": kind(
            "export interface G#<T extends G#<T>> { v: T; n?: G@<any> }\n",
            "export interface G0<T> {}\n",
        ),
        "the seed 2747": lambda size: recursive_spec(2747),
        "the seed 1156": lambda size: recursive_spec(1156),
    }


def _tokens() -> dict[str, Callable[[int], str]]:
    """Tokens over and over, most of which are no declarations, and the same in a type."""
    kinds: dict[str, Callable[[int], str]] = {}
    for token in TOKENS:
        kinds[f"the token {token!r}"] = partial(_repeated, token)
        kinds[f"the token {token!r} in a type"] = partial(_repeated_in_a_type, token)
    return kinds


def _repeated(token: str, size: int) -> str:
    return token * (size // len(token.encode()))


def _repeated_in_a_type(token: str, size: int) -> str:
    return f"export interface A {{ a: 1; b: {_repeated(token, size - 60)} }}"


KINDS: Final = {
    name: text
    for kinds in (
        *(_types(), LARGE, CHAINS, FORMS, COMMENTS),
        *(DECLARATIONS, MEMBERS, COPIES, UNIONS, _tokens()),
    )
    for name, text in kinds.items()
}
