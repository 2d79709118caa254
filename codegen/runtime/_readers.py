"""Readers: functions that convert the JSON objects in a value to objects of classes.

A value that is not of the declared shape stays as it came.
"""

from __future__ import annotations

from functools import partial

from . import _runtime as rt, _shapes as sh  # pyright: ignore[reportPrivateUsage]
from ._compile import Codec, Lines, declared_texts, later, one_text
from ._unset import advise_yaml


def class_reader(codec: Codec, name: str) -> rt.Reader:
    """The function that reads an object as a class, and leaves anything else as it is.

    Where a required field is missing, it starts again with `UNSET` for it.
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
            _load(codec, lines, fields[wire], value, field, again=True)
        lines.add("    except KeyError:")
        lines.add("        return read(with_missing(data, fields))")
    if shape.optional:
        lines.add("    get = data.get")
        for wire, field in shape.optional.items():
            value = f"get({lines.bind(wire)}, UNSET)"
            _load(codec, lines, fields[wire], value, field, again=False)
    _load_others(codec, lines, shape)
    lines.add("    return event")
    advise_yaml(codec.class_of(name))
    read: rt.Reader = lines.function("read")
    return read


def _load_others(codec: Codec, lines: Lines, shape: sh.Object) -> None:
    """Add the lines that read undeclared fields."""
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
    codec: Codec, lines: Lines, name: str, value: str, shape: sh.Shape, *, again: bool
) -> None:
    """Add the lines that read one field into an attribute; events share declared texts.

    `value` is the expression that looks it up. With `again` it may stand in a line twice, and
    is in a `try`.
    """
    indent = "        " if again else "    "
    target = f"{indent}event.{name} ="
    text = one_text(shape)
    texts = declared_texts(codec.shapes, shape)
    for declared in texts:
        codec.declared.setdefault(declared, declared)
    if text is not None:
        own = lines.bind(codec.declared[text])
        if not again:
            lines.add(f"{indent}value = {value}")
            value = "value"
        lines.add(f"{target} {own} if {value} == {own} else {value}")
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
    """The expression that reads `value`, another expression, as a shape."""
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
    if not codec.holds_class(shape):
        return rt.raw
    if isinstance(shape, sh.Named):
        return codec.reader(shape)
    parts: dict[str, rt.Reader] = {}
    if isinstance(shape, sh.ListOf):
        later(parts, "", partial(codec.reader, shape.element))
        return lambda value: rt.read_elements(parts[""], value)
    if isinstance(shape, sh.MapOf):
        later(parts, "", partial(codec.reader, shape.value))
        return lambda value: rt.read_values(parts[""], value)
    if isinstance(shape, sh.AnyOf) and (only := sh.but_for_scalars(shape)) is not None:
        return codec.reader(only)  # It leaves what it is not for as it is.
    if codec.unions is None:
        raise LookupError("the package was made without what reads unions and tuples")
    return codec.unions.union_reader(codec, shape)
