"""Finding the file of an import costs the same, however many there are and however much is told."""

from __future__ import annotations

import json
import random

import pytest

from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text import modules
from realtime_codegen.text.modules import closest_pattern
from realtime_codegen.text.source import MemoryFiles
from tests.tools.counting import counted, steps_of


def test_a_configuration_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    count = 100
    paths = {f"@lib/{i}/*": [f"./lib{i}/*"] for i in range(count)}
    imports = "".join(f'import type {{ A as A{i} }} from "@lib/{i}/x";\n' for i in range(count))
    uses = "".join(f"export type B{i} = A{i};\n" for i in range(count))
    files = {
        "tsconfig.json": json.dumps({"compilerOptions": {"paths": paths}}),
        "a.d.ts": imports + uses,
        **{f"lib{i}/x.d.ts": f"export interface A {{ a: {i} }}\n" for i in range(count)},
    }
    parsed = counted(monkeypatch, modules, "read_json")
    read = load_model(MemoryFiles({p: t.encode() for p, t in files.items()}), "a.d.ts", Options())

    assert read.model is not None
    assert len(read.model.declarations) >= count
    assert len(parsed) < 10


def test_a_name_is_looked_up_among_any_number_of_patterns() -> None:
    def steps(count: int) -> int:
        patterns = [f"@a{i}/*/x" for i in range(count)]
        closest_pattern(patterns, "other")
        return steps_of(lambda: [closest_pattern(patterns, f"@a{i}/q/x") for i in range(100)])

    assert steps(2_000) <= 2 * steps(200)


def _plain(patterns: list[str], name: str) -> str | None:
    """The rule in its plain form."""
    fitting = []
    for pattern in patterns:
        before, star, after = pattern.partition("*")
        fits = name.startswith(before) and name.endswith(after)
        if star and fits and len(name) >= len(before) + len(after):
            fitting.append((len(before), len(pattern), pattern))
    return max(fitting)[2] if fitting else None


def test_the_closest_pattern_is_the_one_of_the_rule() -> None:
    rng = random.Random(7)

    def text(letters: str, most: int) -> str:
        return "".join(rng.choice(letters) for _ in range(rng.randint(0, most)))

    for _ in range(2_000):
        patterns = list({text("ab*", 5) for _ in range(rng.randint(0, 8))})
        name = text("ab", 6)
        assert closest_pattern(patterns, name) == _plain(patterns, name), (patterns, name)
