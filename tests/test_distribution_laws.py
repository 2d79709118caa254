"""Conditions on what is spelled otherwise and is a type parameter all the same."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

import pytest

from tests.oracle.told import assert_told, file_of

_SAME: Final = (
    *("({0} | {0})", "({0} & {0})", "({0} | never)", "({0} & unknown)", "Id<{0}>", "Of<1, {0}>"),
    *("[{0}][0]", "[1, {0}][1]", "{{ a: {0} }}['a']", "{{ a: {0}; b: 1 }}['a']", "Ids<Id<{0}>>"),
    *("({0})", "(never | {0})", "Twice<{0}>", "{{ readonly a: {0} }}['a']", "readonly [{0}][0]"),
    *("(unknown & {0})", "N.Id<{0}>", "Or<{0}>", "(T | {0})", "(T & {0})", "({0} | T | never)"),
)
"""Ways to write what is the type parameter again."""
_OTHER: Final = (
    *("({0} | null)", "[{0}]", "{0}[]", "NoInfer<{0}>", "{{ a?: {0} }}['a']"),
    *("({0} | 1)", "({0} & A)", "Readonly<{0}>", "[{0}?][0]", "{0}[][0]", "keyof {0}"),
    *(
        "{{ [K in 'a']: {0} }}['a']",
        "({0} | undefined)",
        "I<{0}>['a']",
    ),
    *(
        "{{ [k: string]: {0} }}['a']",
        "Extract<{0}, unknown>",
        "Record<'a', {0}>['a']",
    ),
    *(
        "[{0}][number]",
        "{{ a: {0} }}[keyof {{ a: 1 }}]",
    ),
)
_ASKED: Final = (
    *("string", "A", "'a'", "{{ a: infer U }}", "1 | 'a'", "infer U", "never", "unknown", "any[]"),
    *("T", "string | A", "(infer U)[]", "null", "object"),
)
_THEN: Final = (
    *("1", "T", "{0}", "[T]", "{{ t: T }}", "{1} extends A ? 1 : T", "{1} extends string ? T : 3"),
    *("[{1}] extends ['a'] ? T : [T]", "never", "{0} | 'z'", "T & A"),
)
_GIVEN: Final = (
    *("'a'", "'a' | 1", "string | number", "A | B", "A", "never", "any", "unknown", "boolean"),
    *("A | null", "'a' | 'b' | undefined", "1[] | 'a'", "A & B", "[1] | [2]", "{{ a: 1 | 2 }}"),
)
_BEFORE: Final = """
interface A { a: 1 } interface B { b: 2 } interface I<X> { a: X }
type Id<X> = X; type Of<X, Y> = Y; type Ids<X> = Id<Id<X>>; type Twice<X> = X | X;
type M<X> = { [K in keyof X]: X[K] }; type L<X> = { [K in keyof X]: [K] };
type Or<X> = Id<X> | never; declare namespace N { type Id<Y> = Y }
"""


def _spelled(rand: random.Random) -> str:
    """The type parameter, or what is made of it."""
    text = "T"
    for _ in range(rand.choice((0, 1, 1, 2, 3))):
        text = rand.choice(_SAME).format(text)
    return rand.choice(_OTHER).format(text) if rand.random() < 0.25 else text


def _condition(rand: random.Random) -> tuple[str, str, bool]:
    check, inner = _spelled(rand), _spelled(rand)
    asked = rand.choice(_ASKED).format()
    then, otherwise = (rand.choice(_THEN).format(check, inner) for _ in range(2))
    if "infer U" in asked and rand.random() < 0.5:
        then = f"[U, {then}]"
    text = f"{check} extends {asked} ? {then} : {otherwise}"
    return rand.choice(_GIVEN).format(), text, True


_MAPPED: Final = (
    *(
        "{{ [K in keyof {0}]: {1}[K] }}",
        "{{ [K in keyof {0}]: T[K] }}",
        "{{ [K in keyof {0}]: 1 }}",
    ),
    *("{{ [K in keyof {0}]?: {0}[K] }}", "{{ [K in keyof {0} as K]: {0}[K] }}", "Partial<{0}>"),
    *("{{ [K in keyof {0}]-?: [{1}[K]] }}", "{{ [K in keyof {0}]: K }}", "Readonly<{0}>", "L<{0}>"),
    *("Required<{0}>", "{{ [K in keyof {0}]: {{ t: T }} }}", "M<{0}>", "{{ m: M<{0}> }}"),
)
_LISTED: Final = (
    *("[1, 'a'?]", "1[]", "readonly 'a'[]", "{ a?: 1 }", "A | B", "A | [1]", "{ readonly a: 1 }"),
    *("'a'", "never", "A | null", "1[] | { a: 2 }", "[1] | [2, 3]", "string", "[...1[], 2]"),
)


_UNMAPPED: Final = ("& A", "NoInfer")
"""What a mapped type makes members of that no JSON has."""


def _mapping(rand: random.Random) -> tuple[str, str, bool]:
    spelled: list[str] = []
    while len(spelled) < 2:
        text = _spelled(rand)
        if not any(mark in text for mark in _UNMAPPED):
            spelled.append(text)
    return rand.choice(_LISTED), rand.choice(_MAPPED).format(*spelled), True


def _mappings(rand: random.Random, count: int) -> tuple[list[str], str]:
    return file_of([_mapping(rand) for _ in range(count)], _BEFORE)


def _conditions(rand: random.Random, count: int) -> tuple[list[str], str]:
    return file_of([_condition(rand) for _ in range(count)], _BEFORE)


@pytest.mark.network
def test_mapped_types_distribute_as_for_the_compiler(tmp_path: Path) -> None:
    """Law: a mapped type is one for each member, and a list of a list, of the parameter's keys."""
    assert_told(
        _mappings,
        "mapped distribution",
        tmp_path,
        at_night=60,
        in_a_push=4,
        taken=0.8,
        right=0.9,
    )


@pytest.mark.network
def test_conditions_distribute_as_for_the_compiler(tmp_path: Path) -> None:
    """Law: a condition is one for each member of a union if what it checks is the parameter."""
    assert_told(
        _conditions,
        "distribution",
        tmp_path,
        at_night=60,
        in_a_push=4,
        taken=0.8,
        right=0.95,
    )
