"""Laws: intersections of unions of all kinds of types are what the compiler says."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

import pytest

from tests.oracle.beside import values_beside, wrong_types
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
