"""Random uses of what can be called, but is no function type, are what the compiler says.

These are interfaces that extend functions and constructors, and converters such as `String`.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

import pytest

from tests.oracle.told import assert_told, file_of

_BEFORE: Final = """
type Takes<T> = (x: T) => void;
type Makes = new (x: 1) => { made: 1 };
type Object1 = { own: 1; (x: 1): 2 };
interface Called { (x: string): 3; c: 1 }
declare namespace inner { type Plain = () => { p: 1 }; interface Heir extends Plain { h: 1 } }
type Named = { n: 1 };
"""
_BASES: Final = (
    *("Takes<1>", "Takes<string>", "Makes", "Called", "inner.Plain", "inner.Heir", "Object1"),
    *("Named", "Function", "Object", "Partial<Named>"),
)
_MEMBERS: Final = ("", "", "a: 1", "b?: string", "(y: 1): 4", "new (): { made: 2 }", "m(): 1")
_FORMS: Final = (
    *("T", "T | string", "T[]", "{ v: T }", "{ v?: T; w: 1 }", "Record<'k', T>", "T | null"),
    *("T extends (...a: any) => any ? 1 : 0", "T extends (x: 1) => void ? 1 : 0", "Partial<T>"),
    *("T extends new (...a: any) => infer I ? I : 0", "T extends (x: infer P) => any ? P : 0"),
    *("T extends { a: infer A } ? A : 0", "T extends Function ? 1 : 0", "T extends object ? 1 : 0"),
    *("T extends Takes<infer V> ? V : 0", "T extends { n: 1 } ? 1 : 0", "Pick<T, keyof T & 'a'>"),
)


def _written(rand: random.Random, count: int) -> tuple[list[str], str]:
    """Some types, and a file of them and of interfaces with such bases."""
    names = ["Called", "inner.Heir"]
    heirs: list[str] = []
    for number in range(25):
        bases = rand.sample((*_BASES, *names), rand.choice((1, 1, 1, 2)))
        members = "; ".join(filter(None, rand.sample(_MEMBERS, 2)))
        heirs.append(f"interface H{number} extends {', '.join(bases)} {{ {members} }}")
        names.append(f"H{number}")
    types = [
        (rand.choice(names[2:]), rand.choice(_FORMS), rand.random() < 0.5) for _ in range(count)
    ]
    return file_of(types, "\n".join([*heirs, _BEFORE]))


@pytest.mark.network
def test_an_heir_of_a_function_is_one(tmp_path: Path) -> None:
    assert_told(_written, "heirs", tmp_path, at_night=40, in_a_push=3, taken=0.6, right=0.99)


_CONVERTERS: Final = ("String", "Number", "Boolean", "Date", "Object", "Symbol")
_CALLS: Final = (
    *("T extends (x: infer P) => infer R ? [P, R] : 0", "T extends (x: any) => infer R ? R : 0"),
    *("T extends { (): infer R } ? R : 0", "T extends () => string ? 1 : 0", "ReturnType<T>"),
    *("T extends (x: 1) => boolean | number ? 1 : 0", "T extends (x: 1, y: 2) => any ? 1 : 0"),
    *(
        "Parameters<T>",
        "T extends (...a: any) => infer R ? { r: R } : 0",
        "T extends Wants ? 1 : 0",
    ),
    *("T extends (x: string) => string ? 1 : 0", "T extends (x?: infer P) => any ? [P] : 0"),
    *(
        "{ [K in 'a']: T extends () => infer R ? R : K }",
        "Called<T>",
        "(() => unknown) extends T ? 1 : 0",
    ),
)
_ASKED: Final = """
type Wants = (x: string | number) => number;
type Called<T> = T extends (x: infer P) => infer R ? (x: R) => P : never;
interface Numbers extends NumberConstructor { more: 1 }
"""


def _converted(rand: random.Random, count: int) -> tuple[list[str], str]:
    """Some conditions on converters, and a file of them."""

    def source() -> str:
        name = rand.choice(_CONVERTERS)
        return rand.choice((f"typeof {name}", f"{name}Constructor", f"{name}Constructor | Wants"))

    types = [(f"({source()})", rand.choice(_CALLS), rand.random() < 0.5) for _ in range(count)]
    return file_of(types, _ASKED)


@pytest.mark.network
def test_a_converter_of_the_library_is_called_as_it_says(tmp_path: Path) -> None:
    assert_told(_converted, "converters", tmp_path, at_night=20, in_a_push=2, taken=0.8, right=0.9)
