"""The kind of fact `[[integers]]`: numbers that are whole, which TypeScript cannot express."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, assert_never

from ..model import (
    Array,
    ByKeys,
    ByTag,
    Decision,
    Literal,
    Map,
    Member,
    Model,
    Opaque,
    Primitive,
    Ref,
    Template,
    Tuple,
    Type,
    Union,
)
from ..text.diagnostics import Diagnostic
from ..text.records import dataclass
from ..text.source import Span
from .kinds import Entry, FactKind
from .selecting import stale, with_types

__all__ = ["INTEGERS", "IntegerFact", "with_integers"]


@dataclass(frozen=True, slots=True)
class IntegerFact:
    """The properties that `match` selects hold whole numbers only."""

    match: str
    why: str
    span: Span


def _read(entry: Entry) -> IntegerFact | None:
    match, why = entry.pattern(), entry.text("why")
    return None if match is None else IntegerFact(match, why or "", entry.span("match"))


def _check(
    model: Model, facts: Sequence[IntegerFact]
) -> tuple[tuple[IntegerFact, ...], Sequence[Diagnostic]]:
    return tuple(facts), tuple(stale(model, facts, "number"))


INTEGERS: Final = FactKind("integers", ("match", "why"), _read, _check)


def with_integers(model: Model, facts: Sequence[IntegerFact]) -> Model:
    """Make the numbers integers in the properties that the facts select.

    Unions, arrays, tuples and maps of the property are entered, references are not. Names and order
    stay.
    """
    return with_types(model, facts, _integral)


def _integral(type_: Type) -> Type:
    """Replace `number` by `integer` in a type."""
    match type_:
        case Primitive("number"):
            return Primitive("integer")
        case Primitive() | Literal() | Template() | Ref() | Opaque():
            return type_
        case Array(element):
            return Array(_integral(element))
        case Tuple(items):
            return Tuple(tuple(replace(item, type=_integral(item.type)) for item in items))
        case Map(key, value):
            return Map(key, _integral(value))
        case Union(members, decision):
            types = tuple(_integral(member) for member in members)
            return Union(types, None if decision is None else _integral_decision(decision))
        case _:
            assert_never(type_)


def _integral_decision(decision: Decision) -> Decision:
    """Replace the members of a decision as `_integral` does those of its union."""
    match decision:
        case Member(type_):
            return Member(_integral(type_))
        case ByKeys(members):
            return replace(decision, members=tuple(_integral(member) for member in members))
        case ByTag(_, branches, absent, other):
            return replace(
                decision,
                branches=tuple((tag, _integral_decision(way)) for tag, way in branches),
                absent=None if absent is None else _integral_decision(absent),
                other=None if other is None else _integral_decision(other),
            )
        case _:
            assert_never(decision)
