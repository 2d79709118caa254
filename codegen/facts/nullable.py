"""The kind of fact `[[nullable]]`: properties that are null on the wire, but not declared so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ..model import NULL, UNKNOWN, DeclId, Model, Property, Type, Union
from ..text.diagnostics import Diagnostic, error
from ..text.records import dataclass
from ..text.source import Span
from .kinds import Entry, FactKind
from .selecting import idle, properties, selector, with_properties
from .tagging import tags_of

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
    needless = idle(
        model,
        facts,
        lambda type_: not _has_null(type_),
        "each property that {match!r} selects is declared with null",
        "can be null",
        "the spec does not need it",
        once=True,
    )
    return tuple(facts), (*needless, *_tags_alone(model, facts))


def _tags_alone(model: Model, facts: Sequence[NullableFact]) -> Iterator[Diagnostic]:
    """An error for each fact that selects only tags, which cannot be null."""
    if not facts:
        return
    tags = _tags(model)
    for fact in facts:
        selects = selector([fact.match])
        selected = [(id_, prop) for id_, prop in properties(model) if selects(id_, prop)]
        if selected and all((id_, prop.wire_name) in tags for id_, prop in selected):
            message = f"{fact.match!r} is the tag of an event, by which it is known"
            advice = "Remove the entry: without its tag a message is no event."
            yield error("RC501", message, fact.span, advice)


def _tags(model: Model) -> set[tuple[DeclId, str]]:
    """The properties on the tag paths of event groups."""
    return {place for place, of_group in tags_of(model).items() if of_group}


NULLABLE: Final = FactKind("nullable", ("match", "why"), _read, _check, corrects=True)


def with_nulls(model: Model, facts: Sequence[NullableFact]) -> Model:
    """Add null to the types of the selected properties, except for tags."""
    if not facts:
        return model
    selects, tags = selector(fact.match for fact in facts), _tags(model)

    def changed(id_: DeclId, property_: Property) -> Property:
        if not selects(id_, property_) or (id_, property_.wire_name) in tags:
            return property_
        return replace(property_, type=_with_null(property_.type))

    return with_properties(model, changed)


def _has_null(type_: Type) -> bool:
    """Whether a type includes null as written; references are not followed."""
    return type_ in (NULL, UNKNOWN) or (isinstance(type_, Union) and NULL in type_.members)


def _with_null(type_: Type) -> Type:
    if _has_null(type_):
        return type_
    if isinstance(type_, Union):
        return replace(type_, members=(*type_.members, NULL))
    return Union((type_, NULL))
