"""A syntax error costs the statement that it is in; what is declared beside it stands."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st
from tree_sitter import Tree

from realtime_codegen.frontend import parse
from realtime_codegen.frontend.parse import comments
from realtime_codegen.frontend.parse.parser import Parser
from realtime_codegen.frontend.parse.recovery import (
    Fault,
    _is_several,
    _statements,
    lost_statements,
)
from realtime_codegen.model import UNKNOWN, Alias, Declaration, DeclId, Interface, Model
from realtime_codegen.pipeline import Loaded, Options, load_model
from realtime_codegen.text.diagnostics import Severity
from realtime_codegen.text.source import MemoryFiles
from tests.tools.declarations import written
from tests.tools.models import HOSTILE, examples, models, text_of
from tests.tools.night import share

_NAME = "Damaged_"
_DAMAGED = {
    # A statement that is no TypeScript, and whether it tells the type that it would declare.
    "no separator": (f"export type {_NAME} = {{ a: string b: number }};", True),
    "a type argument that is not closed": (
        f"export interface {_NAME} {{ a: Array<string; }}",
        True,
    ),
    "a bracket that is not closed": (f"export interface {_NAME} {{ a: {{ b: string;\n}}", True),
    "a parenthesis that is not closed": (f"export type {_NAME} = (string | ;", True),
    "a text that is not closed": (f"export type {_NAME} = 'text;", True),
    "words in a row": (f"export interface {_NAME} {{ a string text }}", True),
    "an operator without an operand": (f"export enum {_NAME} {{ A = , B }}", True),
    "with type parameters": (f"export interface {_NAME}<T, U extends V<T>> {{ a: T b: U }}", True),
    "no declaration": ("export @@ nothing at all;", False),
    "an import": ("import { from './other';", False),
}


def _loaded(text: str) -> Loaded:
    return load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())


def _model(text: str) -> Model:
    loaded = _loaded(text)
    assert loaded.model is not None, (loaded.diagnostics, text)
    return loaded.model


def _types(model: Model) -> dict[DeclId, object]:
    """The declarations without their places."""
    return {declaration.id: declaration for declaration in model.declarations}


@pytest.mark.parametrize(("damaged", "is_named"), _DAMAGED.values(), ids=_DAMAGED)
@given(data=st.data())
@examples(12)
def test_what_is_declared_beside_it_stands(
    damaged: str, is_named: bool, data: st.DataObject
) -> None:
    statements = text_of(data.draw(models(HOSTILE))).split("\n\n")
    place = data.draw(st.integers(0, len(statements)))
    text = "\n\n".join([*statements[:place], damaged, *statements[place:]])
    loaded = _loaded(text)
    assert loaded.model is not None, (loaded.diagnostics, text)
    expected = _types(_model("\n\n".join(statements)))
    types = _types(loaded.model)
    if is_named:
        lost = types.pop(DeclId("input.d.ts", (_NAME,)))
        assert isinstance(lost, Alias)
        assert lost.type == UNKNOWN
    assert types == expected, text
    (said,) = (told for told in loaded.diagnostics if told.code == "RC104")
    assert said.severity is Severity.WARNING
    assert said.span is not None
    first = 1 + "\n\n".join([*statements[:place], ""]).count("\n")
    assert first <= said.span.line <= first + damaged.count("\n"), text


_INNER = {what: text for what, (text, _) in _DAMAGED.items() if what != "a bracket too many"}


@given(data=st.data())
@examples(12)
def test_a_comment_that_nothing_closes_costs_what_is_behind_it(data: st.DataObject) -> None:
    statements = text_of(data.draw(models(HOSTILE))).split("\n\n")
    before = "\n\n".join(statements)
    loaded = _loaded(f"{before}\n/* open ' \" `\nexport interface Behind {{ a: 1 }}\n")
    assert loaded.model is not None, loaded.diagnostics
    assert _types(loaded.model) == _types(_model(before))
    (said,) = (told for told in loaded.diagnostics if told.code == "RC104")
    assert said.severity is Severity.WARNING
    assert said.span is not None
    assert said.span.line == before.count("\n") + 2


_NOTHING = {
    # What is no statement, and stands behind a whole one.
    "marks": "@@@",
    "a bracket": "}",
    "a parenthesis": ") ]",
    "a conflict that was not resolved": "<<<<<<< HEAD",
    "the middle of a conflict": "=======",
    "words": "these words are nothing",
    "an initializer": "= 3;",
    "a directive": "#include <file>",
    "texts": "'a' \"b\"",
    "dots": "...",
    "the rest of a member": "name?: string }",
}


@pytest.mark.parametrize("nothing", _NOTHING.values(), ids=_NOTHING)
@given(data=st.data())
@examples(12)
def test_what_is_no_statement_costs_nothing_but_itself(nothing: str, data: st.DataObject) -> None:
    statements = text_of(data.draw(models(HOSTILE))).split("\n\n")
    place = data.draw(st.integers(1, len(statements)))
    before = statements[place - 1]
    # A name may be a word that goes on with a statement.
    if before.endswith(("};", "];", "';", ">;")) and data.draw(st.booleans()):
        before = before.removesuffix(";")
    text = "\n\n".join([*statements[: place - 1], f"{before}\n{nothing}", *statements[place:]])
    loaded = _loaded(text)
    assert loaded.model is not None, (loaded.diagnostics, text)
    assert _types(loaded.model) == _types(_model("\n\n".join(statements))), text
    (said,) = (told for told in loaded.diagnostics if told.code == "RC104")
    assert said.severity is Severity.WARNING
    assert said.span is not None
    whole = "\n\n".join([*statements[: place - 1], before])
    assert said.span.line == whole.count("\n") + 2


@pytest.mark.parametrize(
    ("damaged", "is_kept"),
    [
        ("export interface Damaged_ { a: 1 } }", True),
        ("export interface Damaged_ { a: 1 } @@@", True),
        ("export class Damaged_ extends Base<{ b: 2 }> { a: 1 }\n@@@", True),
        ("export type Damaged_ = { a: 1 }; @@@", True),
        ("namespace N {\n  export interface Damaged_ { a: 1 }\n  @@@\n}", True),
        ("export type Damaged_ = { a: 1 } @@@", False),
        ("export type Damaged_ = { a: 1 }\n  & { b: = }", False),
        ("export type Damaged_ =\n  | { a: 1 }\n  | { b: = }", False),
        ("export type Damaged_ = 1 extends 2\n  ? { a: 1 }\n  : { b: = }", False),
    ],
)
def test_of_a_statement_no_half_is_kept(damaged: str, is_kept: bool) -> None:
    text = f"export interface Base<T> {{ t?: T }}\n{damaged}\nexport interface After {{ z: 1 }}"
    types = {id_.path[-1]: type_ for id_, type_ in _types(_model(text)).items()}
    assert isinstance(types["After"], Interface)
    damaged_type = types.get("Damaged_")
    assert is_kept == isinstance(damaged_type, Interface)
    if not is_kept:
        assert isinstance(damaged_type, Alias)
        assert damaged_type.type == UNKNOWN


@pytest.mark.parametrize("damaged", _INNER.values(), ids=_INNER)
def test_in_a_namespace_it_costs_a_statement_of_that(damaged: str) -> None:
    inner = damaged.replace("\n", "\n  ")
    text = (
        "export interface First { a: string }\n"
        f"export namespace N {{\n  export interface Inner {{ b: number }}\n  {inner}\n"
        "  export interface Other { c: boolean }\n}\n"
        "export interface Last { d: N.Inner; e: N.Other }\n"
    )
    loaded = _loaded(text)
    assert loaded.model is not None, loaded.diagnostics
    names = {id_.path for id_ in _types(loaded.model)}
    assert names == {("First",), ("N", "Inner"), ("N", "Other"), ("Last",)}
    assert [said.code for said in loaded.diagnostics] == ["RC104"]


def test_a_reference_to_it_is_any_without_a_word_of_its_own() -> None:
    text = (
        "export interface Box<T, U = string> { a: T b: U }\n"
        "export interface Plain { x: Box<number>; y: Box<string, number>[] }\n"
    )
    loaded = _loaded(text)
    assert loaded.model is not None
    assert [said.code for said in loaded.diagnostics] == ["RC104"]


def test_a_file_of_which_nothing_is_left_is_refused() -> None:
    loaded = _loaded("export interface A {\n  x: Array<string;\n}\n")
    assert loaded.model is None
    (said, *_) = loaded.diagnostics
    assert (said.code, said.severity) == ("RC104", Severity.ERROR)


_PIECES = (
    *("export ", "interface ", " type A", "{", "}", "\n", " ", "// b\n", ";", "x = "),
    *("        interface {\n", "/* a\n */type A"),
)


@given(st.lists(st.sampled_from(_PIECES), max_size=30))
@examples(300)
def test_a_statement_is_several_where_lines_in_it_begin_as_others_do(pieces: list[str]) -> None:
    """Whether it may be is seen without its tokens."""
    data = "".join(pieces).encode()
    for at in _statements(data, (0, len(data)), anew=False):
        assert _is_several(data, at) == (len([*_statements(data, at, anew=True)]) > 1)


@pytest.mark.parametrize("depth", [50, 200, 800])
def test_what_is_parsed_again_grows_with_the_text_alone(depth: int) -> None:
    """Namespaces inside each other are not parsed once for each that is around them."""
    damaged = "export type X = { a: string b: 1 };"
    text = f"export interface G {{ a: string }}\n{'namespace a{' * depth} {damaged}{'}' * depth}\n"
    parsed = 0

    def first_fault(data: bytes) -> Fault | None:
        nonlocal parsed
        parsed += len(data)
        at = data.find(b"string b")
        return None if at < 0 else Fault((at, at + 1), None)

    assert lost_statements(text.encode(), first_fault)
    assert parsed <= 40 * len(text)


def test_a_text_of_one_statement_is_not_parsed_again() -> None:
    """A megabyte of errors takes the parser most of the time that a run may take."""
    text = b"f(): 1; " * 100 + b"\n"
    asked: list[bytes] = []

    def first_fault(data: bytes) -> Fault | None:
        asked.append(data)
        return Fault((0, 1), None) if data.count(b"f") > 1 else None

    known = Fault((1, 2), None)
    (lost,) = lost_statements(text, first_fault, known)
    assert lost.at == (8, len(text) - 2)
    assert asked
    assert text.strip() not in asked


def test_many_errors_are_counted() -> None:
    text = "export interface Good { a: string }\n" + "".join(
        f"export interface Bad{number} {{ a: string b: number }}\n" for number in range(50)
    )
    loaded = _loaded(text)
    assert loaded.model is not None
    assert len(loaded.model.declarations) == 51
    assert len(loaded.diagnostics) == 21
    assert "30 more statements" in loaded.diagnostics[-1].message


@pytest.mark.parametrize(
    "function", ["function <T>(a: T | readonly T[]): readonly T[];", "function(a: string): string;"]
)
def test_a_default_function_without_a_name_is_no_error(function: str) -> None:
    loaded = _loaded(f"export default {function}\nexport interface Plain {{ a: string }}\n")
    assert loaded.model is not None
    assert [declaration.id.path for declaration in loaded.model.declarations] == [("Plain",)]
    assert loaded.diagnostics == ()


_ROW = {
    "quotes": "'" * 40_000,
    "double quotes": '"' * 40_000,
    "quotes apart": "' " * 20_000,
    "quotes of two kinds": "\"'" * 20_000,
    "texts": "'ab'" * 10_000,
    "names before a mark": "a!" * 20_000,
    "names before a question mark": "a?" * 20_000 + "a",
    "names before two": "a??" * 20_000 + "a",
}


@pytest.mark.parametrize("row", _ROW.values(), ids=_ROW)
def test_texts_in_a_row_cost_their_statement_and_are_not_parsed(
    row: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parser takes about 20 microseconds for each."""
    parsed = []

    class Seen(Parser):
        def parse(self, data: bytes) -> Tree:
            parsed.append(data)
            return super().parse(data)

    monkeypatch.setattr(parse, "Parser", Seen)
    first, last = "export interface A { a: 'x' }", "export interface B { a: A }"
    text = f"{first}\nexport type Lost =\n{row}\n{last}\n"
    loaded = _loaded(text)
    assert loaded.model is not None
    assert {declaration.id.path for declaration in loaded.model.declarations} == {
        ("A",),
        ("B",),
        ("Lost",),
    }
    [told] = [diagnostic for diagnostic in loaded.diagnostics if diagnostic.code == "RC104"]
    assert told.span is not None
    assert told.span.line == 3
    assert not any(data.count(row[:100].encode()) for data in parsed)
    # What is right is parsed as it stands, however many quotes it has.
    parsed.clear()
    union = "export type U = " + " | ".join(f"'{number}'" for number in range(10_000)) + ";\n"
    assert not _loaded(union).diagnostics
    assert parsed == [union.encode()]


