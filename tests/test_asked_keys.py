"""Keys that are symbols or any, what stands beside an `infer`, and what a base asks of `this`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.oracle.beside import values_beside, wrong_types
from tests.tools.node import require_node

_SYMBOLS: Final = """
declare const tag: unique symbol;
declare const tag2: unique symbol;
declare const tagd: typeof tag;
declare const ks: { readonly t: unique symbol; readonly u: unique symbol };
declare class St { static readonly s: unique symbol; [St.s]: 7; q: 1; [Symbol.iterator](): 1 }
declare namespace N { const tag: unique symbol }
import K = N.tag;
interface S1 { [tag]: 1; a: 2 }
interface S2 { [tag2]: 1; [tag]: 3 }
interface S3 { [tag]?: 1; readonly [tag2]: 'r'; a?: 2; b: 3; m(): void }
interface S4 { [ks.t]: 1; [ks.u]: 2; [N.tag]: 3; [tagd]: 4; z: 5 }
interface S5 extends S3 { c: 1 }
type M<T> = { [K in keyof T]: [T[K]] };
type MM<T> = { [K in keyof T as K extends symbol ? 'was' : K]: T[K] };
type NoSym<T> = { [K in keyof T as K extends symbol ? never : K]: T[K] };
type OnlySym<T> = { [K in keyof T as K extends symbol ? K : never]: T[K] };
type V<T> = T[keyof T];
"""
_KEYS_OF_SYMBOLS: Final = (
    "keyof S3",
    "V<S1>",
    "V<S2>",
    "V<S3>",
    "V<S4>",
    "M<S1>",
    "M<S1>[typeof tag]",
    "M<S3>[typeof tag]",
    "MM<S1>",
    "MM<S3>",
    "NoSym<S3>",
    "OnlySym<S3>",
    "OnlySym<S3>[typeof tag]",
    "V<OnlySym<S3>>",
    "Partial<S1>[typeof tag]",
    "Required<S3>[typeof tag]",
    "Pick<S1, typeof tag>[typeof tag]",
    "V<Omit<S3, 'a' | 'm'>>",
    "V<Omit<S3, typeof tag | 'm'>>",
    "Record<typeof tag, 5>[typeof tag]",
    "V<Record<typeof tag | 'x', 5>>",
    "Record<typeof tag | 'x', 5>",
    "S1 extends Record<typeof tag, 1> ? 1 : 2",
    "S1 extends Record<typeof tag, 2> ? 1 : 2",
    "S1 extends { [tag]: infer I } ? I : 0",
    "S4[typeof tag]",
    "S4[typeof tagd]",
    "S4[typeof ks.t]",
    "S4[typeof ks.u]",
    "S4[typeof N.tag]",
    "typeof tag extends keyof S4 ? 1 : 2",
    "typeof tag2 extends keyof S4 ? 1 : 2",
    "typeof tag extends typeof tagd ? 1 : 2",
    "typeof tag extends typeof N.tag ? 1 : 2",
    "V<S5>",
    "keyof S5 extends string ? 1 : 2",
    "keyof (S1 | S2) extends typeof tag ? 1 : 2",
    "(S1 | S2)[typeof tag]",
    "V<S1 & S2>",
    "V<S1 | S2>",
    "V<St>",
    "St[typeof St.s]",
    "typeof Symbol.iterator extends keyof St ? 1 : 2",
    "Exclude<keyof S3, symbol>",
    "Exclude<keyof S3, string> extends symbol ? 1 : 2",
    "[keyof S1]",
    "{ k: keyof S1 }",
    "(keyof S1)[]",
    "keyof OnlySym<S3>",
    "{ k: keyof OnlySym<S3> }",
    "{ [K in keyof S1]: K }",
    "{ [K in keyof S1 as K extends string ? `x${K}` : never]: 1 }",
    "keyof { [K in keyof S1]: 1 } extends string ? 1 : 2",
    "keyof M<S1> extends string ? 1 : 2",
    "S1 extends { [k: symbol]: 1 } ? 1 : 2",
    "{ [tag]: 1 } extends { [k: symbol]: 1 } ? 1 : 2",
    "{ [tag]: 2 } extends { [k: symbol]: 1 } ? 1 : 2",
    "keyof { [k: symbol]: 1; a: 1 } extends string ? 1 : 2",
    "typeof tag extends symbol ? 1 : 2",
    "symbol extends typeof tag ? 1 : 2",
    "typeof tag extends PropertyKey ? 1 : 2",
    "any[keyof S1]",
    "'' extends keyof typeof tag ? 1 : 2",
    "{ [tag]?: 1 } extends { [tag]: 1 } ? 1 : 2",
    "{ [tag]: 1 } extends { [tag]?: 1 } ? 1 : 2",
    "{ [tag]?: 1; a: 1 } extends { [tag]?: 1 } ? 1 : 2",
    "{ a: 1 } extends { [tag]?: 1 } ? 1 : 2",
    "{ a: 1; [k: symbol]: 2 } extends { [k: symbol]: 2 } ? 1 : 2",
    "{ a: 1; [k: symbol]: 2 } extends { [k: symbol]: 1 } ? 1 : 2",
    "{ a: 1 } extends { [k: symbol]: 1 } ? 1 : 2",
    "{ [tag]: 1 } extends { [k: string]: 2 } ? 1 : 2",
    "keyof typeof ks",
    "{ (): 1; [tag]: 3 }[typeof tag]",
)
_ANY: Final = """
declare const tag: unique symbol;
type T1 = { a: 1; b: 2 }; type R1 = { a: 3; c: string };
type RA = Record<any, 1> & { a: 1 };
type Plain = { p: 1 };
type KI<T, R> = { x: T[keyof T]; y: R[keyof R] };
type Keys<T, R> = T[keyof T] | R[keyof R];
type Both<T, R> = T[keyof T] & R[keyof R];
type And<T> = T & Plain;
type MapAny<K extends PropertyKey> = { [P in K]: 1 }; type MapK<T> = { [P in keyof T]: 1 };
type Or<T> = T | Plain;
"""
_KEYS_OF_ANY: Final = (
    "Keys<T1, R1>",
    "Both<T1, R1>",
    "KI<T1, R1>",
    "T1[keyof T1] | R1[keyof R1]",
    "keyof RA",
    "keyof RA extends string ? 1 : 2",
    "string extends keyof RA ? 1 : 2",
    "keyof (Record<any, 1> & { a: 1 })",
    "{ [K in keyof RA]: 1 }",
    "RA['a']",
    "keyof Partial<Record<any, 1>>",
    "keyof Readonly<Record<any, 1>>",
    "keyof Required<Record<any, 1>>",
    "keyof Partial<Partial<Record<any, 1>>>",
    "{ [K in keyof Partial<Record<any, 1>>]: K }",
    "Partial<Record<any, { a: 1 }>>",
    "keyof { [K in any]: 1 }",
    "keyof { [K in any]?: 1 }",
    "keyof Pick<Record<any, 1>, any>",
    "keyof Omit<Record<any, 1>, 'a'>",
    "And<any>",
    "And<unknown>",
    "And<never>",
    "And<{ q: 1 }>",
    "And<any>['p']",
    "And<any> extends { z: 1 } ? 1 : 2",
    "Or<any>",
    "{ v: And<any> }",
    "any & Plain",
    "any & string",
    "any & never",
    "any & { p: 1 }",
    "unknown & Plain",
    "keyof (any & Plain)",
    "keyof (Record<any, 1> & Record<'b', 2>)",
    "keyof (Record<any, 1> | { a: 1 })",
    "keyof ({ [K in any]: 1 } & { a: 1 })",
    "(Record<any, 1> & { a: 1 })[keyof (Record<any, 1> & { a: 1 })]",
    "{ [K in keyof (Record<any, 1> & { a: 1 })]: 1 }",
    "keyof ({ a: 1 } & Record<any, 1>)",
    "keyof ({ a: 1 } & Partial<Record<any, 1>>)",
    "keyof ({ [k: string]: 1; [tag]: 1 }) extends string | number ? 1 : 2",
    "keyof Partial<{ [k: string]: 1; [tag]: 1 }> extends string | number ? 1 : 2",
    "symbol extends keyof Partial<{ [k: string]: 1; [tag]: 1 }> ? 1 : 2",
    "keyof MapAny<any>",
    "keyof MapAny<string>",
    "keyof MapK<any>",
    "keyof { [K in keyof any]: 1 }",
)
_BESIDE: Final = """
interface Empty {}
interface Fn { (): 1 }
declare enum En { A, B }
declare enum Se { A = 'a', B = 'b' }
type B1<T> = A1<T>; type A1<T> = { v: T };
interface Ai<T> { v: T }
type Bi<T> = Ai<T>;
type Di<T> = Bi<T[]>;
interface Asks<T> { asks?: T; f(): T }
type I<B, T> = B & { b: T };
interface AsksThis { a: this extends { b: 1 } ? 1 : 2 }
type G<T> = I<AsksThis, T>;
interface AskB { r: this extends { get(): string } ? 1 : 2 }
interface HeirB extends AskB { get(): string }
interface HeirN extends AskB { get(): number }
interface HeirP extends AskB { get: () => string }
interface HeirO extends AskB { get?(): string }
interface AskK { k: keyof this }
interface HeirK extends AskK { m(): void; n: 1 }
declare class PriC<T> { private x: T; y: 1 }
declare class PriD { private x: 1; y: 1 }
declare class PriE extends PriC<1> { z: 1 }
declare class ProC<T> { protected x: T; y: T }
type K<T> = T extends infer V & { y: 1 } ? [V] : 0;
type KC<T> = T extends PriC<infer V> ? V : 0;
interface DP<T> { d: DeepPartial<T> }
type DeepPartial<T> = { [K in keyof T]?: DeepPartial<T[K]> };
interface DPH<T> extends DP<T> { z: 1 }
interface GG<T> { g: T } interface HH<T> extends GG<T> { h?: T }
interface G1<T> { g: T } interface H2<T> extends G1<T> { h?: 1 }
interface MyList<out T> { one: T } interface MyHeir<T> extends MyList<T> { h?: 1 }
interface InV<in T> { f(x: T): void }
interface InH<T> extends InV<T> { z?: T }
type X1 = { a: 1 };
type TO = [1?] & { 0: 1 }; type TO2 = [1?] & { 0?: 1 };
type XE = { a: 1 } & Empty;
"""
_ASKED: Final = (
    "X1 extends infer V & Empty ? [V] : 0",
    "X1 extends infer V & {} ? [V] : 0",
    "Empty extends infer V & Empty ? [V] : 0",
    "(X1 & Empty) extends infer V & Empty ? [V] : 0",
    "(X1 & Empty) extends infer V & { a: 1 } ? [V] : 0",
    "(X1 & Fn) extends infer V & Fn ? [V] : 0",
    "((() => 1) & X1) extends infer V & (() => 1) ? [V] : 0",
    "((() => 1) & X1) extends infer V & X1 ? [V] : 0",
    "(() => 1) extends infer V & (() => 1) ? [V] : 0",
    "(1[] & X1) extends infer V & 1[] ? [V] : 0",
    "(1[] & X1) extends infer V & X1 ? [V] : 0",
    "1[] extends infer V & 1[] ? [V] : 0",
    "[1] extends infer V & [1] ? [V] : 0",
    "([1] & X1) extends infer V & [1] ? [V] : 0",
    "([1] & X1) extends infer V & X1 ? [V] : 0",
    "(En & X1) extends infer V & En ? [V] : 0",
    "(En.A & X1) extends infer V & En ? [V] : 0",
    "(En.A & X1) extends infer V & X1 ? [V] : 0",
    "(Se.A & X1) extends infer V & X1 ? [V] : 0",
    "(Se & X1) extends infer V & X1 ? [V] : 0",
    "Se extends infer V & Se ? [V] : 0",
    "X1 extends infer U & infer V ? [U, V] : 0",
    "(X1 & { b: 1 }) extends infer U & infer V ? [U, V] : 0",
    "(X1 & { b: 1 }) extends infer U & infer V & { b: 1 } ? [U, V] : 0",
    "'a' extends infer U & infer V ? [U, V] : 0",
    "A1<1> extends B1<infer V> ? V : 0",
    "B1<1> extends A1<infer V> ? V : 0",
    "A1<1> extends B1<2> ? 1 : 0",
    "Bi<1> extends Ai<infer V> ? V : 0",
    "Ai<1> extends Bi<infer V> ? V : 0",
    "Di<1> extends Ai<infer V> ? V : 0",
    "Ai<1[]> extends Di<infer V> ? V : 0",
    "Di<'a'> extends Bi<infer V> ? V : 0",
    "(1[]) extends (infer T)[] ? T : 0",
    "G<1>",
    "G<2>",
    "G<1>['a']",
    "I<AsksThis, 1>['a']",
    "(AsksThis & { b: 1 })['a']",
    "HeirB",
    "HeirN",
    "HeirP",
    "HeirO",
    "HeirB['r']",
    "HeirN['r']",
    "HeirP['r']",
    "HeirO['r']",
    "AskB['r']",
    "(AskB & { get(): string })['r']",
    "HeirK['k']",
    "(AskK & { c(): 1 })['k']",
    "K<PriC<1>>",
    "K<PriC<1 | 2>>",
    "K<PriD>",
    "K<PriE>",
    "K<ProC<1>>",
    "KC<PriC<1>>",
    "KC<PriE>",
    "KC<ProC<1>>",
    "PriC<1> extends { y: infer V } ? V : 0",
    "{ y: 1 } extends PriC<1> ? 1 : 0",
    "PriE extends PriC<2> ? 1 : 0",
    "DP<{ a: 1 }> extends DP<{ a: 1; b: 2 }> ? 1 : 2",
    "DP<{ a: 1; b: 2 }> extends DP<{ a: 1 }> ? 1 : 2",
    "DP<{ a: 1 }> extends DP<{ a: 2 }> ? 1 : 2",
    "DP<{ a: 1 }> extends DP<{ b: 2 }> ? 1 : 2",
    "DP<{ a: { c: 1 } }> extends DP<{ a: { d: 1 } }> ? 1 : 2",
    "DPH<{ a: 1 }> extends DP<{ a: 2 }> ? 1 : 2",
    "DPH<{ a: 1 }> extends DP<{ b: 2 }> ? 1 : 2",
    "GG<1[]> extends HH<2[]> ? 1 : 2",
    "GG<1[]> extends HH<1[]> ? 1 : 2",
    "G1<1[]> extends H2<2[]> ? 1 : 2",
    "G1<1[]> extends H2<1[]> ? 1 : 2",
    "G1<'a' | 1> extends G1<'a'> & { z?: 1 } ? 1 : 2",
    "G1<'a'> extends G1<'a' | 1> & { z?: 1 } ? 1 : 2",
    "GG<'a' | 1> extends GG<'a'> & { z?: 1 } ? 1 : 2",
    "MyHeir<1> extends MyList<number> ? 1 : 2",
    "MyHeir<number> extends MyList<1> ? 1 : 2",
    "MyHeir<number> extends MyHeir<1> ? 1 : 2",
    "MyHeir<1> extends MyHeir<number> ? 1 : 2",
    "InH<1> extends InV<number> ? 1 : 2",
    "InH<number> extends InV<1> ? 1 : 2",
    "InH<number> extends InH<1> ? 1 : 2",
    "InH<1> extends InH<number> ? 1 : 2",
    "[a?: 1] & { 0: 1 }",
    "[1] & { 0: 1 }",
    "[1?] & { 0: 1 }",
    "[1, 2] & { 1: 2 }",
    "TO[0]",
    'TO2["length"]',
    "1[] & { 0: 1 }",
    "TO[number]",
)
_THIS: Final = """
interface T0 { me: this; a: 1 }
type TF = T0 & (() => 1);
interface H extends TF { h: 1 }
type TE = T0 & HTMLElement;
interface HE extends TE { h: 1 }
declare class PriC<T> { private x: T; y: 1 }
declare class PriD { private x: 1; y: 1 }
type X1 = { a: 1 };
declare enum En { A, B }
declare enum Em { A = 0, B = 1 }
interface A1 { r: this extends { get(): string } ? 1 : 2 }
interface A2 { r: this extends { get: () => string } ? 1 : 2 }
interface A3 { r: this extends { get: any } ? 1 : 2 }
interface A4 { r: this extends { z: 1 } ? 1 : 2 }
type Q<T> = T extends { get(): string } ? 1 : 2;
interface A5 { r: Q<this> }
interface A6 { r: 'get' extends keyof this ? 1 : 2 }
interface A7 { r: this extends { get(): infer I } ? [I] : 2; s?: 1 }
interface H1 extends A1 { get(): string; z: 1 }
interface H2 extends A2 { get(): string; z: 1 }
interface H3 extends A3 { get(): string; z: 1 }
interface H4 extends A4 { get(): string; z: 1 }
interface H5 extends A5 { get(): string; z: 1 }
interface H6 extends A6 { get(): string; z: 1 }
interface H7 extends A7 { get(): string; z: 1 }
"""
_OF_THIS: Final = (
    "H extends (() => 1) ? 1 : 2",
    "H extends (() => 2) ? 1 : 2",
    "H['me']['h']",
    "HE extends HTMLElement ? 1 : 2",
    "HE['me']['h']",
    "PriD extends PriD & { y: 1 } ? 1 : 2",
    "PriC<1> extends PriC<1> & { y: 1 } ? 1 : 2",
    "PriC<1> extends { y: 1 } & PriC<1> ? 1 : 2",
    "PriD extends infer V & { y: 1 } ? [V] : 0",
    "PriD extends (infer V & { y: 1 }) ? [V] : 0",
    "En.A & X1",
    "En & X1",
    "Em.A & X1",
    "Em & X1",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "H7",
    "H1['r']",
    "H7['r']",
    "A1 & { get(): string }",
    "A5 & { get(): string }",
    "(A5 & { get(): string })['r']",
    "(En & X1) extends infer V & En ? [V] : 0",
    "(En.A & X1) extends infer V & En ? [V] : 0",
    "(boolean & X1) extends infer V & boolean ? [V] : 0",
    "(true & X1) extends infer V & boolean ? [V] : 0",
    "('a' & X1) extends infer V & ('a' | 'b') ? [V] : 0",
    "(('a' | 'b') & X1) extends infer V & ('a' | 'b') ? [V] : 0",
)

_ALIASES: Final = """
interface A<T> { a: T }
type U1<T> = 'a' & { z: 1 };
type U2<T> = readonly 1[];
type U3<T> = A<1>;
type U4<T> = [1];
type U5<T> = 1 | 2;
type U6<T> = { x: 1 };
type U7<T> = 'lit';
type U8<T> = Record<'r', 1>;
type U9<T> = A<T>;
type U10<T> = A<1> | A<2>;
type U11<T> = Partial<{ a: 1 }>;
type U12<T> = Date;
type U13<T> = string;
type U14<T> = A<1> & { q: 1 };
type U15<T> = U6<1>;
type U16<T> = Map<string, 1>;
type U17<T> = Exclude<'a' | 'b', 'c'>;
type U18<T> = keyof { a: 1; b: 2 };
type U19<T> = boolean;
type U20<T> = A<1>['a'];
interface Nu<T> { x: 1 }
interface NuH<T> extends Nu<T> { y: 1 }
type Flat<T> = { [K in keyof T]: T[K] } & {};
type FlatP<T> = Partial<T> & {};
type NN<T> = T & {};
"""
_OF_ALIASES: Final = (
    "U1<5> extends U1<infer I> ? [I] : 0",
    "U2<5> extends U2<infer I> ? [I] : 0",
    "U3<5> extends U3<infer I> ? [I] : 0",
    "U4<5> extends U4<infer I> ? [I] : 0",
    "U5<5> extends U5<infer I> ? [I] : 0",
    "U6<5> extends U6<infer I> ? [I] : 0",
    "U7<5> extends U7<infer I> ? [I] : 0",
    "U8<5> extends U8<infer I> ? [I] : 0",
    "U9<5> extends U9<infer I> ? [I] : 0",
    "U10<5> extends U10<infer I> ? [I] : 0",
    "U11<5> extends U11<infer I> ? [I] : 0",
    "U12<5> extends U12<infer I> ? [I] : 0",
    "U13<5> extends U13<infer I> ? [I] : 0",
    "U14<5> extends U14<infer I> ? [I] : 0",
    "U15<5> extends U15<infer I> ? [I] : 0",
    "U16<5> extends U16<infer I> ? [I] : 0",
    "U17<5> extends U17<infer I> ? [I] : 0",
    "U18<5> extends U18<infer I> ? [I] : 0",
    "U19<5> extends U19<infer I> ? [I] : 0",
    "U20<5> extends U20<infer I> ? [I] : 0",
    "NuH<5> extends Nu<infer I> ? [I] : 0",
    "Nu<5> extends Nu<infer I> ? [I] : 0",
    "NuH<5> extends NuH<infer I> ? [I] : 0",
    "Flat<{ a: 1 } | null>",
    "Flat<null>",
    "Flat<undefined>",
    "Flat<'a' | { a: 1 }>",
    "FlatP<{ a: 1 } | null>",
    "NN<{ a: 1 } | null>",
    "{ x: Flat<null | undefined> }",
    "Required<(1 | undefined)[]>",
    "Required<Partial<1[]>>",
    "Required<[1, ...(2 | undefined)[]]>",
    "Required<[1?, ...(2 | undefined)[]]>",
    "Partial<[1, ...2[]]>",
    "Required<readonly (1 | undefined)[]>",
    "Required<1[]>",
)


@pytest.mark.network
@pytest.mark.parametrize(
    ("before", "types"),
    [
        (_SYMBOLS, _KEYS_OF_SYMBOLS),
        (_ANY, _KEYS_OF_ANY),
        (_BESIDE, _ASKED),
        (_THIS, _OF_THIS),
        (_ALIASES, _OF_ALIASES),
    ],
    ids=["symbols", "any", "beside", "this", "aliases"],
)
def test_types_are_what_the_compiler_says(
    before: str, types: tuple[str, ...], tmp_path: Path
) -> None:
    """Law: each of the types is what the compiler says."""
    require_node()
    wrong = wrong_types(values_beside(tmp_path, before, types, is_sound=True), types)
    assert wrong == []
