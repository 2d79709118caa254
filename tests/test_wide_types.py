"""What is wide is not looked through for each place that names it.

Work is counted: calls of functions, in Python and in C.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from realtime_codegen.frontend.resolve import budget
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.tools.counting import calls_of
from tests.tools.written import each

_BAR = 2.3
_COUNTS = (100, 200, 400)

KINDS: dict[str, Callable[[int], str]] = {
    "what is picked of an interface of many declarations": lambda n: each(
        n, "interface W { g#: # } export interface R# { w: Pick<W, 'g#'>; g: W['g#'] | # }"
    ),
    "members of an interface of many declarations": lambda n: each(
        n, "interface W { g#: # } export interface R# { a: W; b: W | null; c: W[] }"
    ),
}


def _calls(text: str) -> int:
    files = MemoryFiles({"spec.d.ts": text.encode()})
    return calls_of(lambda: load_model(files, "spec.d.ts", Options()), in_c=True)


@pytest.mark.parametrize("kind", KINDS)
def test_twice_the_places_take_twice_the_calls(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may be repeated here, so that what is written does not count."""
    monkeypatch.setattr(budget, "MOST_COPIED", 20)
    monkeypatch.setattr(budget, "BYTES_OF_A_COPY", 10**6)
    _calls(KINDS[kind](3))  # What the first run makes and keeps is made.
    one, two, four = (_calls(KINDS[kind](count)) for count in _COUNTS)
    assert four - two <= _BAR * (two - one), (one, two, four)


def test_a_wide_union_is_not_hashed_for_each_object_that_may_contain_itself() -> None:
    def calls(keys: str) -> int:
        objects = "".join(f"p{n}: {{ d: A['p{n - 1}']; k: {keys} }};" for n in range(1, 120))
        return _calls(f"export interface A {{ p0: 1; {objects} }} export type B = A[keyof A];")

    calls("1")  # What the first run makes and keeps is made.
    assert calls("keyof A") <= 3 * calls("'p1' | 'p2'")
