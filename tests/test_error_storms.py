"""Very many syntax errors cost what they stand in, and not more work than declarations do."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from realtime_codegen.frontend.parse import parse, storms
from realtime_codegen.frontend.parse.storms import Parser
from realtime_codegen.model import DeclId
from realtime_codegen.pipeline import Loaded, Options, load_model
from realtime_codegen.text.source import MemoryFiles, SourceFile
from tests.tools.night import share

_UNITS: Final = {
    # What is repeated; none of these begins a statement, or opens a text or comment for good.
    "functions without a keyword": "f():1;\n",
    "accessors without a class": "get a():1;\n",
    "arguments that are not closed": "a<",
    "lists that are not closed": "[a,",
    "brackets of all kinds": "({[",
    "objects that are not closed": "{a:",
    "brackets that nothing opened": "}])",
    "optional members": "a?:1;\n",
    "readonly members": "readonly a:1;\n",
    "index signatures": "[k:string]:1;\n",
    "constructors": "new():1;\n",
    "decorators": "a@b;",
    "elements": '<a b="c"/>\n',
    "ends of elements": "</a>\n",
    "operators": "a+*",
    "regular expressions": "=/a",
    "modifiers": "public public 1;\n",
    "words": "a b c;\n",
    "Python": "def f(x): return x\n",
    "YAML": "a: b\n - c: d\n",
    "Markdown": "# a\n* b\n",
}
_WILD: Final = {
    # These may take what stands behind them along, which is told.
    "arrows": "()=>:",
    "arrows in a row": "a=>=>",
    "texts that are not closed": "'a",
    "templates that are not closed": "`${a`",
    "interfaces that are not closed": "interface A { a: ",
    "types of nothing": "type A = \n",
    "keywords": "if else for while ",
    "constants": "let 1;\n",
    "conflicts": "<<<<<<< a\n=======\n>>>>>>> b\n",
    "comments that are not closed": "/* ",
}


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], int]:
    """How often the parser tells that it has done a unit of work for a file."""
    count = 0
    went_on = storms._Text.went_on

    def counting(text: storms._Text, offset: int, has_error: bool) -> bool:
        nonlocal count
        count += 1
        return went_on(text, offset, has_error)

    monkeypatch.setattr(storms._Text, "went_on", counting)

    def work_of(text: str) -> int:
        nonlocal count
        count = 0
        parse(SourceFile("input.d.ts", text.encode()))
        return count

    return work_of


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A storm is one twenty times as early."""
    monkeypatch.setattr(storms, "_MUCH", storms._Patience(excess=50, chunk=200, errors=25))


def _loaded(text: str) -> Loaded:
    return load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())


