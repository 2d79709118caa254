"""Properties that the pattern of a fact selects, and facts that select none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import translate
from typing import Literal as OneOf, Protocol

from ..model import DeclId, Interface, Model, Primitive, Property, Type, children
from ..text.diagnostics import Diagnostic, error
from ..text.source import Span

__all__ = ["holds", "properties", "selector", "stale"]


class Selecting(Protocol):
    """A fact about the properties that its pattern selects."""

    @property
    def match(self) -> str:
        """The pattern."""
        ...

    @property
    def span(self) -> Span:
        """Where the facts file has it."""
        ...


def properties(model: Model) -> Iterator[tuple[DeclId, Property]]:
    """Each property of the model, with the declaration that it is of."""
    for declaration in model.declarations:
        if isinstance(declaration, Interface):
            for property_ in declaration.properties:
                yield declaration.id, property_


def selector(patterns: Iterable[str]) -> Callable[[DeclId, Property], bool]:
    """Whether one of the patterns selects a property of a declaration.

    A pattern with a dot is about the whole "Declaration.Nested.property", one without
    about the wire name.
    """
    names: list[str] = []
    paths: list[str] = []
    for pattern in patterns:
        (paths if "." in pattern else names).append(translate(pattern))
    # A pattern that never matches stands for none at all.
    by_name = re.compile("|".join(names) or r"(?!)").match
    by_path = re.compile("|".join(paths) or r"(?!)").match

    def selects(id_: DeclId, property_: Property) -> bool:
        if by_name(property_.wire_name) is not None:
            return True
        return bool(paths) and by_path(f"{id_}.{property_.wire_name}") is not None

    return selects


def stale(
    model: Model, facts: Sequence[Selecting], primitive: OneOf["number", "string"]
) -> Iterator[Diagnostic]:
    """An error for each of the facts that selects no property with the primitive in it."""
    for fact in facts:
        selects = selector([fact.match])
        selected = [(id_, prop) for id_, prop in properties(model) if selects(id_, prop)]
        if any(holds(property_.type, primitive) for _, property_ in selected):
            continue
        if selected:
            message = f"no property that {fact.match!r} selects holds a `{primitive}`"
            related = [
                (property_.span, f"`{id_}.{property_.wire_name}` holds none")
                for id_, property_ in selected
                if property_.span is not None
            ][:3]
        else:
            message = f"{fact.match!r} selects no property"
            related = []
        advice = "Mend the pattern, or remove the entry: the spec does not have what it is about."
        yield error("RC501", message, fact.span, advice, related)


def holds(type_: Type, primitive: OneOf["number", "string"]) -> bool:
    """Whether a primitive is part of a type, references not followed."""
    if type_ == Primitive(primitive):
        return True
    return any(holds(child, primitive) for child in children(type_))
