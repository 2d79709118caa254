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
    "lists": ("[a,", 21_000),
    "objects": ("{a:", 21_000),
    "calls": ("f(", 21_000),
    "types": ("type A=[1,", 21_000),
    "comparisons": ("a<b,", 2_100),
    "comparisons of members": ("a<b.c|", 2_100),
    "type arguments": ("A<", 2_100),
    "arrows in type arguments": ("a<()=>b,", 2_100),
}


@pytest.mark.parametrize("start", ["", _DECLARED, "/* > ] } ) */ ';' "])
@pytest.mark.parametrize(("unit", "count"), _OPEN.values(), ids=_OPEN)
def test_brackets_that_are_never_closed_are_counted_before_they_are_parsed(
    unit: str, count: int, start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Parser, "parse", _never)
    syntax = _parsed(start + unit * count)
    (said,) = syntax.diagnostics
    assert (said.code, said.severity) == ("RC104", Severity.ERROR)
    assert str(count) in said.message
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
    monkeypatch.setattr(parser, "MOST_COMPARISONS", 20)
    monkeypatch.setattr(package, "MOST_COMPARISONS", 20)
    rng = random.Random(seed)
    frames = sorted(_DENSE.items())
    for number in range(20):
        _, frame = rng.choice(frames)
        text = frame.format(n=number, unit="".join(rng.choices(_UNITS, k=300)))
        if "const" in frame:
            text = text.replace("() => void", "() => 1").replace("B<", "b<").replace("C>", "C>()")
        syntax = _parsed(text)
        assert not [told for told in syntax.diagnostics if "never closed" in told.message], text


def test_a_module_that_is_refused_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "_MOST_OPEN", 100)
    monkeypatch.setattr(package, "MOST_COMPARISONS", 100)
    main = "import { B } from './other';\nexport interface A { a: string; b: B }\n"
    loaded = _loaded({"input.d.ts": main, "other.d.ts": "export type B = 1;\n" + "[" * 101})
    (said,) = (told for told in loaded.diagnostics if told.code == "RC104")
    assert "101 '[' are never closed" in said.message
