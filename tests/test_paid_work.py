"""Work is paid before it is done: once budgets are spent, what a place asks for costs no more.

Each kind has a type with a number of parts, and places that each ask for it in a way of their own.
With budgets that are spent at once, a place more costs as many calls for a hundred parts as for
twenty: nothing looks at the parts, copies them, or tells of each.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from realtime_codegen.frontend.resolve import budget
from realtime_codegen.model import Opaque, types_of
from realtime_codegen.pipeline import Loaded, Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.tools.counting import calls_of
from tests.tools.written import each, fields, numbers

_FEW, _MANY = 300, 1500
_PLACES = 24
_MORE = 12


def _texts(count: int) -> str:
    return each(count, "'m#'", " | ")


def _tagged(count: int) -> str:
    return each(count, "{ t: 't#'; v: # }", " | ")


def _methods(count: int, result: str) -> str:
    return each(count, f"p#(a: #): {result};")


_ASKING = "q#: G<#>;"
_HEIR = "q#: H#; } interface H# extends B { h#: 1;"
_HEIR_OF_CLASS = "q#: H#; } declare class H# extends B { h#: 1;"

KINDS: dict[str, tuple[Callable[[int], str], str]] = {
    "a default": (lambda n: f"interface G<T, U = [{numbers(n)}]> {{ t: T; u: U }}", _ASKING),
    "a default with a parameter": (
        lambda n: f"interface G<T, U = [T, {numbers(n)}]> {{ t: T; u: U }}",
        _ASKING,
    ),
    "a default of an object": (
        lambda n: f"interface G<T, U = {{ {fields(n)} x: T }}> {{ t: T; u: U }}",
        _ASKING,
    ),
    "a default of texts": (
        lambda n: f"interface G<T, U = T | {_texts(n)}> {{ t: T; u: U }}",
        _ASKING,
    ),
    "many defaults": (
        lambda n: f"interface G<T, {each(n, 'P# = T', ', ')}> {{ t: T }}",
        _ASKING,
    ),
    "an alias of a union": (lambda n: f"type G<T> = T | {_tagged(n)};", _ASKING),
    "an alias of an object": (lambda n: f"type G<T> = {{ t: T; {fields(n)} }};", _ASKING),
    "an interface": (lambda n: f"interface G<T> {{ t: T; {fields(n)} }}", _ASKING),
    "a condition": (lambda n: f"type G<T> = T extends {_texts(n)} ? 1 : {{ a: T }};", _ASKING),
    "members of a union": (
        lambda n: f"type C<T> = T extends string ? [T] : T; type T = {_texts(n)};",
        "q#: C<T | #>;",
    ),
    "a tuple in another": (lambda n: f"type T = [{numbers(n)}];", "q#: { v: [...T, #] };"),
    "an intersection": (lambda n: f"interface T {{ {fields(n)} }}", "q#: T & { x: # };"),
    "an intersection of a union": (lambda n: f"type T = {_tagged(n)};", "q#: T & { x: # };"),
    "what is picked": (lambda n: f"interface T {{ {fields(n)} }}", "q#: Pick<T, 'p#' | 'p1'>;"),
    "what is left out": (lambda n: f"interface T {{ {fields(n)} }}", "q#: Omit<T, 'p#'>;"),
    "keys": (lambda n: f"interface T {{ {fields(n)} }}", "q#: keyof (T & { x#: # });"),
    "what is excluded": (lambda n: f"type T = {_texts(n)};", "q#: Exclude<T, 'm#'>;"),
    "a mapped type": (lambda n: f"type T = {_texts(n)};", "q#: { [K in T]: # };"),
    "a template": (lambda n: f"type T = {_texts(n)};", "q#: `${T}-#`;"),
    "members of an enum": (
        lambda n: f"enum E {{ {each(n, 'M# = #', ', ')} }}",
        "q#: { [K in E]: # };",
    ),
    "properties of heirs": (lambda n: f"interface B {{ {fields(n)} }}", _HEIR),
    "methods of heirs": (lambda n: f"interface B {{ {each(n, 'p#(): #;')} }}", _HEIR),
    "methods of heirs that are of this": (
        lambda n: f"interface B {{ {each(n, 'p#(): this;')} }}",
        _HEIR,
    ),
    "methods of heirs of a class": (
        lambda n: f"declare class B {{ {each(n, 'p#(): #;')} }}",
        _HEIR_OF_CLASS,
    ),
    "defaults of bases": (
        lambda n: f"interface G<T, {each(n, 'P# = [T]', ', ')}> {{ t: T }}",
        "q#: H#; } interface H# extends G<#> { h#: 1;",
    ),
    "a default of bases": (
        lambda n: f"interface G<T, U = [T, {numbers(n)}]> {{ t: T; u: U }}",
        "q#: H#; } interface H# extends G<#> { h#: 1;",
    ),
    "methods of an intersection in a condition": (
        lambda n: (
            f"interface T {{ {_methods(n, '#')} }} interface U {{ {_methods(n, 'number')} x: 1 }}"
        ),
        "q#: T & { x: # } extends U ? 1 : { a: # };",
    ),
    "overloads of an intersection": (
        lambda n: f"interface T {{ a: 1; {each(n, '(b: #): #;')} }}",
        "q#: T & { x: # };",
    ),
    "overloads of heirs": (lambda n: f"interface B {{ a: 1; {each(n, '(b: #): #;')} }}", _HEIR),
}


def _loaded(kind: str, places: int, parts: int) -> Loaded:
    declared, asking = KINDS[kind]
    text = f"{declared(parts)}\nexport interface A {{ {each(places, asking)} }}\n"
    return load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())


def _of_a_place(kind: str, parts: int) -> float:
    """The calls for a place more."""
    _loaded(kind, 1, 1)  # What is imported late is imported.
    few, many = (
        calls_of(lambda places=places: _loaded(kind, places, parts), in_c=True)
        for places in (_PLACES, _PLACES + _MORE)
    )
    return (many - few) / _MORE


@pytest.fixture(autouse=True)
def spent(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_ALL", "_EACH", "_AFTER", "MOST_READ_AGAIN"):
        monkeypatch.setattr(budget, name, 100)
    for name in ("_LEFT", "_LEAST", "MOST_COPIED"):
        monkeypatch.setattr(budget, name, 20)
    for name in ("BYTES_OF_A_COPY", "_BYTES_OF_A_STEP"):
        monkeypatch.setattr(budget, name, 10**9)


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_place_asks_for_costs_no_more_than_may_be_spent(kind: str) -> None:
    few, many = _of_a_place(kind, _FEW), _of_a_place(kind, _MANY)
    assert many <= 1.3 * few + 60, (few, many)


@pytest.mark.parametrize("kind", KINDS)
def test_a_spent_budget_is_told_where_it_was_spent(kind: str) -> None:
    loaded = _loaded(kind, _PLACES, _FEW)
    assert loaded.model is not None
    assert all(item.span is not None for item in loaded.diagnostics if item.code == "RC206")
    assert any(item.code == "RC206" for item in loaded.diagnostics)
    assert any(
        isinstance(type_, Opaque)
        for declaration in loaded.model.declarations
        for type_ in types_of(declaration)
    )
