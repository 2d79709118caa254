"""Recursive types and their limits, and texts for diagnostics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from ...text.records import dataclass
from ...text.source import Span
from .budget import MOST_HOLDERS, MOST_UNFOLDED, MOST_UNFOLDED_IN_ALL
from .protocol import Types
from .semantics import Lazy, Named, ObjectShape, TArray, TTuple, TUnion, TypeTerm

__all__ = ["Settled", "is_member_of", "is_recursive", "shortened", "span_of", "stands_for"]


_INSIDE: Final = (Lazy, TUnion)
_INSIDE_ALIASES: Final = (*_INSIDE, Named)

_LARGE: Final = 50
"""The members of a union that is looked through once, and not for each type that it is part of."""


@dataclass(eq=False, slots=True)
class Settled:
    """Aliases and large unions all of whose members are known: no new type can be among them.

    `unions` are so without what their aliases stand for, by their `id()`, and `whole` with it. They
    are kept so that it is not reused.
    """

    aliases: set[Named] = field(default_factory=set)
    unions: dict[int, TUnion] = field(default_factory=dict)
    whole: dict[int, TUnion] = field(default_factory=dict)


def stands_for(value: TypeTerm, term: Lazy, settled: Settled) -> bool:
    """Whether a computed value is its own term, or a union with it; adds to the settled unions."""
    if not isinstance(value, _INSIDE):
        return False
    waiting: list[TypeTerm] = [value]
    passed: set[int] = set()
    large: dict[int, TUnion] = {}
    is_known = True
    while waiting:
        current = waiting.pop()
        if current is term:
            return True
        if id(current) in passed:
            continue
        passed.add(id(current))
        if isinstance(current, TUnion):
            if id(current) in settled.unions:
                continue
            if len(current.members) >= _LARGE:
                large[id(current)] = current
            waiting += (m for m in current.members if isinstance(m, _INSIDE))
        elif isinstance(current, Lazy):
            is_known = is_known and current.value is not None
            waiting += [] if current.value is None else [current.value]
    if is_known:
        last: TypeTerm = value
        while isinstance(last, Lazy) and last.value is not None:
            last = last.value
        if isinstance(last, TUnion) and len(passed) >= _LARGE:
            large[id(last)] = last  # Of small unions in each other.
        settled.unions.update(large)
    return False


def is_member_of(
    named: Named,
    term: TypeTerm,
    bodies: Mapping[object, TypeTerm | None],
    peeled: Mapping[Named, TypeTerm],
    settled: Settled,
) -> bool:
    """Whether an alias is a member of a type, or the type itself.

    `bodies` are the bodies of aliases computed so far; `peeled` the types behind them. No settled
    type can turn out to be recursive; `named`, and what it consists of, is added if it is one.
    """
    if not isinstance(term, _INSIDE_ALIASES):
        settled.aliases.add(named)
        return False
    waiting: list[TypeTerm] = [term]
    passed: set[int] = set()
    whole, aliases = True, [named]
    large: dict[int, TUnion] = {}
    while waiting:
        current = waiting.pop()
        if id(current) in passed:
            continue
        passed.add(id(current))
        if current is named:
            return True
        if isinstance(current, TUnion):
            if id(current) in settled.whole:
                continue
            if len(current.members) >= _LARGE:
                large[id(current)] = current
            waiting += (m for m in current.members if isinstance(m, _INSIDE_ALIASES))
        elif isinstance(current, Lazy):
            whole = whole and current.value is not None
            waiting += [] if current.value is None else [current.value]
        elif isinstance(current, Named) and current not in settled.aliases:
            aliases.append(current)
            known = peeled.get(current, bodies.get(current))
            if known is not None:
                waiting.append(known)
            elif current.symbol.of_kind("alias"):
                whole = False
    if whole:
        settled.aliases.update(aliases)
        settled.whole.update(large)
    return False


def span_of(named: Named) -> Span:
    """The place of a named type's declaration."""
    return named.symbol.span() or Span(named.symbol.id.module, 1, 1, 1, 1)


def shortened(text: str) -> str:
    """Shorten a text for a message."""
    return text if len(text) <= 80 else text[:77] + "..."


def is_recursive(types: Types, shape: ObjectShape) -> bool:
    """Whether an anonymous object type contains itself: then all places share it.

    A search that takes too long counts as recursive: the types in it may be new without end.
    """
    known = types.recursive.get(shape)
    if known is None:
        # By their `id()`: a union of thousands is not hashed for each object that it stands in.
        seen: dict[int, TypeTerm] = {}
        objects = 0
        waiting = _values(shape)
        while waiting and id(shape) not in seen and _may_look(types, objects, len(seen)):
            term = types.force(waiting.pop())
            if not isinstance(term, _HOLDERS) or id(term) in seen:
                continue
            seen[id(term)] = term
            match term:
                case Named() if term.arguments and term.symbol.of_kind("alias"):
                    waiting.append(types.alias_body(term))
                case TArray(element):
                    waiting.append(element)
                case TTuple(items):
                    waiting += [item.type for item in items]
                case TUnion():
                    waiting += types.split(term)[1]
                case ObjectShape():
                    objects += 1
                    types.budget.unfolded += 1
                    waiting += _values(term)
        known = types.recursive[shape] = id(shape) in seen or bool(waiting)
    return known


_HOLDERS: Final = (Named, TArray, TTuple, TUnion, ObjectShape)


def _may_look(types: Types, objects: int, terms: int) -> bool:
    is_little = objects < MOST_UNFOLDED and terms < MOST_HOLDERS
    return is_little and types.budget.unfolded < MOST_UNFOLDED_IN_ALL


def _values(shape: ObjectShape) -> list[TypeTerm]:
    """The types of the properties and index signatures of an object type."""
    values = [value for _, value in shape.indexes]
    return [*(item.type for item in shape.properties.values()), *values]
