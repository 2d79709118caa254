"""Intersections: `A & B`, unions distributed, object types merged."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Final

from ..model import NULL, UNKNOWN, Literal, Opaque, Primitive, Template
from ..source import Span
from .assignability import assignable
from .enums import is_enum
from .semantics import (
    NEVER,
    OPEN_STRING,
    UNDEFINED,
    Lazy,
    Named,
    ObjectShape,
    Placeholder,
    ShapeProperty,
    Special,
    TArray,
    TTuple,
    TUnion,
    TypeTerm,
    identity,
)
from .unions import union_of

if TYPE_CHECKING:
    from .evaluate import Evaluator

__all__ = ["intersect"]

_OPEN_NUMBER: Final = Special("open number")
_LARGEST_PRODUCT: Final = 20_000


def intersect(evaluator: Evaluator, terms: Sequence[TypeTerm]) -> TypeTerm:
    """The intersection of types: unions are distributed, object types merged."""
    distinct: dict[object, list[TypeTerm]] = {}
    for term in terms:
        found = _choices(evaluator, term)
        distinct.setdefault(_members_key(found), found)
    choices = list(distinct.values())
    size = 1
    for choice in choices:
        size *= len(choice)
    if size > _LARGEST_PRODUCT:
        return Opaque("an intersection of too many alternatives", "&")
    return union_of(_intersect_simple(evaluator, combination) for combination in product(*choices))


def _members_key(choices: Sequence[TypeTerm]) -> frozenset[object]:
    """Equal for unions of the same members: one type in TypeScript, whatever their order."""
    halves = [Literal("boolean", True), Literal("boolean", False)]
    return frozenset(
        identity(each)
        for choice in choices
        for each in (halves if choice == Primitive("boolean") else [choice])
    )


def _choices(evaluator: Evaluator, term: TypeTerm) -> list[TypeTerm]:
    """The members of a union, aliases of single types kept by name for their hint."""
    forced = evaluator.force(term)
    peeled = evaluator.peel(forced)
    if isinstance(peeled, TUnion):
        return [choice for member in peeled.members for choice in _choices(evaluator, member)]
    return [forced if isinstance(forced, Named) else peeled]


def _intersect_simple(evaluator: Evaluator, terms: Sequence[TypeTerm]) -> TypeTerm:
    result: TypeTerm = UNKNOWN
    for term in terms:
        result = _intersect_two(evaluator, result, term)
        if result == NEVER:
            return NEVER
    return result


def _intersect_two(evaluator: Evaluator, left: TypeTerm, right: TypeTerm) -> TypeTerm:
    if left == UNKNOWN:
        return right
    if right == UNKNOWN or identity(left) == identity(right):
        return left
    left_shape, right_shape = evaluator.shape(left), evaluator.shape(right)
    if left_shape is not None and right_shape is not None:
        # The same two types give the same object, so that recursive ones come to an end.
        parts = dict.fromkeys((*_parts(evaluator, left), *_parts(evaluator, right)))
        key = frozenset(parts)
        if key not in evaluator.merged:
            merged = _merged(evaluator, left, left_shape, right, right_shape)
            evaluator.merged[key] = merged
            if isinstance(merged, ObjectShape):
                evaluator.parts.setdefault(merged, tuple(parts))
        return evaluator.merged[key]
    if identity(evaluator.peel(left)) == identity(evaluator.peel(right)):
        return left
    for one, other in ((left, right), (right, left)):
        found = _narrowed(evaluator, evaluator.peel(one), evaluator.peel(other), one)
        if found is not None:
            return found
    lists = evaluator.peel(left), evaluator.peel(right)
    match lists:
        case TArray(one_element), TArray(other_element):
            return TArray(_later(evaluator, [one_element, other_element], "[]", None))
    return NEVER


def _parts(evaluator: Evaluator, term: TypeTerm) -> tuple[object, ...]:
    """What a type is an intersection of, as keys; the type itself where it is none."""
    peeled = evaluator.peel(term)
    known = evaluator.parts.get(peeled) if isinstance(peeled, ObjectShape) else None
    return (identity(term),) if known is None else known


def _later(
    evaluator: Evaluator, terms: Sequence[TypeTerm], text: str, span: Span | None
) -> TypeTerm:
    """The intersection of types, worked out when somebody looks."""
    if identity(terms[0]) == identity(terms[1]):
        return terms[0]
    return Lazy(lambda: intersect(evaluator, terms), text, span or _nowhere())


def _narrowed(
    evaluator: Evaluator, one: TypeTerm, other: TypeTerm, named: TypeTerm
) -> TypeTerm | None:
    """What is left of `one` where `other` says nothing more than it does; None if unknown."""
    match one, other:
        case (Opaque() | Placeholder(), _):
            return one
        case (Primitive("string") | Special("open string"), ObjectShape()):
            return OPEN_STRING
        case (Primitive("number") | Special("open number"), ObjectShape()):
            return _OPEN_NUMBER
        case (Primitive("boolean"), ObjectShape()):
            return one
        case (Primitive("null") | Special("undefined"), _):
            return NEVER
        case (Literal() | Template() | TArray() | TTuple(), ObjectShape()):
            return one
        case (Primitive("object"), ObjectShape(is_empty=True)):
            return one
        case (_, Primitive("object")) if _is_object(evaluator, one):
            return None if isinstance(one, ObjectShape) and one.is_empty else named
        case (_, Primitive("defined")):
            return named
        case (Literal() | Template(), Primitive() | Template()):
            return one if assignable(evaluator, one, other) else None
        case (Special("open string"), Primitive("string")):
            return one
        case (Literal(kind="string"), Special("open string")):
            return one
        case (Named(symbol), Primitive()) if symbol.of_kind("enum"):
            return one
        case (Literal(), Named()) if is_enum(other):
            return one if assignable(evaluator, one, other) else NEVER
        case (TTuple(), TArray() | TTuple()) | (TArray(), TTuple()):
            return one if assignable(evaluator, one, other) else None
        case _:
            return None


def _is_object(evaluator: Evaluator, term: TypeTerm) -> bool:
    return isinstance(term, TArray | TTuple) or evaluator.shape(term) is not None


def _merged(
    evaluator: Evaluator,
    left: TypeTerm,
    left_shape: ObjectShape,
    right: TypeTerm,
    right_shape: ObjectShape,
) -> TypeTerm:
    """An object that is both; never, where a required literal would have to be two values."""
    if right_shape.is_empty:
        return left
    if left_shape.is_empty:
        return right
    hints = [s.hint for t, s in ((left, left_shape), (right, right_shape)) if s.hint is not None]
    merged = ObjectShape(
        dict(left_shape.properties),
        list(left_shape.indexes),
        "".join(dict.fromkeys(hints)) or None,
        left_shape.skipped + right_shape.skipped,
        left_shape.callable or right_shape.callable,
        left_shape.span or right_shape.span,
        merged=True,
        methods={**left_shape.methods, **right_shape.methods},
        calls=left_shape.calls + right_shape.calls,
    )
    for name, item in right_shape.properties.items():
        known = merged.properties.get(name)
        if known is None:
            merged.properties[name] = item
            continue
        both = _both(evaluator, known, item)
        if both is None:
            return NEVER
        merged.properties[name] = both
    _add_indexes(evaluator, merged, right_shape)
    return merged


def _add_indexes(evaluator: Evaluator, merged: ObjectShape, other: ObjectShape) -> None:
    """Add index signatures: of two with one key, a value is both."""
    places = {identity(evaluator.peel(key)): place for place, (key, _) in enumerate(merged.indexes)}
    for key, value in other.indexes:
        place = places.get(identity(evaluator.peel(key)))
        if place is None:
            merged.indexes.append((key, value))
        else:
            both = [merged.indexes[place][1], value]
            merged.indexes[place] = (key, _later(evaluator, both, "[key]", other.span))


def _both(evaluator: Evaluator, left: ShapeProperty, right: ShapeProperty) -> ShapeProperty | None:
    """One property of an intersection; None if its literal types exclude each other."""
    if left is right or identity(left.type) == identity(right.type):
        term: TypeTerm = left.type
    else:
        sides = [_with_absence(side) for side in (left, right)]
        term = _later(evaluator, sides, left.name, left.span or right.span)
        if not (left.optional and right.optional) and _exclude_each_other(evaluator, left, right):
            return None
    return ShapeProperty(
        left.name,
        term,
        left.optional and right.optional,
        left.readonly and right.readonly,
        left.doc or right.doc,
        left.deprecated or right.deprecated,
        left.span,
    )


def _with_absence(item: ShapeProperty) -> TypeTerm:
    """What reading a property gives: undefined too, where it is optional."""
    return union_of([item.type, UNDEFINED]) if item.optional else item.type


def _exclude_each_other(evaluator: Evaluator, left: ShapeProperty, right: ShapeProperty) -> bool:
    """Whether two types of a property, one of them of literals, have nothing in common.

    TypeScript: a required property like that makes the whole intersection never.
    """
    sides = [evaluator.settled(_with_absence(side)) for side in (left, right)]
    if NEVER in sides or not any(side is not None and _all_units(side) for side in sides):
        return False
    known = [side for side in sides if side is not None]
    both = Lazy(lambda: intersect(evaluator, known), left.name, left.span or _nowhere())
    return len(known) == len(sides) and evaluator.settled(both) == NEVER


def _all_units(term: TypeTerm) -> bool:
    """Whether a type consists of types that have one value each."""
    if isinstance(term, Lazy) and term.value is not None:
        term = term.value
    if isinstance(term, TUnion):
        return all(map(_all_units, term.members))
    return isinstance(term, Literal) or term in (UNDEFINED, NULL) or is_enum(term)


def _nowhere() -> Span:
    return Span("", 1, 1, 1, 1)
