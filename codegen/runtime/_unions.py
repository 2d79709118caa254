"""Readers of unions and tuples that contain objects of classes, and what checks unions.

It is handed to the codec: a package whose unions are all of events that a tag tells needs none
of it, since `_runtime.event_reader` reads those.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from . import _runtime as rt, _shapes as sh  # pyright: ignore[reportPrivateUsage]
from ._compile import Check, Checks, Codec, later


def told_apart(
    checks: Checks, shape: sh.AnyOf
) -> tuple[tuple[sh.Shape, ...], Check | None]:
    """As `_apart` does, which is imported where something is checked."""
    from ._apart import told_apart

    return told_apart(checks, shape)


def union_reader(codec: Codec, shape: sh.Shape) -> rt.Reader:
    """The function that reads a value of a union or a tuple."""
    if isinstance(shape, sh.Tagged):
        return _tagged_reader(codec, shape)
    if isinstance(shape, (sh.AnyOf, sh.ByKeys)):
        return _members_reader(codec, shape)
    assert isinstance(shape, sh.TupleOf)
    return _tuple_reader(codec, shape)


def _tagged_reader(codec: Codec, shape: sh.Tagged) -> rt.Reader:
    """Reads an object as what its tag says, or as an `UnknownEvent`."""
    path = shape.path
    tag, *inner = path
    missing = sh.MISSING
    readers: dict[Any, rt.Reader] = {}
    for key, branch in shape.branches.items():
        later(readers, key, partial(codec.reader, branch))
    if shape.absent is not None:
        readers[missing] = codec.reader(shape.absent)
        readers.setdefault(sh.NULL_TAG, readers[missing])
    other = None if shape.other is None else codec.reader(shape.other)

    def read(data: rt.Json) -> Any:
        if not isinstance(data, dict):
            return data
        value: Any = sh.tag_at(data, path) if inner else data.get(tag, missing)
        reader = readers.get(value if type(value) is str else sh.tag_key(value))
        if reader is not None:
            return reader(data)
        if other is None or not shape.is_for_others(value):
            return rt.unknown(data, path)
        return other(data)

    return read


def _choice_reader(
    codec: Codec, members: tuple[sh.Shape, ...], kind: type[Any]
) -> rt.Reader:
    """Reads a value as the member that it fits; a value of another kind stays as it is."""
    readers: dict[int, rt.Reader] = {}
    for index, member in enumerate(members):
        later(readers, index, partial(codec.reader, member))
    return codec.choose(codec.shapes, members, readers, kind)


def _members_reader(codec: Codec, shape: sh.AnyOf | sh.ByKeys) -> rt.Reader:
    """Reads an object as the member that the decision finds, an array as the one it fits."""
    members = shape.members if isinstance(shape, sh.AnyOf) else (shape,)
    on_object = _object_reader(codec, members)
    if any(sh.is_loose(member) for member in members):
        on_object = _fitting_reader(codec, shape, on_object)
    on_array = _array_reader(codec, members)
    if on_array is rt.raw:
        return on_object

    def read(data: rt.Json) -> Any:
        return on_array(data) if isinstance(data, list) else on_object(data)

    return read


def _fitting_reader(
    codec: Codec, union: sh.AnyOf | sh.ByKeys, reader: rt.Reader
) -> rt.Reader:
    """Reads an object that fits one of the other members of a union with a loose one.

    Anything else is of the loose one, and stays as it is.
    """
    from ._apart import begin_walk, end_walk

    shapes = codec.shapes
    others = tuple(member for member in union.members if not sh.is_loose(member))

    def read(data: rt.Json) -> Any:
        if not isinstance(data, dict):
            return data
        walk, outer = begin_walk(shapes)
        try:
            fits = any(walk.fits(member, data) for member in others)
            return reader(data) if fits else data
        finally:
            end_walk(outer)

    return read


def object_member(shapes: sh.Shapes, members: tuple[sh.Shape, ...]) -> sh.Shape | None:
    """The member of a union that an object is read as: the decided one, or the only one."""
    for member in members:
        if isinstance(member, (sh.ByKeys, sh.Tagged)):
            return member
    for member in members:
        if _can_be(shapes, member, (sh.Named, sh.MapOf)):
            return member
    return None


def _can_be(shapes: sh.Shapes, shape: sh.Shape, kinds: tuple[type, ...]) -> bool:
    """Whether a value of a shape can be of one of some kinds of shapes."""
    return any(isinstance(variant, kinds) for variant in sh.variants(shapes, shape))


def _object_reader(codec: Codec, members: tuple[sh.Shape, ...]) -> rt.Reader:
    """Reads an object as a member of a union."""
    member = object_member(codec.shapes, members)
    if isinstance(member, sh.ByKeys):
        return _choice_reader(codec, member.members, dict)
    if isinstance(member, sh.Tagged):
        return _tagged_reader(codec, member)
    return rt.raw if member is None else codec.reader(member)


def array_members(
    shapes: sh.Shapes, members: tuple[sh.Shape, ...]
) -> tuple[sh.Shape, ...]:
    """The members of a union that an array can be."""
    return tuple(
        inner
        for member in members
        for inner in (member.members if isinstance(member, sh.ByKeys) else (member,))
        if _can_be(shapes, inner, (sh.ListOf, sh.TupleOf))
    )


def _array_reader(codec: Codec, members: tuple[sh.Shape, ...]) -> rt.Reader:
    """Reads an array as the member of a union that it fits; `raw` if that changes nothing."""
    arrays = array_members(codec.shapes, members)
    if not any(codec.holds_class(member) for member in arrays):
        return rt.raw
    if len(arrays) == 1:
        return codec.reader(arrays[0])
    return _choice_reader(codec, arrays, list)


def _tuple_reader(codec: Codec, shape: sh.TupleOf) -> rt.Reader:
    """Reads each element by its place; elements that have no place stay as they are."""
    readers: dict[int | str, rt.Reader] = {"rest": rt.raw}
    if shape.rest is not None:
        rest = shape.rest
        later(readers, "rest", partial(codec.reader, rest))
    for index, item in enumerate((*shape.items, *shape.after)):
        later(readers, index, partial(codec.reader, item))
    before = range(len(shape.items))
    after = range(len(shape.items), len(shape.items) + len(shape.after))

    def read(data: rt.Json) -> Any:
        if not isinstance(data, list):
            return data
        middle = max(len(data) - len(before) - len(after), 0)
        places: tuple[int | str, ...] = (*before, *["rest"] * middle, *after)
        return [readers[place](item) for place, item in zip(places, data, strict=False)]

    return read
