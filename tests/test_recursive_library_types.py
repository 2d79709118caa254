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


TAKES = (
    "on<T>(event: T, take: (client: #) => void): T;",
    "on<T>(client: #, event: T): Promise<T>;",
    "on<T extends #>(client: T): T;",
    "on<T>(event: T): #;",
    "on(client: #): void;",
)


@pytest.mark.network
def test_inference_beside_generic_methods_that_take_their_class(tmp_path: Path) -> None:
    """Law: of a class and its heir, whose methods take the one or the other, as the compiler."""
    require_node()
    before, types = "", []
    for number, (mine, theirs) in enumerate(product(TAKES, repeat=2)):
        one, other = f"A{number}", f"B{number}"
        before += f"declare class {one} {{ {mine.replace('#', one)} x: 1 }}\n"
        before += f"declare class {other} extends {one} {{ {theirs.replace('#', other)} }}\n"
        for client, wanted in product((one, other), repeat=2):
            held = f"{{ client: {client}; v: {number} }}"
            types.append(f"{held} extends {{ client: {wanted}; v: infer V }} ? V : 'no'")
    result = values_beside(tmp_path, before, types)
    assert result.properties >= len(types)
    assert wrong_types(result, types) == []
