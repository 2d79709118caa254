"""How an interface is read and written: straight-line statements, a field after the other."""

from __future__ import annotations

import json

from ..layout import WIDTH, fold, literal, width
from ..model import Interface, Literal, Property, Ref, Type
from .plan import ClassPlan
from .readers import Readers, fields_table

__all__ = ["class_plan"]


def class_plan(readers: Readers, interface: Interface) -> ClassPlan:
    """The reader and the writer of an interface; the readers that they need are added."""
    name = readers.names.declarations[interface.id]
    stem = readers.names.stems[interface.id]
    fields = readers.names.fields[interface.id]
    declared = f", {fields_table(stem)}" if interface.properties else ""
    wires = ", ".join(literal(item.wire_name) for item in interface.properties)
    readers.used.update(("UNSET", "add_others"))
    if any(item.required for item in interface.properties):
        readers.used.add("with_missing")
    return ClassPlan(
        name=name,
        reader=f"_read_{stem}",
        writer=f"_write_{stem}",
        fields=fold(f"{{{wires}}}", f"{fields_table(stem)} = ") if wires else "",
        read=fold(f"def _read_{stem}(data: Json) -> Any:"),
        create=fold(f"_new(m.{name})", "    event = "),
        required=tuple(
            _load(readers, " " * 8, item, fields[item.wire_name], name)
            for item in interface.properties
            if item.required
        ),
        retry=fold(f"_read_{stem}(with_missing(data, {fields_table(stem)}))", "        return "),
        optional=tuple(
            _load(readers, " " * 4, item, fields[item.wire_name], name)
            for item in interface.properties
            if not item.required
        ),
        others=_others(readers, interface, stem, name),
        write=fold(f"def _write_{stem}(event: Any) -> str:"),
        stores=tuple(
            line
            for item in _tag_first(interface)
            for line in _store(readers, item, fields[item.wire_name])
        ),
        add_others=fold(f"        add_others(parts, event.unknown_fields, _text{declared})"),
    )


def _load(readers: Readers, indent: str, item: Property, field: str, owner: str) -> str:
    """The statement that reads one field."""
    wire = literal(item.wire_name)
    value = f"data[{wire}]" if item.required else f"get({wire}, UNSET)"
    target = f"{indent}event.{field} = "
    if isinstance(item.type, Literal) and isinstance(item.type.value, str):
        return _shared(indent, target, value, literal(item.type.value), item.required)
    path = f"{owner}_{field}"
    if not readers.shares_texts(item.type):
        return fold(readers.read(item.type, value, path), target)
    lines = [
        fold(value, f"{indent}value = "),
        f"{indent}if value.__class__ is str:",
        f"{indent}    value = _DECLARED.get(value, value)",
    ]
    # A text is the same to every reader; only what is none may hold an object of a class.
    other = readers.read(item.type, "value", path)
    if other != "value":
        lines += (f"{indent}else:", fold(other, f"{indent}    value = "))
    return "\n".join((*lines, fold("value", target)))


def _others(readers: Readers, interface: Interface, stem: str, name: str) -> tuple[str, ...]:
    """The statements that set `unknown_fields` where a message has more than the declared."""
    if not interface.properties:
        test, value = "data", "dict(data)"
    else:
        readers.used.add("others")
        value = f"others(data, {fields_table(stem)})"
        test = f"not {fields_table(stem)}.issuperset(data)"
        if all(item.required for item in interface.properties):
            test = f"len(data) != {len(interface.properties)}"
    if interface.index is not None:
        value = readers.read(interface.index, value, f"{name}_index")
    return (
        "    event.unknown_fields = UNSET",
        fold(f"    if {test}:"),
        fold(value, "        event.unknown_fields = "),
    )


def _store(readers: Readers, item: Property, field: str) -> tuple[str, ...]:
    """The lines that add a field to the text of the object, if it is set."""
    key = f"{json.dumps(item.wire_name)}:"
    usual = _usual(readers, item.type, key)
    keyword = "elif" if usual else "if"
    return (
        fold(f"event.{field}", "    value = "),
        *usual,
        f"    {keyword} value is not UNSET:",
        _add(literal(key), "_text(value)"),
    )


def _usual(readers: Readers, type_: Type, key: str) -> tuple[str, ...]:
    """The lines for what nearly every message has in a field, a tag or an object."""
    match type_:
        case Literal(value=str(text)):
            test = _compare("==", literal(text))
            return test, _add(literal(key + json.dumps(text)))
        case Ref(id_) if isinstance(readers.declarations[id_], Interface):
            test = _compare("is", f"m.{readers.names.declarations[id_]}")
            return test, _add(literal(key), f"_write_{readers.names.stems[id_]}(value)")
        case _ if readers.shares_texts(type_):
            test = "    if value.__class__ is str and value in _QUOTED:"
            return test, _add(literal(key), "_QUOTED[value]")
        case _:
            return ()


def _compare(operator: str, right: str) -> str:
    """The head of an `if` statement that compares the value, in brackets where it is too long."""
    left = "value" if operator == "==" else "value.__class__"
    line = f"    if {left} {operator} {right}:"
    if width(line) <= WIDTH:
        return line
    flat = f"        {left} {operator} {right}"
    if width(flat) > WIDTH:
        flat = f"        {left}\n        {operator} {right}"
    return f"    if (\n{flat}\n    ):"


def _add(*texts: str) -> str:
    """The statement that adds a text, or the sum of two, to the parts."""
    line = f"        parts.append({' + '.join(texts)})"
    if width(line) <= WIDTH:
        return line
    inner = " " * 12
    flat = inner + " + ".join(texts)
    if width(flat) > WIDTH:
        flat = "\n".join(
            fold(f"{inner}{'+ ' if number else ''}{text}") for number, text in enumerate(texts)
        )
    return f"        parts.append(\n{flat}\n        )"


def _shared(indent: str, target: str, value: str, text: str, again: bool) -> str:
    """Statements that store one text for all events, where a field has the declared literal."""
    before = ""
    if not again or width(f"{indent}    else {value}") > WIDTH:
        before = fold(value, f"{indent}value = ") + "\n"
        value = "value"
    line = f"{target}{text} if {value} == {text} else {value}"
    if width(line) > WIDTH:
        inner = f"{indent}    "
        parts = (text, f"if {value} == {text}", f"else {value}")
        flat = f"{inner}{' '.join(parts)}"
        if width(flat) > WIDTH:
            lines = [f"{inner}{part}" for part in parts]
            if width(lines[1]) > WIDTH:
                lines[1:2] = [f"{inner}if {value}", f"{inner}== {text}"]
            flat = "\n".join(lines)
        line = f"{target}(\n{flat}\n{indent})"
    return before + line


def _tag_first(interface: Interface) -> list[Property]:
    """The properties as they are written: the tag first, where a reader looks for it."""
    return sorted(
        interface.properties, key=lambda p: not (p.required and isinstance(p.type, Literal))
    )