@pytest.mark.parametrize("unit", ["a/**/", "/*\n", "*/**/", "{/* a */"])
def test_what_has_errors_is_parsed_without_its_many_comments(
    unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parser goes back over all of them at each error."""
    parsed = []

    class Recording(Parser):
        def parse(self, data: bytes) -> Tree:
            tree = super().parse(data)
            parsed.append((data.count(b"/*"), tree.root_node.has_error))
            return tree

    monkeypatch.setattr(parse, "Parser", Recording)
    monkeypatch.setattr(comments, "_MANY_COMMENTS", 50)
    text = f"export interface B {{ /** Kept. */ b: 1 }}\nexport type A = {unit * 200}"
    loaded = load_model(MemoryFiles({"spec.d.ts": text.encode()}), "spec.d.ts", Options())
    assert any(item.code == "RC104" for item in loaded.diagnostics)
    assert max(count for count, has_error in parsed if has_error) <= 50
    if "\n" not in unit:  # A comment that is never closed takes the whole file with it.
        assert loaded.model is not None
        [interface] = [item for item in loaded.model.declarations if isinstance(item, Interface)]
        assert interface.properties[0].doc == "Kept."


_COMMENTED = {
    "documents": "/** A */ export interface X { /** a\n * b */ a: 1; /* c */ b: 2 }",
    "in texts": "export interface X { a: '/*'; b: \"*/ /* \"; /** c */ c: `/* ${string}` }",
    "behind an apostrophe": "// don't /*\nexport interface X { /** it's */ a: 'x' /* ' */ }",
    "in a template": "export interface X { a: `x${/* ` */ 'a'}`; /** b */ b: 1 }",
    "in a regular expression": "export const R = /[/*]'/;\nexport interface X { /** x's */ a: 1 }",
    "in an escape": "export const R = /\\/*\"/;\nexport interface X { /** x's */ a: 1 }",
    "beside an error": "export type Y = = ; /** X */ export interface X { /** é */ a: F /* é */ }",
}


@pytest.mark.parametrize("text", _COMMENTED.values(), ids=_COMMENTED)
def test_many_comments_change_nothing_of_what_is_read(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = _loaded(text)
    monkeypatch.setattr(comments, "_MANY_COMMENTS", 0)
    many = _loaded(text)
    assert many.model == few.model is not None
    assert many.diagnostics == few.diagnostics


def test_a_comment_between_lines_of_a_type_costs_no_property(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The grammar calls the second property an error. It was lost without a word."""
    monkeypatch.setattr(comments, "_MANY_COMMENTS", 0)
    (declaration,) = _model("export interface X { a: 1 /*\n*/ b: 2 }").declarations
    assert isinstance(declaration, Interface)
    assert [item.wire_name for item in declaration.properties] == ["a", "b"]


_SEPARATORS = (
    "\n",
    " /*\n*/ ",
    "/* of\nit */",
    " // to the end\n",
    "\t/*\n\n*/",
    " /* on */ /* and\non */",
)


def _fields(text: str) -> object:
    """The declarations of a text, without their places."""
    loaded = _loaded(text)
    assert loaded.model is not None
    return [
        (item.id, [(own.wire_name, own.type, own.required) for own in item.properties])
        if isinstance(item, Interface)
        else (item.id, item)
        for item in (_placed_nowhere(item) for item in loaded.model.declarations)
    ], [item.code for item in loaded.diagnostics if item.code == "RC104"]


def _placed_nowhere(item: Declaration) -> Declaration:
    return item if isinstance(item, Interface) else replace(item, span=None)


@pytest.mark.parametrize("seed", range(share(60)))
def test_a_line_break_in_a_comment_separates_members(seed: int) -> None:
    """TypeScript: members are separated by a line break, also by one inside of a comment."""
    rand = random.Random(seed)
    text = re.sub(r"^// A comment$|^/\*\* Said of it\. \*/$", "", written(seed), flags=re.MULTILINE)
    broken_up = re.sub("; ", lambda _: rand.choice(_SEPARATORS), text)
    assert _fields(broken_up) == _fields(text)
