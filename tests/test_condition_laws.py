"""Conditions on `void`, methods that are mapped, `any`, `this`, predicates, functions, symbols."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final

import pytest

from tests.oracle.beside import values_beside, wrong_types
from tests.tools.night import share
from tests.tools.node import require_node

_ABSENT: Final = (
    *("void", "undefined", "null", "1", "void | 1", "undefined | 1", "never", "unknown", "any"),
    *("{{ z: 1 }}", "string | void"),
)
_OF_ABSENT: Final = (
    *("[{0}] extends [{1}] ? 1 : 2", "(() => {0}) extends (() => {1}) ? 1 : 2"),
    *("{{ p: {0} }} extends {{ p?: {1} }} ? 1 : 2", "Exclude<{0}, {1}> extends never ? 1 : 2"),
    "((z: {0}) => 1) extends ((z: {1}) => 1) ? 1 : 2",
)
_METHODS: Final = (
    *("m(a: 'a'): 1", "m(a: 'a' | 'b'): 1", "m?(a: 'a'): 1", "m?(a: 'b'): 2", "m: (a: 'a') => 1"),
    *("m?: (a: 'b') => 1", "m(a: 'a'): 1; n: 1", "n?: 1; m?(): 1", "m(a: 'a'): 1; m(a: 'b'): 2"),
    *("n: 1", "set m(v: 1)"),
)
_OF_METHODS: Final = (
    *("{2}<{0}> extends {2}<{1}> ? 1 : 2", "{2}<{0}> extends {1} ? 1 : 2", "{2}<{0}>"),
    *("{0} extends {2}<{1}> ? 1 : 2", "keyof {2}<{0}>", "{{}} extends {2}<{0}> ? 1 : 2"),
    "{2}<{0}> extends {{ m?: infer F }} ? F extends (...a: infer A) => infer R ? [A, R] : 3 : 0",
    *("{2}<{2}<{0}>> extends {1} ? 1 : 2", "Pick<{2}<{0}>, keyof {0}> extends {0} ? 1 : 2"),
    *("Omit<{2}<{0}>, 'n'> extends {{ m: any }} ? 1 : 2", "{{ [K in keyof {2}<{0}>]: 1 }}"),
)
_ANYS: Final = (
    *("{ m: 1 }", "{ m: any }", "{ m: 2 }", "{ m: unknown }", "{ m?: 1 }", "{ m: never }"),
    *("{ n: 1 }", "M0", "M1", "{ m: number }", "{ m: { z: 1 } }", "{ m: { z: any } }"),
)
_THIS: Final = (
    *("this: 'a'", "this: 'a' | 'b'", "this: any", "this: void", "this: unknown", "z: 1", ""),
    *("this: {{ z: 1 }}", "this: 'a', z: 1", "this: never"),
)
_OF_THIS: Final = (
    *("(({0}) => 1) extends (({1}) => 1) ? 1 : 2", "ThisParameterType<({0}) => 1>"),
    *(
        "{{ m({0}): 1 }} extends {{ m({1}): 1 }} ? 1 : 2",
        "Parameters<OmitThisParameter<({0}) => 1>>",
    ),
    "(({0}) => 1) extends ((this: infer T, ...z: any) => 1) ? T : 0",
)
_RESULTS: Final = (
    *("boolean", "a is 'x'", "a is string", "a is any", "b is string", "asserts a", "void", "true"),
    *("asserts a is string", "asserts a is 'x'", "asserts b", "any", "unknown"),
)
_OF_RESULTS: Final = (
    "((a: any, b: any) => {0}) extends ((a: any, b: any) => {1}) ? 1 : 2",
    "{{ m(a: any, b: any): {0} }} extends {{ m(a: any, b: any): {1} }} ? 1 : 2",
    "((a: any, b: any) => {0}) extends ((a: any, b: any) => a is infer T) ? T : 0",
    "((a: any, b: any) => {0}) extends ((a: any, b: any) => asserts a is infer T) ? T : 0",
    "ReturnType<(a: any, b: any) => {0}>",
)
_NAMES: Final = ("prototype", "name", "length", "arguments", "call", "z")
_OF_FUNCTION: Final = (
    *("(Function & {{ {0}: {1} }})['{0}']", "({{ {0}: {1} }} & Function)['{0}']"),
    *("((() => 1) & {{ {0}: {1} }})['{0}']", "(() => 1) extends {{ {0}: {1} }} ? 1 : 2"),
    "Function & {{ {0}: {1} }} extends {{ {0}: {{ b: 1 }} }} ? 1 : 2",
    "(new () => 1) & {{ {0}: {1} }} extends {{ {0}: infer P }} ? P : 0",
)
_SYMBOLS: Final = (
    *("typeof s1", "typeof s2", "symbol", "typeof s1 | typeof s2", "string | typeof s1"),
    "'a' | symbol",
)
_OF_SYMBOLS: Final = (
    *("[{0}] extends [{1}] ? 1 : 2", "Exclude<{0}, {1}> extends never ? 1 : 2"),
    "{0} extends {1} ? 1 : 2",
)
_BEFORE: Final = (
    "".join(f"interface M{place} {{ {text} }}\n" for place, text in enumerate(_METHODS))
    + "declare const s1: unique symbol; declare const s2: unique symbol;\n"
)


def expressions() -> Iterator[str]:
    """All the types."""
    interfaces = [f"M{place}" for place in range(len(_METHODS))]
    tables = (
        (_OF_ABSENT, _ABSENT, _ABSENT, ("",)),
        (_OF_METHODS, interfaces, interfaces, ("Partial", "Required", "Readonly")),
        (("{0} extends {1} & {2} ? 1 : 2", "{1} & {2} extends {0} ? 1 : 2"), *(_ANYS,) * 3),
        (_OF_THIS, _THIS, _THIS, ("",)),
        (_OF_RESULTS, _RESULTS, _RESULTS, ("",)),
        (_OF_FUNCTION, _NAMES, ("1", "{ a: 1 }", "string", "'q'", "any"), ("",)),
        (_OF_SYMBOLS, _SYMBOLS, _SYMBOLS, ("",)),
    )
    for forms, *parts in tables:
        for form, *chosen in product(forms, *parts):
            yield form.format(*(part.replace("{{", "{").replace("}}", "}") for part in chosen))


@pytest.mark.network
def test_conditions_are_decided_as_the_compiler_does(tmp_path: Path) -> None:
    """Law: each of some thousand types is what the compiler says; a push has some of them."""
    require_node()
    every = list(dict.fromkeys(expressions()))
    types = random.Random("conditions").sample(every, share(len(every), 12))
    wrong = wrong_types(values_beside(tmp_path, _BEFORE, types), types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:20]])
