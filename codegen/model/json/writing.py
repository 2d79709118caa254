"""Write a model as JSON text in the format of the package's docstring."""

from __future__ import annotations

import json
import math
from typing import Any, Final, assert_never

from ...text.hidden import escape_hidden
from ...text.source import Span
from .. import (
    Alias,
    Array,
    ByKeys,
    ByTag,
    Decision,
    Declaration,
    DeclId,
    Enum,
    EnumMember,
    Interface,
    Literal,
    Map,
    Member,
    Model,
    Movement,
    Opaque,
    Primitive,
    Property,
    Ref,
    SpecInfo,
    TagPath,
    Template,
    Tuple,
    TupleItem,
    Type,
    Union,
    tag_value,
)
from ..movement import Call, Delta, Failure, Merge, Order, Reply, Scalar, Total

__all__ = ["FORMAT", "to_json"]

FORMAT: Final = 1
"""The version of the layout; it grows when a reader of the older one would misread the newer."""

_WIDTH: Final = 100
_Json = dict[str, Any]


def to_json(model: Model, *, spans: bool = False) -> str:
    """The model as JSON text, two spaces deep, ending in a line break.

    `spans` adds the place in the source of each declaration and property. The same model
    always gives the same text.
    """
    data = {
        "format": FORMAT,
        "spec": {
            "name": model.spec.name,
            "version": model.spec.version,
            "sha256": model.spec.sha256,
            **_published(model.spec),
        },
        "declarations": [_declaration(declaration, spans) for declaration in model.declarations],
        "groups": [
            {
                "id": _id(group.id),
                "discriminator": _path(group.tag_path),
                "members": [[tag, _id(member)] for tag, member in group.members],
                **({"other": [_id(member) for member in group.other]} if group.other else {}),
            }
            for group in model.groups
        ],
        **_renames(model),
        **_movement(model.movement),
    }
    out: list[str] = []
    _lay_out(data, "\n", 0, out)
    out.append("\n")
    return escape_hidden("".join(out))


def _renames(model: Model) -> _Json:
    if not model.renames:
        return {}
    return {
        "renames": [
            {
                "id": _id(rename.declaration),
                **({} if rename.property is None else {"property": rename.property}),
                "name": rename.name,
            }
            for rename in model.renames
        ]
    }


def _movement(movement: Movement) -> _Json:
    tables: _Json = {
        "replies": [_reply(fact) for fact in movement.replies],
        "failures": [_failure(fact) for fact in movement.failures],
        "calls": [_call(fact) for fact in movement.calls],
        "deltas": [_delta(fact) for fact in movement.deltas],
        "orders": [_order(fact) for fact in movement.orders],
        "merges": [
            {"event": _id(fact.event), "field": _path(fact.field), "null": fact.null, **_why(fact)}
            for fact in movement.merges
        ],
        "totals": [
            {"event": _id(fact.event), "field": _path(fact.field), **_why(fact)}
            for fact in movement.totals
        ],
    }
    known = {name: facts for name, facts in tables.items() if facts}
    return {"movement": known} if known else {}


def _reply(fact: Reply) -> _Json:
    return {
        "event": _id(fact.event),
        "to": [_id(message) for message in fact.to],
        **_unless_empty("fields", [[_path(own), _path(other)] for own, other in fact.fields]),
        **({} if fact.end is None else {"end": _id(fact.end)}),
        **_unless_empty("same", [_path(path) for path in fact.same]),
        **_why(fact),
    }


def _failure(fact: Failure) -> _Json:
    return {
        "event": _id(fact.event),
        "path": _path(fact.path),
        "cause": _path(fact.cause),
        **_where(fact),
        **_why(fact),
    }


def _call(fact: Call) -> _Json:
    return {
        "event": _id(fact.event),
        "id": _path(fact.id),
        "name": _path(fact.name),
        "arguments": _path(fact.arguments),
        **_where(fact),
        "result": _id(fact.result),
        "fields": [[_path(path), text] for path, text in fact.fields],
        **_why(fact),
    }


def _delta(fact: Delta) -> _Json:
    return {
        "event": _id(fact.event),
        "name": fact.name,
        "field": _path(fact.field),
        **({} if fact.item is None else {"item": _path(fact.item)}),
        **_unless_empty("keys", [_path(path) for path in fact.keys]),
        **({} if fact.end is None else {"end": _id(fact.end)}),
        **({} if fact.whole is None else {"whole": _path(fact.whole)}),
        **_why(fact),
    }


def _order(fact: Order) -> _Json:
    return {
        "event": _id(fact.event),
        "id": _path(fact.id),
        **({} if fact.after is None else {"after": _path(fact.after)}),
        **({"removes": True} if fact.removes else {}),
        **_why(fact),
    }


def _where(fact: Failure | Call) -> _Json:
    values = [[_path(path), _number_or(value)] for path, value in fact.where]
    return _unless_empty("where", values)


def _why(fact: Reply | Failure | Call | Delta | Order | Merge | Total) -> _Json:
    return {"why": fact.why} if fact.why else {}


