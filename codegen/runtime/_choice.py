"""Which member of a union an object is, where no tag tells.

The required fields decide, then the kinds of the values and the values themselves, then how
many of the fields are declared. Of members that an object fits alike the most specific is
taken: one whose every value is a value of the other comes before it. Where that is open too,
the first of the union is. An object that fits none is the one that it contradicts least, or
none where that is open.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from ._runtime import Json, tag_key
from ._strict import (
    AnyOf,
    Constant,
    Kind,
    ListOf,
    MapOf,
    Named,
    Object,
    Pattern,
    Shape,
    Shapes,
    Tagged,
    TupleOf,
    find_problems,
    is_one,
)

__all__ = ["choose"]

_EMPTY: Final = Object({}, {})
_DEEPEST: Final = 16  # As many names of shapes are followed for the kind of a value.


def choose(
    shapes: Shapes, members: tuple[Shape, ...], value: dict[str, Any]
) -> int | None:
    """Which of some object shapes a value is; None where that is open."""
    options = _options(shapes, members)
    whole = options.complete(value)
    candidates = whole or list(range(len(members)))
    if len(candidates) == 1:
        return candidates[0]
    possible = [
        i for i in candidates if _is_possible(shapes, options.objects[i], value)
    ]
    if len(possible) == 1:
        return possible[0]
    fitting = options.fitting(possible, value) if whole else []
    if fitting:
        return options.most_specific(_most_declared(options, fitting, value))
    candidates = possible or candidates
    kept = [i for i in candidates if not _contradicts(shapes, members[i], value)]
    nearest = _most_declared(options, kept or candidates, value)
    return nearest[0] if len(nearest) == 1 else None


class _Watch(NamedTuple):
    """The members that need a field: with any value, or with a literal."""

    any_value: list[int]
    literals: dict[Any, list[int]]


class _Options:
    """What is known of the members of one union.

    An object can only be of a member whose required fields it has. Each member is listed
    under the one of them that the fewest others require, so that few are looked at.
    """

    def __init__(self, shapes: Shapes, members: tuple[Shape, ...]) -> None:
        self.shapes = shapes
        self.members = members
        self.objects = [_as_object(shapes, member) for member in members]
        self._always: list[int] = []
        self._watched: dict[str, _Watch] = {}
        self._within: dict[tuple[int, int], bool] = {}
        self._differing: dict[tuple[int, ...], list[str]] = {}
        self._open = any(
            not isinstance(_declared_as(shapes, member), Object)
            or each.extra is not None
            for member, each in zip(members, self.objects, strict=True)
        )
        counts: dict[Any, int] = {}
        keys = [list(_keys(shapes, each)) for each in self.objects]
        for of_member in keys:
            for name, literals in of_member:
                for key in literals or (None,):
                    counts[name, key] = counts.get((name, key), 0) + 1
        for index, of_member in enumerate(keys):
            if not of_member:
                self._always.append(index)
                continue
            name, literals = min(
                of_member,
                key=lambda each: max(
                    counts[each[0], key] for key in each[1] or (None,)
                ),
            )
            watch = self._watched.setdefault(name, _Watch([], {}))
            for key in literals:
                watch.literals.setdefault(key, []).append(index)
            if not literals:
                watch.any_value.append(index)

    def complete(self, value: dict[str, Any]) -> list[int]:
        """The members whose required fields a value has, in their order.

        Those that another literal rules out are left away, unless they are all.
        """
        found = set(self._always)
        for name, item in value.items():
            watch = self._watched.get(name)
            if watch is not None:
                found.update(watch.any_value)
                if item is None:
                    found.update(i for group in watch.literals.values() for i in group)
                else:
                    found.update(watch.literals.get(tag_key(item), ()))
        whole = self._whole(sorted(found), value)
        return whole or self._whole(range(len(self.objects)), value)

    def _whole(self, indices: Iterable[int], value: dict[str, Any]) -> list[int]:
        names = value.keys()
        return [i for i in indices if self.objects[i].required.keys() <= names]

    def fitting(self, indices: list[int], value: dict[str, Any]) -> list[int]:
        """Those of some members that a value fits, which has the required fields of all.

        Fields that the members declare alike do not tell them apart and are not looked at:
        a value that nests would be looked at again for each object in it.
        """
        if self._open:
            return [
                i
                for i in indices
                if not find_problems(self.shapes, self.members[i], value)
            ]
        names = self._names_that_differ(tuple(indices))
        present = [(name, value[name]) for name in names if name in value]
        return [i for i in indices if self._fits(self.objects[i], present)]

    def _fits(self, shape: Object, fields: list[tuple[str, Any]]) -> bool:
        for name, item in fields:
            field = shape.required.get(name) or shape.optional.get(name)
            if field is not None and find_problems(self.shapes, field, item):
                return False
        return True

    def _names_that_differ(self, indices: tuple[int, ...]) -> list[str]:
        known = self._differing.get(indices)
        if known is None:
            spelled: dict[str, set[Any]] = {}
            counts: dict[str, int] = {}
            for index in indices:
                shape = self.objects[index]
                for name, field in (*shape.required.items(), *shape.optional.items()):
                    spelled.setdefault(name, set()).add(_spelled(field))
                    counts[name] = counts.get(name, 0) + 1
            known = self._differing[indices] = [
                name
                for name, forms in spelled.items()
                if len(forms) > 1 or counts[name] < len(indices)
            ]
        return known

    def most_specific(self, indices: list[int]) -> int:
        """The first of some members that no other one is within."""
        best = indices[0]
        for index in indices[1:]:
            if self._is_within(index, best) and not self._is_within(best, index):
                best = index
        return best

    def _is_within(self, one: int, other: int) -> bool:
        known = self._within.get((one, other))
        if known is None:
            pair = self.members[one], self.members[other]
            comparison = _Comparison(self.shapes, {}, _INNERMOST)
            known = self._within[one, other] = _is_within(comparison, *pair)
        return known


_KNOWN: dict[tuple[int, int], _Options] = {}  # What has an identity here stays alive.


def _options(shapes: Shapes, members: tuple[Shape, ...]) -> _Options:
    key = id(shapes), id(members)
    options = _KNOWN.get(key)
    if options is None:
        options = _KNOWN[key] = _Options(shapes, members)
    return options


def _keys(shapes: Shapes, shape: Object) -> Iterable[tuple[str, tuple[Any, ...]]]:
    """The required fields of a shape, each with the keys of its literals if it has any."""
    for name, field in shape.required.items():
        declared = _declared_as(shapes, field)
        literals = declared.values if isinstance(declared, Constant) else ()
        yield name, tuple(map(tag_key, literals))


def _spelled(shape: Shape) -> Any:
    """A key that two shapes share only if they are written alike."""
    if isinstance(shape, Named):
        return shape.name
    if isinstance(shape, Kind):
        return shape.types
    if isinstance(shape, Constant):
        return "one of", *map(tag_key, shape.values)
    if isinstance(shape, AnyOf):
        return "any of", *map(_spelled, shape.members)
    if isinstance(shape, ListOf):
        return "list of", _spelled(shape.element)
    if isinstance(shape, MapOf):
        return "map of", _spelled(shape.value)
    return id(shape)


def _declared_as(shapes: Shapes, shape: Shape) -> Shape:
    while isinstance(shape, Named):
        shape = shapes[shape.name]
    return shape


def _as_object(shapes: Shapes, shape: Shape) -> Object:
    shape = _declared_as(shapes, shape)
    return shape if isinstance(shape, Object) else _EMPTY


def _is_possible(shapes: Shapes, shape: Object, value: dict[str, Any]) -> bool:
    """Whether the values of the declared fields are of the right kinds, nothing deeper."""
    return all(
        name not in value or _may_be(shapes, field, value[name], _DEEPEST)
        for fields in (shape.required, shape.optional)
        for name, field in fields.items()
    )


def _may_be(shapes: Shapes, shape: Shape, value: Json, depth: int) -> bool:
    if isinstance(shape, Named):
        return depth == 0 or _may_be(shapes, shapes[shape.name], value, depth - 1)
    if isinstance(shape, AnyOf):
        return any(_may_be(shapes, each, value, depth) for each in shape.members)
    if isinstance(shape, (Object, MapOf, Tagged)):
        return isinstance(value, dict)
    if isinstance(shape, (ListOf, TupleOf)):
        return isinstance(value, list)
    return is_one(shape, value)


def _contradicts(shapes: Shapes, shape: Shape, value: Json) -> bool:
    """Whether a required literal, at any depth, has another value, as a tag may have."""
    shape = _declared_as(shapes, shape)
    if isinstance(shape, Constant):
        return value is not None and not is_one(shape, value)
    return (
        isinstance(shape, Object)
        and isinstance(value, dict)
        and any(
            name in value and _contradicts(shapes, field, value[name])
            for name, field in shape.required.items()
        )
    )


def _most_declared(
    options: _Options, indices: list[int], value: dict[str, Any]
) -> list[int]:
    """Those of some members that declare the most fields of a value."""
    declared = {
        i: sum(
            name in options.objects[i].required or name in options.objects[i].optional
            for name in value
        )
        for i in indices
    }
    most = max(declared.values())
    return [i for i in indices if declared[i] == most]


# -------------------------------------------------------------------- specificity

_INNERMOST: Final = 8  # As many shapes inside of each other are compared.


class _Comparison(NamedTuple):
    """One look at two shapes: which pairs were compared, and how deep this one is."""

    shapes: Shapes
    seen: dict[tuple[int, int], bool]
    depth: int


def _is_within(seen: _Comparison, one: Shape, other: Shape) -> bool:
    """Whether every value of a shape is one of another, as far as can be told.

    What contains itself is within another as long as nothing speaks against it, and so is
    what is too deep.
    """
    shapes, pairs, depth = seen
    one, other = _declared_as(shapes, one), _declared_as(shapes, other)
    pair = id(one), id(other)
    if one is other or depth == 0:
        return True
    if pair not in pairs:
        pairs[pair] = True
        pairs[pair] = _is_part(_Comparison(shapes, pairs, depth - 1), one, other)
    return pairs[pair]


def _is_part(seen: _Comparison, one: Shape, other: Shape) -> bool:
    def within(inner: Shape, outer: Shape) -> bool:
        return _is_within(seen, inner, outer)

    if isinstance(one, AnyOf):
        return all(within(member, other) for member in one.members)
    if isinstance(one, Tagged):
        return all(within(member, other) for member in _branches(one))
    if isinstance(other, AnyOf):
        return any(within(one, member) for member in other.members)
    if isinstance(other, Tagged):
        return any(within(one, member) for member in _branches(other))
    if isinstance(one, Constant):
        return isinstance(other, (Kind, Constant, Pattern)) and all(
            is_one(other, value) for value in one.values
        )
    if isinstance(other, Kind):
        types = one.types if isinstance(one, Kind) else (_TYPES[type(one)],)
        return object in other.types or set(types) <= set(other.types)
    if isinstance(one, Pattern):
        return isinstance(other, Pattern) and one.text == other.text
    if isinstance(one, ListOf):
        return isinstance(other, ListOf) and within(one.element, other.element)
    if isinstance(one, TupleOf):
        items = [*one.items, *one.after, *((one.rest,) if one.rest else ())]
        if isinstance(other, ListOf):
            return all(within(item, other.element) for item in items)
        return isinstance(other, TupleOf) and _is_part_of_tuple(seen, one, other)
    if isinstance(one, MapOf):
        return isinstance(other, MapOf) and within(one.value, other.value)
    if isinstance(one, Object) and isinstance(other, MapOf):
        fields = [*one.required.values(), *one.optional.values()]
        return one.extra is not None and all(
            within(field, other.value) for field in (*fields, one.extra)
        )
    if isinstance(one, Object) and isinstance(other, Object):
        return all(
            name in one.required and within(one.required[name], field)
            for name, field in other.required.items()
        ) and all(
            (name in one.required and within(one.required[name], field))
            or (name in one.optional and within(one.optional[name], field))
            for name, field in other.optional.items()
        )
    return False


def _is_part_of_tuple(seen: _Comparison, one: TupleOf, other: TupleOf) -> bool:
    if one.rest is not None or other.rest is not None or one.after or other.after:
        return False
    pairs = zip(one.items, other.items, strict=False)
    return (
        one.required >= other.required
        and len(one.items) <= len(other.items)
        and all(_is_within(seen, *pair) for pair in pairs)
    )


def _branches(shape: Tagged) -> list[Shape]:
    rest = [each for each in (shape.absent, shape.other) if each is not None]
    return [*shape.branches.values(), *rest]


_TYPES: Final[dict[Any, Any]] = {
    Pattern: str,
    ListOf: list,
    TupleOf: list,
    MapOf: dict,
    Object: dict,
}
