"""Random declarations that build on each other, and what types ask of them, as the compiler says.

Interfaces, classes and aliases are generic, inherit from each other, name each other and `this`;
what is asked of them maps, looks up, infers and compares.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Final

import pytest

from tests.oracle.told import assert_told

_LEAVES: Final = (
    *("string", "number", "boolean", "'a'", "'b'", "1", "2", "null", "undefined", "unknown"),
    *("{ a: 1 }", "{ a: 1; b?: 'x' }", "{ b: string }", "string[]", "[1, 'a']", "readonly 1[]"),
    *("() => 1", "'a' | 'b'", "1 | null", "{ [k: string]: 1 }", "never", "any", "[x?: 1]"),
)
_DECLARED: Final = (
    *("string", "number", "boolean", "'a'", "'b'", "1", "2", "{ a: 1 }", "{ b: string }"),
    *("string[]", "[1, 'a']", "readonly 1[]", "() => 1", "'a' | 'b'", "[x?: 1]"),
)
"""Types in declarations. A condition on others may be decided for all type arguments."""
_WRAPS: Final = (
    *("{t}[]", "{t} | null", "{{ v: {t} }}", "[{t}, {u}]", "(x: {t}) => {u}", "{t} | 'c'"),
    *("Partial<{t}>", "keyof {t}", "readonly {t}[]", "() => {t}"),
    *("{t} extends {u} ? 1 : 2", "{t} extends {{ a: infer I }} ? I : {u}", "Record<'r', {t}>"),
    *(
        "{{ [K in keyof {t}]: 1 }}",
        "{{ [K in 'a' | 'b']: {t} }}",
        "Exclude<{t}, {u}>",
        "{t}['a' & keyof {t}]",
    ),
    *(
        "{t} extends (infer I)[] ? I : {u}",
        "Extract<{t}, {u}>",
        "{{ a: {t}; b?: {u} }}",
        "Required<{t}>",
    ),
)
_MEMBERS: Final = (
    *("a: {t}", "b?: {t}", "c: {t}[]", "d: this", "e(): {t}", "f(x: {t}): void", "readonly g: {t}"),
    *(
        "h: keyof this",
        "i: (x: {t}) => this",
        "j: this extends {{ a: infer A }} ? A : 'no'",
        "k: {t} | null",
    ),
    *(
        "a: {t} | null",
        "b: {t}",
        "m: this['a' & keyof this]",
        "l: {{ p: {t} }}",
        "e: () => {t}",
        "n?: this[]",
    ),
    *("[k: string]: any", "o: [{t}, {u}?]", "self(): this", "q: Pick<this, 'a' & keyof this>"),
)
_ASKED: Final = (
    *(
        "{0}",
        "{0}",
        "{0}['a' & keyof {0}]",
        "keyof {0}",
        "{0} extends {1} ? 1 : 2",
        "{1} extends {0} ? 1 : 2",
    ),
    *(
        "({0} | {1})['a' & keyof ({0} | {1})]",
        "Partial<{0}>",
        "Omit<{0}, 'a'>",
        "Pick<{0}, 'b' & keyof {0}>",
    ),
    *(
        "{{ [K in keyof {0}]: {0}[K] }}",
        "{{ [K in keyof {0}]-?: [{0}[K]] }}",
        "{0} extends {2}<infer I> ? [I] : 'no'",
    ),
    *(
        "{1} extends {2}<infer I> ? [I] : 'no'",
        "{0} extends {{ a: infer A }} ? [A] : 'no'",
        "keyof ({0} | {1})",
    ),
    *(
        "{{ [K in keyof {0} as {0}[K] extends Function ? never : K]: 1 }}",
        "{0} extends infer V & {1} ? [V] : 'no'",
    ),
    *(
        "Extract<{0} | {1}, {{ a: 1 }}>",
        "Exclude<{0} | {1}, {1}>",
        "keyof {0} & keyof {1}",
        "Exclude<keyof {0}, keyof {1}>",
    ),
    *(
        "{0} extends {{ e(): infer R }} ? [R] : 'no'",
        "{0} extends {{ f(x: infer P): any }} ? [P] : 'no'",
        "{0}[]",
    ),
    *(
        "{0} extends Record<string, infer V> ? [V] : 'no'",
        "DeepPartial_<{0}>",
        "{{ v: {0} }} extends {{ v: {1} }} ? 1 : 2",
    ),
    *("Same_<{0}, {1}>", "Flat_<{0} | null>", "Flat_<{0}>", "Vals_<{0}>", "{0}['d' & keyof {0}]"),
    *(
        "{0}[keyof {0}]",
        "[{0}, {1}] extends [infer A, infer B] ? [B, A] : 0",
        "Keys_<{0}, {1}>",
        "[{0}] extends [{1}] ? 1 : 2",
    ),
    *(
        "(() => {0}) extends () => {1} ? 1 : 2",
        "((x: {0}) => void) extends (x: {1}) => void ? 1 : 2",
        "Unwrap_<{0}>",
    ),
)
_HELPERS: Final = """
type DeepPartial_<T> = T extends (...a: any[]) => any ? T : { [K in keyof T]?: DeepPartial_<T[K]> };
type Same_<A, B> = (<G>() => G extends A ? 1 : 2) extends (<G>() => G extends B ? 1 : 2) ? 1 : 2;
type Flat_<T> = { [K in keyof T]: T[K] } & {};
type Vals_<T> = T[keyof T];
type Keys_<T, R> = { x: T[keyof T]; y: R[keyof R] };
type Unwrap_<T> = T extends { v: infer V } ? Unwrap_<V> : T extends (infer E)[] ? E : T;
"""
_EACH: Final = 10
"""The types that are asked of one family of declarations."""


class _Family:
    """Some declarations that name each other, and what is asked of them."""

    def __init__(self, rand: random.Random, number: int) -> None:
        self.rand, self.number = rand, number
        self.names = [f"{name}{number}" for name in ("A", "B", "C", "D")]
        self.kinds = {
            name: rand.choice(("interface", "interface", "class", "type")) for name in self.names
        }
        self.made: list[str] = []

    def type(self, depth: int, parameters: tuple[str, ...]) -> str:
        """A type, in which names of parameters and of declarations before may be."""
        rand, roll = self.rand, self.rand.random()
        if depth <= 0 or roll < 0.2:
            return f"({rand.choice(_DECLARED)})"
        if parameters and roll < 0.5:
            return rand.choice(parameters)
        if self.made and roll < 0.65:
            return f"{rand.choice(self.made)}<{self.type(depth - 1, parameters)}>"
        wrap = rand.choice(_WRAPS)
        parts = {name: self.type(depth - 1, parameters) for name in ("t", "u")}
        return f"({wrap.format(**parts)})"

    def declared(self) -> str:
        """The declarations, one after another."""
        lines: list[str] = []
        for name in self.names:
            self.made.append(name)
            lines.append(self._one(name))
        return self.named(f"{' '.join(lines)} {' '.join(_HELPERS.split())}")

    def named(self, text: str) -> str:
        """A text with the names of this family's helpers, which are told of on its line."""
        return re.sub(r"\b(\w+)_<", rf"\g<1>{self.number}<", text)

    def _one(self, name: str) -> str:
        rand, kind, before = self.rand, self.kinds[name], [*self.made[:-1]]
        if kind == "type":
            self.made.pop()
            text = f"type {name}<T> = {self.type(3, ('T',))};"
            self.made.append(name)
            return text
        members = [
            member.format(t=self.type(2, ("T",)), u=self.type(1, ("T",)))
            for member in self._apart(rand.sample(_MEMBERS, rand.choice((1, 2, 3, 4))))
        ]
        above = [one for one in before if self.kinds[one] == kind or kind == "interface"]
        bases = rand.sample(
            above, min(len(above), rand.choice((0, 1, 1, 2 if kind == "interface" else 1)))
        )
        heritage = ", ".join(f"{base}<{self.type(1, ('T',))}>" for base in bases)
        extends = f" extends {heritage}" if bases else ""
        start = "declare class" if kind == "class" else "interface"
        return f"{start} {name}<T>{extends} {{ {'; '.join(members)} }}"

    def _apart(self, members: list[str]) -> list[str]:
        """Members of different names."""
        return list({member.replace("readonly ", "")[0]: member for member in members}.values())

    def asked(self) -> str:
        """A type that asks something of one or two instances."""
        rand = self.rand
        pair = [self._instance() for _ in range(2)]
        if rand.random() < 0.3:
            pair[1] = self._instance(of=pair[0].partition("<")[0])
        return rand.choice(_ASKED).format(*pair, rand.choice(self.names))

    def _instance(self, of: str = "") -> str:
        argument = self.rand.choice((*_LEAVES, f"{self.rand.choice(self.names)}<1>"))
        return f"{of or self.rand.choice(self.names)}<{argument}>"


def written(rand: random.Random, count: int) -> tuple[list[str], str]:
    """Some types, and a file of them, with what several of them name on the line of the first."""
    shown: list[str] = []
    asked: list[str] = []
    declared: list[str] = []
    for number in range(count // _EACH):
        family = _Family(rand, number)
        text = family.declared()
        declared += [text, *([""] * (_EACH - 1))]
        for _ in range(_EACH):
            asked.append(family.named(family.asked()))
            shown.append(f"{asked[-1]} // {text}")
    uses = [f"v{number}: {type_};" for number, type_ in enumerate(asked)]
    lines = [*declared, "export interface Values {", *uses, "}"]
    return shown, "\n".join(lines) + "\n"


@pytest.mark.network
def test_what_is_asked_of_declarations_is_what_the_compiler_says(tmp_path: Path) -> None:
    """Law: what is read otherwise than the compiler does is told."""
    assert_told(
        written, "wide", tmp_path, at_night=50, in_a_push=3, taken=0.5, right=0.9, together=_EACH
    )
