"""Unions within themselves, whatever they are of, cost what a message holds.

what stands innermost is looked at as often, however deep it is
each level is looked into once, whichever members it may be of
nothing is kept of a message once it is read
"""

from __future__ import annotations

import contextlib
import random
import tracemalloc
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from realtime_codegen.audit.checker import Checker
from realtime_codegen.model import DeclId
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import MemoryFiles
from tests.tools.counting import steps_of
from tests.tools.night import share
from tests.tools.packages import ENTRY, compiled_text, import_package

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
    "T[] | (T | null)[]": lambda kid: [kid, None],
    "T[][] | (T | null)[][]": lambda kid: [[kid, None]],
    "[T, null] | [T, T | null, ...T[]]": lambda kid: [kid, None],
    "Record<string, T> | Record<string, T | null>": lambda kid: {"k": kid, "l": None},
    "{ a: T }[] | { a: T; b?: string }[]": lambda kid: [{"a": kid, "b": ""}],
    "Record<string, T> | Record<string, T[]>": lambda kid: {"k": kid},
    "{ at: T; one: number } | { at: T; two: string }": lambda kid: {"at": kid, "two": ""},
    "{ t: 'x'; at: T } | { t: 'y'; at: T }": lambda kid: {"t": "y", "at": kid},
    "{ t: { u: 'x' }; at: T } | { t: { u: 'y' }; at: T }": lambda kid: {"t": {"u": "y"}, "at": kid},
}
"""How the union stands within a member of itself, and the message that is so."""

OWN: list[tuple[str, dict[str, Any], Any]] = [
    ("kid?: W; n: number; many?: number[]", {"n": 1}, 7),
    ("kid?: W; n: number; many?: number[]; x?: string", {"n": 1, "x": ""}, 7),
    ("kid?: W; n: number; many?: string[]; y: string", {"n": 1, "y": ""}, "z"),
    ("kid?: W; n: string; many?: number[]", {"n": ""}, 7),
    ("kid?: W; n: number; many?: number[]; tag: 'a'", {"n": 1, "tag": "a"}, 7),
    ("kid?: W; n: number; many?: number[]; [key: string]: unknown", {"n": 1, "u": 1}, 7),
    ("n: number; [key: string]: W | number | number[]", {"n": 1}, 7),
]
"""The interfaces that may be members, with the union in them, what each has, and of `many`."""

OTHERS = ["object", "{}", "Record<string, unknown>", "{ [key: string]: T }", "T[]", "[T, T]"]
OTHERS += ["string", "null", "{ [key: string]: number }", "number[]"]
"""What else may be one."""


def spec_of(own: list[int], others: list[str], wrapping: str) -> str:
    members = [*(f"M{number}" for number in own), *others]
    return "\n".join(
        [
            *(
                f"export interface M{n} {{ {OWN[n][0].replace('W', f'({wrapping})')} }}"
                for n in own
            ),
            f"export type T = {' | '.join(members)};",
            "export interface A { type: 'a'; node: T }",
            "export interface B { type: 'b' }",
            "export type E = A | B;",
        ]
    )


class Made:
    """A package of a random spec, and its audit."""

    def __init__(self, seed: int, folder: Path) -> None:
        chance = random.Random(seed)
        wrapping = list(WRAPPINGS)[seed % len(WRAPPINGS)]
        own = chance.sample(range(len(OWN)), k=chance.randint(1, 3))
        others = chance.sample(OTHERS, k=chance.randint(0, 2))
        package, self.spec = f"nested_{seed}", spec_of(own, others, wrapping)
        files = compiled_text(self.spec, package, targets=("dataclasses",)).files
        self.rt: Any = import_package(folder, files, package)
        model = load_model(MemoryFiles({ENTRY: self.spec.encode()}), ENTRY, Options()).model
        assert model is not None
        self.checker = Checker(model, package_names(model, ENTRY)[0])
        self.wrap = WRAPPINGS[wrapping]
        _, self.fields, self.one = OWN[chance.choice(own)]
        self.last = chance.choice([self.one, self.one, False])
        if chance.random() < 0.2:
            self.fields = {**self.fields, "n": None}

    def message(self, depth: int, many: int) -> dict[str, Any]:
        node: Any = {**self.fields, "many": [self.one] * many + [self.last]}
        for _ in range(depth):
            node = {**self.fields, "kid": self.wrap(node)}
        return {"type": "a", "node": node}

    def steps(self, way: str, depth: int, many: int) -> int:
        """The steps to read, to check or to audit a message."""
        message = self.message(depth, many)

        def act() -> None:
            if way == "audit":
                self.checker.check(DeclId(ENTRY, ("E",)), message)
                return
            with contextlib.suppress(self.rt.DecodeError):
                self.rt.decode_e(message, strict=way == "strict")

        act()  # The first message makes the functions of the classes.
        return steps_of(act)


WAYS = ("lenient", "strict", "audit")


@pytest.fixture
def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the native core, whose steps are not those of Python."""
    monkeypatch.setenv("REALTIME_NATIVE", "0")


@pytest.mark.usefixtures("plainly")
@pytest.mark.parametrize("seed", range(share(200, 10)))
def test_each_level_is_looked_into_once(seed: int, tmp_path: Path) -> None:
    """But for misfits: each level may have one, which is handed up, as long as it is told."""
    made = Made(seed, tmp_path)
    for way in WAYS:
        counts = [made.steps(way, depth, 2) for depth in (4, 8, 12)]
        one, two = (later - earlier for earlier, later in pairwise(counts))
        assert two <= 1.7 * one + 2_000, (made.spec, way, counts)
        few, many = (1_010, 1_060) if way == "audit" else (60, 110)
        shallow, deep = (
            (made.steps(way, depth, many) - made.steps(way, depth, few)) / 50 for depth in (3, 12)
        )
        assert deep <= 1.2 * shallow + 1, (made.spec, way)


@pytest.mark.usefixtures("plainly")
def test_nothing_is_kept_of_messages(tmp_path: Path) -> None:
    """Which members may be meant differs from object to object, in more ways than can be kept."""
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
