"""Which types exclude each other: what no value of a property can be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Final

from ...model import NULL, Literal, Primitive
from ...text.source import Span
from .enums import is_enum
from .protocol import Types
from .semantics import (
    NEVER,
    UNDEFINED,
    Lazy,
    StringMapping,
    TArray,
    TTemplate,
    TTuple,
    TUnion,
    TypeTerm,
    identity,
)
from .unions import union_of

__all__ = ["exclude_each_other", "is_same", "later", "with_absence"]

_PATTERNS: Final = TTemplate | StringMapping
_ABSENT: Final = (NULL, UNDEFINED, NEVER)


def later(types: Types, terms: Sequence[TypeTerm], text: str, span: Span | None) -> TypeTerm:
    """A lazy intersection of types."""
    if len(terms) == 2 and is_same(terms[0], terms[1]):
        return terms[0]
    return Lazy(lambda: types.intersection(terms), lambda: text, span or _nowhere())


def is_same(left: TypeTerm, right: TypeTerm) -> bool:
    """Whether two types are one; a member of an enum and the literal that it has are two."""
    is_literal = isinstance(left, Literal) or isinstance(right, Literal)
    return identity(left) == identity(right) and not (is_literal and type(left) is not type(right))


def with_absence(term: TypeTerm, *, optional: bool) -> TypeTerm:
    """The type of a property or an element that is read, with undefined if it is optional."""
    return union_of([term, UNDEFINED]) if optional else term


def exclude_each_other(
    types: Types, both: Sequence[TypeTerm], text: str, span: Span | None
) -> bool:
    """Whether the types of a property, one of them of literals, are disjoint.

    TypeScript: such a required property makes the whole intersection never. A text and a list do
    not, though nothing is both.
    """
    known = [side for term in both if (side := types.settled(term)) is not None]
    if any(_is_never(types, side) for side in known):
        return False
    if not any(_all_units(types, side) for side in known):
        return False
    if len(known) < len(both) or any(_meet(types, *pair) for pair in permutations(known, 2)):
        return False
    return types.settled(later(types, known, text, span)) == NEVER


def _is_never(types: Types, term: TypeTerm) -> bool:
    return all(member == NEVER for member in types.members(term))


def _meet(types: Types, one: TypeTerm, other: TypeTerm) -> bool:
    """Whether a list of one type meets anything but a list, or what is absent, of the other."""
    if not any(isinstance(types.peel(member), TArray | TTuple) for member in types.members(one)):
        return False
    met = [types.peel(member) for member in types.members(other)]
    return any(not isinstance(term, TArray | TTuple) and term not in _ABSENT for term in met)


def _all_units(types: Types, term: TypeTerm) -> bool:
    """Whether all members of a type are single values, or the type is one pattern.

    A type that is being computed is none of these.
    """
    settled = types.settled(term)
    if isinstance(settled, TUnion):
        return all(_all_units(types, m) for m in settled.members) and not any(
            isinstance(types.settled(member), _PATTERNS) for member in settled.members
        )
    one_each = (UNDEFINED, NULL, NEVER, Primitive("boolean"))
    known = isinstance(settled, Literal | _PATTERNS) or settled in one_each
    return known or (settled is not None and is_enum(settled))


def _nowhere() -> Span:
    return Span("", 1, 1, 1, 1)
