"""Writers: functions that convert objects of classes to JSON text."""

from __future__ import annotations

from functools import partial

from ._compile import Codec, Lines, declared_texts, leading_fields, one_text, quote
from ._runtime import UNSET, Writer, add_others
from ._shapes import Named, Object, Shape


def class_writer(codec: Codec, name: str) -> Writer:
    """The function that writes an object of a class as JSON text, tags first."""
    shape = codec.shapes[name]
    assert isinstance(shape, Object)
    fields = codec.fields_of(name)
    lines = Lines(
        f"{codec.class_of(name).__module__}.{name} write",
        "def write(event, UNSET=UNSET, text=text):",
        UNSET=UNSET,
        text=codec.text,
        quoted=codec.quoted,
        add_others=add_others,
        fields=frozenset(fields),
    )
    lines.add("    parts = []")
    shapes = {**shape.required, **shape.optional}
    leading = leading_fields(shape)
    for wire in sorted(fields, key=lambda wire: wire not in leading):
        _store(codec, lines, fields[wire], wire, shapes[wire])
    lines.add(
        "    if event.unknown_fields is not UNSET:",
        "        add_others(parts, event.unknown_fields, text, fields)",
        "    return f\"{{{','.join(parts)}}}\"",
    )
    write: Writer = lines.function("write")
    return write


def _store(codec: Codec, lines: Lines, attribute: str, wire: str, shape: Shape) -> None:
    """Add the lines that write one field; a test for the usual value saves a call of `text`."""
    key = f"{quote(wire)}:"
    start = lines.bind(key)
    lines.add(f"    value = event.{attribute}")
    test = "elif"
    text = one_text(shape)
    texts = declared_texts(codec.shapes, shape)
    if text is not None:
        whole = lines.bind(key + quote(text))
        lines.add(f"    if value == {lines.bind(text)}:")
        lines.add(f"        parts.append({whole})")
    elif isinstance(shape, Named) and isinstance(codec.shapes[shape.name], Object):
        model = lines.bind(codec.class_of(shape.name))
        write = lines.bind_later(partial(codec.writer, shape.name))
        lines.add(f"    if value.__class__ is {model}:")
        lines.add(f"        parts.append({start} + {write}(value))")
    elif texts:
        codec.quoted.update((declared, quote(declared)) for declared in texts)
        lines.add("    if value.__class__ is str and value in quoted:")
        lines.add(f"        parts.append({start} + quoted[value])")
    else:
        test = "if"
    lines.add(f"    {test} value is not UNSET:")
    lines.add(f"        parts.append({start} + text(value))")
