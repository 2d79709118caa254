"""Parameters of methods are compared both ways, wherever their types stand; others are not."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.oracle.beside import values_beside, wrong_types
from tests.tools.night import share
from tests.tools.node import require_node

_MEMBERS = (
    "m({0}): 1",
    "m({0}): 1; m(z: 'z'): 1",
    "m: ({0}) => 1",
    "m: {{ ({0}): 1 }}",
    "m: {{ hack({0}): 1 }}['hack']",
    "m: {{ hack({0}): 1 }}['hack'] | null",
    "m: Hack<'m', [{0}]>['m']",
    "m: new ({0}) => {{ made: 1 }}",
    "m(use: ({0}) => void): 1",
    "m: (use: ({0}) => void) => 1",
    "m: (use: {{ hack({0}): 1 }}['hack']) => 1",
)
_TAKEN = (
    *("'a'", "'a' | 'b'", "'b'", "string", "unknown", "never", "any"),
    *("{{ x: 1 }}", "{{ x: 1; y: 2 }}", "{{ x: 2 }}", "keyof {{ a: 1 }}", "'a'[]", "string[]"),
)
_FORMS = ("interface {0} {{ {1} }}", "declare class {0} {{ {1} }}", "type {0} = {{ {1} }};")
_ASKED = (
    "{0} extends {1} ? 1 : 2",
    "{0}['m'] extends {1}['m'] ? 1 : 2",
    "Pick<{0}, 'm'> extends Pick<{1}, 'm'> ? 1 : 2",
    "{0} extends Copy<{1}> ? 1 : 2",
    "Copy<{0}> extends {1} ? 1 : 2",
    "Of<{0}['m']> extends Of<{1}['m']> ? 1 : 2",
    "{1}['m'] extends {{ p: infer F }}['p'] ? {0}['m'] extends F ? 1 : 2 : 3",
)
_BEFORE = """
type Copy<T> = { [K in keyof T]: T[K] };
interface Of<T> { of: T }
type Hack<K extends string, P extends [a: any]> = { [N in K]: (a: P[0]) => 1 };
"""


def model(rand: random.Random, number: int) -> tuple[str, list[str]]:
    """Two types with a member that takes a parameter, and conditions on them."""
    declared = []
    for name in (f"S{number}", f"T{number}"):
        member = rand.choice(_MEMBERS).format(f"a: {rand.choice(_TAKEN).format()}")
        declared.append(rand.choice(_FORMS).format(name, member))
    asked = rand.sample(_ASKED, 3)
    return "\n".join(declared), [text.format(f"S{number}", f"T{number}") for text in asked]


def hold(folder: Path, made: Iterable[tuple[str, list[str]]], given: str = _BEFORE) -> None:
    """Hold types to what the compiler says; they come with the declarations that they are of."""
    require_node()
    before, types = [given], list[str]()
    for declared, asked in made:
        before.append(declared)
        types += asked
    text = "\n".join((*before, ""))
    wrong = wrong_types(values_beside(folder, text, types), types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:20]])


@pytest.mark.network
def test_parameters_of_methods_are_compared_both_ways(tmp_path: Path) -> None:
    """Law: whether one type with a method or a function is another is what the compiler says."""
    rand = random.Random("methods")
    hold(tmp_path, (model(rand, number) for number in range(share(4000, 8))))


_GENERIC = (
    "m<A extends {0}>(a: A): 1",
    "m<A>(a: A): {0}",
    "m<A extends {0}>(a: A): A",
    "m<A extends {0}>(a: A[]): A | null",
    "m: <A extends {0}>(a: A) => A",
    "m: <A>(a: A, b: {0}) => A",
    "m<A extends {0}>(a: A): A; m(z: 'z'): 1",
    "m<A>(a: A): A; m<A>(z: 'z', a: A): {0}",
    "m<A, B extends A>(a: A, b: B): {0}",
    "m(a: {0}): {0}",
    "m<A extends keyof {0}>(a: A): A",
)
_OF_GENERIC = (
    "{0} extends {1} ? 1 : 2",
    "{0}['m'] extends {1}['m'] ? 1 : 2",
    "Of<{0}> extends Of<{1}> ? 1 : 2",
)


def instances(rand: random.Random, number: int) -> tuple[str, list[str]]:
    """Two instances of a generic interface, or of two, and conditions on them."""
    written = [rand.choice(_GENERIC).format("T") for _ in range(rand.choice((1, 1, 2)))]
    names = [f"G{number}_{place}" for place in range(len(written))]
    declared = [
        f"interface {name}<T> {{ {member} }}" for name, member in zip(names, written, strict=True)
    ]
    arguments = [text for text in _TAKEN if text != "never"]
    pair = [f"{name}<{rand.choice(arguments).format()}>" for name in (names[0], names[-1])]
    return "\n".join(declared), [text.format(*pair) for text in _OF_GENERIC]


@pytest.mark.network
def test_generic_methods_are_compared_as_the_compiler_does(tmp_path: Path) -> None:
    """Law: whether an instance with a generic method is another one is what the compiler says."""
    rand = random.Random("instances")
    hold(tmp_path, (instances(rand, number) for number in range(share(2000, 8))))


_BY_KEY = (
    "m<K extends keyof T>(a: K): T[K]",
    "m<K extends keyof T>(a: K, b: T[K]): void",
    "m<K extends keyof T>(a: K, use: (b: T[K]) => void): this",
    "m<K extends keyof T>(a: K, use: (b: T[K]) => void): () => T[K]",
    "m<K extends keyof T & string>(a: `on${K}`, b: T[K]): void",
)
_PARTS_BY_KEY = (
    "m<K extends keyof T>(a: K, b: Pick<T, K>): void",
    "m<K extends keyof T>(a: K): Pick<T, K>",
    "m<K extends keyof T>(use: (b: { [P in K]: T[P] }) => void): void",
    "m<K extends keyof T>(a: K): { [P in K]: T[P] }",
)
_OVERLOADS = (
    "m(a: 'x', use: (b: 1) => void): this; m(a: 'y', use: (b: 2) => void): this",
    "m(a: 'x'): 1; m(a: 'y'): 2",
    "m(a: 'x', b: 1): void; m(a: 'z', b: 2): void",
)
_MAPS = ("{ x: 1 }", "{ x: 2 }", "{ x: number }", "{ x: 1; y: 2 }", "{ x: 1; y: 3 }")


def by_key(rand: random.Random, number: int) -> tuple[str, list[str]]:
    """An interface with a method that takes a key, an heir, and conditions on them."""
    declared = (
        f"interface K{number}<T> {{ {rand.choice(_BY_KEY)} }}\n"
        f"interface H{number} extends K{number}<{rand.choice(_MAPS)}> {{ own: 1 }}\n"
        f"interface O{number} {{ {rand.choice(_OVERLOADS)} }}"
    )
    one, other = (f"K{number}<{text}>" for text in rand.sample(_MAPS, 2))
    pairs = ((one, other), (other, one), (f"H{number}", one), (one, f"O{number}"))
    return declared, [f"{left} extends {right} ? 1 : 2" for left, right in pairs]


@pytest.mark.network
def test_methods_that_take_keys_are_compared_as_the_compiler_does(tmp_path: Path) -> None:
    """Law: of two instances what is looked up by a key is compared whole, of others it is any."""
    rand = random.Random("keys")
    hold(tmp_path, (by_key(rand, number) for number in range(share(1000, 8))))


def of_parts(rand: random.Random, number: int) -> tuple[str, list[str]]:
    """An interface with a method for a part of its argument, and conditions on two instances."""
    declared = f"interface P{number}<T> {{ {rand.choice(_PARTS_BY_KEY)} }}"
    one, other = (f"P{number}<{text}>" for text in rand.sample(_MAPS, 2))
    return declared, [f"{one} extends {other} ? 1 : 2", f"{other} extends {one} ? 1 : 2"]


@pytest.mark.network
def test_methods_for_a_part_are_compared_as_the_compiler_does(tmp_path: Path) -> None:
    """Law: of two instances, what is picked by the key of a method is compared whole."""
    rand = random.Random("parts")
    hold(tmp_path, (of_parts(rand, number) for number in range(share(1000, 8))))
