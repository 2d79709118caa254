"""Tell the member of a union that an object is of, without a tag.

A tag inside a required object decides, where each member has its own. Where none does,
the required fields decide, then the kinds of the values and the values themselves, then how
many of the fields are declared. Of members that an object fits alike the most specific is
taken: one whose every value is a value of the other comes before it. Where that is open too,
the first of the union is. An object that fits none is the one that it contradicts least, or
none where that is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from ._apart import begin_walk, end_walk
from ._runtime import Json, Reader
from ._shapes import (
    AnyOf,
    ByKeys,
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
    is_one,
    resolved,
    tag_key,
)
from ._strict import Walk

_EMPTY: Final = Object({}, {})
_kept: Final[dict[int, Options]] = {}  # By the `id()` of the members, which they keep.
_DEEPEST: Final = 16  # As many names of shapes are followed for the kind of a value.


def choice_reader(
    shapes: Shapes,
    members: Sequence[Shape],
    readers: Mapping[int, Reader],
    kind: type[Any],
) -> Reader:
    """The function that reads a value of one kind as the member of a union that it is.

    Where that is open, the value stays as it is. The parts of it, which are read in turn,
    profit from what was found to choose.
    """
    options = Options(shapes, members)

    def read(value: Json) -> Any:
        if not isinstance(value, kind):
            return value
        walk, outer = begin_walk(shapes)
        try:
            index = options.choose(walk, value)
            return value if index is None else readers[index](value)
        finally:
            end_walk(outer)

    return read


def choose(
    shapes: Shapes, members: Sequence[Shape], value: dict[str, Any] | list[Any]
) -> int | None:
    """The index of the shape that a value has; None if that is undecided.

    What is found about the members is kept, as they are those of a union in a package.
    """
    kept = _kept.get(id(members))
    if kept is None or kept.shapes is not shapes:
        kept = _kept[id(members)] = Options(shapes, members)
    return kept.choose(Walk(shapes), value)


class _Watch(NamedTuple):
    """The members that need a field: with any value, or with a literal."""

    any_value: list[int]
    literals: dict[Any, list[int]]


class Options:
    """The members of one union, prepared for choosing among them.

    An object can only be of a member whose required fields it has. Each member is listed
    under the one of them that the fewest others require, so that few are looked at. `steps`
    are those that the comparisons of members have taken so far.
    """

    def __init__(self, shapes: Shapes, members: Sequence[Shape]) -> None:
        self.shapes = shapes
        self.members = members
        self.steps = 0
        self.objects = [_as_object(shapes, member) for member in members]
        self._always: list[int] = []
        self._watched: dict[str, _Watch] = {}
        self._within: dict[tuple[int, int], bool] = {}
        self._forms: dict[int, dict[str, int]] = {}
        self._numbers: dict[Shape, int] = {}
        self._open = any(
            not isinstance(resolved(shapes, member), Object) or shape.extra is not None
            for member, shape in zip(members, self.objects, strict=True)
        )
        counts: dict[Any, int] = {}
        keys = [list(_keys(shapes, shape)) for shape in self.objects]
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
                key=lambda field: max(
                    counts[field[0], key] for key in field[1] or (None,)
                ),
            )
            watch = self._watched.setdefault(name, _Watch([], {}))
            for key in literals:
                watch.literals.setdefault(key, []).append(index)
            if not literals:
                watch.any_value.append(index)

    def choose(self, walk: Walk, value: Json) -> int | None:
        """The index of the member that a value is of; None if that is undecided."""
        # Arrays have no fields, so of them only the values decide.
        names = value if isinstance(value, dict) else dict[str, Any]()
        whole = self.complete(names)
        candidates = whole or list(range(len(self.members)))
        if len(candidates) == 1:
            return candidates[0]
        possible = [i for i in candidates if self._is_possible(i, value)]
        if len(possible) == 1:
            return possible[0]
        fitting = self._fitting(walk, possible, value) if whole else []
        if fitting:
            return self.most_specific(self._most_declared(fitting, names))
        candidates = possible or candidates
        kept = [
            i
            for i in candidates
            if not _contradicts(self.shapes, self.members[i], value)
        ]
        nearest = self._most_declared(kept or candidates, names)
        return nearest[0] if len(nearest) == 1 else None

    def _is_possible(self, index: int, value: Json) -> bool:
        """Whether the values of the declared fields are of the right kinds, nothing deeper."""
        if not isinstance(value, dict):
            return _may_be(self.shapes, self.members[index], value, _DEEPEST)
        shape = self.objects[index]
        return all(
            name not in value or _may_be(self.shapes, field, value[name], _DEEPEST)
            for fields in (shape.required, shape.optional)
            for name, field in fields.items()
        )

    def _most_declared(self, indices: list[int], names: dict[str, Any]) -> list[int]:
        """The members that declare the most fields of a value."""
        objects = self.objects
        declared = {
            i: sum(
                name in objects[i].required or name in objects[i].optional
                for name in names
            )
            for i in indices
        }
        most = max(declared.values())
        return [i for i in indices if declared[i] == most]

    def complete(self, value: dict[str, Any]) -> list[int]:
        """The members whose required fields a value has, in their order.

        Those that another literal rules out are left away, unless they are all.
        """
        indices = set(self._always)
        for name, item in value.items():
            watch = self._watched.get(name)
            if watch is not None:
                indices.update(watch.any_value)
                if item is None:
                    indices.update(
                        i for group in watch.literals.values() for i in group
                    )
                else:
                    indices.update(watch.literals.get(tag_key(item), ()))
        whole = self._whole(sorted(indices), value)
        return whole or self._whole(range(len(self.objects)), value)

    def _whole(self, indices: Iterable[int], value: dict[str, Any]) -> list[int]:
        names = value.keys()
        return [i for i in indices if self.objects[i].required.keys() <= names]

    def _fitting(self, walk: Walk, indices: list[int], value: Json) -> list[int]:
        """The members that a value fits; it has the required fields of them all.

        Fields that the members declare alike do not tell them apart and are not looked at:
        a value that nests would be looked at again for each object in it.
        """
        if self._open or not isinstance(value, dict):
            return [i for i in indices if walk.fits(self.members[i], value)]
        forms = [self._forms_of(index) for index in indices]
        present = [
            (name, item)
            for name, item in value.items()
            if len({fields.get(name) for fields in forms}) > 1
        ]
        return [i for i in indices if _fits(walk, self.objects[i], present)]

    def _forms_of(self, index: int) -> dict[str, int]:
        """The fields of a member, each with the same number as all that are declared alike.

        Nothing is kept for a group of members: there are as many as messages to make them.
        """
        known = self._forms.get(index)
        if known is None:
            shape, numbers = self.objects[index], self._numbers
            known = self._forms[index] = {
                name: numbers.setdefault(field, len(numbers))
                for name, field in (*shape.required.items(), *shape.optional.items())
            }
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
            comparison = _Comparison(self.shapes)
            known = comparison.is_within(self.members[one], self.members[other])
            self._within[one, other] = known
            self.steps += comparison.steps
        return known


def _fits(walk: Walk, shape: Object, fields: list[tuple[str, Any]]) -> bool:
    """Whether the fields of an object, as far as a shape declares them, have no misfit."""
    for name, item in fields:
        field = shape.required.get(name) or shape.optional.get(name)
        if field is not None and not walk.fits(field, item):
            return False
    return True


def _keys(shapes: Shapes, shape: Object) -> Iterable[tuple[str, tuple[Any, ...]]]:
    """The required fields of a shape, each with the keys of the literals that it can be."""
    for name, field in shape.required.items():
        declared = resolved(shapes, field)
        literals = declared.values if isinstance(declared, Constant) else ()
        yield name, tuple(map(tag_key, literals))


def _as_object(shapes: Shapes, shape: Shape) -> Object:
    shape = resolved(shapes, shape)
    return shape if isinstance(shape, Object) else _EMPTY


def _may_be(shapes: Shapes, shape: Shape, value: Json, depth: int) -> bool:
    """Whether a value is of a kind of a shape; at most `depth` names are followed."""
    if isinstance(shape, Named):
        return depth == 0 or _may_be(shapes, shapes[shape.name], value, depth - 1)
    if isinstance(shape, (AnyOf, ByKeys)):
        return any(_may_be(shapes, member, value, depth) for member in shape.members)
    if isinstance(shape, (Object, MapOf, Tagged)):
        return isinstance(value, dict)
    if isinstance(shape, (ListOf, TupleOf)):
        return isinstance(value, list)
    return is_one(shape, value)


def _contradicts(shapes: Shapes, shape: Shape, value: Json) -> bool:
    """Whether a required literal, at any depth, has another value, as a tag may have."""
    shape = resolved(shapes, shape)
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


# -------------------------------------------------------------------- specificity

_INNERMOST: Final = 8  # As many shapes inside of each other are compared.
_MOST_STEPS: Final = 512  # As many parts of two shapes are compared.


class _Comparison:
    """One look at two shapes: which pairs in them were compared, and in how many steps."""

    __slots__ = ("_pairs", "_shapes", "steps")

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._pairs: dict[tuple[int, int], bool] = {}
        self.steps = 0

    def is_within(self, one: Shape, other: Shape, depth: int = _INNERMOST) -> bool:
        """Whether every value of a shape is one of another, as far as can be told.

        What contains itself is within another as long as nothing speaks against it, and so
        is what is too deep, or not reached in `_MOST_STEPS`.
        """
        self.steps += 1
        one, other = resolved(self._shapes, one), resolved(self._shapes, other)
        if one is other or depth == 0 or self.steps > _MOST_STEPS:
            return True
        pair = id(one), id(other)
        known = self._pairs.get(pair)
        if known is None:
            self._pairs[pair] = True
            known = self._pairs[pair] = self._is_part(one, other, depth - 1)
        return known

    def _is_part(self, one: Shape, other: Shape, depth: int) -> bool:
        def within(inner: Shape, outer: Shape) -> bool:
            return self.is_within(inner, outer, depth)

        if isinstance(one, (AnyOf, ByKeys)):
            return all(within(member, other) for member in one.members)
        if isinstance(one, Tagged):
            return all(within(member, other) for member in _branches(one))
        if isinstance(other, (AnyOf, ByKeys)):
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
            return _is_tuple_within(one, other, within)
        if isinstance(one, MapOf):
            return isinstance(other, MapOf) and within(one.value, other.value)
        return isinstance(one, Object) and _is_object_within(one, other, within)


_Within: TypeAlias = Callable[[Shape, Shape], bool]


def _is_object_within(one: Object, other: Shape, within: _Within) -> bool:
    if isinstance(other, MapOf):
        fields = [*one.required.values(), *one.optional.values()]
        return one.extra is not None and all(
            within(field, other.value) for field in (*fields, one.extra)
        )
    if not isinstance(other, Object):
        return False
    return all(
        name in one.required and within(one.required[name], field)
        for name, field in other.required.items()
    ) and all(
        (name in one.required and within(one.required[name], field))
        or (name in one.optional and within(one.optional[name], field))
        for name, field in other.optional.items()
    )


def _is_tuple_within(one: TupleOf, other: Shape, within: _Within) -> bool:
    if isinstance(other, ListOf):
        items = [*one.items, *one.after, *((one.rest,) if one.rest else ())]
        return all(within(item, other.element) for item in items)
    if not isinstance(other, TupleOf):
        return False
    if one.rest is not None or other.rest is not None or one.after or other.after:
        return False
    pairs = zip(one.items, other.items, strict=False)
    return (
        one.required >= other.required
        and len(one.items) <= len(other.items)
        and all(within(*pair) for pair in pairs)
    )


def _branches(shape: Tagged) -> list[Shape]:
    rest = [end for end in (shape.absent, shape.other) if end is not None]
    return [*shape.branches.values(), *rest]


_TYPES: Final[dict[Any, Any]] = {
    Pattern: str,
    ListOf: list,
    TupleOf: list,
    MapOf: dict,
    Object: dict,
}
