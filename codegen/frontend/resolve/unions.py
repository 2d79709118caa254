"""Unions of terms."""

from __future__ import annotations

from collections.abc import Iterable

from ...model import UNKNOWN
from .protocol import Types
from .semantics import ANY, NEVER, TUnion, TypeTerm, identity

__all__ = ["alternatives", "union_of", "without"]


def union_of(terms: Iterable[TypeTerm]) -> TypeTerm:
    """Make a union of distinct terms: a single term as it is, never for none."""
    distinct: dict[object, TypeTerm] = {}
    for term in terms:
        for member in term.members if isinstance(term, TUnion) else (term,):
            if member != NEVER:
                distinct.setdefault(identity(member), member)
    members = tuple(distinct.values())
    if not members:
        return NEVER
    if ANY in members or UNKNOWN in members:
        # TypeScript: they absorb all other members.
        return ANY if ANY in members else UNKNOWN
    return members[0] if len(members) == 1 else TUnion(members)


def alternatives(types: Types, term: TypeTerm) -> list[TypeTerm]:
    """The members of a union that a type is distributed over.

    TypeScript: where `any` or `unknown` is one of them, it is all there is.
    """
    members = list(types.members(term))
    for whole in (ANY, UNKNOWN):
        if whole in members:
            return [whole]
    return members


def without(types: Types, term: TypeTerm, *unwanted: TypeTerm) -> TypeTerm:
    """A type without some of its members (null, undefined)."""
    return union_of(member for member in types.members(term) if member not in unwanted)
