"""Crafted texts of many declarations, modules, comments and members: see `crafted`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from .filled import asked_of, filled, kind

__all__ = ["DECLARATIONS", "MEMBERS"]

_A: Final = "export interface A { "


def _satisfied(size: int) -> str:
    chain = " satisfies number" * (size // 18)
    return f"export const c = 1{chain};\nexport type T = typeof c;"


def _own_names(size: int) -> str:
    """Interfaces, and imports of each under another name from the file itself."""
    own = filled(size // 2, "export interface X# { a: # }\n")
    return own + filled(size // 2, "import { X# as Y# } from './spec';\n") + "export type Z = Y1;"


def _nested_namespaces(size: int) -> str:
    count = size // 60
    opened = (f"export namespace N{n} {{ export interface A {{ a: {n} }} " for n in range(count))
    return "".join(opened) + "}" * count


def _heirs(word: str, head: str, parts: tuple[int, int], most: int = 10**9) -> Callable[[int], str]:
    """Interfaces, and one declaration that names all of them behind a word."""

    def of_size(size: int) -> str:
        own = filled(size // parts[0], f"{head}interface A# {{ a#: # }}\n", most=most)
        start = f"export {word} "
        return own + filled(size // parts[1], "A#", start, " { x: 1 }", ", ", most)

    return of_size


def _same_base(size: int) -> str:
    base = filled(size // 2, "a#: #; ", "interface B { ", "}\n")
    heirs = filled(size // 3, "interface A# extends B { }\n", most=3000)
    return base + heirs + filled(size // 10, "A#", "export interface X extends ", " {}", ", ", 3000)


_STARS: Final = "export * from 'm@'; export * from 'n@';"
_DIAMONDS: Final = (
    f"declare module 'm#' {{ {_STARS} }} declare module 'n#' {{ {_STARS} }}\n",
    (
        "declare module 'm0' { export interface A0 { a: 1 } }"
        " declare module 'n0' { export interface A1 { a: 1 } }\n"
    ),
)

DECLARATIONS: Final[dict[str, Callable[[int], str]]] = {
    "decorated classes": kind(
        "@dec({ a: # }) export class C# { @prop() a#: string; @prop(#) b: number; }\n",
        "declare const dec: any; declare const prop: any;\n",
        most=8000,
    ),
    "decorated properties": kind(
        "@prop(#) a#: string; ", "declare const prop: any;\nexport declare class A { ", "}"
    ),
    "constants that satisfy types": kind(
        "a#: { b: # } satisfies { b: number }, ",
        "export const c = { ",
        "} as const; export type T = typeof c;",
    ),
    "a constant that satisfies over and over": _satisfied,
    "imported names that are missing": kind(
        "X#, ", "import { ", "} from './spec'; export interface A { a: X1 }"
    ),
    "imported files that are missing": kind(
        "import { X# } from './m#';\n", "", f"{_A}a: X1; b: X2 }}"
    ),
    "imports that are missing and used": kind(
        "import { X# } from './m#'; export interface A# { a: X# }\n", most=9000
    ),
    "imports of the file itself": _own_names,
    "declared modules": kind(
        "declare module 'm#' { export interface A# { a: # } }\n",
        "",
        "import { A5 } from 'm5'; export interface X { a: A5 }",
    ),
    "declared modules that import one another": kind(
        "declare module 'm#' { import { A@ } from 'm@'; export interface A# { a: A@ } }\n",
        "declare module 'm0' { export interface A0 { a: 1 } }\n",
        "import { A500 } from 'm500'; export interface X { a: A500 }",
    ),
    "declared modules that export one another": kind(
        "declare module 'm#' { export * from 'm@'; }\n",
        "declare module 'm0' { export interface A0 { a: 1 } }\n",
        "import { A0 } from 'm9000'; export interface X { a: A0 }",
    ),
    "modules behind two ways each": kind(
        *_DIAMONDS,
        "import { A1 } from 'm30'; import { ZZ } from 'm31'; export interface X { a: A1; b: ZZ }",
    ),
    "names of modules behind two ways each": kind(
        *_DIAMONDS,
        "import * as N from 'm30'; export type X = keyof typeof N; export * from 'm29'",
    ),
    "types of the file's own import": kind("a#: import('./spec').A['a@']; ", f"{_A}a0: 1; ", "}"),
    "functions of the file's own import": kind(
        "export declare function f#(a: #): { r: # };\n",
        "",
        "export type A = { [K in keyof typeof import('./spec')]: 1 };",
    ),
    "many tags in one comment": kind(
        " * @tag# {@link A#} x\n * @param {string} a# - b\n * @returns {number} c\n * @example\n"
        " * foo#()\n * @default #\n * @deprecated x\n",
        "/**\n",
        f" */\n{_A}a: 1 }}",
    ),
    "many tags for each property": kind(
        "/** x\n * @param a b\n * @example `c` {@link A}\n * @default #\n * @see {@link A.p1}\n"
        " * @throws {E} */ p#: string; ",
        _A,
        "}",
    ),
    "functions that assert": kind(
        "export declare function f#(x: unknown): asserts x is { a: # };\n",
        "",
        f"{_A}a: ReturnType<typeof f1> }}",
    ),
    "results of a predicate": kind(
        "a#: ReturnType<typeof f>; ", f"declare function f(x: unknown): x is string; {_A}", "}"
    ),
    "abstract overloads": kind(
        "abstract f(a: #): { r: # }; ",
        "export declare abstract class A { a: 1; ",
        "} export type R = ReturnType<A['f']>; export interface B extends A { b: 1 }",
    ),
    "abstract classes": kind(
        "export declare abstract class C# { abstract f(a: #): 1; abstract f(a: '#'): 2; x: # }\n",
        most=9000,
    ),
    "overloads with type parameters": kind(
        "f<T#>(a: T#): T#; ",
        "interface A { ",
        "} export type R = ReturnType<A['f']>;export interface B { a: A }",
    ),
    "namespaces in each other": _nested_namespaces,
    "namespaces beside each other": kind(
        "export namespace N# { export interface A { a: # } export type B = A; }\n",
        "",
        "export type X = N1.B;",
        most=9000,
    ),
    "an heir of all": _heirs("interface X extends", "", (2, 4)),
    "an heir of heirs of one": _same_base,
    "a class that implements all": _heirs(
        "declare class X implements", "export ", (2, 4), most=9000
    ),
    "declarations of one interface": kind("export interface A { a#: # }\n"),
    "declarations of one interface that are alike": kind("export interface A { a: string }\n"),
    "declarations of one interface with an overload each": kind(
        "interface A { f(x: #): # }\n",
        "",
        "export type R = ReturnType<A['f']>; export interface B { a: A }",
    ),
    "declarations of one generic interface": kind(
        "interface A<T> { a#: T }\n", "", "export interface X { a: A<1>; b: A<2>; c: A<3> }"
    ),
    "parameters with a variance": kind(
        "export interface I#<in out T, out U = T> { a: T; b: U }\n", most=8000
    ),
}
"""Declarations in large numbers, and modules that need each other."""

MEMBERS: Final[dict[str, Callable[[int], str]]] = {
    "patterns as keys": kind("[k: `p#${string}`]: #; ", _A, "}"),
    "lookups by patterns": asked_of(
        ("[k: `p#${string}`]: #; ", "interface B { ", "}", ""), "q#: B['p#x']; "
    ),
    "pairs of accessors": kind("get a#(): # ; set a#(v: # | string); ", _A, "}"),
    "static accessors": kind(
        "static get a#(): # ; protected get b#(): 1; ",
        "export declare class A { x: 1; ",
        "} export type T = typeof A;",
    ),
    "static properties": kind(
        "static a#: #; ", "export declare class A { x: 1; ", "} export type T = typeof A;"
    ),
    "values computed from the one before": kind("M# = M@ + 1, ", "export enum E { M0 = 1, ", "}"),
    "values shifted from the one before": kind(
        "M# = (M@ << 1) | A.X | 'abc'.length, ", "enum A { X = 2 } export enum E { M0 = 1, ", "}"
    ),
    "values that are the text before and more": kind(
        "M# = `${M@}x`, ", "export enum E { M0 = 'a', ", "}"
    ),
    "keys and values of a constant": kind(
        "a#: #, ",
        "export const c = { ",
        "} as const; export type K = keyof typeof c; export type V = (typeof c)[K];"
        " export type R = { [P in K]: P }; export type Q = Record<K, 1>;",
    ),
    "lookups in a constant": asked_of(
        ("a#: #, ", "const c = { ", "} as const;\n", ""), "q#: (typeof c)['a#']; "
    ),
    "keys beyond ASCII": kind("'é#ß': 1; ", _A, "}"),
    "keys and values of an interface of numbers": kind(
        "#: #; ", _A, "} export type K = keyof A; export type V = A[K];"
    ),
    "objects that may be absent in each other": kind("a#?: { b?: { c?: # } }; ", _A, "}"),
    "lists of lists of objects": kind("a#: { b: # }[][]; ", _A, "}"),
    "maps of objects": kind("a#: Record<string, { b: # }>; ", _A, "}"),
    "promises of promises": kind("a#: Awaited<Promise<Promise<{ b: # }>>>; ", _A, "}"),
    "templates of numbers": kind("a#: `${number}px#`; b#: `${bigint}#${boolean}`; ", _A, "}"),
}
"""Members of one large declaration."""
