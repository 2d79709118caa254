"""The types of props that are declared as values, as component libraries write them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.oracle.beside import values_beside, wrong_types
from tests.tools.night import share
from tests.tools.node import require_node

pytestmark = pytest.mark.network

_MACHINERY = """
type Constructor<T> = { new (...args: any[]): T & {} } | { (): T } | Method<T>;
type Method<T, C = any> = { new (): C; (): T; readonly prototype: C };
type PropType<T> = Constructor<T> | (Constructor<T> | null)[];
interface Options<T = any, D = T> {
  type?: PropType<T> | true | null; required?: boolean; default?: D
}
type Prop<T, D = T> = Options<T, D> | PropType<T>;
type IfAny<T, Y, N> = 0 extends 1 & T ? Y : N;
type Inferred<T> =
  [T] extends [null] ? any
  : [T] extends [{ type: null | true }] ? any
  : [T] extends [ObjectConstructor | { type: ObjectConstructor }] ? Record<string, any>
  : [T] extends [BooleanConstructor | { type: BooleanConstructor }] ? boolean
  : [T] extends [DateConstructor | { type: DateConstructor }] ? Date
  : [T] extends [(infer U)[] | { type: (infer U)[] }]
    ? U extends DateConstructor ? Date | Inferred<U> : Inferred<U>
  : [T] extends [Prop<infer V, infer D>]
    ? unknown extends V ? keyof V extends never ? IfAny<V, V, unknown extends D ? V : D> : V : V
  : T;
type Required_<T> = { [K in keyof T]: T[K] extends
  { required: true } | { default: any } | BooleanConstructor | { type: BooleanConstructor }
  ? T[K] extends { default: undefined | (() => undefined) } ? never : K : never }[keyof T];
type Props<O> = { [K in keyof Pick<O, Required_<O>>]: Inferred<O[K]> }
  & { [K in keyof Pick<O, Exclude<keyof O, Required_<O>>>]?: Inferred<O[K]> };
"""
_KINDS = (
    *("StringConstructor", "NumberConstructor", "BooleanConstructor", "ObjectConstructor"),
    *("ArrayConstructor", "DateConstructor", "PropType<string>", "PropType<'x' | 'y'>"),
    *("PropType<{ z: 1 }>", "PropType<number[]>", "PropType<boolean>", "PropType<string | null>"),
    *("(StringConstructor | NumberConstructor)[]", "(DateConstructor | StringConstructor)[]"),
    *("(NumberConstructor | null)[]", "{ (): 1 }", "{ new (): { y: 2 } }", "null", "true"),
    *("PropType<Record<string, 1>>", "{ new (): { y: 2 }; (): 'called' }", "PropType<any>"),
    *("FunctionConstructor", "SymbolConstructor", "PropType<Partial<{ z: 1 }> & { y: 2 }>"),
    *("PropType<() => 1>", "(FunctionConstructor | StringConstructor)[]", "PropType<(() => 1)[]>"),
    *("PropType<string | (() => 1)>", "RegExpConstructor", "MapConstructor", "PromiseConstructor"),
)
_FORMS = (
    *("{0}", "{{ type: {0} }}", "{{ type: {0}; required: true }}", "{{ type: {0}; default: {1} }}"),
    "{{ readonly type: {0}; readonly required: false; readonly default?: {1} }}",
)
_DEFAULTS = ("'x'", "() => {}", "undefined", "() => undefined", "any", "1", "null")
_ASKED = ("Inferred<{0}>", "Props<{{ a: {0}; b: {1} }}>")


def test_props_have_the_types_that_the_compiler_says(tmp_path: Path) -> None:
    """Law: of a random prop, and of two as an object."""
    require_node()
    rand = random.Random("props")

    def prop() -> str:
        return rand.choice(_FORMS).format(rand.choice(_KINDS), rand.choice(_DEFAULTS))

    types = [rand.choice(_ASKED).format(prop(), prop()) for _ in range(share(1_200, 6))]
    wrong = wrong_types(values_beside(tmp_path, _MACHINERY, types), types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:20]])


_SOURCES = (
    *_KINDS[:6],
    *("RegExpConstructor", "ErrorConstructor", "RangeErrorConstructor", "FunctionConstructor"),
    *("SymbolConstructor", "MapConstructor", "PromiseConstructor", "typeof Date", "typeof URL"),
    *("() => string", "new () => Date", "{ new (): any; (): boolean }", "Function", "string[]"),
    *("{ new (): any; (): any; keys: 1; prototype: any }", "{ assign: 1 }", "Own", "null", "{}"),
)


def test_what_is_a_constructor_of_the_library(tmp_path: Path) -> None:
    """Law: what is called is none without its members, or if it is called in one way alone."""
    require_node()
    pairs = [(source, target) for source in _SOURCES for target in _KINDS[:6]]
    types = [f"{{ a: {source} }} extends {{ a: {target} }} ? 1 : 0" for source, target in pairs]
    result = values_beside(tmp_path, "declare const Own: { new (): 1 }; type Own = 1;\n", types)
    wrong = wrong_types(result, types)
    # Of what has all members the types are not compared; that is told.
    assert [text for text in wrong if not text.endswith("unknown")] == []
    assert len(wrong) < 0.05 * len(types), "\n".join(wrong)
