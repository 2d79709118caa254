"""Object types merged into one: what an intersection of them has."""

from __future__ import annotations

from collections.abc import Sequence

from .exclusion import exclude_each_other, is_same, later, with_absence
from .protocol import Types
from .semantics import NEVER, ObjectShape, ShapeProperty, TypeTerm, identity

__all__ = ["merged_once", "parts_of", "remerged"]


def parts_of(types: Types, term: TypeTerm) -> tuple[object, ...]:
    """The operands of an intersection, as keys; of any other type, its key."""
    peeled = types.peel(term)
    known = types.parts.get(peeled) if isinstance(peeled, ObjectShape) else None
    return (identity(term),) if known is None else known


def merged_once(
    types: Types, left: TypeTerm, right: TypeTerm, parts: tuple[object, ...]
) -> TypeTerm:
    """Merge two object types, with their operands. TypeScript: `this` in them is both."""
    shapes = types.shape(left), types.shape(right)
    for term, shape in zip((right, left), shapes, strict=True):
        if shape is not None and shape.is_empty:
            return term
    whole = ObjectShape(merged=True)
    if types.members_with_this(left) or types.members_with_this(right):
        types.merged[frozenset(parts)] = whole
        types.parts[whole] = parts
        shapes = types.bound(left, whole), types.bound(right, whole)
    else:
        types.parts[whole] = parts
    one, other = shapes
    assert one is not None and other is not None
    return _merged(types, one, other, whole)


def remerged(types: Types, parts: Sequence[TypeTerm], this: TypeTerm) -> ObjectShape | None:
    """Merge object types anew, with another `this` in their members."""
    merged = types.bound(parts[0], this)
    for part in parts[1:]:
        other = types.bound(part, this)
        assert merged is not None and other is not None
        merged = types.shape(_merged(types, merged, other, ObjectShape(merged=True)))
    return merged


def _merged(types: Types, left: ObjectShape, right: ObjectShape, merged: ObjectShape) -> TypeTerm:
    """Merge two object types into one; never, if a required property would need two literals."""
    types.spend(len(left.properties) + len(right.properties))
    hints = [shape.hint for shape in (left, right) if shape.hint is not None]
    merged.properties.update(left.properties)
    merged.indexes += left.indexes
    merged.hint = "".join(dict.fromkeys(hints)) or None
    merged.skipped += left.skipped + right.skipped
    merged.callable = left.callable or right.callable
    merged.span = left.span or right.span
    merged.mapped = all(shape.mapped for shape in (left, right) if shape.indexes)
    merged.enum = all(shape.enum for shape in (left, right) if shape.indexes)
    merged.methods |= left.methods | right.methods
    merged.calls += left.calls + right.calls
    merged.symbols.update(left.symbols)
    merged.library += left.library + right.library
    for members, added in (
        (merged.properties, right.properties),
        (merged.symbols, right.symbols),
    ):
        for name, item in added.items():
            known = members.get(name)
            both = item if known is None else _both(types, known, item)
            if both is None:
                return NEVER
            members[name] = both
    _add_indexes(types, merged, right)
    return merged


def _add_indexes(types: Types, merged: ObjectShape, other: ObjectShape) -> None:
    """Merge index signatures: values of equal keys are intersected."""
    places = {identity(types.peel(key)): place for place, (key, _) in enumerate(merged.indexes)}
    for key, value in other.indexes:
        place = places.get(identity(types.peel(key)))
        if place is None:
            merged.indexes.append((key, value))
        else:
            both = [merged.indexes[place][1], value]
            merged.indexes[place] = (key, later(types, both, "[key]", other.span))


def _both(types: Types, left: ShapeProperty, right: ShapeProperty) -> ShapeProperty | None:
    """Merge one property; None if its literal types are disjoint."""
    operands: tuple[ShapeProperty, ...] = ()
    if left is right or is_same(left.type, right.type):
        term: TypeTerm = left.type
    else:
        # Only all of them together are known to exclude each other.
        operands = (*(left.operands or (left,)), *(right.operands or (right,)))
        sides = [with_absence(side.type, optional=side.optional) for side in operands]
        types.spend(len(sides) - 2)
        span = left.span or right.span
        term = later(types, sides, left.name, span)
        is_required = not (left.optional and right.optional)
        if is_required and exclude_each_other(types, sides, left.name, span):
            return None
    return ShapeProperty(
        left.name,
        term,
        left.optional and right.optional,
        left.readonly and right.readonly,
        left.doc or right.doc,
        left.deprecated or right.deprecated,
        left.span,
        left.numeric and right.numeric,
        left.key if left.key == right.key else None,
        operands,
    )
