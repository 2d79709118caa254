"""Object types merged into one: what an intersection of them has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...model import Literal
from .exclusion import exclude_each_other, is_same, later, lazily, with_absence
from .mixed_constructors import joined_calls
from .protocol import Types
from .semantics import ObjectShape, ShapeProperty, TArray, TTuple, TypeTerm, identity

__all__ = ["is_impossible", "merged_once", "parts_of", "remerged", "tags_exclude"]


def parts_of(types: Types, term: TypeTerm) -> tuple[object, ...]:
    """The operands of an intersection, as keys; of any other type, its key."""
    peeled = types.peel(term)
    known = types.parts.get(peeled) if isinstance(peeled, ObjectShape) else None
    return (identity(term),) if known is None else known


def key_of(left: ObjectShape, right: ObjectShape, parts: Sequence[object]) -> object:
    """The key of an intersection by its operands: their order counts for overloads alone."""
    has_overloads = bool(left.calls and right.calls) or any(
        not one.methods.keys().isdisjoint(names)
        for one, other in ((left, right), (right, left))
        for names in (other.methods, other.properties)
    )
    return tuple(parts) if has_overloads else frozenset(parts)


def merged_once(
    types: Types, left: TypeTerm, right: TypeTerm, parts: tuple[object, ...], key: object
) -> TypeTerm:
    """Merge two object types, with their operands. TypeScript: `this` in them is both."""
    shapes = types.shape(left), types.shape(right)
    for term, shape in zip((right, left), shapes, strict=True):
        if shape is not None and shape.is_empty:
            return term
    whole = ObjectShape(merged=True)
    if types.members_with_this(left) or types.members_with_this(right):
        types.merged[key] = whole
        types.parts[whole] = parts
        shapes = types.bound(left, whole), types.bound(right, whole)
    else:
        types.parts[whole] = parts
        types.with_this[whole] = frozenset()
    one, other = shapes
    assert one is not None and other is not None
    return _merged(types, one, other, whole)


def is_impossible(types: Types, shape: ObjectShape) -> bool:
    """Whether no value is all that was merged, as no value of a required property is.

    TypeScript looks at what all operands of an intersection say of a property together.
    """
    known = types.impossible.get(shape)
    if known is None:
        types.impossible[shape] = False
        merged = (*shape.properties.values(), *shape.symbols.values())
        known = types.impossible[shape] = any(_has_no_value(types, item) for item in merged)
    return known


def tags_exclude(types: Types, terms: Sequence[TypeTerm]) -> bool:
    """Whether object types have literals for a property that exclude each other.

    This is what `is_impossible` says of them once they are merged: most members of two unions are
    told apart so, and merging them would be in vain.
    """
    shapes = [shape for term in terms if (shape := types.shape(term)) is not None]
    known: dict[str, ShapeProperty] = {}
    for shape in shapes if len(shapes) > 1 else ():
        for name, item in shape.properties.items():
            if not isinstance(item.type, Literal) or item.optional:
                continue
            before = known.setdefault(name, item)
            if not is_same(before.type, item.type):
                items = [one for whole in shapes if (one := whole.properties.get(name))]
                if all(type(one.type) is Literal for one in items):
                    return True
                sides = [side for one in items for side in _sides(one)]
                if exclude_each_other(types, sides, name, item.span):
                    return True
    return False


def _has_no_value(types: Types, item: ShapeProperty) -> bool:
    if item.optional or not item.operands:
        return False
    return exclude_each_other(types, list(_sides(item)), item.name, item.span)


def _sides(item: ShapeProperty) -> Iterator[tuple[TypeTerm, bool]]:
    """The types that operands of an intersection have for a property, and if it is optional."""
    waiting, passed = [item], set[ShapeProperty]()
    while waiting:
        item = waiting.pop()
        if item in passed:
            continue
        passed.add(item)
        if item.operands:
            waiting += reversed(item.operands)
        else:
            yield item.type, item.optional


def _with_absence(item: ShapeProperty) -> list[TypeTerm]:
    return [with_absence(term, optional=optional) for term, optional in _sides(item)]


def remerged(types: Types, parts: Sequence[TypeTerm], this: TypeTerm) -> ObjectShape | None:
    """Merge object types anew, with another `this` in their members."""
    merged = types.bound(parts[0], this)
    for part in parts[1:]:
        other = types.bound(part, this)
        assert merged is not None and other is not None
        merged = _merged(types, merged, other, ObjectShape(merged=True))
    return merged


def _merged(
    types: Types, left: ObjectShape, right: ObjectShape, merged: ObjectShape
) -> ObjectShape:
    """Merge two object types into one."""
    types.spend(len(left.properties) + len(right.properties))
    types.spend_items(_others_in(left) + _others_in(right))
    hints = [shape.hint for shape in (left, right) if shape.hint is not None]
    merged.properties.update(left.properties)
    merged.indexes += left.indexes
    merged.hint = "".join(dict.fromkeys(hints)) or None
    merged.skipped += left.skipped + right.skipped
    merged.callable = left.callable or right.callable
    merged.span = left.span or right.span
    merged.mapped = all(shape.mapped for shape in (left, right) if shape.indexes)
    merged.enum = all(shape.enum for shape in (left, right) if shape.indexes)
    merged.calls += joined_calls(types, left.calls, right.calls)
    merged.symbols.update(left.symbols)
    merged.hidden |= left.hidden | right.hidden
    merged.library += left.library + right.library
    _join_lists(types, merged)
    for members, added in (
        (merged.properties, right.properties),
        (merged.symbols, right.symbols),
    ):
        for name, item in added.items():
            known = members.get(name)
            members[name] = item if known is None else _both(types, known, item)
    _add_methods(types, merged, left, right)
    _add_indexes(types, merged, right)
    return merged


def _add_methods(types: Types, merged: ObjectShape, left: ObjectShape, right: ObjectShape) -> None:
    """Merge methods: those of one name are overloads, and properties as well if one of them is."""
    for name, item in (*left.methods.items(), *right.methods.items()):
        known = merged.properties.get(name)
        if known is not None:
            merged.properties[name] = _both(types, *_in_order(known, item, right))
            continue
        known = merged.methods.get(name)
        merged.methods[name] = item if known is None else _both(types, known, item)


def _in_order(
    known: ShapeProperty, method: ShapeProperty, right: ObjectShape
) -> tuple[ShapeProperty, ShapeProperty]:
    """A property and a method of one name, in the order of the types that they are of."""
    return (known, method) if right.methods.get(method.name) is method else (method, known)


def _others_in(shape: ObjectShape) -> int:
    """The number of members that are copied, without the properties."""
    named = len(shape.methods) + len(shape.symbols)
    return named + len(shape.calls) + len(shape.skipped) + len(shape.indexes)


def _join_lists(types: Types, merged: ObjectShape) -> None:
    """Make one of the lists that two types are which are merged."""
    lists = [base for base in merged.library if isinstance(base, TArray | TTuple)]
    if len(lists) < 2:
        return
    whole = types.peel(types.intersection(lists))
    more, one = types.shape(whole), types.list_base(whole)
    merged.library = [base for base in merged.library if base not in lists] + [one or whole]
    if more is not None:
        merged.indexes = [*more.indexes, *merged.indexes]


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


def _both(types: Types, left: ShapeProperty, right: ShapeProperty) -> ShapeProperty:
    """Merge one property."""
    both = ShapeProperty(
        left.name,
        left.type,
        left.optional and right.optional,
        left.readonly and right.readonly,
        left.doc or right.doc,
        left.deprecated or right.deprecated,
        left.span,
        left.numeric and right.numeric,
        left.key if left.key == right.key else None,
    )
    if left is right:
        return both
    is_known = is_same(left.type, right.type)
    if not is_known or left.operands or right.operands:
        both.operands = left, right
    if not is_known:
        span = left.span or right.span
        both.type = lazily(types, lambda: _with_absence(both), left.name, span)
    return both
