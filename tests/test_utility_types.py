"""The types of `type-fest` and `ts-toolbelt` mean what TypeScript's compiler says they mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from realtime_codegen.frontend.resolve import budget
from tests.oracle.beside import beside, of_values
from tests.oracle.typescript import ask
from tests.tools.night import share
from tests.tools.node import require_node
from tests.tools.utility_types import install, spec, uses

OTHERWISE = {
    "O.Paths<{ a: any; b: unknown; c: never }>": "it ends in a warning: too many steps",
    "L.Select<['a' | 'b', 1 | 2], 'a'>": "TypeScript gives any list, here it is of the elements",
    "L.Tail<[...number[], 'z']>": "TypeScript gives any list, here it is of the elements",
    "L.Flatten<['a' | 'b', 1 | 2]>": "TypeScript has a tuple for each choice: the same JSON",
    "Community.IncludesDeep<Listed, 'a'>": "1 is possible here, too",
    "DelimiterCasedProperties<{ a: 1; b?: 2 }, ''>": "two keys become one, which is required here",
}
"""Uses that are read otherwise, of 3,400 that were tried, and how."""


def _assert_as_the_compiler_says(types: list[str], folder: Path) -> None:
    require_node()
    install(folder)
    path = folder / "input.d.ts"
    path.write_text(spec(types), encoding="utf-8")
    (oracle,) = ask([path])
    result = beside(path, oracle)
    wrong = [
        f"{types[int(mismatch.property[1:])]}: {mismatch}"
        for mismatch in of_values(result)
        if types[int(mismatch.property[1:])] not in OTHERWISE
    ]
    assert not wrong, f"{len(wrong)} of {len(types)}\n" + "\n".join(wrong[:20])
    assert result.matched >= len([use for use in types if use not in OTHERWISE])


@pytest.fixture
def budget_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps for hundreds of uses in one spec, of which some have no end (`IntRange<4, 1>`)."""
    monkeypatch.setattr(budget, "_ALL", 10_000_000)


@pytest.mark.network
@pytest.mark.parametrize("seed", [1])
def test_utility_types_are_what_the_compiler_says(seed: int, tmp_path: Path) -> None:
    _assert_as_the_compiler_says(uses(seed, share(150)), tmp_path)


# TypeScript gives a list of anything for these, for a reason not found out; here they give their
# elements.
CIRCULAR = ("L.Filter<", "L.Select<")


@pytest.mark.network
@pytest.mark.nightly
@pytest.mark.parametrize("seed", [13, 15])
@pytest.mark.usefixtures("budget_for_all")
def test_mixed_utility_types_are_what_the_compiler_says(seed: int, tmp_path: Path) -> None:
    types = [use for use in uses(seed, 520, strings=0.3) if not use.startswith(CIRCULAR)]
    assert len(types) >= 500
    _assert_as_the_compiler_says(types, tmp_path)


@pytest.mark.network
@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(100, 104))
@pytest.mark.usefixtures("budget_for_all")
def test_more_utility_types_are_too(seed: int, tmp_path: Path) -> None:
    _assert_as_the_compiler_says(uses(seed, 600), tmp_path)


def test_the_uses_are_of_both_libraries_and_mostly_of_texts() -> None:
    types = uses(1, 500)
    assert len(set(types)) == 500
    assert sum(use.startswith(("S.", "L.", "O.", "U.", "A.", "N.", "F.")) for use in types) > 100
    for name in ("SnakeCase", "CamelCase", "DelimiterCase", "Split", "Trim", "Join", "Replace"):
        assert sum(use.startswith(f"{name}<") for use in types) > 2, name
