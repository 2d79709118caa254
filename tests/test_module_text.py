"""The law of text for whole modules: whatever a spec says, they are in ruff's format."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from realtime_codegen.cli import main

SEEDS = range(40)
FIELDS = [
    *"type match REST_UNSET MAX_NUMBER Union Any Maybe list dict str UNSET Literal is_not".split(),
    *"NotRequired tuple float TypedDict self models x y z_long_name_of_a_field event tag".split(),
    "a" * 90,
    "b" * 60,
    "данные",
    "变量" * 9,
    "é" * 40,
]
VALUES = [
    *("a", "it's", 'say "x"', " is ", " in ", " == ", "a, b", "(x) [y] {z}", "back\\slash"),
    *("漢字漢字漢字漢字", "😀😀😀", "x" * 80, "y" * 40, "line\nbreak", "#", "'''", '"""', "\u200b"),
]
NAMES = ["Foo", "Bar" + "r" * 60, "Session", "Ünï" + "ö" * 20, "Event_" + "v" * 50]


class Spec(random.Random):
    """A random spec with hostile names and values."""

    def literal(self) -> str:
        return json.dumps(self.choice(VALUES) + self.choice(["", "", str(self.randrange(99))]))

    def union(self, depth: int) -> str:
        return " | ".join(self.type(depth - 1) for _ in range(self.randrange(2, 6)))

    def type(self, depth: int) -> str:
        kind = self.randrange(11 if depth else 5)
        if kind == 0:
            return self.choice(["string", "number", "boolean", "unknown", "1", "-5", "1.5", "null"])
        if kind == 1:
            return self.literal()
        if kind == 2:
            return self.choice(NAMES)
        if kind in (3, 4):
            return " | ".join(self.literal() for _ in range(self.randrange(2, 9)))
        if kind in (5, 6):
            return f"({self.union(depth)})"
        if kind == 7:
            return f"Array<{self.type(depth - 1)}>"
        if kind == 8:
            return f"Record<string, {self.type(depth - 1)}>"
        if kind == 9:
            items = ", ".join(self.type(depth - 1) for _ in range(self.randrange(4)))
            return f"[{items}]" if self.random() < 0.5 else f"[...Array<{self.type(depth - 1)}>]"
        return f"{{ {self.fields(2, depth - 1)} }}"

    def fields(self, count: int, depth: int) -> str:
        return " ".join(
            f"{name}{self.choice(['?', ''])}: {self.type(depth)};"
            for name in self.sample(FIELDS, count)
        )

    def text(self) -> str:
        parts = [
            f"export interface {name} {{ {self.fields(self.randrange(1, 9), 3)} }}"
            for name in NAMES
        ]
        parts.append(f"export interface Keys {{ 'x-y': {self.type(2)}; '': {self.type(2)} }}")
        parts += [f"export type {name} = {self.type(3)};" for name in ("Alias", "Alias" + "s" * 70)]
        events = [
            f"Ev{index}{self.choice(['', 'n' * 50])}" for index in range(self.randrange(1, 4))
        ]
        for index, name in enumerate(events):
            tag = json.dumps(f"{index}{self.choice(VALUES)}")
            parts.append(f"export interface {name} {{ type: {tag}; {self.fields(1, 2)} }}")
        parts.append(f"export type Events = {' | '.join(events)};")
        return "\n".join(parts)


@pytest.mark.checkers
def test_modules_are_in_the_formatters_format(tmp_path: Path) -> None:
    made = 0
    for seed in SEEDS:
        source = tmp_path / f"s{seed}.d.ts"
        source.write_text(Spec(seed).text(), encoding="utf-8")
        arguments = [str(source), "-o", str(tmp_path / f"o{seed}"), "--package", "p"]
        targets = (
            ["--target", "typeddicts"]
            if seed % 2
            else ["--target", "dispatcher", "--target", "peer"]
        )
        made += CliRunner().invoke(main, [*arguments, *targets]).exit_code == 0
    assert made > 0.8 * len(SEEDS)
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "--no-cache", "--diff", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
