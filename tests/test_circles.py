"""Interfaces and classes that extend themselves, as TypeScript refuses.

Each instance of a generic one has a further one above it. The work is counted in calls.
"""

from __future__ import annotations

import random

import pytest

from realtime_codegen.model import Interface
from realtime_codegen.pipeline import Loaded, Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.tools.counting import calls_of

_ARGUMENTS = (
    "T[]",
    "{ q: T }",
    "[T, T]",
    "Partial<{ q: T }>",
    "T | T[]",
    "T0<1> extends 1 ? 2 : T[]",
)
_CALLS = 6_000  # For each type of a circle, and twice for the entry: a third of it is needed.


def _load(text: str) -> Loaded:
    return load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())


def _named(form: str, number: int, base: str, of: str = "") -> tuple[list[str], str]:
    """How a type names its base, and the alias for that, if there is one; `of` is `<T>` or none."""
    match form:
        case "alias":
            return [f"type A{number}{of} = {base};"], f"A{number}{of}"
        case "intersection":
            return [f"type B{number}{of} = Plain{of} & {base};"], f"B{number}{of}"
        case "import":
            return [f"type C{number}{of} = import('./input').{base};"], f"C{number}{of}"
        case "second":
            return [], f"Plain{of}, {base}"
        case _:
            return [], base


def _circle(seed: int) -> tuple[str, int]:
    """A file whose types extend each other in a circle, and the number of its types."""
    chance = random.Random(seed)
    count = chance.randint(1, 4)
    kinds = chance.choice([("interface",), ("declare class",), ("interface", "declare class")])
    lines = ["export interface Entry { x: Heir<1>; y: string }", "interface Plain<T> { p: T }"]
    for number in range(count):
        base = f"T{(number + 1) % count}<{chance.choice(_ARGUMENTS)}>"
        form = chance.choice(["plain", "alias", "intersection", "import"])
        aliases, named = _named(form, number, base, "<T>")
        kind = chance.choice(kinds)
        lines += [*aliases, f"export {kind} T{number}<T> extends {named} {{ own{number}: T }}"]
    lines.append("export interface Heir<T> extends T0<T>, Plain<T> { heir: T }")
    return "\n".join(lines), count


def _without_parameters(seed: int) -> tuple[str, int]:
    """A file as `_circle` makes them, of types without parameters."""
    chance = random.Random(seed)
    count = chance.randint(1, 4)
    lines = ["export interface Entry { x: Heir; y: string }", "interface Plain { p: 1 }"]
    for number in range(count):
        form = chance.choice(["plain", "alias", "intersection", "second", "import"])
        aliases, named = _named(form, number, f"T{(number + 1) % count}")
        lines += [
            *aliases,
            f"export interface T{number} extends {named} {{ own{number}: {number} }}",
        ]
    lines.append("export interface Heir extends T0, Plain { heir: 1 }")
    return "\n".join(lines), count


@pytest.mark.parametrize("seed", range(60))
def test_types_that_extend_themselves_end_at_once(seed: int) -> None:
    text, count = _circle(seed) if seed < 40 else _without_parameters(seed)
    loaded: list[Loaded] = []
    assert calls_of(lambda: loaded.append(_load(text))) <= _CALLS * (count + 2), text
    [done] = loaded
    told = [item.message for item in done.diagnostics if item.code == "RC204"]
    assert sorted(told) == [f"'T{number}' extends itself" for number in range(count)], text
    assert done.model is not None
    (entry,) = (one for one in done.model.declarations if one.id.path == ("Entry",))
    assert isinstance(entry, Interface)
    assert "Opaque" not in repr(entry), text
    (heir,) = (one for one in done.model.declarations if one.id.path == ("Heir",))
    assert isinstance(heir, Interface)
    assert {"heir", "own0", "p"} <= {one.wire_name for one in heir.properties}, text


def test_what_only_names_itself_keeps_its_bases() -> None:
    text = (
        "interface Base<T> { base: T }\n"
        "export interface A<T> extends Base<A<T>> { a: T }\n"
        "export interface B extends Base<B[]>, A<B> { b: 1 }\n"
        "export interface C<T = C<any>> extends B { c: T }\n"
        "export interface D { a: A<1>; c: C }\n"
    )
    loaded = _load(text)
    assert [item.code for item in loaded.diagnostics if item.code == "RC204"] == []
    assert loaded.model is not None
    (b,) = (one for one in loaded.model.declarations if one.id.path == ("B",))
    assert isinstance(b, Interface)
    assert {one.wire_name for one in b.properties} == {"base", "a", "b"}


def test_a_long_line_of_heirs_is_followed_once() -> None:
    def calls(count: int) -> int:
        lines = ["interface C0<T> { f0: T }"]
        lines += [f"interface C{n}<T> extends C{n - 1}<T> {{ f: {n} }}" for n in range(1, count)]
        lines.append(f"export interface X {{ x: keyof C{count - 1}<1> }}")
        return calls_of(lambda: _load("\n".join(lines)))

    assert calls(160) <= 3 * calls(80)
