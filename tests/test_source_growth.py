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


def _each(count: int, statement: str, asked: str) -> str:
    """A statement for each number, which may name the one before, and a question for each."""
    statements = "\n".join(statement.format(n, max(n - 1, 0)) for n in range(count))
    fields = " ".join(f"f{n}: {asked.format(n)};" for n in range(count))
    return f"{statements}\nexport interface R {{ {fields} }}\n"


_FUNCTION = "export function f{0}(a: string | null) {{ "
_CLASS = "export class C{0} {{ a = {0}; constructor(readonly b: string) {{}} m() {{ return 1 }} }}"

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
    "functions that name each other": lambda n: _each(
        n,
        _FUNCTION + "return {{ n: {0}, last: [f{1}(a)] }} }}",
        "ReturnType<typeof f{}>['last'][0]['n']",
    ),
    "functions with a test": lambda n: _each(
        n, _FUNCTION + "if (a != null) {{ return [a] }} return {0} }}", "ReturnType<typeof f{}>"
    ),
    "constants": lambda n: _each(n, "const c{0} = [c{1}, {0}]; const d{0} = {0};", "typeof d{}"),
    "classes": lambda n: _each(n, _CLASS, "C{}"),
    "variables": lambda n: _each(
        n, "let v{0}: string | number = {0}; const r{0} = v{0};", "typeof r{}"
    ),
    "constants of a body": lambda n: _body(
        "".join(f"const v{i} = a ?? b[{i}];" for i in range(n)), f"v{n - 1}"
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
