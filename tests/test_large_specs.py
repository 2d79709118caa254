"""Specs of up to a megabyte end soon, and places in long lines are found without reading them.

The bar for a megabyte is ten seconds; a child is only ended where it took several times as long.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from realtime_codegen.pipeline import Options, compile_spec
from realtime_codegen.text.diagnostics import format_diagnostic, warning
from realtime_codegen.text.source import MemoryFiles, SourceFile

_CPU = 60
_MEMORY = 3 * 2**30
_TIMEOUT = 900

_CHILD = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
except ImportError:
    pass
from realtime_codegen.cli import main
main(sys.argv[3:])
"""


@given(st.text(st.sampled_from("aé\u20ac\U0001f600\n\r "), max_size=4000), st.randoms())
def test_a_place_counts_characters(text: str, rand: random.Random) -> None:
    source = SourceFile("input.d.ts", text.encode())
    index = rand.randint(0, len(text))
    before = text[:index]
    expected = before.count("\n") + 1, len(before) - before.rfind("\n")
    assert source.position(len(before.encode())) == expected


class _Counted(bytes):
    """Bytes that count how many of them are copied."""

    copied = 0

    def __getitem__(self, key: object) -> bytes:  # type: ignore[override]
        part = bytes(self)[key] if isinstance(key, int) else super().__getitem__(key)  # type: ignore[call-overload]
        if isinstance(part, bytes):
            _Counted.copied += len(part)
        return part  # type: ignore[return-value]


@pytest.mark.parametrize("word", ["a: 1;", "ä: 1;"])
def test_places_in_one_long_line_cost_no_more_than_many_lines(word: str) -> None:
    count = 20_000
    data = _Counted((word * count).encode())
    source = SourceFile("input.d.ts", data)
    _Counted.copied = 0
    step = len(word.encode())
    for index in range(count):
        assert source.position(index * step) == (1, index * len(word) + 1)
    assert _Counted.copied <= 2 * len(data) + 1024 * count


@given(st.text(st.sampled_from("aé\u20ac\U0001f600\n\r "), max_size=4000), st.randoms())
def test_a_piece_of_a_line_is_a_piece_of_its_text(text: str, rand: random.Random) -> None:
    source = SourceFile("input.d.ts", text.encode())
    for line in {1, rand.randint(1, 1 + text.count("\n")), 2 + text.count("\n")}:
        whole = source.line_text(line)
        begin, count = rand.randint(0, 1 + len(whole)), rand.randint(0, 200)
        assert source.line_piece(line, begin, count) == whole[begin : begin + count]


@pytest.mark.parametrize("word", ["a: 1;", "ä: 1;"])
def test_what_is_told_of_a_long_line_reads_little_of_it(word: str) -> None:
    count = 20_000
    data = _Counted((word * count).encode())
    source = SourceFile("input.d.ts", data)
    step = len(word.encode())
    source.span(step, step + 1)  # What is known of the file is computed.
    _Counted.copied = 0
    for index in range(0, count, 100):
        place = source.span(index * step, (index + 1) * step)
        told = format_diagnostic(warning("RC206", "long", place), {source.path: source})
        assert f"{word[0]}: 1;" in told
    assert _Counted.copied <= 8 * 1024 * (count // 100)


_COLLIDING: dict[str, Callable[[int], str]] = {
    "properties": lambda n: _in_one("interface", n, "'#-a': 1; '#_a': 1;"),
    "properties of many": lambda n: _fields(
        n, "export interface A# { 'a-b': 1; 'a_b': 2; 'a.b': # }"
    ),
    "members of an enum": lambda n: _in_one("enum", n, "'#-a', '#_a',"),
    "declarations": lambda n: _fields(n, "export interface a# { x: 1 } export interface A# {}"),
    "reserved names": lambda n: _in_one("interface", n, "__init#__: 1;"),
    "names of Python": lambda n: _fields(n, "export interface A# { class: 1; class_: 2; None: 3 }"),
}


def _in_one(word: str, count: int, text: str) -> str:
    return f"export {word} A {{ {_fields(count, text)} }}"


@pytest.mark.parametrize("kind", _COLLIDING)
def test_of_hundreds_of_names_that_collide_most_are_counted(kind: str) -> None:
    files = MemoryFiles({"spec.d.ts": _COLLIDING[kind](900).encode()})
    made = compile_spec(files, "spec.d.ts", Options())
    told = Counter((item.severity, item.code) for item in made.diagnostics)
    assert not told or max(told.values()) <= 301, told


def _fields(count: int, field: str) -> str:
    return " ".join(field.replace("#", str(n)) for n in range(count))


LARGE: dict[str, Callable[[], str]] = {
    "one line of many fields": lambda: (
        "export namespace N { export interface X { a: 1 } }"
        f"export interface A {{ {_fields(60_000, 'x#: N.X;')} }}"
    ),
    "one line of fields, not ASCII": lambda: (
        f"export interface A {{ {_fields(60_000, 'ä#: 1;')} }}"
    ),
    "optional fields": lambda: f"export interface A {{ {_fields(60_000, 'x#?: 1;')} }}",
    "plain interfaces": lambda: "".join(
        f"export interface I{n} {{ v: string }}\n" for n in range(8_500)
    ),
    "heirs of a large base": lambda: (
        f"interface B {{ {_fields(2_000, 'p#: string;')} }}"
        + "".join(f"export interface A{n} extends B {{ k: {n} }}\n" for n in range(9_000))
    ),
    "conditions without end": lambda: (
        "type C<T> = T extends string ? C<`${T}x`> : T;"
        f"export interface A {{ {_fields(20_000, 'x#: C<`a#`>;')} }}"
    ),
    "instances of a large union": lambda: (
        f"type G<T> = T | {' | '.join(f'{n}' for n in range(5_000))};"
        f"export interface A {{ {_fields(20_000, 'x#: G<`y#`>;')} }}"
    ),
    "type parameters": lambda: (
        f"export interface A<T0, {', '.join(f'T{n} = [T{n - 1}]' for n in range(1, 30_000))}>"
        " { a: T0 }"
    ),
    "quotes": lambda: f"export interface A {{ a: 1 }}\nexport type X = {chr(39) * 1_000_000}",
    "Omit of Omit": lambda: (
        f"interface T0 {{ {_fields(5_000, 'f#: 1;')} }}"
        + "".join(f"export type T{n} = Omit<T{n - 1}, 'f{n}'>;" for n in range(1, 5_000))
    ),
}


@pytest.mark.nightly
@pytest.mark.parametrize("kind", LARGE)
def test_a_megabyte_ends(kind: str, tmp_path: Path) -> None:
    (tmp_path / "spec.d.ts").write_text(LARGE[kind](), encoding="utf-8")
    command = ["spec.d.ts", "--package", "pk", "--output", "out"]
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(_CPU), str(_MEMORY), *command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=_TIMEOUT,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert len(done.stderr) < 100_000
