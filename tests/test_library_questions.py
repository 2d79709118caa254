"""What types ask of the library's types is answered as the compiler answers it.

The questions are drawn over all names of the library: members, parameters, results, keys, and what
utility types and conditions make of them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Final

import pytest

from tests.oracle.beside import values_beside, wrong_types
from tests.oracle.told import assert_told, file_of
from tests.tools.library_declarations import SHIPPED, of_the_compiler
from tests.tools.node import require_node

_MEMBER: Final = re.compile(r"[{;] (?:readonly |get |set )?([a-zA-Z_$][\w$]*)\??[(:<]")
_CALLED: Final = re.compile(r"[{;] (?:readonly )?([a-zA-Z_$][\w$]*)\??(?:\(|<|: \()")
_PARAMETERS: Final = re.compile(r"^interface \w+<([^{]*?)> (?:extends|\{)")
_OF_MEMBERS: Final = (
    *("T['{0}']", "T['{0}']", "NonNullable<T['{0}']>", "Pick<T, '{0}'>['{0}']"),
    *(
        "Partial<T>['{0}']",
        "Required<T>['{0}']",
        "keyof Partial<T>",
        "Readonly<T>['{0}']",
        "Omit<T, '{1}'>['{0}']",
    ),
    *("{{ [K in keyof T]: T[K] }}['{0}']", "{{ [K in keyof T]?: K }}['{0}']"),
    *("T extends {{ {0}: infer V }} ? [V] : 0", "(T & {{ own: 1 }})['{0}']"),
    *("'{0}' extends keyof T ? 1 : 0", "(T | {{ {0}: 7 }})['{0}']", "[T['{0}'], T['{1}']]"),
    *("Extract<keyof T, '{0}' | '{1}' | 'none'>", "Exclude<T['{0}'], null>"),
    *("T['{0}'] extends string | null ? 1 : 0", "Extract<T['{0}'], string | number>"),
    *(
        "(Omit<T, '{0}'> & {{ {0}: 7 }})['{0}']",
        "Pick<T, '{0}'> & {{ own: 1 }}",
    ),
    *("keyof Pick<T, '{0}' | '{1}'>", "keyof T", "`is-${{'{0}' & keyof T}}`"),
)
_OF_METHODS: Final = (
    *("Parameters<T['{0}']>", "ReturnType<T['{0}']>", "Parameters<T['{0}']>[0]"),
    *("Parameters<NonNullable<T['{0}']>>", "ReturnType<NonNullable<T['{0}']>>"),
    *("Awaited<ReturnType<T['{0}']>>", "Parameters<T['{0}']>['length']"),
    *("T['{0}'] extends (...a: infer P) => infer R ? [P, R] : 0", "Parameters<T['{0}']>[1]"),
    *(
        "T extends {{ {0}: (...a: any) => infer R }} ? R : 0",
        "NonNullable<Parameters<T['{0}']>[0]>",
    ),
)
_OF_VALUES: Final = (
    *("ConstructorParameters<typeof {0}>", "InstanceType<typeof {0}>", "keyof typeof {0}"),
    *("ReturnType<typeof {0}>", "Parameters<typeof {0}>", "ConstructorParameters<typeof {0}>[0]"),
)
_OF_THE_ORACLE: Final = ("lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts")
_LEFT_OUT: Final = re.compile(
    r"^(Object|CallableFunction|NewableFunction|.*FunctionConstructor)$|Weak|Finalization"
)
"""Functions that are `Function` in a spec, and what takes keys that a later library has more of."""
_LEAST_RIGHT: Final = 0.97
"""The share that is read as the compiler does; the others are told."""


@cache
def _declared() -> Mapping[str, str]:
    """What the library declares, by name, but what the compiler has otherwise that is asked."""
    asked = {*of_the_compiler(*_OF_THE_ORACLE).splitlines()}
    lines = [line for line in SHIPPED.read_text("ascii").splitlines() if line in asked]
    declared = dict(line.split("\t", 1) for line in lines)
    known = {name: text for name, text in declared.items() if not _LEFT_OUT.search(name)}
    return {name: text for name, text in known.items() if "extends Function {" not in text}


@cache
def _interfaces() -> list[str]:
    texts = _declared().items()
    return [n for n, text in texts if text.startswith("interface") and _MEMBER.search(text)]


@cache
def _values() -> list[str]:
    return [name.removeprefix("typeof ") for name in _declared() if name.startswith("typeof ")]


def _instance(name: str) -> str:
    """An interface with arguments, if it is generic."""
    parameters = _PARAMETERS.match(_declared()[name])
    if parameters is None:
        return name
    needed = [one for one in parameters[1].split(", ") if "=" not in one]
    given = ["any" if "extends" in one else "string" for one in needed]
    return f"{name}<{', '.join(given)}>" if given else name


def question(rand: random.Random) -> tuple[str, str, bool]:
    """A type of the library, what is asked of it as `T`, and whether it is an alias's argument."""
    if rand.random() < 0.15:
        return "0", rand.choice(_OF_VALUES).format(rand.choice(_values())), False
    name = rand.choice(_interfaces())
    text = _declared()[name]
    called = _CALLED.findall(text)
    is_of_methods = called and rand.random() < 0.5
    members = called if is_of_methods else _MEMBER.findall(text)
    forms = _OF_METHODS if is_of_methods else _OF_MEMBERS
    asked = rand.choice(forms).format(rand.choice(members), rand.choice(members))
    return _instance(name), asked, rand.random() < 0.2


