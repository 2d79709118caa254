"""Shapes as JSON Schema: the values that strict decoding accepts, for other tools.

The two differ in places; `docs/targets.md` has each difference with its reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import isinf
from typing import Any, Final, TypeAlias, assert_never
from urllib.parse import quote

from ..model import Declaration, Interface, Model, Property
from ..python.names import Names
from ..runtime import _shapes as shapes
from ..runtime._strict import find_problems
from ..text.hidden import escape_hidden
from ..text.records import dataclass
from ..text.tsdoc import in_markdown, sections
from .lowering import lower
from .regex import pattern_regex

__all__ = ["DRAFT_2020_12", "Dialect", "JsonSchemas", "Schema", "document_text"]

Schema: TypeAlias = dict[str, Any]
"""A schema as JSON data; `{}` accepts every value."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """A version of JSON Schema.

    `prefix` precedes the name of a declaration in a reference. `is_draft_7` is whether the items of
    tuples are called `items`, and all keys beside a reference are ignored. `is_asyncapi` is whether
    definitions have names of plain ASCII, and the discriminator of a union is only the name of a
    field. `described` converts a comment to a description: text, or Markdown where renderers
    support it.
    """

    prefix: str
    is_draft_7: bool = False
    is_asyncapi: bool = False
    described: Callable[[str], str] = in_markdown


DRAFT_2020_12: Final = Dialect("#/$defs/")
"""The version of 2020-12, with definitions under its own key."""

_TYPES: Final[Mapping[str, Schema]] = {
    shapes.TEXT.name: {"type": "string"},
    shapes.NUMBER.name: {"type": "number"},
    shapes.INTEGER.name: {"type": "integer"},
    shapes.BOOLEAN.name: {"type": "boolean"},
    shapes.NULL.name: {"type": "null"},
    shapes.ANYTHING.name: {},
    shapes.CONTAINER.name: {"type": ["array", "object"]},
    shapes.DEFINED.name: {"type": ["array", "boolean", "number", "object", "string"]},
    shapes.NOTHING.name: {"not": {}},
}
_DEFAULT_TAGS: Final = frozenset({"default", "defaultValue"})
_LONGEST_DEFAULT: Final = 200
_QUOTED: Final = re.compile(r"""(["'`])([^"'`\\\n]*)\1""")
_NOT_PLAIN: Final = re.compile(r"[^A-Za-z0-9_]")
_PLAIN: Final = re.compile(r"-?[\w.-]+")


def document_text(document: Schema) -> str:
    """A document as JSON text, two spaces deep, ending in a line break."""
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
    return f"{escape_hidden(text)}\n"


class JsonSchemas:
    """Makes the schemas of one model.

    `shapes` are those of the declarations, by name.
    """

    def __init__(self, model: Model, names: Names, dialect: Dialect = DRAFT_2020_12) -> None:
        self._names = names.declarations
        self._declarations = model.declarations
        self._dialect = dialect
        self.shapes: Final = lower(model, names)
        self._meant = frozenset(_tags_of_the_absent(self.shapes))

    def definitions(self) -> dict[str, Schema]:
        """The schema of each declaration by its key, in the model's order."""
        return {self.key(self._names[d.id]): self._definition(d) for d in self._declarations}

    def key(self, name: str) -> str:
        """The key of a declaration's schema: the class name, as far as possible."""
        if not self._dialect.is_asyncapi:
            return name
        return _NOT_PLAIN.sub(lambda match: f"-{ord(match[0]):x}-", name)

    def reference(self, name: str) -> Schema:
        """A reference to the schema of a declaration."""
        return {"$ref": self._dialect.prefix + quote(self.key(name))}

    def _definition(self, declaration: Declaration) -> Schema:
        name = self._names[declaration.id]
        shape = self.shapes[name]
        if isinstance(declaration, Interface):
            assert isinstance(shape, shapes.Object)
            schema = self._object(shape, declaration.properties, name)
        else:
            schema = self.of(shape)
        return self._annotated(schema, declaration.doc, declaration.deprecated)

    def of(self, shape: shapes.Shape) -> Schema:
        """The schema of a shape."""
        match shape:
            case shapes.Kind(name):
                return dict(_TYPES[name])
            case shapes.Constant(values):
                return _constant(values)
            case shapes.Pattern(_, parts):
                return {"type": "string", "pattern": pattern_regex(parts)}
            case shapes.Named(name):
                return self.reference(name)
            case shapes.ListOf(element):
                return {"type": "array", **_unless_empty("items", self.of(element))}
            case shapes.TupleOf():
                return self._tuple(shape)
            case shapes.MapOf(value):
                schema = self.of(value)
                return {"type": "object", **_unless_empty("additionalProperties", schema)}
            case shapes.AnyOf(members) | shapes.ByKeys(members):
                return _any_of(map(self.of, members))
            case shapes.Tagged():
                return self._tagged(shape)
            case shapes.Object():
                return self._object(shape, (), "")
            case _:
                assert_never(shape)

    # ---------------------------------------------------------------------- objects

    def _object(self, shape: shapes.Object, properties: Sequence[Property], name: str) -> Schema:
        fields = {**shape.required, **shape.optional}
        schema: Schema = {"type": "object"}
        if properties:
            schema["properties"] = {
                item.wire_name: self._property(item, fields[item.wire_name], name)
                for item in properties
            }
        if shape.required:
            schema["required"] = [p.wire_name for p in properties if p.wire_name in shape.required]
        if shape.extra is not None:
            extra = self.of(shape.extra)
            if isinstance(shape.names, shapes.Pattern):
                keys = pattern_regex(shape.names.parts, but_not=tuple(fields))
                schema["patternProperties"] = {keys: extra}
            else:
                schema |= _unless_empty("additionalProperties", extra)
        return schema

    def _property(self, item: Property, field: shapes.Shape, owner: str) -> Schema:
        schema = self._annotated(self.of(field), item.doc, item.deprecated)
        more: Schema = {}
        if item.readonly:
            more["readOnly"] = True
        default = self._default(item, field, owner)
        if default is not None:
            more["default"] = default
        return self._with(schema, more)

    def _default(self, item: Property, field: shapes.Shape, owner: str) -> Any:
        """The meaning of a message without a field; None if it has none.

        It is the tag that a missing tag stands for, or the comment's `@default`.
        """
        if (owner, item.wire_name) in self._meant:
            literals = shapes.resolved(self.shapes, field)
            if isinstance(literals, shapes.Constant) and len(literals.values) == 1:
                return literals.values[0]
        if item.doc is None or "@default" not in item.doc:
            return None
        for section in sections(item.doc):
            if section.tag in _DEFAULT_TAGS:
                for value in _values_said(section.text):
                    if not find_problems(self.shapes, field, value):
                        return value
        return None

    def _annotated(self, schema: Schema, doc: str | None, deprecated: str | None) -> Schema:
        more: Schema = {}
        described = self._dialect.described
        paragraphs = [described(doc)] if doc else []
        if deprecated is not None:
            more["deprecated"] = True
            paragraphs += [f"Deprecated: {described(deprecated)}"] if deprecated else []
        if text := "\n\n".join(filter(None, paragraphs)):
            more = {"description": text, **more}
        return self._with(schema, more)

    def _with(self, schema: Schema, more: Schema) -> Schema:
        """A schema with annotations."""
        if more and "$ref" in schema and self._dialect.is_draft_7:
            return {"allOf": [schema], **more}
        return {**schema, **more}

    # ----------------------------------------------------------------------- unions

    def _tagged(self, union: shapes.Tagged) -> Schema:
        """Schemas of the branches: an object has one tag, so it matches one of them at most."""
        ways = list(_ways(union))
        members = [self._way(union, way) for way in ways]
        schema: Schema = members[0] if len(members) == 1 else {"oneOf": members}
        mapping = {
            key: self.reference(way.shape.name)["$ref"]
            for way in ways
            for key in way.keys
            if isinstance(key, str) and isinstance(way.shape, shapes.Named)
        }
        texts = all(isinstance(key, str) for key in union.branches)
        is_told_by_text = texts and len(union.path) == 1  # A discriminator is no nested field.
        if is_told_by_text and len(mapping) == len(union.branches) and len(members) > 1:
            (tag,) = union.path
            discriminator = {"propertyName": tag, "mapping": mapping}
            schema["discriminator"] = tag if self._dialect.is_asyncapi else discriminator
        return schema

    def _way(self, union: shapes.Tagged, way: _Way) -> Schema:
        schema = self.of(way.shape)
        if self._has_only(way.shape, union.path, way):
            return schema
        if way.is_other:
            known = _has_tag(union.path, union.branches, or_none=union.absent is not None)
            guard: Schema = {"type": "object", "not": known}
        else:
            guard = {"type": "object", **_has_tag(union.path, way.keys, or_none=way.is_absent)}
        return {"allOf": [guard, schema]}

    def _has_only(self, shape: shapes.Shape, path: shapes.TagPath, way: _Way) -> bool:
        """Whether each object of a shape has a tag at the path, by the shape."""
        if way.is_other:
            return False
        shape = shapes.resolved(self.shapes, shape)
        if isinstance(shape, shapes.AnyOf | shapes.ByKeys | shapes.Tagged):
            return all(self._has_only(part, path, way) for part in shapes.parts(shape))
        if not isinstance(shape, shapes.Object):
            return False
        tag, *rest = path
        field = shape.required.get(tag) or (shape.optional.get(tag) if way.is_absent else None)
        if rest:
            return field is not None and self._has_only(field, tuple(rest), way)
        literals = None if field is None else shapes.resolved(self.shapes, field)
        return isinstance(literals, shapes.Constant) and all(
            shapes.tag_key(value) in way.keys for value in literals.values
        )

    # ----------------------------------------------------------------------- tuples

    def _tuple(self, shape: shapes.TupleOf) -> Schema:
        items = [self.of(item) for item in shape.items]
        schema: Schema = {"type": "array", "minItems": shape.required + len(shape.after)}
        if shape.rest is None:
            rest: Any = False
            items += (self.of(item) for item in shape.after)
            schema["maxItems"] = len(items)
        else:
            # The schema cannot express the elements behind a rest.
            behind = (shape.rest, *shape.after)
            rest = self.of(behind[0]) if len(behind) == 1 else _any_of(map(self.of, behind))
        if not schema["minItems"]:
            del schema["minItems"]
        if not items:
            return {**schema, **(_unless_empty("items", rest) if rest is not False else {})}
        first, then = "prefixItems", "items"
        if self._dialect.is_draft_7:
            first, then = "items", "additionalItems"
        return {**schema, first: items, **({then: rest} if rest != {} else {})}


@dataclass(frozen=True, slots=True)
class _Way:
    """A branch of a union: for some tags, for none or null, or for all other tags."""

    shape: shapes.Shape
    keys: tuple[Any, ...]
    is_absent: bool = False
    is_other: bool = False


def _ways(union: shapes.Tagged) -> Iterator[_Way]:
    """The branches, one for each class that several tags select."""
    by_name: dict[str | int, tuple[shapes.Shape, list[Any]]] = {}
    none = object()
    null = union.branches.get(shapes.NULL_TAG)
    absent = null if null == union.absent else union.absent
    ends = [(none, absent)] if absent is not None else []
    for key, shape in (*union.branches.items(), *ends):
        place = shape.name if isinstance(shape, shapes.Named) else id(shape)
        by_name.setdefault(place, (shape, []))[1].append(key)
    for shape, keys in by_name.values():
        yield _Way(shape, tuple(key for key in keys if key is not none), none in keys)
    if union.other is not None:
        yield _Way(union.other, (), is_other=True)


def _has_tag(path: shapes.TagPath, keys: Iterable[Any], *, or_none: bool) -> Schema:
    """The schema of objects with one of some tags at a path, or none."""
    values = [shapes.tag_literal(key) for key in keys]
    if or_none and None not in values:
        values.append(None)
    tag: Schema = {"enum": values} if or_none else _constant(values)
    for key in reversed(path):
        tag = {"properties": {key: tag}, **({} if or_none else {"required": [key]})}
        if key != path[0] and not or_none:
            tag = {"type": "object", **tag}
    return tag


def _constant(values: Iterable[shapes.Scalar]) -> Schema:
    by_key = {shapes.tag_key(value): value for value in values}
    said = [v for v in by_key.values() if not (isinstance(v, float) and isinf(v))]
    if not said:
        return dict(_TYPES[shapes.NOTHING.name])
    named = {"const": said[0]} if len(said) == 1 else {"enum": said}
    return {"type": "string", **named} if all(isinstance(v, str) for v in said) else named


def _any_of(schemas: Iterable[Schema]) -> Schema:
    """A union; plain types, and literals with null, are one schema together."""
    plain: dict[str, None] = {}
    by_text: dict[str, Schema] = {}  # In Python, `[0]` equals `[False]`.
    for schema in schemas:
        if not schema:
            return {}  # A schema that accepts every value absorbs the others.
        if schema.keys() == {"type"}:
            types = schema["type"]
            plain |= dict.fromkeys([types] if isinstance(types, str) else types)
        else:
            by_text[json.dumps(schema)] = schema
    types, others = list(plain), list(by_text.values())
    if types == ["null"] and len(others) == 1 and others[0].keys() <= {"type", "enum", "const"}:
        return _or_null(others[0])
    if types:
        others.append({"type": types[0] if len(types) == 1 else types})
    return others[0] if len(others) == 1 else {"anyOf": others} if others else {"not": {}}


def _or_null(literals: Schema) -> Schema:
    values = literals["enum"] if "enum" in literals else [literals["const"]]
    kind = {"type": [literals["type"], "null"]} if "type" in literals else {}
    return {**kind, "enum": [*values, None]}


def _unless_empty(key: str, schema: Schema) -> Schema:
    return {key: schema} if schema else {}


def _tags_of_the_absent(declared: shapes.Shapes) -> Iterator[tuple[str, str]]:
    """The classes that a union selects for a missing tag, each with its tag."""
    stack = list(declared.values())
    while stack:
        shape = stack.pop()
        stack += shapes.parts(shape)
        if isinstance(shape, shapes.Tagged) and isinstance(shape.absent, shapes.Named):
            name = shapes.last_name(declared, shape.absent).name
            yield from ((name, tag) for tag in shape.path if len(shape.path) == 1)


def _values_said(text: str) -> Iterator[Any]:
    """Parse a text as a value: a number, true, false, or a text."""
    said = text.strip().split("\n\n")[0].strip().rstrip(".")
    if len(said) > _LONGEST_DEFAULT:
        return
    quoted = _QUOTED.fullmatch(said)
    plain = quoted[2] if quoted and quoted[1] == "`" else said
    if quoted and quoted[1] != "`":
        yield quoted[2]
    elif _PLAIN.fullmatch(plain) or plain == "":
        try:
            value = json.loads(plain)
        except ValueError:
            value = plain
        if value is not None and not (isinstance(value, float) and isinf(value)):
            yield value
        yield plain
    elif inner := _QUOTED.fullmatch(plain):
        yield inner[2]
