"""Two instances of a generic type compare by how it follows its arguments, as for the compiler."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.oracle.beside import values_beside, wrong_types
from tests.tools.night import share
from tests.tools.node import require_node

_MEMBERS = (
    *("a: T", "m(a: T): void", "m: (a: T) => void", "m(): T", "m(use: (b: T) => void): void"),
    *("m: (use: (b: T) => T) => void", "m(use: (b: T) => T): void", "k: keyof T", "v: T[keyof T]"),
    *("m<K extends keyof T>(k: K): T[K]", "m<K extends T>(k: K): T[keyof T]", "a: T[]"),
    *("m<K extends T>(k: K): K[keyof T]", "m<K extends keyof T>(k: K, v: T[K]): void"),
    *("m(k: keyof T): void", "a: readonly T[]", "a: Promise<T>", "a: Box<T>", "a: Fn<T>"),
    *("a: Self<T>", "a: { b(x: T): 1 }", "a: { b<K extends keyof T>(k: K): T[K] }", "a: [T, T?]"),
    *("a: T | null", "a: T & { z: 1 }", "[key: string]: T", "a: Set<T>", "a: Map<string, T>"),
    *("a: Record<'q', T>", "a: Partial<T>", "a: Cond<T>", "a: Un<T>", "m(...a: T[]): void"),
    *("m: (...a: T[]) => void", "m: new (a: T) => { made: 1 }", "m(this: T): void", "u: 1"),
    *("m: (this: T, a: 1) => void", "m(a: { q: (z: T) => void }): void", "m(): this; a: T"),
    *("m(a: (b: (c: T) => void) => void): void", "is(a: unknown): a is T", "get g(): T"),
    *("as(a: unknown): asserts a is T", "m(a: T): void; m(a: 'o', b: T): T", "m?(a: T): void"),
    *("m<T>(a: T): T", "m: <U>(a: U, b: T) => U", "set s(v: T)", "a: Un<keyof T>"),
    *("a: T extends (infer U)[] ? U : T", "a: [T] extends [infer U] ? U : 1", "a: Awaited<T>"),
    *("m: (a: T extends infer U ? U : 1) => 1", "a: T extends { x: infer U } ? [U, T] : 1"),
    *("a: Exclude<T, 'a'>", "a: Extract<T, string>", "a: Pick<{ k: T }, 'k'>", "a: Awaited<T[]>"),
    *("a: T extends Promise<infer U extends string> ? U : 1", "a: Exclude<'a' | 1, T>"),
    *("a: Elements<T>", "a: Elements<T[]>", "m: (a: Elements<T>) => void", "a: If<T>"),
    *("a: Promise<T> extends Promise<infer U> ? U : 1", "a: If<() => T>", "a: [Elements<T>, T]"),
    *("a: ReturnType<() => T>", "a: Parameters<(a: T) => T>", "m(a: Exclude<T, 'a'>): void"),
)
_HIDDEN = (
    *("private p: T", "protected p: T", "#p: T", "private m(a: T): void", "a: 1; private p"),
    *("private readonly p: (a: T) => void", "private static s: 1; a: T", "private get g(): T"),
)
_PAIRS = (
    *(("'a'", "'a' | 'b'"), ("'a' | 'b'", "'a'"), ("{ x: 1 }", "{ x: 1; y: 2 }")),
    *(("{ x: 1; y: 2 }", "{ x: 1 }"), ("{ x: 1 }", "{ x: number }"), ("{ x: number }", "{ x: 1 }")),
    *(("any", "'a'"), ("'a'", "any"), ("unknown", "'a'"), ("'a'", "unknown"), ("never", "'a'")),
    *(("'a'", "never"), ("'a'", "'b'"), ("{ x: 1 }", "{ x: 2 }")),
)
_KIN = (*_PAIRS, ("'a' | 1", "'a'"), ("1[]", "2[]"), ("1[]", "number[]"), ("1", "2"))
_FORMS = (
    "interface {0}<{1}> {{ {2} }}",
    "type {0}<{1}> = {{ {2} }};",
    _CLASS := "declare class {0}<{1}> {{ {2} }}",
)
_TWINS = [one for one in _MEMBERS if "this" not in one and "extends T>" not in one]
_SPECIAL = {"any", "unknown", "never"}
_BEFORE = """
interface Box<T> { b: T }
type Fn<T> = (a: T) => void;
interface Self<T> { s: Self<T>; n: Self<T[]> | T }
type Cond<T> = T extends string ? 1 : { o: T };
type Un<T> = T | { u: T };
type Elements<T> = T extends (infer U)[] ? U : 1;
type If<T> = T extends Function ? 1 : 2;
"""


def model(rand: random.Random, number: int) -> tuple[str, Iterator[str]]:
    """A generic type, an heir or a twin of it, and conditions on instances."""
    name, form, parameter = f"G{number}", rand.choice(_FORMS), "T"
    member = rand.choice(_HIDDEN if form == _CLASS and rand.random() < 0.5 else _MEMBERS)
    if member in ("a: T", "m(a: T): void", "u: 1"):
        parameter = rand.choice(("in T", "out T", "in out T"))
    declared = form.format(name, parameter, member)
    other = name
    if form == _CLASS and rand.random() < 0.5:
        other = f"H{number}"
        declared += f"\ndeclare class {other}<T> extends {name}<T> {{ h: 1 }}"
    elif member in _TWINS and rand.random() < 0.3:
        other = f"W{number}"
        declared += "\n" + rand.choice(_FORMS).format(other, "T", member)
    if parameter != "T":
        other = name  # TypeScript looks through the bases of an heir, whatever they declare.
    # Between two declarations the structure decides, of which little is known for these.
    plain = [pair for pair in _PAIRS if other == name or _SPECIAL.isdisjoint(pair)]
    pairs = rand.sample(plain, 4)
    return declared, (f"{other}<{own}> extends {name}<{wanted}> ? 1 : 2" for own, wanted in pairs)


def kin(rand: random.Random, number: int) -> tuple[str, Iterator[str]]:
    """A generic interface, an heir that adds nothing that has to be there, and conditions."""
    name, heir, twin = f"G{number}", f"H{number}", f"B{number}"
    member, parameter = rand.choice([one for one in _MEMBERS if "this" not in one]), "T"
    if member in ("a: T", "m(a: T): void", "u: 1"):
        parameter = rand.choice(("T", "in T", "out T", "in out T"))
    declared = _FORMS[0].format(name, parameter, member)
    declared += f"\ninterface {heir}<T> extends {name}<T> {{ h?: 1 }}"
    declared += f"\ntype {twin}<T> = {name}<T>;"
    forms = (
        *(f"{name}<{{}}> extends {heir}<{{}}>", f"{heir}<{{}}> extends {heir}<{{}}>"),
        *(
            f"{name}<{{}}> extends {name}<{{}}> & {{{{ z?: 1 }}}}",
            f"{heir}<{{}}> extends {name}<{{}}>",
        ),
        *(f"{name}<{{}}> extends {twin}<{{}}>", f"{twin}<{{}}> extends {name}<{{}}>"),
    )
    # What all members of a list are is not compared.
    is_list = "[keyof" in member
    plain = [pair for pair in _KIN if _SPECIAL.isdisjoint(pair) and not (is_list and "1[]" in pair)]
    return declared, (f"{rand.choice(forms).format(*rand.choice(plain))} ? 1 : 2" for _ in range(6))


@pytest.mark.network
def test_kin_of_instances_compare_as_for_the_compiler(tmp_path: Path) -> None:
    """Law: of instances, their heirs, aliases and intersections with them."""
    _compare_as_for_the_compiler(tmp_path, kin, random.Random("kin of instances"), share(1200, 12))


@pytest.mark.network
def test_instances_compare_by_their_arguments(tmp_path: Path) -> None:
    """Law: whether an instance is another one is what the compiler says."""
    _compare_as_for_the_compiler(tmp_path, model, random.Random("variances"), share(4000, 20))


def _compare_as_for_the_compiler(
    tmp_path: Path,
    made: Callable[[random.Random, int], tuple[str, Iterator[str]]],
    rand: random.Random,
    count: int,
) -> None:
    require_node()
    before, types = [_BEFORE], list[str]()
    for number in range(count):
        declared, asked = made(rand, number)
        before.append(declared)
        types += asked
    wrong = wrong_types(values_beside(tmp_path, "\n".join((*before, "")), types), types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:20]])
