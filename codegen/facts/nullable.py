"""The kind of fact `[[nullable]]`: the properties that are null on the wire and not declared so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ..model import NULL, UNKNOWN, Interface, Model, Type, Union
from ..text.diagnostics import Diagnostic, error
from ..text.records import dataclass
from ..text.source import Span
from .kinds import Entry, FactKind
from .selecting import properties, selector

__all__ = ["NULLABLE", "NullableFact", "with_nulls"]


@dataclass(frozen=True, slots=True)
class NullableFact:
    """The properties that `match` selects can be null."""

    match: str
    why: str
    span: Span


def _read(entry: Entry) -> NullableFact | None:
    match, why = entry.pattern(), entry.text("why")
    return None if match is None else NullableFact(match, why or "", entry.span("match"))


def _check(
    model: Model, facts: Sequence[NullableFact]
) -> tuple[tuple[NullableFact, ...], Sequence[Diagnostic]]:
    return tuple(facts), tuple(_stale(model, facts))


def _stale(model: Model, facts: Sequence[NullableFact]) -> Iterator[Diagnostic]:
    """An error for each fact that selects no property, or only such as are declared nullable."""
    for fact in facts:
        selects = selector([fact.match])
        selected = [(id_, prop) for id_, prop in properties(model) if selects(id_, prop)]
        if any(not _has_null(property_.type) for _, property_ in selected):
            continue
        message = f"{fact.match!r} selects no property"
        if selected:
            message = f"each property that {fact.match!r} selects is declared with null"
        related = [
            (property_.span, f"`{id_}.{property_.wire_name}` can be null")
            for id_, property_ in selected
            if property_.span is not None
        ][:3]
        advice = "Mend the pattern, or remove the entry: the spec does not need it."
        yield error("RC501", message, fact.span, advice, related)


NULLABLE: Final = FactKind("nullable", ("match", "why"), _read, _check)


def with_nulls(model: Model, facts: Sequence[NullableFact]) -> Model:
    """The model with null among the types of the properties that the facts select."""
    if not facts:
        return model
    selects = selector(fact.match for fact in facts)
    declarations = tuple(
        replace(
            declaration,
            properties=tuple(
                replace(property_, type=_with_null(property_.type))
                if selects(declaration.id, property_)
                else property_
                for property_ in declaration.properties
            ),
        )
        if isinstance(declaration, Interface)
        else declaration
        for declaration in model.declarations
    )
    return replace(model, declarations=declarations)


def _has_null(type_: Type) -> bool:
    """Whether null is declared in the place; a reference is not followed."""
    return type_ in (NULL, UNKNOWN) or (isinstance(type_, Union) and NULL in type_.members)


def _with_null(type_: Type) -> Type:
    if _has_null(type_):
        return type_
    if isinstance(type_, Union):
        return replace(type_, members=(*type_.members, NULL))
    return Union((type_, NULL))
