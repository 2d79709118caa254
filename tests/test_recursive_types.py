"""Generic types that need themselves end where TypeScript's compiler ends them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from realtime_codegen.model import Interface, Primitive
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.oracle.beside import beside, of_values
from tests.oracle.typescript import ask
from tests.tools.node import require_node
from tests.tools.recursive_types import spec

GENERICS, USES = 6, 8


def _assert_as_the_compiler_says(texts: Sequence[str], folder: Path) -> None:
    require_node()
    paths = [folder / f"input{number}.d.ts" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    for path, text, oracle in zip(paths, texts, ask(paths), strict=True):
        wrong = list(map(str, of_values(beside(path, oracle))))
        assert not wrong, "\n".join([*wrong[:5], text])


# The compiler calls some types of other seeds endless, and says `any`.
@pytest.mark.network
@pytest.mark.parametrize(
    "seeds",
    [(0, 1, 3, 8, 9), pytest.param((10, 11, 12, 13, 15), marks=pytest.mark.nightly)],
    ids=["some", "more"],
)
def test_recursive_types_are_what_the_compiler_says(seeds: Sequence[int], tmp_path: Path) -> None:
    _assert_as_the_compiler_says([spec(seed, GENERICS, USES)[0] for seed in seeds], tmp_path)


WRITTEN = {
    "options of the classes in a list": """
        type Known<T> = {
          [K in keyof T as T[K] extends infer V ? keyof V extends never ? never : K : never]: T[K];
        };
        type One<T> = T extends { [name: string]: infer U } ? U : never;
        type All<U> = (U extends any ? (u: U) => void : never) extends (u: infer I) => void
          ? I : never;
        interface Part { of: { name: string }; options?: any; new (...args: any): any }
        type Named<T extends Part[], K> = Extract<T[number], { of: { name: K } }>;
        type Each<T extends Part[]> = {
          [K in T[number]['of']['name']]: Named<T, K>['options']
        };
        declare class A { static of: { readonly name: 'a' }; static options: { a: 1 } }
        declare class B { static of: { readonly name: 'b' }; static options: { b?: 2 } }
        declare class C { static of: { readonly name: 'c' } }
        declare const parts: (typeof A | typeof B | typeof C)[];
        type Whole = Each<typeof parts>;
        export interface Options extends All<One<Known<Whole>>> { own: 1 }
        export interface Values { known: Known<Whole>; all: Options }
    """,
    "a condition on what infers": """
        type Out<T> = T extends 'text' ? string : T extends Steps<infer H> ? Steps<H> : never;
        type Steps<H> = H extends Array<infer U> ? Out<U> | null : never;
        export interface Values { a: Steps<any>; b: Out<any>; c: Out<unknown> }
    """,
    "no distribution over what is wrapped": """
        type Whole<T> = [T] extends [string] ? (T extends 'a' ? 1 : 2) : 3;
        export interface Values { a: Whole<'a' | 'b'>; b: Whole<never>; c: Whole<1>; d: Whole<any> }
    """,
    "paths": """
        type Paths<T> = T extends object
          ? { [K in keyof T & string]: K | `${K}.${Paths<T[K]> & string}` }[keyof T & string]
          : never;
        export interface Values { a: Paths<{ a: { b: string; c: { d: 1 } }; e: 2[] }> }
    """,
    "identity": """
        type Same<A, B> =
          (<G>() => G extends A ? 1 : 2) extends (<G>() => G extends B ? 1 : 2) ? true : false;
        export interface Values {
          a: Same<any, unknown>; b: Same<{ x: 1 }, { readonly x: 1 }>; c: Same<1 | 2, 2 | 1>;
          d: Same<string[], readonly string[]>; e: Same<{ x: 1 } & { y: 1 }, { x: 1; y: 1 }>;
          f: Same<[1, 2?], [1, 2?]>; g: Same<never, any>; h: Same<`a${string}`, `a${string}`>;
        }
    """,
    "a union with what was handed on": """
        interface More<P = string> { is: P[]; more?: More<{ q: 1 } | P>; }
        interface Of<P = string> { is: P[]; more?: Of<Of<true> | P>; list?: Of<1[] | P | 2[]>; }
        interface Both<P = string> { is: P; more?: Both<({} & { n: never; of: Both<true> }) | P> }
        export interface Values { a: More<1.5>; b: Of<1.5>; c: Both<1.5> }
    """,
    "`object` beside an object type": """
        export interface Values { a: ({ a: 1 } & object)[]; b: { a: 1 } & (object | 1 | 'x') }
    """,
    "maps of what contains them": """
        type Json<P> = { [key: string]: Json<P> | 1 } | 'x' | P;
        type Mapped<P> = { [K in string]: Mapped<P> } | P;
        type Lists<P> = { [key: string]: Lists<P>[] }[] | { [key: string]: Lists<P> } | P;
        type Of<P> = { v: { [key: string]: Of<P> } } | { [key: number]: Of<P> | 'n' } | P;
        export interface Values { a: Json<1>; b: Json<null>; c: Mapped<1>; d: Lists<2>; e: Of<3> }
    """,
    "members of enums beside the literals that they have": """
        declare enum Tone { A = 'a', Be = 'be' } declare enum Count { One = 1, Two = 2 }
        type Wrap<T, U> = T extends U ? 1 : 2;
        export interface Values {
          a: Wrap<['a'], [Tone.A]>; b: Wrap<'a'[], Tone.A[]>; c: Wrap<Tone.A[], 'a'[]>;
          d: Wrap<{ v: 'a' }, { v: Tone.A }>; e: 'a' extends Tone.A | 'x' ? 1 : 2;
          f: 1 extends Count.One | 7 ? 1 : 2; g: Wrap<1, Count>; h: 3 extends Count.One | 7 ? 1 : 2;
          i: Wrap<Tone.A, 'a' | 'x'>; j: Wrap<('a' | 'be')[], Tone[]>; k: Wrap<[1], [Count.One]>;
          l: Extract<'a' | 'x', Tone.A | 'x'>; m: Exclude<Tone, 'a'>; n: Wrap<[Count.One], [1]>;
          o: Wrap<['a' | 'be'], [Tone.A | Tone.Be]>; p: Wrap<['a', Tone.A], [Tone.A, 'a']>;
          q: (Tone.A | 'a') extends Tone ? 1 : 2; r: Record<Tone | 'a', 1>; s: Tone.A | 'a';
          t: { [K in Tone | 'a' | Count]: K }; u: Exclude<1 | 2, Count.One>; v: Tone & 'a';
        }
    """,
    "keys of a union with a parameter": """
        interface X { x: 1 } interface Y { y: 1; x: 2 }
        type Keys<P> = keyof (P | X);
        type Both<P, Q> = keyof (P | Q | X);
        export interface Values {
          a: Keys<any>; b: 'y' extends Keys<any> ? 1 : 2; c: Keys<unknown>; d: Keys<never>;
          e: Keys<Y>; f: Both<any, Y>; g: Both<any, any>; h: { [K in Keys<any>]: 1 };
        }
    """,
    "values of the library": """
        type If<A, B, V extends boolean> = V extends true ? A : B;
        export interface Values {
          a: If<1, typeof NaN, false>; b: typeof Math.PI | 'x'; c?: typeof undefined | 1;
          d: typeof Number.MAX_SAFE_INTEGER; e: typeof globalThis.Infinity | null;
          f: typeof onclick; g: typeof onerror; h: typeof window.onload; i?: typeof ontouchstart;
          j: typeof onclick extends Function ? 1 : 2; k: NonNullable<typeof onmessage> | 'x';
        }
    """,
    "readonly of any": """
        type Mine<T> = Readonly<T>;
        export interface Values { a: Readonly<any>; b: Mine<any>; c: Readonly<unknown> }
    """,
    "errors of the library": """
        declare class Own extends Error { code: string }
        interface Small { message: string } interface Texts { name: string; stack?: string }
        type Is<E, T> = E extends T ? 1 : 0;
        export interface Values {
          a: Is<Error, Own>; b: Is<TypeError, { code: 1 }>; c: Is<RangeError, { of?: 1; code: 2 }>;
          d: Is<Promise<1>, { a: 1 }>;
        }
    """,
    "members of a prototype": """
        declare class C<T> { m(): void; p: string; t: T; static s: number }
        export interface Values {
          a: typeof C.prototype.p; b?: typeof C.prototype.m; c: typeof C.s | 'x';
          d: typeof C.prototype.t;
        }
    """,
    "blocks of a namespace": """
        declare class E { static own: 1 } declare const outer: 2;
        declare namespace E { export { E as Again, outer as other }; let hidden: 3; }
        declare namespace E { let shown: 4; class Inner extends E { static more: 5 } }
        declare namespace N { namespace A { let a: 1 } namespace A { export { b as c }; let b: 2 } }
        export interface Values { a: typeof E; b: typeof E.Inner; c: typeof N }
    """,
    "functions of the library": """
        export interface Values {
          a?: typeof console.log; b: typeof JSON.parse | string; c: typeof Math.max | typeof Math.E;
        }
    """,
    "names for any and unknown": """
        type U = any; type W = unknown; type Perhaps<T> = T | undefined;
        export interface Values {
          a: U | undefined; b: W | undefined; c?: W; d: Perhaps<U>; e: Perhaps<W>;
          f: [W | undefined];
        }
    """,
    "a partial of all that have one in them": """
        interface Base { anyOf?: Partial<Any>[]; not?: Partial<Any>; all?: Required<Any>[] }
        interface A extends Base { type: 'a' } interface B extends Base { type: 'b'; of?: Any }
        interface C extends Base { type: 'c'; if?: Partial<Any>; then?: Partial<Any> }
        interface D extends Base { type: 'd'; of: Record<string, Partial<Any>> }
        interface E extends Base { type: 'e'; of: Partial<Any>[] }
        type Any = A | B | C | D | E;
        export interface Values { a: Any; b: Partial<Any>; c: Required<Partial<C>>; d: Partial<B> }
    """,
    "arguments that stand for what was handed on": """
        type Same<T> = [T][T extends any ? 0 : any];
        type Obj = { a: 1 };
        type Event = { type: string };
        type Of<E extends Event, K> =
          string extends E['type'] ? E : K extends E['type'] ? E : never;
        interface One<T> { v: T; next?: One<Same<T>>; both?: One<Same<Same<T>>> }
        interface Two<T, U> { v: T; u: U; next?: Two<Same<T>, Same<U> | 'x'>; two?: One<Same<U>>[] }
        interface Three<E extends Event> {
          on: { [K in E['type']]?: Three<Of<E, K>>[] }; all?: Three<Same<Of<E, E['type']>>>;
        }
        export interface Values {
          a: One<string>; b: Two<Obj, 'a'>; c: One<Obj>; d: Three<{ type: 'x' } | { type: 'y' }>;
          e: Three<any>;
        }
    """,
    "keys that are any": """
        type Keys<T extends { type: string }> = T['type'] | `x.${T['type']}` | '*';
        interface Of<T extends { type: string }> {
          on?: { [P in Keys<T>]?: P[] }; def: { [P in Keys<T>]: P }; all: Record<Keys<T>, 1>;
          picked: Pick<any, Keys<T>>; some: Partial<Record<Keys<T>, 2>>;
        }
        export interface Values { a: Of<any>; b: Of<{ type: 'q' }>; c: Of<{ type: string }> }
    """,
    "whose presence mapped types keep": """
        interface O<Q = readonly unknown[]> { q?: Q; r?: string | number; s?: any; u?: unknown }
        type With<T, K extends keyof T> = T & { [P in K]: {} };
        type Keep<T, K extends keyof T> = { [P in K]: T[P] };
        type Renamed<T, K extends keyof T> = { [P in K as T extends 1 ? P : P]: 1 };
        type Fixed<K extends keyof O> = { [P in K]: 1 };
        interface Heir<Q> extends With<O<Q>, 'q' | 'r' | 's' | 'u'> { h: 1 }
        export interface Values {
          a: Heir<any>; b: Heir<string | undefined>; c: Keep<O, 'q' | 's'>; d: Renamed<O, 'q'>;
          e: Fixed<'q' | 'r'>; f: Required<Keep<O, 'q'>>; g: With<O, 'q'>; h: Pick<O, 'u'>;
        }
    """,
    "members of dates and of URLs": """
        type HasHref<T> = T extends { href: string } ? 'url' : 'no';
        export interface Values {
          a: keyof Date & 'getTime'; b: keyof URL & ('href' | 'nothing'); c: keyof Date;
          d: Extract<keyof Date, `getUTC${string}`>; e: URL['href']; f?: Date['getTime'];
          g: HasHref<URL>; h: HasHref<Date>; i: Date extends { length: number } ? 1 : 2;
        }
    """,
    "a class of the library beside values": """
        interface S { type: 'L'; value: string | boolean | null; raw?: string }
        interface R { type: 'L'; value?: RegExp | null; regex: { pattern: string } }
        interface B { type: 'L'; value?: Map<1, 2> | 1; bigint: string }
        type L = S | R | B;
        export interface Values {
          a: (L | null) & L; b: { x: L | null } & { x: L }; c: S & R; d: 'x' & Set<string>;
          e: (RegExp | undefined | 1) & (string | number | undefined);
        }
    """,
    "what a symbol names": """
        export declare const s: unique symbol;
        export declare const t: unique symbol;
        type u = typeof s;
        type t = typeof t;
        interface E<C, D = 1> { [s]?: C; readonly [t]: D; n: 1 }
        type Of<X extends E<any, any>> = NonNullable<X[typeof s]>;
        type Two<X extends E<any, any>> = X[typeof s] | X[typeof t];
        export interface Values {
          a: Partial<Of<E<any>>>; b: Of<E<{ a: 1 }>>; c: E<'x', 'y'>[typeof s]; d: E<1>[typeof t];
          e: Two<E<'p', 'q'>>; f: E<1>[typeof s | 'n']; g: (E<1> | E<2>)[typeof s];
          h: E<1> extends { [s]?: infer I } ? [I] : 0;
          k: E<'k'>[u]; l: E<'l', 'm'>[u | t];
          i: PointerEvent['pointerType'] | KeyboardEvent['key']; j: [Event['type']];
        }
    """,
    "keys of lists that cannot be changed": """
        type Own<F> = OmitThisParameter<F>;
        export interface Values {
          a: Extract<keyof readonly string[], number>; b: Extract<keyof readonly ['x'], '0' | '1'>;
          c: Own<() => 1> | 'x'; d: ReturnType<OmitThisParameter<(this: 1) => 'r'>>;
        }
    """,
    "tuples that count": """
        type In<N, R extends unknown[] = []> =
          R['length'] extends N ? 'end' : { v: In<N, [...R, 1]>; n: R['length'] };
        type Lists<N, R extends 0[] = []> = R['length'] extends N ? R : Lists<N, [...R, 0]>[];
        type Maps<N, M, R extends M[] = []> =
          R['length'] extends N ? M : { [key: string]: Maps<N, M, [...R, M]> };
        export interface Values { a: In<40>; b: Lists<50>; c: Maps<30, 'x'>; d: In<7, [1, 2]> }
    """,
    "maps that contain themselves": """
        interface P { all: { [field: string]: number | string[] | P['all'] }; other: string }
        interface Q { [name: string]: { [inner: string]: Q['x'] } | 1 }
        interface R { list: { [name: string]: R['list'] }[]; twice: P['all'] }
        interface S { both: { [field: string]: number | S['both'] } | { a: 1 } }
        interface T { list: { [field: string]: { b: T['list'] } | T['list'] } }
        interface U { last?: ({ c: 1 } | { [name: string]: U['last'] | null })[] }
        interface G<X> { map: { [name: string]: X | G<X>['map'] } }
        export interface Values {
          p: P; q: Q; r: R; s: S; t: T; u: U; part: Partial<P>['all']; g: G<1>; h: G<'h'>['map'];
        }
    """,
    "any and unknown have one name": """
        type Told<T> =
          unknown extends T ? (0 extends 1 & T ? { any: T } : { unknown: T }) : { no: T };
        type Outer<T> = { inner: Told<T> };
        export interface Values { a: Told<any>; b: Told<unknown>; c: Outer<any>; d: Outer<unknown> }
    """,
}


@pytest.mark.network
def test_conditions_are_decided_as_the_compiler_does(tmp_path: Path) -> None:
    _assert_as_the_compiler_says([*WRITTEN.values()], tmp_path)


def test_what_nobody_says_anything_of_leaves_a_condition_open() -> None:
    text = b"export interface Open<T> { a: T extends string ? 'text' : 1; b: T }"
    model = load_model(MemoryFiles({"input.d.ts": text}), "input.d.ts", Options()).model
    assert model is not None
    (declared,) = model.declarations
    assert isinstance(declared, Interface)
    assert len(getattr(declared.properties[0].type, "members", ())) == 2
    assert declared.properties[1].type == Primitive("unknown")


CALLS = """
class Y { y: string = "" }
export function f() { return f(); }
export function a(n: number) { return b(n); }
export function b(n: number) { return { x: a(n), n }; }
function h<T>(x: T) { return h({ x }); }
function w<T>(x: T) { return { v: w({ x }) }; }
function m<B extends new () => {}>(Base: B) { return class extends Self { z: number = 1 }; }
const Self = m(Y);
export class X extends h(Y) { q: string = "" }
export class Z extends Self { q: string = "" }
export interface All {
  f: ReturnType<typeof f>; b: ReturnType<typeof b>; w: ReturnType<typeof w>; x: X; z: Z;
}
"""


def test_functions_whose_results_need_themselves_are_told() -> None:
    """Each such call is `Any` with a warning at its place, and all else is as it is."""
    loaded = load_model(MemoryFiles({"input.ts": CALLS.encode()}), "input.ts", Options())
    assert loaded.model is not None
    assert {diagnostic.code for diagnostic in loaded.diagnostics} == {"RC204"}
    told = {
        diagnostic.span.line for diagnostic in loaded.diagnostics if diagnostic.span is not None
    }
    lines = CALLS.splitlines()
    calls = {number for number, line in enumerate(lines, 1) if "h(Y)" in line or "m(Y)" in line}
    assert calls <= told
    classes = {str(declaration.id): declaration for declaration in loaded.model.declarations}
    for name in ("X", "Z"):
        declared = classes[name]
        assert isinstance(declared, Interface)
        assert [item.wire_name for item in declared.properties] == ["q"]
