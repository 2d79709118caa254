"""Twice the text of a body in a `.ts` source takes twice the work, however it is nested.

Work is counted: calls of functions, in Python and in C, and the bytes that are held.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import pytest

from realtime_codegen.pipeline import Options, compile_spec
from realtime_codegen.text.source import MemoryFiles
from tests.tools.counting import calls_of

_BAR = 2.4
_MEMORY_BAR = 3
_FEW_CALLS = 1000
_COUNTS = (45, 90, 180)


def _compile(text: str) -> None:
    files = MemoryFiles({"spec.ts": text.encode()})
    assert not compile_spec(files, "spec.ts", Options(targets=("model",))).failed


def _calls(text: str) -> int:
    """How many functions are called while a source is compiled."""
    return calls_of(lambda: _compile(text), in_c=True)


def _peak(text: str) -> int:
    """The bytes that are held at most while a source is compiled."""
    tracemalloc.start()
    try:
        _compile(text)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _body(statements: str, result: str = "1") -> str:
    return (
        "export function f(a: string, b: { x: number }[]) {"
        f"{statements} return {result} }}\n"
        "export interface R { a: ReturnType<typeof f> }\n"
    )


def _names(count: int) -> str:
    return ", ".join(f"name{n}" for n in range(count))


def _around(count: int, opening: str, closing: str) -> str:
    return opening * count + "1" + closing * count


KINDS: dict[str, Callable[[int], str]] = {
    "switch": lambda n: _body("switch (a) { case 'x': " * n + "return 2;" + "}" * n),
    "if": lambda n: _body("if (a) { " * n + "return 2;" + "}" * n),
    "try": lambda n: _body("try { " * n + "return 2;" + "} finally { }" * n),
    "arrows": lambda n: _body("", _around(n, "() => ", "")),
    "functions": lambda n: _body("", _around(n, "function () { return ", "}")),
    "functions with defaults": lambda n: _body("", _around(n, "(x = 1) => { return ", "}")),
    "getters": lambda n: _body("", _around(n, "{ get a() { return ", "} }")),
    "properties": lambda n: _body("", "b[0]" + ".x" * n),
    "optional properties": lambda n: _body("", "b" + "?.x" * n),
    "methods": lambda n: _body("", "a" + ".trim()" * n),
    "callbacks": lambda n: _body("", "b" + ".map(x => x)" * n),
    "properties of this": lambda n: (
        "export class K { p0 = 1;"
        + "".join(f" p{i + 1} = this.p{i};" for i in range(n))
        + "}\nexport interface R { a: K }"
    ),
    "destructuring": lambda n: _body(f"const {{ {_names(n)} }} = b[0];", f"{{ {_names(n)} }}"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_twice_a_body_takes_twice_the_calls(kind: str) -> None:
    _calls(KINDS[kind](3))  # What the first run makes and keeps is made.
    one, two, four = (_calls(KINDS[kind](count)) for count in _COUNTS)
    assert four - two <= _BAR * max(two - one, _FEW_CALLS), (one, two, four)


@pytest.mark.parametrize("kind", ["destructuring", "switch", "functions with defaults"])
def test_twice_a_body_takes_twice_the_memory(kind: str) -> None:
    one, two, four = (_peak(KINDS[kind](8 * count)) for count in _COUNTS)
    assert four - two <= _MEMORY_BAR * max(two - one, 100_000), (one, two, four)
