"""What is two lists, or a list and something else, at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .exclusion import exclude_each_other, later
from .protocol import Types
from .semantics import NEVER, TArray, TTuple, TTupleItem, TypeTerm

__all__ = ["both_lists"]


def both_lists(types: Types, left: TypeTerm, right: TypeTerm) -> TypeTerm | None:
    """The intersection of two lists; None if one of the types is no list."""
    match types.peel(left), types.peel(right):
        case TArray(one), TArray(other):
            return TArray(later(types, [one, other], "[]", None))
        case TTuple(items), TTuple(others) if _lengths_differ(items, others):
            return NEVER
        case TTuple(items), TTuple(others) if _are_alike(items, others):
            return _both_tuples(types, items, others)
        case TTuple(), TArray() | TTuple():
            return left
        case TArray(), TTuple():
            return right
    return None


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
