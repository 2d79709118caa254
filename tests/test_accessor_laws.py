"""Properties that can only be read, or only be set, are for types what the compiler says."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

import pytest

from tests.oracle.told import assert_told, file_of

_TYPES: Final = {
    "a": "1",
    "b": "'x'",
    "c": "string[]",
    "d": "(x: 1) => void",
    "e": "P",
    "1": "2",
    "7": "'n'",
}
_FORMS: Final = (
    *("get {0}(): {1};", "set {0}(v: {1});", "set {0}(v: {1});"),
    *("get {0}(): {1}; set {0}(v: {1});", "set {0}(v: {1}); get {0}(): {1};", "{0}: {1};"),
    "{0}(): {1};",
)
_ASKED: Final = (
    *("{0}", "keyof {0}", "{0}['{2}']", "{0}[keyof {0}]", "{0}['{2}' | '{3}']", "Partial<{0}>"),
    *("Mapped<{0}>", "Listed<{0}>", "Listed<{0}>['{2}']", "keyof Listed<{0}>", "Renamed<{0}>"),
    *("Pick<{0}, '{2}' & keyof {0}>", "Omit<{0}, '{2}'>", "Omit<{0}, '{2}'>['{3}']"),
    *("{0} extends {{ {2}: infer V }} ? [V] : 0", "{0} extends {1} ? 1 : 0"),
    *("{{ {2}: {4} }} extends {0} ? 1 : 0", "{{ {2}: {4}; {3}: {5} }} extends {0} ? 1 : 0"),
    *("({0} & {1})['{2}']", "({0} | {1})['{2}']", "keyof ({0} | {1})", "({0} & {{ z: 1 }})['{2}']"),
)
_ALIASES: Final = """
type Mapped<T> = { [K in keyof T]: T[K] };
type Listed<T> = { [K in keyof T]: [T[K]] };
type Renamed<T> = { [K in keyof T as `x${K & string}`]: T[K] };
"""


def _of_accessors(rand: random.Random) -> tuple[list[str], list[str]]:
    """Declarations with accessors, and how types name them."""
    declared, names = [], list[str]()
    for number in range(24):
        forms = _FORMS[:-2] if number % 2 else _FORMS
        own = {name: rand.choice(forms) for name in rand.sample(sorted(_TYPES), rand.randint(1, 3))}
        members = " ".join(form.format(name, _TYPES[name]) for name, form in own.items())
        if number % 2:
            base = f" extends N{number - 2}<P>" if number > 2 and rand.random() < 0.4 else ""
            declared.append(f"declare class N{number}<P>{base} {{ {members} }}")
        else:
            above = rand.randrange(1, max(number, 2), 2)
            base = f" extends N{above}<P>" if number and rand.random() < 0.3 else ""
            declared.append(f"interface N{number}<P>{base} {{ {members} }}")
        names.append(f"N{number}<'p'>")
    return declared, names


@pytest.mark.network
def test_what_can_only_be_set_has_the_type_that_it_takes(tmp_path: Path) -> None:
    """Law: of getters and setters, inherited or not, in lookups, conditions and mapped types."""

    def written(rand: random.Random, count: int) -> tuple[list[str], str]:
        declared, names = _of_accessors(rand)
        types: list[str] = []
        for _ in range(count):
            (one, other), (key, more) = rand.choices(names, k=2), rand.sample(sorted(_TYPES), 2)
            of_keys = (_TYPES[name].replace("P", "'p'") for name in (key, more))
            types.append(rand.choice(_ASKED).format(one, other, key, more, *of_keys))
        return file_of([("1", type_, False) for type_ in types], "\n".join([*declared, _ALIASES]))

    assert_told(written, "accessors", tmp_path, at_night=20, in_a_push=3, taken=0.6, right=0.98)
