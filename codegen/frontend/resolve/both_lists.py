"""What is two lists, or a list and something else, at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from ...model import UNKNOWN, Primitive
from .apparent import apparent
from .exclusion import exclude_each_other, later
from .merging import parts_of
from .protocol import Types
from .semantics import ANY, NEVER, ObjectShape, ShapeProperty, TArray, TTuple, TTupleItem, TypeTerm

__all__ = ["both_lists", "list_beside"]

_NUMBER: Final = Primitive("number")


def both_lists(types: Types, left: TypeTerm, right: TypeTerm) -> TypeTerm | None:
    """The intersection of two lists; None if one of the types is no list."""
    match types.peel(left), types.peel(right):
        case TArray(one), TArray(other):
            return TArray(later(types, [one, other], "[]", None))
        case TTuple(items), TTuple(others) if _lengths_differ(items, others):
            return NEVER
        case TTuple(items), TTuple(others) if _are_alike(items, others):
            return _both_tuples(types, items, others)
        case TTuple() as listed, TArray(element):
            return _with_elements(types, listed, element, (left, right))
        case TArray(element), TTuple() as listed:
            return _with_elements(types, listed, element, (left, right))
        case TTuple(), TTuple():
            return left
    return None


def _with_items(
    listed: TArray | TTuple, properties: Mapping[str, ShapeProperty]
) -> TArray | TTuple:
    """A list whose elements are what properties of their places say as well."""
    if isinstance(listed, TArray) or not any(name.isdigit() for name in properties):
        return listed
    items = [*listed.items]
    for place, item in enumerate(items):
        own = properties.get(str(place))
        if own is not None and not item.rest:
            items[place] = replace(item, type=own.type, optional=item.optional and own.optional)
    return replace(listed, items=tuple(items), keys=[])


def _with_elements(
    types: Types, listed: TTuple, element: TypeTerm, beside: Sequence[TypeTerm]
) -> TypeTerm:
    """A tuple that is an array as well: JSON writes the tuple."""
    if types.peel(element) in (ANY, UNKNOWN):
        return listed
    return list_beside(types, listed, beside, ObjectShape(indexes=[(_NUMBER, element)]))


def list_beside(
    types: Types, listed: TArray | TTuple, beside: Sequence[TypeTerm], shape: ObjectShape
) -> TypeTerm:
    """A list that is an object type, or a class of the library, as well: JSON writes the list.

    The types `beside` are those of the intersection, `shape` has the members of the object type.
    """
    parts = tuple(dict.fromkeys(part for term in beside for part in parts_of(types, term)))
    key = frozenset(parts)
    if key in types.merged:
        return types.merged[key]
    members = apparent(types, listed)
    assert members is not None
    own = dict(shape.properties)
    for name, item in own.items():
        other = members.properties.get(name)
        if other is not None:
            type_ = later(types, [item.type, other.type], name, item.span)
            optional = item.optional and other.optional
            own[name] = replace(item, type=type_, optional=optional, operands=(item, other))
    element = next(value for key, value in members.indexes if key == _NUMBER)
    numbers = [
        (_NUMBER, later(types, [value, element], "[key]", shape.span))
        for key, value in shape.indexes
        if types.peel(key) == _NUMBER
    ]
    changed = _with_items(listed, own)
    if changed is not listed and not numbers:
        numbers = [(_NUMBER, element)]  # TypeScript: by any number they are what they were.
    whole = replace(
        shape,
        properties=own,
        indexes=[*numbers, *shape.indexes],
        library=[*shape.library, changed],
        merged=True,
    )
    types.merged[key] = whole
    types.parts[whole] = parts
    return whole


def _lengths_differ(one: Sequence[TTupleItem], other: Sequence[TTupleItem]) -> bool:
    """Whether no tuple has the length of both."""
    if any(item.rest for item in (*one, *other)):
        return False
    fewest = max(sum(not item.optional for item in items) for items in (one, other))
    return fewest > min(len(one), len(other))


def _are_alike(items: Sequence[TTupleItem], others: Sequence[TTupleItem]) -> bool:
    """Whether the elements at one place of two tuples are both what is there."""
    return len(items) == len(others) or not any(item.rest for item in (*items, *others))


def _both_tuples(
    types: Types, items: Sequence[TTupleItem], others: Sequence[TTupleItem]
) -> TypeTerm:
    """The intersection of two tuples; elements exclude each other as properties do."""
    pairs = list(zip(items, others, strict=False))
    if any(_no_item_is_both(types, *pair) for pair in pairs):
        return NEVER
    both = [_both_items(types, *pair) for pair in pairs]
    return TTuple((*both, *items[len(both) :]))


def _no_item_is_both(types: Types, one: TTupleItem, other: TTupleItem) -> bool:
    if one.rest or other.rest or (one.optional and other.optional):
        return False
    sides = [(item.type, item.optional) for item in (one, other)]
    return exclude_each_other(types, sides, "[]", None)


def _both_items(types: Types, one: TTupleItem, other: TTupleItem) -> TTupleItem:
    term = later(types, [one.type, other.type], "[]", None)
    return replace(one, type=term, optional=one.optional and other.optional)
