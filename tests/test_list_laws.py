"""Laws: what is a list and another type at once is both for types, or is told."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

import pytest

from tests.oracle.beside import values_beside, wrong_types
from tests.oracle.told import assert_told, file_of

_LISTS: Final = (
    *("string[]", "[1, 2]", "readonly 'x'[]", "Heir", "Brand", "[1, ...2[]]", "[x?: 1]", "List<3>"),
)
_BESIDE: Final = (
    *("{ a: 1 }", "{ a: 'b'; b: 2 }", "{ a?: string }", "{ 2: 1 }", "{ length: 2 }", "Plain"),
    *("{ length: number; a: 1 }", "{ (): 5 }", "(() => 6)", "{ [key: string]: any }", "Heir"),
    *("{ a: never }", "{}", "string[]", "[1, 2]", "List<1>"),
    *("Document", "Error", "RegExp", "Map<string, 1>", "Set<1>"),
    *("Promise<1>", "Storage", "Headers", "unknown", "Brand", "{ readonly brand: 'c' }"),
)
_ASKED: Final = (
    *("{0} & {1}", "({0} & {1})['a']", "({0} & {1})['length']", "({0} & {1})[0]", "({1} & {0})[1]"),
    *("({0} & {1})[number]", "{0} & {1} extends {{ a: infer A }} ? [A] : 0", "({1} & {0}) | 'x'"),
    *("{0} & {1} extends {2} ? 1 : 0", "{2} extends {0} & {1} ? 1 : 0", "[{1} & {0}, {2}]"),
    *("{0} & {1} extends {0} ? 1 : 0", "'a' extends keyof ({0} & {1}) ? 1 : 0", "[...({0} & {1})]"),
    *("Partial<{0} & {1}>", "Readonly<{0} & {1}>", "Awaited<{0} & {1}>"),
    *("{{ t: 1 }} & ({0} & {1}) & {{ u: 2 }}", "({{ t: 1 }} & {0} & {{ u: 2 }})['t' | 'u']"),
    "Pick<{0} & {1}, 'a' & keyof ({0} & {1})>",
    *("{0} & {1} extends {{ length: infer L }} ? L : 0", "({0} & {1})['brand' & keyof {1}]"),
    *(
        "{0} & {1} extends () => infer R ? [R] : 0",
        "Holding<{0} & {1}>",
        "Extract<{0} & {1}, any[]>",
    ),
    *("({0} & {1}) & {2}", "Record<'r', {0} & {1}>", "({0} & Float32Array)[0]"),
    *("(Float32Array & {0} & {1})[number]", "([1, 2] & {{ 0: 1 }} & {1})[0]"),
)
_OF_ONE: Final = (
    *("{0} & {1} extends (infer E)[] ? [E] : 0", "{0} & {1} extends readonly (infer E)[] ? E : 0"),
    *("Deep<{{ q: {0} & {1}; r: ({0} & {1})[] }}>", "{0} & {1} extends [infer E, ...any] ? E : 0"),
)
"""Conditions that infer from a list: from two at once the compiler takes what it meets first."""
_MAPPED: Final = (
    "{ [K in keyof T]: [T[K]] }",
    "{ [K in keyof T]?: T[K] }",
    "{ [K in keyof T as K]: 1 }",
)
_BEFORE: Final = """
interface Plain { x: 1 }
interface Heir extends Array<string> { a: 1; own: 'o' }
interface List<T> extends ReadonlyArray<T> { brand: T }
type Brand = number[] & { readonly brand: 'b' };
type Holding<T> = { held: T; again: T[] };
type Deep<T> = T extends readonly (infer U)[] ? Deep<U>[] : T extends object ? Deeper<T> : T;
type Deeper<T> = { [K in keyof T]: Deep<T[K]> };
"""


@pytest.mark.network
def test_what_is_a_list_and_another_type_is_both(tmp_path: Path) -> None:
    """Law: lookups, conditions, keys and mapped types of lists beside objects and classes."""

    def written(rand: random.Random, count: int) -> tuple[list[str], str]:
        made: list[tuple[str, str, bool]] = []
        for _ in range(count):
            forms = rand.choice((_ASKED, _ASKED, _OF_ONE, _MAPPED))
            beside = _BESIDE if forms is _ASKED else _BESIDE[: _BESIDE.index("Heir")]
            others = rand.choices(beside, k=2)
            parts = [f"({one})" for one in (rand.choice(_LISTS), *others)]
            if forms is _MAPPED:
                made.append((" & ".join(parts[:2]), rand.choice(forms), True))
            else:
                made.append(("1", rand.choice(forms).format(*parts), False))
        return file_of(made, _BEFORE)

    assert_told(written, "lists", tmp_path, at_night=30, in_a_push=3, taken=0.6, right=0.55)


@pytest.mark.network
def test_rest_parameters_of_a_list_and_another_type(tmp_path: Path) -> None:
    types = [
        f"Parameters<(...a: {given}) => void>"
        for given in ("[1, 2] & { b: 1 }", "Brand", "{ b: 1 } & [1, 2?] & { c: 1 }", "string[]")
    ]
    assert not wrong_types(values_beside(tmp_path, _BEFORE, types), types)
