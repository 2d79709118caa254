"""Select properties by the pattern of a fact, and report facts that select none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fnmatch import translate
from typing import Final, Literal as OneOf, Protocol

from ..model import (
    Array,
    Declaration,
    DeclId,
    Interface,
    Map,
    Model,
    Primitive,
    Property,
    Type,
    Union,
    nested,
)
from ..text.diagnostics import Diagnostic, error
from ..text.source import Span

__all__ = [
    "by_full_name",
    "holds",
    "idle",
    "properties",
    "selector",
    "stale",
    "with_objects",
    "with_properties",
    "with_types",
    "with_unions",
]


_ONCE: Final = "Remove the entry: another one says the same."


class Selecting(Protocol):
    """A fact about the properties that its pattern selects."""

    @property
    def match(self) -> str:
        """The pattern."""
        ...

    @property
    def span(self) -> Span:
        """The place of the pattern in the facts file."""
        ...


def properties(model: Model) -> Iterator[tuple[DeclId, Property]]:
    """All properties of the model, each with the id of its interface."""
    for declaration in model.declarations:
        if isinstance(declaration, Interface):
            for property_ in declaration.properties:
                yield declaration.id, property_


def selector(patterns: Iterable[str]) -> Callable[[DeclId, Property], bool]:
    """Make a test of whether one of the patterns selects a property of a declaration.

    A pattern with a dot is for the full "Declaration.Nested.property", one without for the wire
    name.
    """
    names: list[str] = []
    paths: list[str] = []
    for pattern in patterns:
        (paths if _is_path(pattern) else names).append(translate(pattern))
    by_name = re.compile("|".join(names)).match if names else None
    by_path = re.compile("|".join(paths)).match if paths else None

    def selects(id_: DeclId, property_: Property) -> bool:
        name = property_.wire_name
        if by_name is not None and by_name(name) is not None:
            return True
        return by_path is not None and by_path(f"{id_}.{name}") is not None

    return selects


def _is_path(pattern: str) -> bool:
    """Whether a pattern is for the full name of a property, not for its wire name alone."""
    return "." in pattern


def with_types(model: Model, facts: Sequence[Selecting], change: Callable[[Type], Type]) -> Model:
    """Change the types of the properties that the facts select."""
    if not facts:
        return model
    selects = selector(fact.match for fact in facts)

    def changed(id_: DeclId, property_: Property) -> Property:
        if not selects(id_, property_):
            return property_
        return replace(property_, type=change(property_.type))

    return with_properties(model, changed)


def with_properties(model: Model, change: Callable[[DeclId, Property], Property]) -> Model:
    """Change the properties of all interfaces; `change` gets the interface's id, too."""
    return with_objects(
        model,
        lambda declaration: tuple(
            change(declaration.id, property_) for property_ in declaration.properties
        ),
    )


def with_objects(model: Model, change: Callable[[Interface], tuple[Property, ...]]) -> Model:
    """Replace the properties of each interface by those that `change` returns."""
    return replace(
        model,
        declarations=tuple(
            replace(declaration, properties=change(declaration))
            if isinstance(declaration, Interface)
            else declaration
            for declaration in model.declarations
        ),
    )


def by_full_name(model: Model) -> dict[str, Declaration]:
    """The declarations by their full name, as facts write it."""
    return {str(declaration.id): declaration for declaration in model.declarations}


def stale(
    model: Model, facts: Sequence[Selecting], primitive: OneOf["number", "string"]
) -> Iterator[Diagnostic]:
    """An error for each fact that selects no property with the primitive in its type."""
    return idle(
        model,
        facts,
        lambda type_: holds(type_, primitive),
        f"no property that {{match!r}} selects holds a `{primitive}`",
        "holds none",
        "the spec does not have what it is about",
    )


def idle(
    model: Model,
    facts: Sequence[Selecting],
    applies: Callable[[Type], bool],
    message: str,
    mismatch: str,
    why: str,
    *,
    once: bool = False,
) -> Iterator[Diagnostic]:
    """An error for each fact that selects no property of a suitable type.

    `message` has a place for the pattern; `mismatch` describes a property that is selected in vain,
    and `why` is the reason to remove the entry. With `once`, a fact does not apply to a property
    that an earlier fact applies to.
    """
    if not facts:
        return
    said_by: dict[tuple[DeclId, str], Selecting] = {}
    by_path = [(f"{id_}.{prop.wire_name}", id_, prop) for id_, prop in properties(model)]
    for fact in facts:
        matches = re.compile(translate(fact.match)).match
        whole = _is_path(fact.match)
        selected = [
            (id_, prop) for path, id_, prop in by_path if matches(path if whole else prop.wire_name)
        ]
        fitting = [(id_, prop.wire_name) for id_, prop in selected if applies(prop.type)]
        if once and fitting and all(place in said_by for place in fitting):
            other = said_by[fitting[0]]
            text = f"what {fact.match!r} says is said already"
            yield error("RC501", text, fact.span, _ONCE, [(other.span, "the other entry is here")])
        for place in fitting:
            said_by.setdefault(place, fact)
        if fitting:
            continue
        said = message if selected else "{match!r} selects no property"
        related = [
            (property_.span, f"`{id_}.{property_.wire_name}` {mismatch}")
            for id_, property_ in selected
            if property_.span is not None
        ][:3]
        advice = f"Mend the pattern, or remove the entry: {why}."
        yield error("RC501", said.format(match=fact.match), fact.span, advice, related)


def holds(type_: Type, primitive: OneOf["number", "string"]) -> bool:
    """Whether a primitive is part of a type, references not followed."""
    return Primitive(primitive) in nested(type_)


def with_unions(type_: Type, change: Callable[[Union], Union]) -> Type:
    """Replace the union in a type, or in its list or map; references are not followed."""
    match type_:
        case Union():
            return change(type_)
        case Array(element):
            return Array(with_unions(element, change))
        case Map(key, value):
            return Map(key, with_unions(value, change))
        case _:
            return type_