def _names(loaded: Loaded) -> set[DeclId]:
    assert loaded.model is not None, loaded.diagnostics
    return {declaration.id for declaration in loaded.model.declarations}


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("unit", _UNITS.values(), ids=_UNITS)
def test_a_storm_costs_itself_alone(unit: str) -> None:
    """Whatever its length, what is declared before and behind it stands, and one place is told."""
    storm = unit * (8_000 // len(unit))
    loaded = _loaded(
        f"export interface Before {{ a: 1 }}\n{storm}\nexport interface Behind {{ b: Before }}\n"
    )
    assert {declaration.path for declaration in _names(loaded)} == {("Before",), ("Behind",)}
    [told] = [told for told in loaded.diagnostics if told.code == "RC104"]
    assert told.span is not None
    assert told.span.line > 1
    assert told.advice


_MOST_SMALL: Final = 150
_COSTLY: Final = (
    # A megabyte of these took 4 to 12 seconds, or more than a gigabyte.
    *("f():1;\n", "get a():1;\n", "a<", "[a,", "a?:1;\n", "[k:string]:1;\n", "`${a`", "a@b;"),
    *("let 1;\n", "type A = \n", "a: b\n - c: d\n", "def f(x): return x\n", '<a b="c"/>\n'),
    *("var f():1;\n", "():1;\n", "new():1;\n"),
)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("unit", _COSTLY)
def test_the_work_for_a_storm_does_not_grow(unit: str, work: Callable[[str], int]) -> None:
    """Errors are not read to their end, however many there are."""
    few, many = (work(unit * (size // len(unit))) for size in (16_000, 32_000))
    assert many - few < 16_000 // storms._BYTES_OF_WORK, (few, many)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("unit", ["f():1;\n", "a@b;", "=/a", "a<", "[a,", "a?:1;\n"])
@pytest.mark.parametrize("size", [1000, 5000])
def test_so_it_is_for_many_small_ones(
    unit: str, size: int, work: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once errors have cost much, each statement of them is read to its first ones."""
    monkeypatch.setattr(storms, "_MOST_SPENT", 50)
    storm = unit * (size // len(unit))
    few, many = (
        work("".join(f"interface A{n} {{ a: 1 }}\n{storm}\n" for n in range(length // size)))
        for length in (10_000, 20_000)
    )
    assert many - few < _MOST_SMALL, (few, many)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("seed", range(share(12, 400)))
def test_what_is_declared_between_storms_stands_or_is_told(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(seed)
    monkeypatch.setattr(storms, "_MOST_SPENT", rng.choice([0, 20, 10_000]))
    parts: list[str] = []
    names: set[tuple[str, ...]] = set()
    units = list(_UNITS.values()) if seed % 2 else list((_UNITS | _WILD).values())
    for number in range(rng.randint(2, 40)):
        parts.append(f"export interface N{number} {{ a: 'x'; b?: number[] }}\n")
        names.add((f"N{number}",))
        if rng.random() < 0.4:
            unit = rng.choice(units)
            parts.append(unit * (rng.choice([20, 300, 3000]) // len(unit)) + "\n")
    loaded = _loaded("".join(parts))
    declared = {declaration.path for declaration in _names(loaded)} if loaded.model else set()
    told = [told for told in loaded.diagnostics if told.code == "RC104"]
    assert all(told.span is not None and told.advice for told in told)
    if seed % 2:
        assert names <= declared
    else:
        assert names <= declared or told


_DENSE: Final = {
    "a tuple": f"export type A = [{'1,' * 5_000}1];",
    "a union": f"export type A = {'a|' * 5_000}1;",
    "a list of members": f"export interface A {{ {'a():1;' * 2_000} }}",
    "statements": "type A=1;" * 2_000,
    "lists in each other": f"export type A = {'[' * 5_000}{']' * 5_000};",
    "objects in each other": f"export type A = {'{a:' * 2_000}1{'}' * 2_000};",
    "letters of several bytes": f"export type A = [{'é,€,' * 2_000}1];",
    "one letter of several bytes": f"export type A = [{'€' * 5_000}, 1];",
    "comparisons": f"export const a = {'a<' * 150}a;",
}


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("spent", [0, 10_000])
@pytest.mark.parametrize("text", _DENSE.values(), ids=_DENSE)
def test_what_is_dense_and_right_is_parsed_as_it_stands(
    text: str, spent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storms, "_MOST_SPENT", spent)
    _holds_like_the_whole(text.encode())


def _holds_like_the_whole(data: bytes) -> None:
    text = Parser().parsed(data)
    whole = storms._parser().parse(data)
    assert not text.is_storm
    ours, theirs = text.tree.walk(), whole.walk()
    assert text.tree.root_node.descendant_count == whole.root_node.descendant_count
    for index in range(0, whole.root_node.descendant_count, 97):
        ours.goto_descendant(index)
        theirs.goto_descendant(index)
        a, b = ours.node, theirs.node
        assert a is not None
        assert b is not None
        assert (a.type, a.byte_range) == (b.type, b.byte_range)


def test_real_files_are_read_as_they_stand() -> None:
    for path in sorted((Path(__file__).parent.parent / "spec").rglob("*.d.ts")):
        _holds_like_the_whole(path.read_bytes())