def _unless_empty(key: str, values: list[Any]) -> _Json:
    return {key: values} if values else {}


def _published(spec: SpecInfo) -> dict[str, str]:
    if not spec.source:
        return {}
    return {"source": spec.source, "integrity": spec.integrity}


_encode: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def _lay_out(value: Any, newline: str, used: int, out: list[str]) -> None:
    """Append the value's text: on one line if it fits, else one line for each part.

    `newline` is a line break and the indentation of the line that the value starts on, `used` the
    width that this line has already.
    """
    flat = _encode(value)
    if len(flat) + used <= _WIDTH or not isinstance(value, (dict, list)) or not value:
        out.append(flat)
        return
    inner = newline + "  "
    depth = len(inner) - 1
    separator = inner
    if isinstance(value, dict):
        out.append("{")
        for key, part in value.items():
            head = f"{_encode(key)}: "
            out += (separator, head)
            _lay_out(part, inner, depth + len(head) + 1, out)
            separator = "," + inner
        out += (newline, "}")
    else:
        out.append("[")
        for part in value:
            out.append(separator)
            _lay_out(part, inner, depth + 1, out)
            separator = "," + inner
        out += (newline, "]")


def _id(id_: DeclId) -> list[str]:
    return [id_.module, *id_.path]


def _path(path: TagPath) -> str | list[str]:
    """A path; a single name is a text by itself."""
    return path[0] if len(path) == 1 else list(path)


def _type(type_: Type) -> Any:
    match type_:
        case Primitive(name):
            return name
        case Literal():
            return {"literal": _literal(type_)}
        case Template(parts):
            return {
                "template": [
                    part if isinstance(part, str) else {"hole": part.name} for part in parts
                ]
            }
        case Array(element):
            return {"array": _type(element)}
        case Tuple(items):
            return {"tuple": [_tuple_item(item) for item in items]}
        case Map(key, value):
            return {"map": {"key": _type(key), "value": _type(value)}}
        case Union(members, decision):
            union: _Json = {"union": [_type(member) for member in members]}
            if decision is not None:
                union["decision"] = _decision(decision)
            return union
        case Ref(id_):
            return {"ref": _id(id_)}
        case Opaque(reason, text):
            return {"opaque": text, "reason": reason}
        case _:
            assert_never(type_)


def _literal(literal: Literal) -> Any:
    return _number_or(literal.value)


def _number_or(value: Scalar | None) -> Any:
    """A value as JSON; infinity, which JSON lacks, is an object."""
    if isinstance(value, float) and math.isinf(value):
        return {"number": "Infinity" if value > 0 else "-Infinity"}
    return value


def _tuple_item(item: TupleItem) -> _Json:
    data: _Json = {} if item.name is None else {"name": item.name}
    data["type"] = _type(item.type)
    if item.optional:
        data["optional"] = True
    if item.rest:
        data["rest"] = True
    return data


def _decision(decision: Decision) -> _Json:
    match decision:
        case Member(type_):
            return {"member": _type(type_)}
        case ByKeys(members):
            return {"by_keys": [_type(member) for member in members]}
        case ByTag(path, branches, absent, other):
            data: _Json = {
                "by_tag": _path(path),
                "branches": [
                    [_number_or(tag_value(value)), _decision(then)] for value, then in branches
                ],
            }
            if absent is not None:
                data["absent"] = _decision(absent)
            if other is not None:
                data["other"] = _decision(other)
            return data
        case _:
            assert_never(decision)


def _declaration(declaration: Declaration, spans: bool) -> _Json:
    data: _Json = {"kind": "", "id": _id(declaration.id)}
    if declaration.doc is not None:
        data["doc"] = declaration.doc
    if declaration.deprecated is not None:
        data["deprecated"] = declaration.deprecated
    if spans and declaration.span is not None:
        data["span"] = _span(declaration.span)
    match declaration:
        case Interface(_, properties, index):
            data["kind"] = "interface"
            data["properties"] = [_property(property_, spans) for property_ in properties]
            if index is not None:
                data["index"] = {"key": _type(index.key), "value": _type(index.value)}
        case Alias(_, type_):
            data["kind"] = "alias"
            data["type"] = _type(type_)
        case Enum(_, members):
            data["kind"] = "enum"
            data["members"] = [_enum_member(member) for member in members]
        case _:
            assert_never(declaration)
    return data


def _property(property_: Property, spans: bool) -> _Json:
    data: _Json = {"name": property_.wire_name, "type": _type(property_.type)}
    if not property_.required:
        data["optional"] = True
    if property_.readonly:
        data["readonly"] = True
    if property_.doc is not None:
        data["doc"] = property_.doc
    if property_.deprecated is not None:
        data["deprecated"] = property_.deprecated
    if spans and property_.span is not None:
        data["span"] = _span(property_.span)
    return data


def _enum_member(member: EnumMember) -> _Json:
    data: _Json = {"name": member.name}
    if member.value is not None:
        data["value"] = _literal(member.value)
    if member.doc is not None:
        data["doc"] = member.doc
    return data


def _span(span: Span) -> str:
    return f"{span}-{span.end_line}:{span.end_column}"
