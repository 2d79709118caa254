"""Unions of terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from ...model import NULL, UNKNOWN, Primitive
from .absent import flat_members, includes_null, includes_undefined
from .budget import DEEPEST, SpentError
from .protocol import Types
from .semantics import (
    ANY,
    NEVER,
    UNDEFINED,
    Named,
    ShapeProperty,
    Special,
    TUnion,
    TypeTerm,
    identity,
)

__all__ = ["alternatives", "as_read", "union_of", "without"]

_INCLUDED: Final[Mapping[TypeTerm, Callable[[Types, TypeTerm], bool]]] = {
    NULL: includes_null,
    UNDEFINED: includes_undefined,
}


def union_of(terms: Iterable[TypeTerm]) -> TypeTerm:
    """Make a union of distinct terms: a single term as it is, never for none."""
    distinct: dict[object, TypeTerm] = {}
    for term in terms:
        for member in term.members if isinstance(term, TUnion) else (term,):
            if not isinstance(member, Primitive) or member != NEVER:
                distinct.setdefault(identity(member), member)
    members = tuple(distinct.values())
    if not members:
        return NEVER
    if ANY in distinct:
        return ANY  # TypeScript: it absorbs all other members.
    if UNKNOWN in distinct:
        # It absorbs all but `any`, which may be behind an alias.
        aliases = [m for m in members if isinstance(m, Named) and m.symbol.is_alias]
        return TUnion((UNKNOWN, *aliases)) if aliases else UNKNOWN
    return members[0] if len(members) == 1 else TUnion(members)


def as_read(item: ShapeProperty) -> TypeTerm:
    """The type of a property, with undefined if it may be absent."""
    # TypeScript: `unknown` and `any` absorb undefined.
    may_lack = item.optional and item.type not in (ANY, UNKNOWN)
    return union_of([item.type, UNDEFINED]) if may_lack else item.type


def alternatives(types: Types, term: TypeTerm) -> list[TypeTerm]:
    """The members of a union that a type is distributed over.

    TypeScript: where `any` or `unknown` is one of them, it is all there is.
    """
    members = list(types.members(term))
    absorbing = [member for member in members if isinstance(member, Primitive | Special)]
    for whole in (ANY, UNKNOWN):
        if whole in absorbing:
            return [whole]
    return members


def without(types: Types, term: TypeTerm, *unwanted: TypeTerm) -> TypeTerm:
    """A type without some of its members (null, undefined).

    An alias that has none of them stays one: it is written once, and not in each place.
    """
    included = [_INCLUDED[term] for term in unwanted]
    kept: list[TypeTerm] = []
    unions = [flat_members(types, (term,))]
    while unions:
        member = next(unions[-1], None)
        if member is None:
            unions.pop()
        elif isinstance(member, Named) and any(includes(types, member) for includes in included):
            if len(unions) > DEEPEST:
                raise SpentError
            unions.append(_behind(types, member))
        elif member not in unwanted:
            kept.append(member)
    return union_of(kept)


def _behind(types: Types, alias: Named) -> Iterator[TypeTerm]:
    """The members of the union behind an alias; those that are aliases stay these."""
    peeled = types.peel(alias)
    if isinstance(peeled, TUnion):
        types.spend_items(len(peeled.members))
    return flat_members(types, (peeled,))
