"""Laws: intersections of unions of all kinds of types are what the compiler says."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Final

import pytest

from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.oracle.beside import values_beside, wrong_types
from tests.oracle.told import assert_told, file_of
from tests.tools.counting import calls_of
from tests.tools.night import share
from tests.tools.node import require_node

_BEFORE: Final = """
type Hook = (event: 1) => void;
interface Plain { x: 1 }
interface Called { (): 1 }
interface Holding { (): 1; x: 1 }
declare class Made { x: 1 }
type None = never;
"""
_OPERANDS: Final = (
    *("Hook", "(() => 2)", "Function", "(new () => Made)", "Called", "{ (): 3 }"),
    *("Holding", "{ (): 1; y?: Hook }", "typeof Made"),
    *("Hook[]", "1[]", "'a'[]", "[1]", "[Hook, 1]", "readonly Plain[]", "[x?: 1]"),
    *("Plain", "{ x: 1 }", "{ y: 'a' }", "{ x?: number }", "{}", "object", "Made"),
    *("'a'", "1", "string", "number", "boolean", "null", "undefined", "undefined"),
    *("Date", "Map<string, 1>", "symbol", "never", "(None | (() => 2))"),
)
_FORMS: Final = (
    *("{0} & {1}", "({0} & {1})[]", "[{0} & {1}]", "{{ p: {0} & {1} }}"),
    *("{{ p?: {0}; x: 1 }} & {{ p?: {1} }}", "{{ p: {0} }} & {{ p?: {1} }}"),
    *("{{ p: {0} }} & {{ p: {1} }}", "{0} & {1} & {2}", "({0} & {1}) | {2}"),
    *("Record<'p', {0}> & {{ [key: string]: {1} }}", "{{ [K in 'p']: {0} & {1} }}"),
)


def intersection(rand: random.Random) -> str:
    """Two or three unions of one to three members, which share some, in a form."""
    pool = rand.sample(_OPERANDS, 4)
    unions = [" | ".join(rand.sample(pool, rand.choice((1, 1, 2, 3)))) for _ in range(3)]
    return rand.choice(_FORMS).format(*(f"({union})" for union in unions))


@pytest.mark.network
def test_random_intersections(tmp_path: Path) -> None:
    """Law: functions, lists, objects and literals beside one another."""
    require_node()
    rand = random.Random("intersections")
    types = [intersection(rand) for _ in range(share(4000, 10))]
    wrong = wrong_types(values_beside(tmp_path, _BEFORE, types, is_sound=True), types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:40]])


_PATTERNS: Final = (
    *("`a${string}`", "`${string}z`", "`b${string}`", "`${number}`", "`a${number}z`"),
    *("`${string}m${string}`", "Uppercase<string>", "Lowercase<string>", "`A${Lowercase<string>}`"),
)
_ASKED: Final = (
    *("'az' extends {0} ? 1 : 0", "'a' extends {0} ? 1 : 0", "'1' extends {0} ? 1 : 0"),
    *(
        "Extract<'az' | 'bz' | 'amz' | 'a1z' | 'AZ' | 'A' | '7', {0}>",
        "({0}) & ('az' | 'Az' | '1')",
    ),
    *("{0} extends {1} ? 1 : 0", "{0} extends {2} ? 1 : 0", "{1} extends {0} ? 1 : 0"),
    "{0} extends `${{infer C}}${{infer R}}` ? [C, R] : 0",
    "{0} & {{ b: 1 }} extends `${{infer R}}z` ? [R] : 0",
    "{1} & {{ b: 1 }} extends `${{infer R}}` ? R : 0",
    *("{0} extends `${{infer R}}` ? [R] : 0", "{0} extends `a${{infer R}}` ? [R] : 0"),
    "{0} extends Uppercase<infer R> ? [R] : 0",
    "'ab' & {{ b: 1 }} extends `${{infer C}}${{infer R}}` ? [C, R, {0}] : 0",
)


@pytest.mark.network
def test_what_fits_two_patterns_fits_each(tmp_path: Path) -> None:
    require_node()
    pairs = product(_PATTERNS, repeat=2)
    types = [
        form.format(f"({one} & {two})", one, two) for (one, two), form in product(pairs, _ASKED)
    ]
    wrong = wrong_types(values_beside(tmp_path, "", types, is_sound=True), types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:40]])


_SHARED: Final = (
    *("'a'", "'b'", "1", "true", "never", "undefined", "null", "string", "number", "boolean"),
    *("`a-${number}`", "'a' | 'b'", "'b' | undefined", "1 | 'a'", "{ b: 1 }", "Plain", "1[]"),
    *("{ t: 1 } & { t: 2 }", "{ t: 1 } | { t: 3 }", "None", "{}", "Two", "unknown", "object"),
)
_WITHOUT_NEVER: Final = [text for text in _SHARED if text not in ("never", "None")]
_TWO: Final = "export declare enum Two { A = 'x', B = 'y' }\n"


def exclusion(rand: random.Random, named: Sequence[str] | None = None) -> str:
    """Two to four objects with one property in common, beside what always is there.

    With names, some of the objects are named, and none has a required property that is never: what
    a name stands for is reduced once, and the compiler reduces it anew beside such an object.
    """
    parts = []
    for name in "wxyz"[: rand.choice((2, 3, 3, 4))]:
        mark, more = rand.choice(("", "", "?")), rand.choice(("", "", f"; {name}: 1"))
        pool = _SHARED if mark or named is None else _WITHOUT_NEVER
        part = f"{{ a{mark}: {rand.choice(pool)}{more} }}"
        parts.append(rand.choice(named) if named and rand.random() < 0.25 else part)
    return " & ".join(parts)


@pytest.mark.network
def test_random_exclusions(tmp_path: Path) -> None:
    """Law: what several objects want of one property, and whether a value can be all of them."""
    require_node()
    rand = random.Random("exclusions")
    named = [f"N{number}" for number in range(40)]
    before = "".join(f"type {name} = {exclusion(rand, [])};\n" for name in named)
    texts = [exclusion(rand, rand.choice((None, named))) for _ in range(share(3000, 10))]
    types = [f"({text}) | 'left'" for text in texts]
    made = values_beside(tmp_path, _BEFORE + _TWO + before, types, is_sound=True)
    wrong = wrong_types(made, types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:40]])


def _crossed(count: int, more: int) -> str:
    """Two unions of objects, told apart by a literal, each with many properties in common."""
    common = "; ".join(f"p{number}: string" for number in range(more))
    unions = [
        " | ".join(f"{{ {common}; t: 't{number}'; {name}{number}: 1 }}" for number in range(count))
        for name in "uv"
    ]
    return f"export type A = ({unions[0]}) & ({unions[1]});\n"


def _calls_to_read(text: str) -> int:
    files = MemoryFiles({"input.d.ts": text.encode()})
    return calls_of(lambda: load_model(files, "input.d.ts", Options()))


def test_members_of_two_unions_are_merged_where_their_tags_are_the_same() -> None:
    """All pairs are looked at; what each of them has in common is, of a few of them."""
    short, long = (_calls_to_read(_crossed(count, 30)) for count in (24, 48))
    assert long < 2.7 * short, (short, long)


_BESIDE_ANY: Final = (
    *("any", "any", "1", "2", "'a'", "string", "number", "boolean", "true", "null", "undefined"),
    *("{ a: 1 }", "{}", "object", "symbol", "bigint", "`a${string}`"),
    *("1 | 2", "unknown", "never", "Both.A", "Both"),
)
_WITH_ANY: Final = (
    *("{0} & {1} & {2}", "{{ p: {0} }} & {{ p: {1} }} & {{ p: {2} }}", "({0} & {1})[]"),
    *("{{ p: {0} }} & {{ p?: {1} }} & {{ p: {2}; q: 1 }}", "{0} & ({1} & {2})"),
    *("{{ p?: {0} }} & {{ p: {1} }} & {{ p: {2} }}", "({{ p: {0} }} & {{ p: {2} }})['p']"),
)
_INDEXED: Final = (
    *("1[]", "[1, 'a']", "[]", "readonly 'x'[]", "string", "'x'", "1", "any", "unknown", "{}"),
    *("{ [key: string]: 1 }", "{ [key: string]: 2; a: 2 }", "{ [key: number]: 3 }", "{ a: 1 }"),
    *("{ [key: symbol]: 4 }", "{ [key: `a${string}`]: 5 }", "Record<string, { b: 1 }>"),
    *("(typeof Both)", "(typeof None)", "Record<'a', 1>", "{ [K in string]: K }", "(() => 1)"),
    *("object", "null", "Plain", "{ [key: string]: any; [at: number]: 6 }"),
)
_NO_KEYS: Final = (
    *("{0}[never]", "({0} | {1})[never]", "{0}['a' & 'b']"),
    *("{0}[Exclude<'a', string>]", "{{ p: {0}[never] }}", "{0}[keyof {{}}]"),
    "{0} extends infer X ? X[keyof X & never] : 0",
)
_BEFORE_ANY: Final = """
type Hook = (event: 1) => void;
interface Plain { x: 1 }
declare enum Both { A = 1, B = 'b' }
declare enum None {}
"""


@pytest.mark.network
@pytest.mark.parametrize(
    ("operands", "forms"), [(_BESIDE_ANY, _WITH_ANY), (_INDEXED, _NO_KEYS)], ids=["any", "no_key"]
)
def test_any_beside_others_and_lookups_by_no_key(
    tmp_path: Path, operands: tuple[str, ...], forms: tuple[str, ...]
) -> None:
    """Law: `any` absorbs what does not exclude each other, and signatures have no key's value."""

    def written(rand: random.Random, count: int) -> tuple[list[str], str]:
        made = (
            rand.choice(forms).format(*(f"({one})" for one in rand.choices(operands, k=3)))
            for _ in range(count)
        )
        return file_of([("1", type_, False) for type_ in made], _BEFORE_ANY)

    assert_told(written, "any", tmp_path, at_night=30, in_a_push=3, taken=0.5, right=0.9)


