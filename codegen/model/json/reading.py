"""JSON text, as the package's docstring describes it, to a model; what is none is refused."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any, Final, TypeVar, cast, get_args

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
    EventGroup,
    Interface,
    Literal,
    Map,
    Member,
    Model,
    Opaque,
    Primitive,
    PrimitiveName,
    Property,
    Ref,
    Rename,
    SpecInfo,
    Tag,
    TagPath,
    Template,
    Tuple,
    TupleItem,
    Type,
    Union,
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
    """The model that `to_json` wrote: `from_json(to_json(model)) == model`.

    Raises ValueError for text that is not JSON or not a model, with the path of the
    value at fault (`$.declarations[3].properties[0].type`).
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
        """The node itself, known to be an object with these keys and no others."""
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
        """The value of an optional key, None where it is missing."""
        return read(self[key]) if key in self.value else None

    def flag(self, key: str) -> bool:
        value = self.value.get(key, False)
        if not isinstance(value, bool):
            raise self[key].unlike("true or false")
        return value

    def remarks(self) -> tuple[str | None, str | None, Span | None]:
        """The documentation, the deprecation and the span that any declaration may have."""
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
    fields = node.fields(("format", "spec", "declarations", "groups"), ("renames",))
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
        renames=fields.read("renames", _read_renames) or (),
    )


def _read_renames(node: _Node) -> tuple[Rename, ...]:
    return node.read_items(_read_rename)


def _read_rename(node: _Node) -> Rename:
    fields = node.fields(("id", "name"), ("property",))
    return Rename(
        _read_id(fields["id"]), fields.read("property", _Node.text), fields["name"].text()
    )


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
        fields["other"].read_items(_read_id) if "other" in fields.value else (),
    )


def _read_path(node: _Node) -> TagPath:
    if isinstance(node.value, str):
        return (node.value,)
    path = node.read_items(_Node.text)
    if len(path) < 2:
        raise node.unlike("a name, or the names of a path")
    return path


def _read_tag(node: _Node) -> Tag:
    if not isinstance(node.value, str | int):
        raise node.unlike("a string, a whole number, true or false")
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
            branches = []
            for pair in fields["branches"].items():
                value, then = _read_pair(pair)
                branches.append((_read_literal(value), _read_decision(then)))
            return ByTag(
                _read_path(fields["by_tag"]),
                tuple(branches),
                fields.read("absent", _read_decision),
                fields.read("other", _read_decision),
            )
    raise node.unlike("a decision")
