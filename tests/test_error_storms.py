"""A file that is nearly nothing but syntax errors is refused before it takes long."""

from __future__ import annotations

import random
from typing import Final

import pytest

from realtime_codegen.frontend import parse as package
from realtime_codegen.frontend.parse import parse, parser
from realtime_codegen.frontend.parse.parser import ManyErrorsError, Parser
from realtime_codegen.frontend.syntax import ModuleSyntax
from realtime_codegen.pipeline import Loaded, Options, load_model
from realtime_codegen.text.diagnostics import Severity
from realtime_codegen.text.source import MemoryFiles, SourceFile

_DECLARED: Final = "export interface A { a: string }\n"
_STORM: Final = "a@b;" * 2_000
_VALID: Final = "export interface A { a: string }\n" * 2_000


class _Ticks:
    """A clock that goes on by some seconds whenever it is asked."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._now = 0.0

    def __call__(self) -> float:
        self._now += self._seconds
        return self._now


def _loaded(files: dict[str, str]) -> Loaded:
    of_bytes = {name: text.encode() for name, text in files.items()}
    return load_model(MemoryFiles(of_bytes), "input.d.ts", Options())


def _parsed(text: str) -> ModuleSyntax:
    return parse(SourceFile("input.d.ts", text.encode()))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the parser take no time at all for what it is asked twice about."""
    monkeypatch.setattr(parser, "_ALWAYS", 0.0)
    monkeypatch.setattr(parser, "_TIMES", 0)
    monkeypatch.setattr(package, "Parser", lambda length: Parser(length, _Ticks(1.0)))


@pytest.mark.usefixtures("impatient")
def test_a_file_that_takes_too_long_is_an_error_at_its_place() -> None:
    loaded = _loaded({"input.d.ts": _STORM})
    assert loaded.model is None
    (said,) = loaded.diagnostics
    assert (said.code, said.severity) == ("RC104", Severity.ERROR)
    assert said.message == "syntax errors: there are too many up to here"
    assert said.span is not None
    assert 0 < said.span.column < len(_STORM)
    assert said.advice == "Nothing of the file is read; check it with tsc."


@pytest.mark.usefixtures("impatient")
def test_the_parser_reads_the_next_file_as_if_nothing_had_been() -> None:
    with pytest.raises(ManyErrorsError):
        Parser(1, _Ticks(1.0)).parse(_STORM.encode())
    tree = Parser(1, _Ticks(0.0)).parse(_VALID.encode())
    assert not tree.root_node.has_error
    assert tree.root_node.end_byte == len(_VALID)


def test_the_time_of_all_texts_of_a_file_counts_and_of_other_files_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parser, "_ALWAYS", 1.0)
    monkeypatch.setattr(parser, "_TIMES", 0)
    texts = [text.encode() for text in [_DECLARED * 30] * 500]
    ours = Parser(1, _Ticks(0.001))
    with pytest.raises(ManyErrorsError):
        _parse_all(ours, texts)
    for text in texts:
        Parser(1, _Ticks(0.001)).parse(text)


def _parse_all(asked: Parser, texts: list[bytes]) -> None:
    for text in texts:
        asked.parse(text)


@pytest.mark.parametrize("times", [1, 10])
def test_a_file_has_the_time_of_its_length(times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "_ALWAYS", 0.0)
    monkeypatch.setattr(parser, "_TIMES", 1)
    monkeypatch.setattr(parser, "_seconds_a_byte", lambda _: 1.0)
    data = _VALID.encode()
    asked = Parser(len(data) * times, _Ticks(len(data) / 100))
    if times == 1:
        with pytest.raises(ManyErrorsError) as caught:
            asked.parse(data)
        assert 0 < caught.value.at < len(data)
    else:
        asked.parse(data)


