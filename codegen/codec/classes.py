"""How an interface is read and written: straight-line statements, a field after the other."""

from __future__ import annotations

import json

from ..layout import WIDTH, fold, literal
from ..model import Interface, Literal, Property
from .plan import ClassPlan
from .readers import Readers

__all__ = ["class_plan"]


def class_plan(readers: Readers, interface: Interface) -> ClassPlan:
    """The reader and the writer of an interface; the readers that they need are added."""
    name = readers.names.declarations[interface.id]
    stem = readers.names.stems[interface.id]
    fields = readers.names.fields[interface.id]
    wires = ", ".join(literal(item.wire_name) for item in interface.properties)
    if any(item.required for item in interface.properties):
        readers.used.add("with_missing")
    return ClassPlan(
        name=name,
        reader=f"_read_{stem}",
        writer=f"_write_{stem}",
        fields=fold(f"{_table(stem)} = {{{wires}}}") if wires else "",
        read=fold(f"def _read_{stem}(data: Json) -> Any:"),
        create=fold(f"    event = _new(m.{name})"),
        required=tuple(
            _load(readers, " " * 8, item, fields[item.wire_name], name)
            for item in interface.properties
            if item.required
        ),
        retry=fold(f"        return _read_{stem}(with_missing(data, {_table(stem)}))"),
        optional=tuple(
            _load(readers, " " * 4, item, fields[item.wire_name], name)
            for item in interface.properties
            if not item.required
        ),
        others=_others(readers, interface, stem, name),
        write=fold(f"def _write_{stem}(event: Any) -> str:"),
        stores=tuple(_store(item, fields[item.wire_name]) for item in _tag_first(interface)),
    )


def _load(readers: Readers, indent: str, item: Property, field: str, owner: str) -> str:
    """The statement that reads one field."""
    wire = literal(item.wire_name)
    value = f"data[{wire}]" if item.required else f"get({wire}, UNSET)"
    target = f"{indent}event.{field} = "
    if isinstance(item.type, Literal) and isinstance(item.type.value, str):
        return _shared(indent, target, value, literal(item.type.value), item.required)
    return fold(f"{target}{readers.read(item.type, value, f'{owner}_{field}')}")


def _others(readers: Readers, interface: Interface, stem: str, name: str) -> tuple[str, ...]:
    """The statements that set `unknown_fields` where a message has more than the declared."""
    if not interface.properties:
        test, value = "data", "dict(data)"
    else:
        readers.used.add("others")
        value = f"others(data, {_table(stem)})"
        test = f"not {_table(stem)}.issuperset(data)"
        if all(item.required for item in interface.properties):
            test = f"len(data) != {len(interface.properties)}"
    if interface.index is not None:
        value = readers.read(interface.index, value, f"{name}_index")
    return (
        "    event.unknown_fields = UNSET",
        fold(f"    if {test}:"),
        fold(f"        event.unknown_fields = {value}"),
    )


def _store(item: Property, field: str) -> tuple[str, str]:
    """The lines that add a field to the text of the object, if it is set."""
    key = literal(f"{json.dumps(item.wire_name)}:")
    return (
        fold(f"    if event.{field} is not UNSET:"),
        fold(f'        parts += ({key}, _text(event.{field}), ",")'),
    )


def _table(stem: str) -> str:
    return f"_{stem.upper()}_FIELDS"


def _shared(indent: str, target: str, value: str, text: str, again: bool) -> str:
    """Statements that store one text for all events, where a field has the declared literal."""
    before = ""
    if not again:
        before = fold(f"{indent}value = {value}") + "\n"
        value = "value"
    line = f"{target}{text} if {value} == {text} else {value}"
    if len(line) > WIDTH:
        inner = f"{indent}    "
        parts = (text, f"if {value} == {text}", f"else {value}")
        flat = f"{inner}{' '.join(parts)}"
        if len(flat) > WIDTH:
            lines = [f"{inner}{part}" for part in parts]
            if len(lines[1]) > WIDTH:
                lines[1:2] = [f"{inner}if {value}", f"{inner}== {text}"]
            flat = "\n".join(lines)
        line = f"{target}(\n{flat}\n{indent})"
    return before + line


def _tag_first(interface: Interface) -> list[Property]:
    """The properties as they are written: the tag first, where a reader looks for it."""
    return sorted(
        interface.properties, key=lambda p: not (p.required and isinstance(p.type, Literal))
    )
