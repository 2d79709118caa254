"""What a spec repeats is charged for as much as is written of it, whatever it is made of.

Each kind repeats one type at many places. What is written for them has at most a number of bytes
for each copy that the budget allows, beside what the text itself gives: instances have names that
are made of their arguments, keys of mapped types are fields in several modules, and so on. Repeated
documentation has a budget of its own (`may_repeat`).
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from realtime_codegen.frontend.resolve import budget
from realtime_codegen.pipeline import Options, compile_spec
from realtime_codegen.text.source import MemoryFiles
from tests.tools.written import each, fields, numbers

_MOST = 600
_PARTS = 200
_PLACES = 300
_OF_A_COPY = 400
_OF_A_BYTE = 30


KINDS: dict[str, tuple[Callable[[int], str], str]] = {
    "parameters with defaults": (
        lambda n: f"interface G<T, {each(n, 'P# = [T, #]', ', ')}> {{ t: T; l: P{n - 1} }}",
        "q#: G<#>;",
    ),
    "a default that is a union": (
        lambda n: f"interface G<T, U = T | {numbers(n, ' | ')}> {{ t: T; u: U }}",
        "q#: G<#>;",
    ),
    "a default that is a tuple": (
        lambda n: f"interface G<T, U = [{numbers(n)}]> {{ t: T; u: U }}",
        "q#: G<#>;",
    ),
    "keys of a mapped type": (
        lambda n: f"type T = {numbers(n, ' | ')};",
        "q#: { [K in T]: # };",
    ),
    "keys that are templates": (
        lambda n: f"type T = {numbers(n, ' | ')};",
        "q#: { [K in `${T}-#`]: # };",
    ),
    "long keys": (
        lambda n: f"type T = {each(n, chr(39) + 'k#' * 40 + chr(39), ' | ')};",
        "q#: { [K in T]: # };",
    ),
    "properties of heirs": (
        lambda n: f"interface B {{ {fields(n)} }}",
        "q#: H#; } interface H# extends B { h#: 1;",
    ),
    "elements of a tuple": (lambda n: f"type T = [{numbers(n)}];", "q#: [...T, #];"),
    "lists in each other": (
        lambda n: f"type T = {'[' * 30}{numbers(n)}{']' * 30};",
        "q#: [...T, #];",
    ),
    "members of a union": (lambda n: f"type T = {numbers(n, ' | ')};", "q#: T | 'x#';"),
}


def _written(kind: str, places: int) -> tuple[int, int]:
    """The bytes of a spec and of what is written for it."""
    declared, asking = KINDS[kind]
    text = f"{declared(_PARTS)}\nexport interface A {{ a: 1; {each(places, asking)} }}\n"
    made = compile_spec(MemoryFiles({"spec.d.ts": text.encode()}), "spec.d.ts", Options())
    assert not made.failed
    return len(text), sum(len(written) for written in made.files.values())


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_is_bounded_by_what_is_charged(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "MOST_COPIED", _MOST)
    monkeypatch.setattr(budget, "BYTES_OF_A_COPY", 10**6)
    none, least = _written(kind, 0)
    size, written = _written(kind, _PLACES)
    most = _MOST * _OF_A_COPY + (size - none) * _OF_A_BYTE
    assert written - least <= most, (written - least) / most
