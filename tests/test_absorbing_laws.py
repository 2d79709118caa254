"""Random unions with `any` and `unknown`, behind aliases and generics, are what the compiler says.

Both absorb what is beside them, `undefined` and `null` too, however many aliases are between.
"""

from __future__ import annotations

import random
import re
from itertools import product
from pathlib import Path
from typing import Final

import pytest

from tests.oracle.beside import values_beside, wrong_types
from tests.oracle.told import assert_told, file_of
from tests.tools.node import require_node

_LEAVES: Final = (
    *("any", "unknown", "undefined", "undefined", "null", "string", "'a'", "1"),
    *("{ k: string }", "string[]", "(() => void)", "any[]", "Date"),
)
_FORMS: Final = (
    *("T", "T", "T | undefined", "{ v: T }", "{ v?: T }", "{ v: T | undefined }", "T[]"),
    *("[T, 1]", "Record<'k', T>", "Pick<{ v: T; w: 1 }, 'v'>", "Held<T>", "Held<T>['v']"),
    *("Held<T>['o']", "NonNullable<T>", "Exclude<T, undefined>", "Exclude<T, null>"),
    *("Maybe<T>", "Maybe<Maybe<T>>", "Partial<{ v: T }>", "Required<{ v?: T }>", "Both<T, any>"),
    *("Both<T, unknown>['r']", "undefined extends T ? 1 : 0", "{ [K in 'k']: T | K }"),
)
_BEFORE: Final = """
interface Held<T> { v: T | undefined; w: T | null; o?: T }
type Maybe<T> = T | null | undefined;
interface Both<T, U> { l: T; r: Maybe<T | U> | Held<T>['w'] }
type Within<T, U> = [T] extends [U] ? 1 : 0;
type Each<T> = { [K in keyof T]: [T[K]] };
"""


_ASKING: Final = (
    *("[T] extends [L] ? 1 : 0", "{ v: T } extends { v: L } ? 1 : 0", "T[] extends L[] ? 1 : 0"),
    *(
        "(() => T) extends () => L ? 1 : 0",
        "[L] extends [T] ? 1 : 0",
        "[T] extends [T | L] ? 1 : 0",
    ),
    *("[NonNullable<T>] extends [L] ? 1 : 0", "Within<T, L>", "[Held<T>['o']] extends [L] ? 1 : 0"),
)
"""Forms in which `L` stands for another type."""
_MAPPED: Final = ("Readonly<T>", "Partial<T>", "Required<T>", "Each<T>")
_ASKED_OF: Final = ("5 | any", "any | 'a' | { k: string }", "7 | unknown", "null | any", "any[]")


def _union(rand: random.Random, names: list[str]) -> str:
    """A union of leaves and of aliases that are declared before."""
    count = rand.randint(1, 3)
    members = [rand.choice(names if rand.random() < 0.5 else _LEAVES) for _ in range(count)]
    return " | ".join(rand.choice((member, member, f"Maybe<{member}>")) for member in members)


def _aliases(rand: random.Random) -> tuple[list[str], list[str]]:
    """The names of some aliases, and their declarations: each is a union of those before it."""
    names = ["undefined"]
    aliases: list[str] = []
    for number in range(12):
        aliases.append(f"type N{number} = {number} | {_union(rand, names)};")
        names.append(f"N{number}")
    return names, aliases


def _written(rand: random.Random, count: int) -> tuple[list[str], str]:
    """Some types, and a file of them."""
    names, aliases = _aliases(rand)
    types = [
        (f"({_union(rand, names)})", rand.choice(_FORMS), rand.random() < 0.4) for _ in range(count)
    ]
    return file_of(types, "\n".join([_BEFORE, *aliases]))


@pytest.mark.network
def test_any_and_unknown_absorb_what_is_beside_them(tmp_path: Path) -> None:
    assert_told(_written, "absorbed", tmp_path, at_night=40, in_a_push=4, taken=0.9, right=1)


def _compared(rand: random.Random, count: int) -> tuple[list[str], str]:
    """Some types that depend on what is assignable to unions with `any`, and a file of them."""
    names, aliases = _aliases(rand)
    aliases += [f"type A{number} = {text};" for number, text in enumerate(_ASKED_OF)]
    names += [f"A{number}" for number in range(len(_ASKED_OF))] * 2
    types = []
    for _ in range(count):
        union, other = _union(rand, names), f"({rand.choice((*_LEAVES, *names))})"
        if rand.random() < 0.3:
            form, union = rand.choice(_MAPPED), f"{union} | A0"
        else:
            form = re.sub(r"\bL\b", lambda _, text=other: text, rand.choice(_ASKING))
        types.append((f"({union})", form, rand.random() < 0.4))
    return file_of(types, "\n".join([_BEFORE, *aliases]))


@pytest.mark.network
def test_what_any_absorbs_is_compared_and_mapped_as_any(tmp_path: Path) -> None:
    assert_told(_compared, "compared", tmp_path, at_night=40, in_a_push=4, taken=0.9, right=0.98)


_HELD: Final = (
    *("unknown", "unknown | null", "{}", "object", "string | null", "{ a: 1 } | undefined", "1"),
    *(
        "null",
        "undefined[] | null",
        "{ [k: string]: 1 } | null",
        "U",
        "U | null",
        "1 | U | undefined",
    ),
)
_ASKED: Final = (
    *("Record<string, unknown>", "{ v: 1 }", "{}", "string", "object", "never", "{ a?: 2 }"),
)


@pytest.mark.network
def test_what_is_left_of_unknown_is_an_object(tmp_path: Path) -> None:
    """Law: `NonNullable` of what is written, given or inferred is compared as the compiler does."""
    require_node()
    before = (
        "type U = 7 | unknown;\n"
        "type Of<T, U> = NonNullable<T> extends U ? 1 : 0;\n"
        "type In<T, U> = T extends readonly (infer E)[] ? [Of<E, U>, { v: NonNullable<E> }] : 2;\n"
    )
    forms = ("[Of<{0}, {1}>]", "In<({0})[], {1}>", "NonNullable<{0}> extends {1} ? 1 : 0")
    pairs = product(_HELD, _ASKED, forms)
    types = [form.format(held, asked) for held, asked, form in pairs]
    wrong = wrong_types(values_beside(tmp_path, before, types, is_sound=True), types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:20]])
