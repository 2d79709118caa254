"""Conditions on types that contain themselves in classes of the library end, as TypeScript's do.

What a program may render is such a type: a text, a promise of one, or an iterable of what it is.
"""

from __future__ import annotations

from itertools import permutations, product
from pathlib import Path

import pytest

from tests.oracle.beside import values_beside, wrong_types
from tests.tools.night import is_nightly
from tests.tools.node import require_node

MEMBERS = ("string", "null", "Iterable<#>", "Promise<#>", "{ inner?: # }", "Promise<# | number>")
ASKED = (
    "{0} extends {1} ? 1 : 2",
    "(() => {0}) extends () => {1} ? 1 : 2",
    "((p: {{ x: 1 }}) => {0}) extends (p: infer P) => {1} | Promise<{1}> ? P : 0",
    "{{ a: {0}; b: 1 }} extends {{ a: {1}; b: infer B }} ? B : 0",
)


@pytest.mark.network
def test_conditions_on_types_within_promises_of_themselves(tmp_path: Path) -> None:
    """Law: of two such unions, and of their primitive members, what the compiler says."""
    require_node()
    several = [way for count in (1, 2, 3) for way in permutations(MEMBERS, count)]
    several = several if is_nightly() else several[::8]
    names = [f"N{number}" for number in range(len(several))]
    before = "".join(
        f"type {name} = {' | '.join(way)};\n".replace("#", name)
        for name, way in zip(names, several, strict=True)
    )
    near = zip(names, [*names[1:], *names[:1]], strict=True)
    pairs = [*near, *product(("string", "number"), names)]
    types = [text.format(*pair) for pair in pairs for text in ASKED]
    assert len(types) > 200
    result = values_beside(tmp_path, before, types)
    assert result.properties >= len(types)
    assert wrong_types(result, types) == []
