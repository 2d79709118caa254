"""Read JSON text in the format of the package's docstring; any other text is refused."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any, Final, TypeVar, cast, get_args

from ...text.source import Span
from .. import (
    NULL,
    Alias,
    Array,
    ByKeys,
    ByTag,
    Decision,
    Declaration,
    DeclId,
    Enum,
    EnumMember,
    EventGroup,
    Interface,
    Literal,
    Map,
    Member,
    Model,
    Movement,
    Opaque,
    Primitive,
    PrimitiveName,
    Property,
    Ref,
    Rename,
    SpecInfo,
    Tag,
    TagPath,
    TagType,
    Template,
    Tuple,
    TupleItem,
    Type,
    Union,
)
from ..movement import (
    Call,
    Delta,
    Failure,
    Merge,
    Order,
    Path,
    Reply,
    Scalar,
    Total,
)
from .writing import FORMAT

__all__ = ["from_json"]

_PRIMITIVES: Final[dict[str, Primitive]] = {
    name: Primitive(name) for name in cast(tuple[PrimitiveName, ...], get_args(PrimitiveName))
}
_SPAN: Final = re.compile(r"(.*):(\d+):(\d+)-(\d+):(\d+)", re.DOTALL)
_NUMBERS: Final = {"Infinity": math.inf, "-Infinity": -math.inf}
_COMMON: Final = ("doc", "deprecated", "span")

_T = TypeVar("_T")


def from_json(text: str) -> Model:
    """Read the model that `to_json` wrote: `from_json(to_json(model)) == model`.

    Raises ValueError for text that is not JSON or not a model, with the path of the erroneous value
    (`$.declarations[3].properties[0].type`).
    """
    try:
        data = json.loads(text)
        return _read_model(_Node(data, "$"))
    except RecursionError:
        raise ValueError("$: nested too deeply") from None


class _Node:
    """A JSON value and its path, with the checks that reading needs."""

    __slots__ = ("path", "value")

    def __init__(self, value: Any, path: str) -> None:
        self.value = value
        self.path = path

    def unlike(self, expected: str) -> ValueError:
        return ValueError(f"{self.path}: expected {expected}, got {_shown(self.value)}")

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise self.unlike("a string")
        return self.value

    def items(self) -> list[_Node]:
        if not isinstance(self.value, list):
            raise self.unlike("a list")
        return [_Node(item, f"{self.path}[{i}]") for i, item in enumerate(self.value)]

    def read_items(self, read: Callable[[_Node], _T]) -> tuple[_T, ...]:
        return tuple(read(item) for item in self.items())

    def fields(self, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> _Node:
        """Check that the node is an object with only these keys, and return it."""
        if not isinstance(self.value, dict):
            raise self.unlike("an object")
        for key in required:
            if key not in self.value:
                raise ValueError(f"{self.path}: the key {key!r} is missing")
        for key in self.value:
            if key not in required and key not in optional:
                raise ValueError(f"{self.path}: the key {key!r} is not known here")
        return self

    def __getitem__(self, key: str) -> _Node:
        return _Node(self.value[key], f"{self.path}.{key}")

    def read(self, key: str, read: Callable[[_Node], _T]) -> _T | None:
        """The value of an optional key; None if it is missing."""
        return read(self[key]) if key in self.value else None

    def flag(self, key: str) -> bool:
        value = self.value.get(key, False)
        if not isinstance(value, bool):
            raise self[key].unlike("true or false")
        return value

    def items_at(self, key: str, read: Callable[[_Node], _T]) -> tuple[_T, ...]:
        """The items of an optional key; none if it is missing."""
        return self[key].read_items(read) if key in self.value else ()

    def why(self) -> str:
        return self.read("why", _Node.text) or ""

    def remarks(self) -> tuple[str | None, str | None, Span | None]:
        """The documentation, deprecation and span that any declaration may have."""
        return (
            self.read("doc", _Node.text),
            self.read("deprecated", _Node.text),
            self.read("span", _read_span),
        )


def _shown(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _read_model(node: _Node) -> Model:
    if isinstance(node.value, dict) and node.value.get("format", FORMAT) != FORMAT:
        raise ValueError(f"$.format: expected {FORMAT}, got {_shown(node.value['format'])}")
    fields = node.fields(("format", "spec", "declarations", "groups"), ("renames", "movement"))
    spec = fields["spec"].fields(("name", "version", "sha256"), ("source", "integrity"))
    return Model(
        spec=SpecInfo(
            spec["name"].text(),
            spec["version"].text(),
            spec["sha256"].text(),
            spec.read("source", _Node.text) or "",
            spec.read("integrity", _Node.text) or "",
        ),
        declarations=fields["declarations"].read_items(_read_declaration),
        groups=fields["groups"].read_items(_read_group),
        renames=fields.items_at("renames", _read_rename),
        movement=fields.read("movement", _read_movement) or Movement(),
    )


def _read_rename(node: _Node) -> Rename:
    fields = node.fields(("id", "name"), ("property",))
    return Rename(
        _read_id(fields["id"]), fields.read("property", _Node.text), fields["name"].text()
    )


def _read_movement(node: _Node) -> Movement:
    tables = "replies", "failures", "calls", "deltas", "orders", "merges", "totals"
    fields = node.fields((), tables)
    return Movement(
        replies=fields.items_at("replies", _read_reply),
        failures=fields.items_at("failures", _read_failure),
        calls=fields.items_at("calls", _read_call),
        deltas=fields.items_at("deltas", _read_delta),
        orders=fields.items_at("orders", _read_order),
        merges=fields.items_at("merges", _read_merge),
        totals=fields.items_at("totals", _read_total),
    )


def _read_reply(node: _Node) -> Reply:
    fields = node.fields(("event", "to"), ("fields", "end", "same", "why"))
    return Reply(
        _read_id(fields["event"]),
        fields["to"].read_items(_read_id),
        fields.items_at("fields", _read_paths),
        fields.read("end", _read_id),
        fields.items_at("same", _read_path),
        fields.why(),
    )


def _read_failure(node: _Node) -> Failure:
    fields = node.fields(("event", "path", "cause"), ("where", "why"))
    return Failure(
        _read_id(fields["event"]),
        _read_path(fields["path"]),
        _read_path(fields["cause"]),
        fields.items_at("where", _read_value_at),
        fields.why(),
    )


def _read_call(node: _Node) -> Call:
    keys = "event", "id", "name", "arguments", "result", "fields"
    fields = node.fields(keys, ("where", "why"))
    return Call(
        _read_id(fields["event"]),
        _read_path(fields["id"]),
        _read_path(fields["name"]),
        _read_path(fields["arguments"]),
        fields.items_at("where", _read_value_at),
        _read_id(fields["result"]),
        fields["fields"].read_items(_read_text_at),
        fields.why(),
    )


def _read_delta(node: _Node) -> Delta:
    fields = node.fields(("event", "name", "field"), ("item", "keys", "end", "whole", "why"))
    return Delta(
        _read_id(fields["event"]),
        fields["name"].text(),
        _read_path(fields["field"]),
        fields.read("item", _read_path),
        fields.items_at("keys", _read_path),
        fields.read("end", _read_id),
        fields.read("whole", _read_path),
        fields.why(),
    )


def _read_order(node: _Node) -> Order:
    fields = node.fields(("event", "id"), ("after", "removes", "why"))
    return Order(
        _read_id(fields["event"]),
        _read_path(fields["id"]),
        fields.read("after", _read_path),
        fields.flag("removes"),
        fields.why(),
    )


def _read_merge(node: _Node) -> Merge:
    fields = node.fields(("event", "field", "null"), ("why",))
    null = fields["null"].value
    if null != "value" and null != "absent":
        raise fields["null"].unlike('"value" or "absent"')
    return Merge(_read_id(fields["event"]), _read_path(fields["field"]), null, fields.why())


def _read_total(node: _Node) -> Total:
    fields = node.fields(("event", "field"), ("why",))
    return Total(_read_id(fields["event"]), _read_path(fields["field"]), fields.why())


def _read_paths(node: _Node) -> tuple[Path, Path]:
    own, other = _read_pair(node)
    return _read_path(own), _read_path(other)


def _read_value_at(node: _Node) -> tuple[Path, Scalar]:
    path, value = _read_pair(node)
    return _read_path(path), _read_literal(value).value


def _read_text_at(node: _Node) -> tuple[Path, str]:
    path, text = _read_pair(node)
    return _read_path(path), text.text()


def _read_group(node: _Node) -> EventGroup:
    fields = node.fields(("id", "discriminator", "members"), ("other",))
    members = []
    for pair in fields["members"].items():
        tag, member = _read_pair(pair)
        members.append((_read_tag(tag), _read_id(member)))
    return EventGroup(
        _read_id(fields["id"]),
        _read_path(fields["discriminator"]),
        tuple(members),
        fields.items_at("other", _read_id),
    )


def _read_path(node: _Node) -> TagPath:
    if isinstance(node.value, str):
        return (node.value,)
    path = node.read_items(_Node.text)
    if len(path) < 2:
        raise node.unlike("a name, or the names of a path")
    return path


def _read_tag(node: _Node) -> Tag:
    if not isinstance(node.value, str | int | None):
        raise node.unlike("a string, a whole number, true, false or null")
    return node.value


def _read_pair(node: _Node) -> tuple[_Node, _Node]:
    match node.items():
        case [first, second]:
            return first, second
    raise node.unlike("a pair")


def _read_id(node: _Node) -> DeclId:
    segments = node.read_items(_Node.text)
    if len(segments) < 2:
        raise node.unlike("a module and a path")
    return DeclId(segments[0], segments[1:])


def _read_declaration(node: _Node) -> Declaration:
    kind = node.value.get("kind") if isinstance(node.value, dict) else None
    match kind:
        case "interface":
            fields = node.fields(("kind", "id", "properties"), (*_COMMON, "index"))
            return Interface(
                _read_id(fields["id"]),
                fields["properties"].read_items(_read_property),
                fields.read("index", _read_map),
                *fields.remarks(),
            )
        case "alias":
            fields = node.fields(("kind", "id", "type"), _COMMON)
            return Alias(
                _read_id(fields["id"]),
                _read_type(fields["type"]),
                *fields.remarks(),
            )
        case "enum":
            fields = node.fields(("kind", "id", "members"), _COMMON)
            return Enum(
                _read_id(fields["id"]),
                fields["members"].read_items(_read_enum_member),
                *fields.remarks(),
            )
    raise node.unlike("an interface, an alias or an enum")


def _read_property(node: _Node) -> Property:
    fields = node.fields(("name", "type"), (*_COMMON, "optional", "readonly"))
    return Property(
        fields["name"].text(),
        _read_type(fields["type"]),
        not fields.flag("optional"),
        fields.flag("readonly"),
        *fields.remarks(),
    )


def _read_enum_member(node: _Node) -> EnumMember:
    fields = node.fields(("name",), ("value", "doc"))
    return EnumMember(
        fields["name"].text(), fields.read("value", _read_literal), fields.read("doc", _Node.text)
    )


def _read_span(node: _Node) -> Span:
    match = _SPAN.fullmatch(node.text())
    if match is None:
        raise node.unlike("FILE:LINE:COLUMN-LINE:COLUMN")
    file, *numbers = match.groups()
    line, column, end_line, end_column = map(int, numbers)
    return Span(file, line, column, end_line, end_column)


def _read_literal(node: _Node) -> Literal:
    match node.value:
        case bool(value):
            return Literal("boolean", value)
        case str(value):
            return Literal("string", value)
        case int(value) | float(value):
            return Literal("number", value)
        case {"number": str(name)} if name in _NUMBERS:
            return Literal("number", _NUMBERS[name])
    raise node.unlike("a string, a number, true or false")


def _read_type(node: _Node) -> Type:
    value = node.value
    if isinstance(value, str):
        primitive = _PRIMITIVES.get(value)
        if primitive is None:
            raise node.unlike("a type")
        return primitive
    match value:
        case {"literal": _}:
            return _read_literal(node.fields(("literal",))["literal"])
        case {"template": _}:
            return Template(node.fields(("template",))["template"].read_items(_read_template_part))
        case {"array": _}:
            return Array(_read_type(node.fields(("array",))["array"]))
        case {"tuple": _}:
            return Tuple(node.fields(("tuple",))["tuple"].read_items(_read_tuple_item))
        case {"map": _}:
            return _read_map(node.fields(("map",))["map"])
        case {"union": _}:
            fields = node.fields(("union",), ("decision",))
            return Union(
                fields["union"].read_items(_read_type), fields.read("decision", _read_decision)
            )
        case {"ref": _}:
            return Ref(_read_id(node.fields(("ref",))["ref"]))
        case {"opaque": _}:
            fields = node.fields(("opaque", "reason"))
            return Opaque(fields["reason"].text(), fields["opaque"].text())
    raise node.unlike("a type")


def _read_map(node: _Node) -> Map:
    fields = node.fields(("key", "value"))
    return Map(_read_type(fields["key"]), _read_type(fields["value"]))


def _read_template_part(node: _Node) -> str | Primitive:
    if isinstance(node.value, str):
        return node.value
    hole = node.fields(("hole",))["hole"]
    primitive = _PRIMITIVES.get(hole.text())
    if primitive is None:
        raise hole.unlike("the name of a primitive type")
    return primitive


def _read_tuple_item(node: _Node) -> TupleItem:
    fields = node.fields(("type",), ("name", "optional", "rest"))
    return TupleItem(
        _read_type(fields["type"]),
        optional=fields.flag("optional"),
        rest=fields.flag("rest"),
        name=fields.read("name", _Node.text),
    )


def _read_decision(node: _Node) -> Decision:
    match node.value:
        case {"member": _}:
            return Member(_read_type(node.fields(("member",))["member"]))
        case {"by_keys": _}:
            return ByKeys(node.fields(("by_keys",))["by_keys"].read_items(_read_type))
        case {"by_tag": _}:
            fields = node.fields(("by_tag", "branches"), ("absent", "other"))
            branches: list[tuple[TagType, Decision]] = []
            for pair in fields["branches"].items():
                value, then = _read_pair(pair)
                tag = NULL if value.value is None else _read_literal(value)
                branches.append((tag, _read_decision(then)))
            return ByTag(
                _read_path(fields["by_tag"]),
                tuple(branches),
                fields.read("absent", _read_decision),
                fields.read("other", _read_decision),
            )
    raise node.unlike("a decision")
