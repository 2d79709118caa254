"""The kind of fact `[[nullable]]`: the properties that are null on the wire and not declared so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ..model import NULL, UNKNOWN, Model, Type, Union
from ..text.diagnostics import Diagnostic
from ..text.records import dataclass
from ..text.source import Span
from .kinds import Entry, FactKind
from .selecting import idle, with_types

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
    )
    return tuple(facts), tuple(needless)


NULLABLE: Final = FactKind("nullable", ("match", "why"), _read, _check)


def with_nulls(model: Model, facts: Sequence[NullableFact]) -> Model:
    """The model with null among the types of the properties that the facts select."""
    return with_types(model, facts, _with_null)


def _has_null(type_: Type) -> bool:
    """Whether null is declared in the place; a reference is not followed."""
    return type_ in (NULL, UNKNOWN) or (isinstance(type_, Union) and NULL in type_.members)


def _with_null(type_: Type) -> Type:
    if _has_null(type_):
        return type_
    if isinstance(type_, Union):
        return replace(type_, members=(*type_.members, NULL))
    return Union((type_, NULL))
