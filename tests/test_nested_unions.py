"""Unions within themselves, whatever they are of, cost what a message holds.

what stands innermost is looked at as often, however deep it is
nothing is kept of a message once it is read
"""

from __future__ import annotations

import contextlib
import random
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.tools.counting import steps_of
from tests.tools.night import share
from tests.tools.packages import compiled_text, import_package

WRAPPINGS: dict[str, Callable[[Any], Any]] = {
    "T": lambda kid: kid,
    "T[]": lambda kid: [kid],
    "(T | null)[]": lambda kid: [None, kid],
    "Record<string, T>": lambda kid: {"k": kid},
    "{ [key: `x${string}`]: T }": lambda kid: {"x1": kid},
    "[T, number]": lambda kid: [kid, 1],
    "[number, ...T[]]": lambda kid: [1, kid],
    "{ at: T }": lambda kid: {"at": kid},
    "{ a?: string; [key: string]: T | string | undefined }": lambda kid: {"z": kid},
    "T[] | string[]": lambda kid: [kid],
    "T[] | [T, T][]": lambda kid: [kid],
    "Record<string, T> | Record<string, T[]>": lambda kid: {"k": kid},
    "{ at: T; one: number } | { at: T; two: string }": lambda kid: {"at": kid, "two": ""},
    "{ t: 'x'; at: T } | { t: 'y'; at: T }": lambda kid: {"t": "y", "at": kid},
    "{ t: { u: 'x' }; at: T } | { t: { u: 'y' }; at: T }": lambda kid: {"t": {"u": "y"}, "at": kid},
}
"""How the union stands within a member of itself, and the message that is so."""

OWN = [
    "kid?: W; n: number; many?: number[]",
    "kid?: W; n: number; many?: number[]; x?: string",
    "kid?: W; n: number; many?: string[]; y: string",
    "kid?: W; n: string; many?: number[]",
    "kid?: W; n: number; many?: number[]; tag: 'a'",
    "kid?: W; n: number; many?: number[]; [key: string]: unknown",
    "n: number; [key: string]: W | number | number[]",
]
"""The interfaces that may be members, with the union in them."""

OTHERS = ["object", "{}", "Record<string, unknown>", "{ [key: string]: T }", "T[]", "[T, T]"]
OTHERS += ["string", "null", "{ [key: string]: number }", "number[]"]
"""What else may be one."""


def spec_of(chance: random.Random, wrapping: str) -> str:
    own = chance.sample(range(len(OWN)), k=chance.randint(1, 3))
    others = chance.sample(OTHERS, k=chance.randint(1 if len(own) < 2 else 0, 2))
    members = [*(f"M{number}" for number in own), *others]
    return "\n".join(
        [
            *(f"export interface M{n} {{ {OWN[n].replace('W', f'({wrapping})')} }}" for n in own),
            f"export type T = {' | '.join(members)};",
            "export interface A { type: 'a'; node: T }",
            "export interface B { type: 'b' }",
            "export type E = A | B;",
        ]
    )


@pytest.mark.parametrize("seed", range(share(160, 10)))
def test_what_is_innermost_costs_the_same_however_deep(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REALTIME_NATIVE", "0")  # Its steps are not those of Python.
    chance = random.Random(seed)
    wrapping = list(WRAPPINGS)[seed % len(WRAPPINGS)]
    package, spec = f"nested_{seed}", spec_of(chance, wrapping)
    files = compiled_text(spec, package, targets=("dataclasses",)).files
    rt: Any = import_package(tmp_path, files, package)
    number, last = chance.choice([1, "", 1]), chance.choice([7, "z"])

    def cost(depth: int, many: int, strict: bool) -> int:
        node: Any = {"n": number, "many": [7] * many + [last]}
        for _ in range(depth):
            node = {"n": number, "x": "", "y": "", "kid": WRAPPINGS[wrapping](node)}

        def read() -> None:
            with contextlib.suppress(rt.DecodeError):
                rt.decode_e({"type": "a", "node": node}, strict=strict)

        read()  # The first message makes the functions of the classes.
        return steps_of(read)

    for strict in (False, True):
        # More misfits than are told, or they would be handed up level by level.
        shallow, deep = (
            (cost(depth, 110, strict) - cost(depth, 60, strict)) / 50 for depth in (3, 12)
        )
        assert deep <= 1.2 * shallow + 1, (spec, strict)


def test_nothing_is_kept_of_messages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which members may be meant differs from object to object, in more ways than can be kept."""
    monkeypatch.setenv("REALTIME_NATIVE", "0")
    count = 16
    members = [f"M{number}" for number in range(count)]
    spec = "".join(
        f"export interface {name} {{ id: string; {name}?: number; x{name}?: string }}\n"
        for name in members
    )
    spec += f"export interface A {{ type: 'a'; all: ({' | '.join(members)})[] }}\n"
    spec += "export interface B { type: 'b' }\nexport type E = A | B;\n"
    files = compiled_text(spec, "kept_nothing", targets=("dataclasses",)).files
    rt: Any = import_package(tmp_path, files, "kept_nothing")

    def read(numbers: range) -> None:
        for number in numbers:
            other = {name: "" for bit, name in enumerate(members) if number >> bit & 1}
            rt.decode_e({"type": "a", "all": [{"id": "", **other}]})

    read(range(100))
    tracemalloc.start()
    try:
        read(range(100, 200))
        before, _ = tracemalloc.get_traced_memory()
        read(range(200, 800))
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 10_000