_OPEN: Final = {
    "lists": ("[a,", 101_000, "101000 '[' are never closed"),
    "objects": ("{a:", 101_000, "101000 '{' are never closed"),
    "calls": ("f(", 101_000, "101000 '(' are never closed"),
    "types": ("type A=[1,", 101_000, "101000 '[' are never closed"),
    "comparisons": ("a<b,", 3_600, "very many '<' are never closed"),
    "comparisons of members": ("a<b.c|", 3_600, "very many '<' are never closed"),
    "type arguments": ("A<", 3_600, "very many '<' are never closed"),
    "arrows in type arguments": ("a<()=>b,", 3_600, "very many '<' are never closed"),
    "many statements": ("a<b," * 1_900 + "};\n", 4, "very many '<' are never closed"),
    "lists of comparisons": ("[" + "a<b," * 1_900 + "\n];", 4, "very many '<' are never closed"),
    "many small statements": ("a<b," * 100 + "};\n", 1_300, "very many '<' are never closed"),
}


@pytest.mark.parametrize("start", ["", _DECLARED, "/* > ] } ) */ ';' "])
@pytest.mark.parametrize(("unit", "count", "problem"), _OPEN.values(), ids=_OPEN)
def test_brackets_that_are_never_closed_are_counted_before_they_are_parsed(
    unit: str, count: int, problem: str, start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Parser, "parse", _never)
    syntax = _parsed(start + unit * count)
    (said,) = syntax.diagnostics
    assert (said.code, said.severity) == ("RC104", Severity.ERROR)
    assert said.message == f"syntax errors: {problem}"
    assert not syntax.statements


def _never(parser: Parser, data: bytes) -> object:
    raise AssertionError(f"{len(data)} bytes were parsed by {parser}")


_DENSE: Final = {
    # What is valid, with a bracket each that is closed, or stands in a text or comment.
    "a tuple": "export type A{n} = [{unit}1];",
    "a table": "export const a{n} = [{unit}1];",
    "members": "export interface A{n} {{ a: [{unit}1] }}",
}
_UNITS: Final = (
    "'[',",
    '"(",',
    "`{{`,",
    "'<',",
    "/* < [ ( { */ 1,",
    "1, // <<<\n",
    "[1],",
    "B<C>,",
    "{ a: B<C> },",
    "() => void,",
    "B<() => C>,",
    "'it\\'s <',",
)


@pytest.mark.parametrize("seed", range(8))
def test_brackets_in_texts_and_comments_are_none(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parser, "_MOST_OPEN", 20)
    monkeypatch.setattr(parser, "_MOST_FORKS", 400)
    rng = random.Random(seed)
    frames = sorted(_DENSE.items())
    for number in range(20):
        _, frame = rng.choice(frames)
        text = frame.format(n=number, unit="".join(rng.choices(_UNITS, k=300)))
        if "const" in frame:
            text = text.replace("() => void", "() => 1").replace("B<", "b<").replace("C>", "C>()")
        syntax = _parsed(text)
        assert not [told for told in syntax.diagnostics if "never closed" in told.message], text


_COMPARED: Final = (
    "if (a < b) { n = n + 1 }",
    "const c{n} = [a < b, c << 2, d <= 1, e > 2]",
    "for (let i = 0; i < n; i++) { call(i < 2, x) }",
    "export enum E{n} { A = 1 << 0, B = 1 << 1 }",
    "const f{n} = (x: number) => x < 0",
    "while (a < b && c < d) a = next<string>(a)",
    "const o{n} = { k: (x: number) => x < 0, l: a < b ? 1 : 2 }",
)


@pytest.mark.parametrize("end", ["\n", ";\n"])
@pytest.mark.parametrize("seed", range(4))
def test_comparisons_that_end_are_none(
    seed: int, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sources need no semicolons: what is compared ends with its brackets, too."""
    rng = random.Random(seed)
    parts = [rng.choice(_COMPARED).replace("{n}", str(number)) for number in range(400)]
    text = f"let n = 0, a = 1, b = 2, c = 3, d = 4, e = 5{end}{end.join(parts)}{end}"
    monkeypatch.setattr(parser, "_MOST_FORKS", 4_000)
    syntax = _parsed(text)
    assert syntax.statements
    assert not syntax.diagnostics


def test_a_module_that_is_refused_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "_MOST_OPEN", 100)
    main = "import { B } from './other';\nexport interface A { a: string; b: B }\n"
    loaded = _loaded({"input.d.ts": main, "other.d.ts": "export type B = 1;\n" + "[" * 101})
    (said,) = (told for told in loaded.diagnostics if told.code == "RC104")
    assert "101 '[' are never closed" in said.message
