"""How values are read: functions that make objects of classes of the JSON objects in a value.

A value that is not of the declared shape stays as it came.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from . import _runtime as rt, _shapes as sh  # pyright: ignore[reportPrivateUsage]
from ._compile import Codec, Lines, declared_texts, later, one_text
from ._unset import advise_yaml


def class_reader(codec: Codec, name: str) -> rt.Reader:
    """The function that reads an object as a class; anything else it leaves as it is.

    It looks required fields up as if they were there. If one is not, it starts again with an
    object that has `UNSET` for what is missing.
    """
    shape = codec.shapes[name]
    assert isinstance(shape, sh.Object)
    fields = codec.fields_of(name)
    declared = frozenset(fields)
    lines = Lines(
        f"{codec.class_of(name).__module__}.{name} read",
        "def read(data):",
        new=object.__new__,
        model=codec.class_of(name),
        fields=declared,
        declared=codec.declared,
        UNSET=rt.UNSET,
        with_missing=rt.with_missing,
        others=rt.others,
        read_elements=rt.read_elements,
        read_values=rt.read_values,
    )
    lines.add("    if not isinstance(data, dict):", "        return data")
    lines.add("    event = new(model)")
    if shape.required:
        lines.add("    try:")
        for wire, field in shape.required.items():
            value = f"data[{lines.bind(wire)}]"
            _load(codec, lines, "        ", fields[wire], value, field, again=True)
        lines.add("    except KeyError:")
        lines.add("        return read(with_missing(data, fields))")
    if shape.optional:
        lines.add("    get = data.get")
        for wire, field in shape.optional.items():
            value = f"get({lines.bind(wire)}, UNSET)"
            _load(codec, lines, "    ", fields[wire], value, field, again=False)
    _load_others(codec, lines, shape)
    lines.add("    return event")
    advise_yaml(codec.class_of(name))
    read: rt.Reader = lines.function("read")
    return read


def _load_others(codec: Codec, lines: Lines, shape: sh.Object) -> None:
    """Add the lines that read the fields that are not declared, if there are some."""
    number = len(shape.required)
    some = f"len(data) != {number}" if number else "data"
    if shape.optional:
        some = "not fields.issuperset(data)"
    rest = "others(data, fields)"
    if shape.extra is not None:
        rest = _read(codec, lines, sh.MapOf(shape.extra), rest)
    lines.add("    event.unknown_fields = UNSET")
    lines.add(f"    if {some}:", f"        event.unknown_fields = {rest}")


def _load(
    codec: Codec,
    lines: Lines,
    indent: str,
    attribute: str,
    value: str,
    shape: sh.Shape,
    *,
    again: bool,
) -> None:
    """Add the lines that read one field into an attribute.

    `value` is the expression that looks the field up. With `again` it may stand in a line
    twice. A string literal is replaced by the declared one, so that events share it.
    """
    target = f"{indent}event.{attribute} ="
    text = one_text(shape)
    texts = declared_texts(codec.shapes, shape)
    for declared in texts:
        codec.declared.setdefault(declared, declared)
    if text is not None:
        name = lines.bind(codec.declared[text])
        if not again:
            lines.add(f"{indent}value = {value}")
            value = "value"
        lines.add(f"{target} {name} if {value} == {name} else {value}")
    elif texts:
        lines.add(
            f"{indent}value = {value}",
            f"{indent}if value.__class__ is str:",
            f"{indent}    value = declared.get(value, value)",
        )
        read = _read(codec, lines, shape, "value")
        if read != "value":
            lines.add(f"{indent}else:", f"{indent}    value = {read}")
        lines.add(f"{target} value")
    else:
        lines.add(f"{target} {_read(codec, lines, shape, value)}")


def _read(codec: Codec, lines: Lines, shape: sh.Shape, value: str) -> str:
    """The expression that reads a value as a shape; `value` is the expression of the value."""
    if not codec.holds_class(shape):
        return value
    if isinstance(shape, sh.ListOf):
        reader = lines.bind_later(partial(codec.reader, shape.element))
        return f"read_elements({reader}, {value})"
    if isinstance(shape, sh.MapOf):
        reader = lines.bind_later(partial(codec.reader, shape.value))
        return f"read_values({reader}, {value})"
    return f"{lines.bind_later(partial(codec.reader, shape))}({value})"


def shape_reader(codec: Codec, shape: sh.Shape) -> rt.Reader:
    """The function that reads a value of a shape that is no class."""
    if not codec.holds_class(shape):
        return rt.raw
    if isinstance(shape, sh.Named):
        return codec.reader(shape)
    if isinstance(shape, sh.Tagged):
        return _tagged_reader(codec, shape)
    if isinstance(shape, (sh.AnyOf, sh.ByKeys)):
        return _union_reader(codec, shape)
    if isinstance(shape, sh.TupleOf):
        return _tuple_reader(codec, shape)
    parts: dict[str, rt.Reader] = {}
    if isinstance(shape, sh.ListOf):
        later(parts, "", partial(codec.reader, shape.element))
        return lambda value: rt.read_elements(parts[""], value)
    assert isinstance(shape, sh.MapOf)
    later(parts, "", partial(codec.reader, shape.value))
    return lambda value: rt.read_values(parts[""], value)


def _tagged_reader(codec: Codec, shape: sh.Tagged) -> rt.Reader:
    """Reads an object as what its tag says, or as an `UnknownEvent`."""
    path = shape.path
    tag, *inner = path
    readers: dict[Any, rt.Reader] = {}
    for key, branch in shape.branches.items():
        later(readers, key, partial(codec.reader, branch))
    absent = None if shape.absent is None else codec.reader(shape.absent)
    other = None if shape.other is None else codec.reader(shape.other)
    if inner:

        def read_inner(data: rt.Json) -> Any:
            if not isinstance(data, dict):
                return data
            value = sh.tag_at(data, path)
            reader = absent if value is None else readers.get(sh.tag_key(value))
            if reader is not None:
                return reader(data)
            return rt.unknown(data, path) if other is None else other(data)

        return read_inner
    only_texts = all(isinstance(key, str) for key in readers)

    def read(data: rt.Json) -> Any:
        if not isinstance(data, dict):
            return data
        if absent is not None and data.get(tag) is None:
            return absent(data)
        try:
            reader = readers[data[tag] if only_texts else sh.tag_key(data.get(tag))]
        except (KeyError, TypeError):
            return rt.unknown(data, tag) if other is None else other(data)
        return reader(data)

    return read


def _choice_reader(
    codec: Codec, members: tuple[sh.Shape, ...], kind: type[Any]
) -> rt.Reader:
    """Reads a value as the member that it fits; a value of another kind stays as it is."""
    readers: dict[int, rt.Reader] = {}
    for index, member in enumerate(members):
        later(readers, index, partial(codec.reader, member))
    return codec.choose(codec.shapes, members, readers, kind)


def _union_reader(codec: Codec, shape: sh.AnyOf | sh.ByKeys) -> rt.Reader:
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
    from ._strict import Walk

    shapes = codec.shapes
    others = tuple(member for member in union.members if not sh.is_loose(member))

    def read(data: rt.Json) -> Any:
        if not isinstance(data, dict):
            return data
        walk = Walk(shapes)
        fits = any(walk.fits(member, data) for member in others)
        return reader(data) if fits else data

    return read


def object_member(shapes: sh.Shapes, members: tuple[sh.Shape, ...]) -> sh.Shape | None:
    """The member of a union that an object is read as: the decided one, or the only one."""
    for member in members:
        if isinstance(member, (sh.ByKeys, sh.Tagged)):
            return member
    for member in members:
        if sh.can_be(shapes, member, (sh.Named, sh.MapOf)):
            return member
    return None


def _object_reader(codec: Codec, members: tuple[sh.Shape, ...]) -> rt.Reader:
    """Reads an object as a member of a union."""
    member = object_member(codec.shapes, members)
    if isinstance(member, sh.ByKeys):
        return _choice_reader(codec, member.members, dict)
    if isinstance(member, sh.Tagged):
        return _tagged_reader(codec, member)
    return rt.raw if member is None else shape_reader(codec, member)


def array_members(
    shapes: sh.Shapes, members: tuple[sh.Shape, ...]
) -> tuple[sh.Shape, ...]:
    """The members of a union that an array can be."""
    return tuple(
        inner
        for member in members
        for inner in (member.members if isinstance(member, sh.ByKeys) else (member,))
        if sh.can_be(shapes, inner, (sh.ListOf, sh.TupleOf))
    )


def _array_reader(codec: Codec, members: tuple[sh.Shape, ...]) -> rt.Reader:
    """Reads an array as the member of a union that it fits; `raw` if that changes nothing."""
    arrays = array_members(codec.shapes, members)
    if not any(codec.holds_class(member) for member in arrays):
        return rt.raw
    if len(arrays) == 1:
        return shape_reader(codec, arrays[0])
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
