"""Words that are keywords in some places name types in all others.

TypeScript lets a declaration be called `get` or `abstract`. In every place where a type may
stand, one that is called so is read as one of any other name is.
"""

from __future__ import annotations

import re

import pytest

from realtime_codegen.model import DeclId, Interface
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.tools.packages import ENTRY

WORDS = """abstract accessor as asserts async await constructor declare defer from get global infer
    is keyof module namespace of out override readonly require satisfies set type unique
    using""".split()
# What begins a type where these stand is no name.
OPERATORS = frozenset({"asserts", "infer", "keyof", "readonly", "unique"})
PLACES = (
    *("$", "$[]", "$ | null", "null | $", "$ & { b: string }", "($)", "($)[]", "($ | null)[]"),
    *("[$]", "[$?]", "[$, string]", "[string, $]", "[$[]]", "[a: $]", "[a?: $]", "[...$[]]"),
    *("[...a: $[]]", "[string, ...$[]]", "[...($)[]]", "[... /* rest */ $[]]"),
    *(
        "Array<$>",
        "Record<string, $>",
        "{ [key: string]: $ }",
        "{ a: $, b?: $; c: $ }",
        "Partial<$>",
    ),
    *("$['a']", "($)['a']", "keyof $", "$ extends { a: string } ? $ : null", "() => $"),
    *("($: $) => void", "(...$: $[]) => void", "{ $: $ }", "{ $?: $ }"),
    *("(a: 1, $: $) => void", "{ m(a: 1, $?: $, b: 2, ...$: $[]): void }", "[a: 1, $: $]"),
    *("new (a: 1, $: $) => 1", "(a: 1, /* of */ $?: $) => $", "{ a: 1, $: $, b: 2 }"),
)


def type_of(word: str, place: str) -> str:
    """The type at a place, with the name of the declaration left out."""
    type_ = place.replace("$", word)
    text = (
        f"export interface {word} {{ a: string }}\n"
        f"export interface Holder {{ x: {type_}; y: string }}\n"
    )
    loaded = load_model(MemoryFiles({ENTRY: text.encode()}), ENTRY, Options())
    assert loaded.model is not None, (text, loaded.diagnostics)
    holder = loaded.model.by_id()[DeclId(ENTRY, ("Holder",))]
    assert isinstance(holder, Interface)
    assert holder.properties[-1].wire_name == "y", text
    shown = repr(holder.properties[:-1]).replace(repr(DeclId(ENTRY, (word,))), "IT")
    return shown.replace(f"'{word}'", "'IT'")


@pytest.mark.parametrize("place", PLACES)
def test_a_type_may_be_called_as_a_keyword_is(place: str) -> None:
    expected = type_of("Plain", place)
    for word in WORDS:
        if word not in OPERATORS:
            assert type_of(word, place) == expected, word


PATTERNS = (
    *("{ a }", "[a]", "{ a, ...rest }", "{ a: { b: [c, d] } }", "[{ a }, ...rest]", "{}", "[]"),
    *("{\n  a,\n  /* } */ b, // ]\n}", "{ 'a)': a, [`}`]: b }"),
)
CALLED = (
    *("($: I) => void", "($?: I) => void", "(of: 1, $?: I) => string", "new ($?: I) => void"),
    *(
        "(($?: I) => void) | ($?: I, by?: 2) => 1",
        "<T extends I>($?: T) => T",
        "($ /**/ ? : I) => 1",
    ),
    *("{ ($?: I): 1; m($?: I): void; new ($?: I): 2 }", "(of: ($?: I) => void, $?: I) => void"),
)


def called(pattern: str, type_: str) -> str:
    """What is read where a pattern is a parameter."""
    text = (
        "export interface I { a: { b: string[] }; [key: string]: any }\n"
        f"export interface Holder {{ f: {type_}; g: Parameters<Extract<{type_}, () => any>> }}\n"
        f"export declare class C {{ f: {type_}; optional?: [I]; [key: string]: any }}\n"
    ).replace("$", pattern)
    loaded = load_model(MemoryFiles({ENTRY: text.encode()}), ENTRY, Options())
    assert loaded.model is not None
    assert not [item for item in loaded.diagnostics if item.code == "RC104"], text
    shown = repr(
        [(item.id, getattr(item, "properties", item)) for item in loaded.model.declarations]
    )
    return re.sub(r"span=Span\([^)]*\)", "", shown).replace("name='name'", "name=None")


@pytest.mark.parametrize("type_", CALLED)
def test_a_parameter_may_be_a_pattern(type_: str) -> None:
    """Law: it is read as one with a name is, optional or not, whatever stands before it."""
    expected = called("name", type_)
    for pattern in PATTERNS:
        assert called(pattern, type_) == expected, pattern


@pytest.mark.parametrize("comment", ["// It ends.", "/* It ends. */ // ...", "// (see"])
def test_a_comment_before_a_declaration_is_no_place_of_a_type(comment: str) -> None:
    """What mends one construct that the grammar refuses leaves the declarations as they are."""
    text = f"{comment}\ntype Plain = string;\nexport interface Holder {{ a: Plain; b: [new: 1] }}\n"
    loaded = load_model(MemoryFiles({ENTRY: text.encode()}), ENTRY, Options())
    assert loaded.model is not None
    assert not loaded.diagnostics
    assert DeclId(ENTRY, ("Plain",)) in loaded.model.by_id()


@pytest.mark.parametrize("places", [1, 5, 6, 400])
def test_what_holds_of_many_places_is_said_once(places: int) -> None:
    properties = "".join(f"p{number}: Missing; " for number in range(places))
    text = f"export interface Holder {{ {properties} }}\n"
    loaded = load_model(MemoryFiles({ENTRY: text.encode()}), ENTRY, Options())
    assert len(loaded.diagnostics) == (places if places <= 5 else 1)
    if places > 5:
        assert f"{places - 1} more places" in loaded.diagnostics[0].message


@pytest.mark.parametrize(
    "modifiers",
    ["in", "out", "in out", "const", "const in", "const out", "const in out", "in const"],
)
def test_a_type_parameter_has_any_modifiers(modifiers: str) -> None:
    """In a class a type parameter is constant, and has a variance."""

    def read(before: str) -> object:
        own = f"{before}T, /* two */ {before}U = {{ in: 1 }}"
        text = (
            f"export declare class A<{own}> {{ a: T; b: U }}\n"
            "export interface B { x: A<1, 2>; y: A<3> }\n"
        )
        loaded = load_model(MemoryFiles({ENTRY: text.encode()}), ENTRY, Options())
        assert loaded.model is not None
        return loaded.diagnostics, loaded.model.declarations

    assert read(f"{modifiers} ") == read(" " * (len(modifiers) + 1))
