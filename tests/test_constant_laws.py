"""Laws: constants of sources have the types that the compiler infers, or are told."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

import pytest

from tests.oracle.told import assert_told, constants_of

_BEFORE: Final = """
enum Side { Left = 'l', Right = 'r' } enum Level { Low, High, Top = Low + 7 }
const three = 3; const minus = -1.50; const text = 't'; const empty = ''; const again = three;
const told: 3 = 3; const asked: string = 'a'; const kept = 'k' as const; const yes = true;
const nested = `n${three}`; const joined = `${nested}-${text}`; const big = 10n;
let changing = 3; declare const flag: boolean; declare const either: 'x' | 'y';
declare const count: number; declare const nobody: null;
const given = { a: 'a' as const, b: three, c: Side.Left };
namespace Inner { export const deep = 'd'; export const more = `m${deep}`; }
class Maker<T> { own!: T; static make<U>(item: U) { return [item]; }
  static told<U>(item: U): { item: U } { return { item }; } map<U>(item: U) { return { item }; } }
function keep<const T>(item: T) { return item; }
function box<T>(item: T) { return { item }; } function two<A, B = 1>(a: A, b: B): [A, B] {
return [a, b]; } const arrow = <T>(item: T) => ({ item }); declare const maker: Maker<1>;
"""
_NAMES: Final = (
    *("three", "minus", "text", "empty", "again", "told", "asked", "kept", "yes", "nested"),
    *("joined", "big", "changing", "either", "count", "nobody", "given.a", "given.b", "given.c"),
    *("Inner.deep", "Inner.more", "Side.Left", "Side['Right']", "Level.High", "Level['Top']"),
    *("1", "2.50", "'s'", "`q`", "true", "null", "undefined", "NaN", "1 + 2", "-three"),
    *("count + 1", "'a' + text", "text + asked", "(three)", "`${three}`", "`${count}`", "Infinity"),
    "!yes",
)
_FORMS: Final = (
    *("`a-${{{0}}}`", "`${{{0}}}${{{1}}}`", "`${{{0}}}-${{{1}}}z` as const", "`${{{0}}}`"),
    *("`${{{0}}}` as const", "[`a${{{0}}}`] as const", "{{ p: `a${{{0}}}` }}", "[`a${{{0}}}`]"),
    *("{{ p: `a${{{0}}}` }} as const", "{{ p: `a${{{0}}}` as const }}", "flag ? `a${{{0}}}` : {1}"),
    *("{0}", "{{ p: {0} }}", "{{ p: {0} }} as const", "[{0}]", "[{0}, {1}] as const"),
    *("box({0})", "box(flag ? {0} : {1})", "box({0} || {1})", "two({0}, {1})", "two({1}, [{0}])"),
    *("either === 'x' ? either : {0}", "keep({0})", "keep([{0}, {1}])", "~three", "~1", "~1n"),
    *("flag ? {0} : flag", "[either === 'x' || either]", "count && {{ p: count, q: {0} }}"),
    *("box(`a${{{0}}}`)", "box<string>(`a${{{0}}}`)", "(() => `a${{{0}}}`)()"),
)
_CALLS: Final = (
    *("{0}<{1}>", "[{0}<{1}>]", "null! as ReturnType<typeof {0}<{1}>>", "{0}<{1}>(null!)"),
    *("null! as Parameters<typeof {0}<{1}>>", "{{ p: {0}<{1}>(null!) }}"),
)
_FUNCTIONS: Final = ("Maker.make", "Maker.told", "maker.map", "box", "arrow")
_ARGUMENTS: Final = ("string", "1 | 2", "Side", "{ k: 1 }", "'x'[]", "Maker<1>['own']", "unknown")


def constant(rand: random.Random) -> str:
    """A value of templates, members of enums, constants, or functions with type arguments."""
    if rand.random() < 0.25:
        return rand.choice(_CALLS).format(rand.choice(_FUNCTIONS), rand.choice(_ARGUMENTS))
    return rand.choice(_FORMS).format(rand.choice(_NAMES), rand.choice(_NAMES))


@pytest.mark.network
def test_constants_that_are_read_otherwise_are_told(tmp_path: Path) -> None:
    """Law: texts of templates, members of enums, and functions with type arguments."""

    def written(rand: random.Random, count: int) -> tuple[list[str], str]:
        return constants_of([constant(rand) for _ in range(count)], _BEFORE)

    assert_told(
        written,
        "constants",
        tmp_path,
        at_night=20,
        in_a_push=3,
        taken=0.8,
        right=0.72,
        name="input.ts",
    )
