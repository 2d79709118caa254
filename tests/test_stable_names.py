"""A change of an optional property renames no declaration: laws over random sources.

The sources hold types without a name where a name has to be made up: as members of unions, as
arguments of generics, in both at once, and two at one place.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from realtime_codegen.model import Interface, Model
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles

ENTRY = "spec.d.ts"
SEEDS = range(60)
TYPES = ("string", "number", "boolean", "string[]", "'a' | 'b'", "Leaf")


@dataclass
class Anonymous:
    """An object type without a name: its required and its optional properties, as text.

    The last optional one is no other type's, so that no two types are of one structure.
    """

    required: dict[str, str]
    optional: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        required = [f"{name}: {type_}" for name, type_ in self.required.items()]
        optional = [f"{name}?: {type_}" for name, type_ in self.optional.items()]
        return "{ " + "; ".join(required + optional) + " }"


class Source:
    """Declarations that use types without a name in all ways that name them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.objects: list[Anonymous] = []
        self.parts = list(self._parts())

    def _object(self) -> Anonymous:
        choose = self.random.choice
        required = {}
        if self.random.random() < 0.4:
            required["kind"] = choose(("'x'", "'y'"))
        if self.random.random() < 0.3:
            required["mode"] = choose(("'x'", "'z'"))
        for name in self.random.sample("abc", self.random.randrange(3)):
            required[name] = choose(TYPES)
        optional = {name: choose(TYPES) for name in self.random.sample("pqr", 2)}
        made = Anonymous(required, {**optional, f"only{len(self.objects)}": "string"})
        self.objects.append(made)
        return made

    def _parts(self) -> Iterator[tuple[str, list[Anonymous]]]:
        for number in range(4):
            members = [self._object() for _ in range(self.random.randrange(1, 5))]
            yield f"export type U{number} = string | " + " | ".join(["{}"] * len(members)), members
        for number in range(6):
            generic = self.random.choice(("Page", "Pair", "Either"))
            yield f"export interface G{number} {{ of: {generic}<{{}}> }}", [self._object()]
        yield "export interface Two { x: {} | ({} & { extra: string })[] }", [self._object()] * 2
        yield "export interface Inline { x: {}; y: { z: {} }[] }", [self._object(), self._object()]

    def text(self) -> str:
        """The source as it is now."""
        lines = [
            "export interface Leaf { leaf: string }",
            "export interface Page<T> { item: T; next?: string }",
            "export type Pair<T> = { first: T; second: T[] };",
            "export type Either<T> = { left: T } | { right: T };",
        ]
        for template, objects in self.parts:
            pieces = template.split("{}")
            texts = map(str, objects)
            lines.append(pieces[0] + "".join(next(texts) + piece for piece in pieces[1:]) + ";")
        return "\n".join(lines)

    def change_an_optional_property(self) -> str:
        """Add, remove or retype one optional property of one type; what was done."""
        target = self.random.choice(self.objects)
        kind = self.random.choice(("add", "remove", "retype"))
        name = self.random.choice([name for name in target.optional if name in "pqr"])
        if kind == "add":
            target.optional = {"added": "string", **target.optional}
        elif kind == "remove":
            del target.optional[name]
        else:
            target.optional[name] = "null"
        return f"{kind} {name} in {target}"


def model_of(text: str) -> Model:
    """The model of a source."""
    loaded = load_model(MemoryFiles({ENTRY: text.encode()}), ENTRY, Options())
    assert loaded.model is not None, loaded.diagnostics
    return loaded.model


def names(text: str) -> set[str]:
    """The ids of all declarations of a source."""
    return {str(declaration.id) for declaration in model_of(text).declarations}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_change_of_an_optional_property_renames_nothing(seed: int) -> None:
    source = Source(seed)
    before, text = names(source.text()), source.text()
    change = source.change_an_optional_property()
    assert names(source.text()) == before, f"{change}\n{text}"


@pytest.mark.parametrize("seed", SEEDS)
def test_each_structure_has_a_declaration_of_its_own(seed: int) -> None:
    """No two types share a name: the property that only one type has is in its class alone."""
    source = Source(seed)
    holders: dict[str, list[frozenset[str]]] = {}
    for declaration in model_of(source.text()).declarations:
        properties = declaration.properties if isinstance(declaration, Interface) else ()
        for property_ in properties:
            if property_.wire_name.startswith("only"):
                keys = frozenset(other.wire_name for other in properties)
                holders.setdefault(property_.wire_name, []).append(keys - {"extra"})
    wanted = {
        name: frozenset((*made.required, *made.optional))
        for made in source.objects
        for name in made.optional
        if name.startswith("only")
    }
    assert {name: set(keys) for name, keys in holders.items()} == {
        name: {keys} for name, keys in wanted.items()
    }


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("'string'", "string"),
        ("'1'", "1"),
        ("'true'", "true"),
        ("'bigint'", "42n"),
        ("'Leaf'", "Leaf"),
        ("`a${string}`", "`b${string}`"),
        ("'a 2' | 'b'", "('a 2' | 'b')[]"),
        ("[string, number]", "[number, string]"),
        ("'a' | 'b' | 'c' | 'd' | 'e'", "'a' | 'b' | 'c' | 'x' | 'y'"),
    ],
)
def test_instances_of_different_arguments_are_two(first: str, second: str) -> None:
    lines = [
        "export interface Leaf { leaf: string }",
        "export interface Page<T> { item: T; next?: string }",
        f"export interface Top {{ one: Page<{first}>; two: Page<{second}> }}",
    ]
    model = model_of("\n".join(lines))
    (top,) = (declaration for declaration in model.declarations if str(declaration.id) == "Top")
    assert isinstance(top, Interface)
    one, two = (property_.type for property_ in top.properties)
    assert one != two


def test_variants_are_called_after_what_tells_them_apart() -> None:
    text = """
    export type U = { kind: 'a'; mode: 'x'; n?: string } | { kind: 'a'; mode: 'y' }
      | { kind: 'b'; n: string } | { id: string; note: string } | { id: string; size: number }
      | { p?: string } | { q?: string };
    """
    assert names(text) == {
        "U",
        "U.a x",
        "U.a y",
        "U.b",
        "U.note",
        "U.size",
        "U.object",
        "U.object 2",
    }
