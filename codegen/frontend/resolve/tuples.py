"""Normalize tuple types as TypeScript does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product

from ...model import UNKNOWN, Opaque, Primitive
from ..syntax import TupleType
from .budget import LARGEST_TUPLE
from .protocol import Types
from .semantics import ANY, NEVER, UNDEFINED, Env, TArray, TTuple, TTupleItem, TypeTerm, tuple_of
from .unions import union_of

__all__ = ["as_items", "middle", "normalized", "tuple_type"]

_LARGEST_PRODUCT = 10_000


def tuple_type(types: Types, node: TupleType, env: Env) -> TypeTerm:
    """The type that a tuple's text has: a union for each `...T` of a union in it."""
    parts: list[list[list[TTupleItem]]] = []
    types.spend_items(len(node.elements))
    for element in node.elements:
        term = types.deferred(element.type, env)
        if not element.rest:
            parts.append([[TTupleItem(term, element.optional, False, element.name)]])
            continue
        alternatives = _spread_items(types, term, element.name)
        if alternatives is None:
            return types.opaque(env, node.at, "the tuple is too large")
        parts.append(alternatives)
    whole = normalized(parts, readonly=node.readonly)
    return types.opaque(env, node.at, "the tuple is too large") if whole is None else whole


def _spread_items(types: Types, term: TypeTerm, name: str | None) -> list[list[TTupleItem]] | None:
    """The elements of `...T` in a tuple, for each member of a union; None for too many."""
    alternatives: list[list[TTupleItem]] = []
    for member in types.members(term):
        listed = types.list_base(member)
        if listed is not None:
            # TypeScript: what is a list and another type is spread as an array.
            shape = types.shape(member)
            values = [v for k, v in shape.indexes if k == Primitive("number")] if shape else []
            element = values[0] if values else union_of(map(_taken, as_items(listed)))
            alternatives.append([TTupleItem(element, False, True, name)])
            continue
        match member:
            case TTuple(items):
                if len(items) > LARGEST_TUPLE:
                    return None
                types.spend_items(len(items))
                alternatives.append(list(items))
            case TArray(element):
                alternatives.append([TTupleItem(element, False, True, name)])
            case Opaque():
                alternatives.append([TTupleItem(member, False, True, name, variadic=True)])
            case _ if member == NEVER:
                continue
            case _:
                alternatives.append([TTupleItem(ANY, False, True, name)])
    return alternatives


def normalized(
    parts: Sequence[Sequence[Sequence[TTupleItem]]], *, readonly: bool
) -> TypeTerm | None:
    """Make a tuple of parts, each with its alternatives; None if it is too large."""
    size = 1
    for part in parts:
        size *= len(part)
    if size > _LARGEST_PRODUCT:
        return None
    wholes = [[item for part in choice for item in part] for choice in product(*parts)]
    if any(len(items) > LARGEST_TUPLE for items in wholes):
        return None
    tuples = [tuple_of(_ordered(items), readonly=readonly) for items in wholes]
    # A union looks at all that is in its members, which takes long for tuples in tuples.
    return tuples[0] if len(tuples) == 1 else union_of(tuples)


def _ordered(items: list[TTupleItem]) -> list[TTupleItem]:
    """Normalize elements: none is optional before a required one, and at most one is a rest.

    TypeScript makes such an optional one required, with undefined, and joins all elements between
    the first rest element and the last that is a rest or optional.
    """
    if not any(item.optional or item.rest for item in items):
        return items
    required = [place for place, item in enumerate(items) if not (item.optional or item.rest)]
    last_required = max(required, default=-1)
    items = [
        replace(item, type=union_of([item.type, UNDEFINED]), optional=False)
        if item.optional and place < last_required
        else item
        for place, item in enumerate(items)
    ]
    loose = [place for place, item in enumerate(items) if item.optional or item.rest]
    first = next((p for p, item in enumerate(items) if item.rest and not item.variadic), None)
    if first is None or first >= loose[-1]:
        return items
    merged = union_of(_taken(item) for item in items[first : loose[-1] + 1])
    return [*items[:first], replace(items[first], type=merged), *items[loose[-1] + 1 :]]


def _taken(item: TTupleItem) -> TypeTerm:
    if item.variadic:
        return UNKNOWN
    return union_of([item.type, UNDEFINED]) if item.optional else item.type


def as_items(term: TArray | TTuple) -> tuple[TTupleItem, ...]:
    """The elements of a tuple; an array is one rest element."""
    if isinstance(term, TTuple):
        return term.items
    return (TTupleItem(term.element, False, True, None),)


def _fixed(items: Iterable[TTupleItem]) -> int:
    """The number of elements before a rest element."""
    count = 0
    for item in items:
        if item.rest:
            break
        count += 1
    return count


def middle(source: TArray | TTuple, target: TTuple, place: int) -> tuple[TTupleItem, ...]:
    """The part of a list for the element `...infer X` at a position of a tuple."""
    items = as_items(source)
    after = len(target.items) - place - 1
    start = min(_fixed(items), place)
    end = min(_fixed(reversed(items)), after)
    if start + end > len(items):
        end = len(items) - start
    return items[start : len(items) - end]