_CLASSES: Final = (
    *("Document", "HTMLElement", "HTMLDivElement", "Error", "RangeError", "RegExp", "Storage"),
    *("Map<'a', 1>", "Set<1>", "Promise<2>", "Headers", "FormData", "WeakMap<object, 1>"),
)
_OF_CLASSES: Final = (
    *("({0} & {1})['message']", "({0} & {1})['size']", "({0} & {1})['title']", "{0} & {1}"),
    *("{0} & {1} extends {0} ? 1 : 0", "{0} & {1} extends {2} ? 1 : 0", "Awaited<{0} & {1}>"),
    *("{0} & {1} extends Promise<infer A> ? [A] : 0", "{2} extends {0} & {1} ? 1 : 0"),
    *("{0} & {1} extends Map<infer A, any> ? [A] : 0", "({0} & {1})['id']"),
    *("[{3}] & [any] & [{4}]", "[any] & [{3}] & [{4}]", "[{3}] & [{4}] & [any] & [{3}]"),
)


@pytest.mark.network
def test_two_classes_of_the_library_and_three_tuples(tmp_path: Path) -> None:
    """Law: a lookup and a condition see both classes, or are told; `any` hides no other element."""

    def written(rand: random.Random, count: int) -> tuple[list[str], str]:
        made = (
            rand.choice(_OF_CLASSES).format(
                *rand.choices(_CLASSES, k=3), *rand.choices(("1", "2", "string", "'x'"), k=2)
            )
            for _ in range(count)
        )
        return file_of([("1", type_, False) for type_ in made], "export {};")

    assert_told(written, "classes", tmp_path, at_night=20, in_a_push=2, taken=0.5, right=0.5)