def written(rand: random.Random, count: int) -> tuple[list[str], str]:
    """Some questions, and a file of them."""
    return file_of([question(rand) for _ in range(count)], "")


@pytest.mark.network
def test_questions_are_answered_as_the_compiler_does(tmp_path: Path) -> None:
    require_node()
    assert_told(
        written, "questions", tmp_path, at_night=60, in_a_push=6, taken=0.6, right=_LEAST_RIGHT
    )


_OF_HEIRS: Final = (
    *("T['{0}']", "Partial<T>['{0}']", "Required<T>['{0}']", "Omit<T, '{1}'>['{0}']"),
    *("{{ [K in keyof T]?: T[K] }}['{0}']", "{{ [K in keyof T]: K }}['{0}']", "Partial<T>['own']"),
    *("keyof Partial<T> & ('{0}' | 'own')", "keyof {{ [K in keyof T]: 1 }} & '{0}'", "Required<T>"),
    *("{{ [K in keyof T]-?: T[K] }}['{0}']", "Pick<T, '{0}' | 'own'>", "{{ [K in keyof T]?: 1 }}"),
    *("Partial<T> extends {{ {0}?: infer V }} ? [V] : 0", "(Partial<T> & {{ b: 1 }})['{0}']"),
)


def heirs(rand: random.Random, count: int) -> tuple[list[str], str]:
    """Questions about interfaces that extend those of the library."""
    types, before = list[tuple[str, str, bool]](), ""
    for number in range(count):
        name = rand.choice(_interfaces())
        members = _MEMBER.findall(_declared()[name])
        before += f"interface H{number} extends {_instance(name)} {{ own: 'own' }}\n"
        asked = rand.choice(_OF_HEIRS).format(rand.choice(members), rand.choice(members))
        types.append((f"H{number}", asked, rand.random() < 0.2))
    return file_of(types, before)


@pytest.mark.network
def test_questions_about_heirs_are_answered_as_the_compiler_does(tmp_path: Path) -> None:
    require_node()
    assert_told(heirs, "heirs", tmp_path, at_night=40, in_a_push=4, taken=0.6, right=_LEAST_RIGHT)


_OF_OBJECTS: Final = (
    *("Object", "{ a: 1 }", "string", "Error", "Date", "RequestInit", "(() => 1)", "object"),
    *("'a' | 1", "typeof Math", "Map<string, 1>", "{ toString(): 1 }", "URL", "1"),
)
_HAVE: Final = (
    *("hasOwnProperty(v: PropertyKey): boolean", "hasOwnProperty(v: string): boolean"),
    *("toString(): string", "toString(): number", "valueOf(): Object", "nosuch(): 1"),
    *("isPrototypeOf(v: Object): string", "propertyIsEnumerable(v: string): boolean"),
)
_OF_CLASSES: Final = (
    *("Parameters<typeof Intl.Collator>", "ReturnType<typeof Intl.Collator>"),
    *("ConstructorParameters<typeof Intl.NumberFormat>", "Parameters<typeof Intl.PluralRules>"),
    *("ReturnType<typeof Intl.Collator.supportedLocalesOf>", "Intl.NumberFormatOptions['style']"),
    *("(StringConstructor & { own: 1 })['prototype']", "(typeof URL & { own: 1 })['prototype']"),
    "(GeneratorFunctionConstructor & { own: 1 })['prototype']['name']",
    "(GeneratorFunctionConstructor & { own: 1 })['prototype'] extends { next: any } ? 1 : 0",
    *("Omit<StringConstructor, 'raw'>['length']", "keyof Omit<StringConstructor, 'raw'>"),
    "ReturnType<Omit<StringConstructor, 'raw'>['fromCharCode']>",
    *("ReturnType<Required<Date>['toUTCString']>", "Required<URL>['href']", "Omit<URL, 'hash'>"),
    *("ReturnType<NonNullable<Partial<Date>['getTime']>>", "keyof Partial<URL> & 'href'"),
    *("ReturnType<Object['toString']>", "Extract<keyof RegExpMatchArray, number | 'groups'>"),
    *("'a' extends WebGLQuery ? 1 : 0", "null extends WebGLQuery ? 1 : 0", "VTTCue['line']"),
)


@pytest.mark.network
def test_what_is_of_every_object_and_of_classes_is_the_compilers(tmp_path: Path) -> None:
    require_node()
    forms = product(_OF_OBJECTS, _HAVE)
    types = [*_OF_CLASSES, *(f"{one} extends {{ {has} }} ? 1 : 0" for one, has in forms)]
    assert not wrong_types(values_beside(tmp_path, "", types), types)
