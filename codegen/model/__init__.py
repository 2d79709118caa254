"""The intermediate model of a spec, free of TypeScript's syntax.

Everything here is frozen data. `resolve` makes a model, changes make a new one, and targets read
it. Presence and null are two axes: a property is `required` or not, and its type includes the
`null` primitive or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from enum import Enum as PlainEnum
from itertools import chain
from typing import Final, Literal as OneOf, TypeAlias, assert_never

from ..runtime._shapes import tag_key
from ..text.records import dataclass
from ..text.source import Span
from .identity import DeclId
from .movement import Movement

__all__ = [
    "ANY_OTHER",
    "NULL",
    "UNKNOWN",
    "Alias",
    "AnyOther",
    "Array",
    "AudioField",
    "AudioFormat",
    "AudioSource",
    "ByKeys",
    "ByTag",
    "Decision",
    "DeclId",
    "Declaration",
    "Enum",
    "EnumMember",
    "ErrorAnswer",
    "EventGroup",
    "Interface",
    "Literal",
    "Map",
    "Member",
    "Model",
    "Movement",
    "Opaque",
    "Primitive",
    "PrimitiveName",
    "Property",
    "Ref",
    "Rename",
    "SpecInfo",
    "Tag",
    "TagPath",
    "TagType",
    "Template",
    "Tuple",
    "TupleItem",
    "Type",
    "Union",
    "children",
    "leaves",
    "nested",
    "references",
    "referred",
    "refs",
    "tag_key",
    "tag_text",
    "tag_type",
    "tag_value",
    "types_of",
]


# --------------------------------------------------------------------------- types

PrimitiveName: TypeAlias = OneOf[
    "string", "number", "integer", "boolean", "null", "unknown", "object", "defined", "never"
]


@dataclass(frozen=True, slots=True)
class Primitive:
    """A built-in type.

    `integer` is a `number` that a facts file declares integral. `unknown` is TypeScript's `unknown`
    and `any`; `object` is any array or object; `defined` is TypeScript's `{}`, anything but null;
    `never` has no value.
    """

    name: PrimitiveName


NULL: Final = Primitive("null")
UNKNOWN: Final = Primitive("unknown")


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal value. `kind` distinguishes `1` and `true`, which Python's `==` does not."""

    kind: OneOf["string", "number", "boolean"]
    value: str | int | float | bool


@dataclass(frozen=True, slots=True)
class Template:
    """A template literal type with infinitely many texts, `item_${string}`.

    `parts` are fixed texts and holes in any order; a hole is the name of the primitive that
    TypeScript allows there.
    """

    parts: tuple[str | Primitive, ...]


@dataclass(frozen=True, slots=True)
class Array:
    element: Type


@dataclass(frozen=True, slots=True)
class TupleItem:
    """An element of a tuple; the type of a `rest` element is that of each of its values."""

    type: Type
    optional: bool = False
    rest: bool = False
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Tuple:
    items: tuple[TupleItem, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """An object with arbitrary keys: an index signature or a `Record` over an open key type."""

    key: Type
    value: Type


@dataclass(frozen=True, slots=True)
class Union:
    """A union: members flat, without duplicates, in source order.

    `decision` selects the member that an object is, if more than one can be one.
    """

    members: tuple[Type, ...]
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to a declaration of the same model."""

    id: DeclId


@dataclass(frozen=True, slots=True)
class Opaque:
    """A type that cannot be expressed: `text` is its TypeScript, `reason` says why."""

    reason: str
    text: str


Type: TypeAlias = Primitive | Literal | Template | Array | Tuple | Map | Union | Ref | Opaque

# ----------------------------------------------------------------------- decisions


TagPath: TypeAlias = tuple[str, ...]
"""The wire names from an object to its tag, the tag's own last."""


TagType: TypeAlias = Literal | Primitive
"""The type of one value of a tag: a literal, or `NULL`."""


@dataclass(frozen=True, slots=True)
class Member:
    """The leaf of a decision: the object is this member (a `Ref` or a `Map`) of the union."""

    type: Type


@dataclass(frozen=True, slots=True)
class ByTag:
    """A decision by the literal values of a property.

    `tag_path` has the wire names that lead to it, one for a property of the object itself. A branch
    is for a literal or for `NULL`. `absent` is the branch for a missing property, and for a null
    one where no branch is for null; `other` is for any other value. Without it such an object is no
    declared member.
    """

    tag_path: TagPath
    branches: tuple[tuple[TagType, Decision], ...]
    absent: Decision | None = None
    other: Decision | None = None


@dataclass(frozen=True, slots=True)
class ByKeys:
    """A decision by keys: the required ones, then the declared ones. No tag discriminates."""

    members: tuple[Type, ...]


Decision: TypeAlias = Member | ByTag | ByKeys

# -------------------------------------------------------------------- declarations


@dataclass(frozen=True, slots=True)
class Property:
    wire_name: str
    type: Type
    required: bool = True
    readonly: bool = False
    doc: str | None = None
    deprecated: str | None = None
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Interface:
    """An object type with its properties in source order, and its index signature if any."""

    id: DeclId
    properties: tuple[Property, ...]
    index: Map | None = None
    doc: str | None = None
    deprecated: str | None = None
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Alias:
    """A name for a type that is not an object type of its own."""

    id: DeclId
    type: Type
    doc: str | None = None
    deprecated: str | None = None
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class EnumMember:
    name: str
    value: Literal | None
    doc: str | None = None


@dataclass(frozen=True, slots=True)
class Enum:
    """An enumeration; a member whose value no declaration tells has `value` None."""

    id: DeclId
    members: tuple[EnumMember, ...]
    doc: str | None = None
    deprecated: str | None = None
    span: Span | None = field(default=None, compare=False)


Declaration: TypeAlias = Interface | Alias | Enum


Tag: TypeAlias = str | int | None
"""The tag of an event: a text, a whole number, `True`, `False`, or None for null.

Python's `==` does not distinguish `True` and `1`: tables of tags have `tag_key(tag)` for keys.
"""


class AnyOther(PlainEnum):
    """What stands in the place of a tag for the events with any other tag."""

    TAG = "any other"


ANY_OTHER: Final = AnyOther.TAG


def tag_text(tag: Tag) -> str:
    """A tag as text: without quotes, `10`, `true`, `null`."""
    if tag is None:
        return "null"
    return str(tag).lower() if isinstance(tag, bool) else str(tag)


def tag_type(tag: Tag) -> TagType:
    """The type of a tag's value."""
    if tag is None:
        return NULL
    if isinstance(tag, bool):
        return Literal("boolean", tag)
    return Literal("string" if isinstance(tag, str) else "number", tag)


def tag_value(type_: TagType) -> str | int | float | None:
    """The value of a tag with this type."""
    return type_.value if isinstance(type_, Literal) else None


@dataclass(frozen=True, slots=True)
class EventGroup:
    """A discriminated union with a dispatcher: the events that a socket carries.

    `id` is the union's alias, `tag_path` leads to the property with the tag, `members` are the
    tags, in the union's order, each with its interface; a tag that several interfaces share occurs
    once for each. `other` are the interfaces of messages with any other tag; without one, such a
    message is no declared event.
    """

    id: DeclId
    tag_path: TagPath
    members: tuple[tuple[Tag, DeclId], ...]
    other: tuple[DeclId, ...] = ()

    @property
    def by_tag(self) -> tuple[tuple[Tag, tuple[DeclId, ...]], ...]:
        """The tags in the union's order, each once, with their interfaces, each once."""
        by_key: dict[object, tuple[Tag, dict[DeclId, None]]] = {}
        for tag, id_ in self.members:
            by_key.setdefault(tag_key(tag), (tag, {}))[1][id_] = None
        return tuple((tag, tuple(ids)) for tag, ids in by_key.values())

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The tags in the union's order, each once."""
        return tuple(tag for tag, _ in self.by_tag)

    @property
    def interfaces(self) -> tuple[DeclId, ...]:
        """The interfaces of all events, each once."""
        return tuple(dict.fromkeys((*(id_ for _, id_ in self.members), *self.other)))


AudioSource: TypeAlias = OneOf["input", "output"]
"""The setting that has the audio format: `input_audio_format` or `output_audio_format`."""


@dataclass(frozen=True, slots=True)
class AudioField:
    """One property that holds audio in Base64."""

    declaration: DeclId
    wire_name: str
    format: AudioSource


@dataclass(frozen=True, slots=True)
class AudioFormat:
    """A format of audio by its name in messages, and the bytes of a sample."""

    name: str
    sample_bytes: int


@dataclass(frozen=True, slots=True)
class ErrorAnswer:
    """The event with which a server answers an invalid message.

    `values` are those of its properties, by their path of wire names, in source order: one of
    "{message}", "{param}" and "{cause}", or a fixed text. `given` are the required properties that
    only the caller knows. `cause` is the property of the invalid message that the answer quotes.
    """

    declaration: DeclId
    values: tuple[tuple[tuple[str, ...], str], ...]
    given: tuple[str, ...]
    cause: str


@dataclass(frozen=True, slots=True)
class SpecInfo:
    """The origin of a model: its `version`, and the entry file's `sha256`.

    A published package also has a `source` (the SPEC that names the file in it) and the `integrity`
    of its archive.
    """

    name: str
    version: str
    sha256: str
    source: str = ""
    integrity: str = ""


@dataclass(frozen=True, slots=True)
class Rename:
    """The Python name of a declaration, or of one of its properties.

    Nested declarations are named after it. `span` is the place that gives the name.
    """

    declaration: DeclId
    property: str | None
    name: str
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Model:
    """The model of a spec: declarations in the order of emission.

    `movement` is the movement of its messages by facts. `added` are the declarations and the
    properties that facts add, each with its name and place.
    """

    spec: SpecInfo
    declarations: tuple[Declaration, ...]
    groups: tuple[EventGroup, ...] = ()
    renames: tuple[Rename, ...] = ()
    movement: Movement = Movement()
    added: tuple[Rename, ...] = field(default=(), compare=False)

    def by_id(self) -> dict[DeclId, Declaration]:
        """The declarations by their id."""
        return {declaration.id: declaration for declaration in self.declarations}


def children(type_: Type) -> Iterator[Type]:
    """The types directly in a type; references are not followed."""
    match type_:
        case Primitive() | Literal() | Template() | Ref() | Opaque():
            return
        case Array(element):
            yield element
        case Tuple(items):
            for item in items:
                yield item.type
        case Map(key, value):
            yield key
            yield value
        case Union(members):
            yield from members
        case _:
            assert_never(type_)


def nested(type_: Type) -> Iterator[Type]:
    """A type and all types in it, in preorder; references are not followed."""
    yield type_
    for child in children(type_):
        yield from nested(child)


def types_of(declaration: Declaration) -> Iterator[Type]:
    """The types that a declaration is made of: those of its properties and index, or its own."""
    match declaration:
        case Interface(_, properties, index):
            yield from (property_.type for property_ in properties)
            if index is not None:
                yield index
        case Alias(_, type_):
            yield type_
        case Enum():
            return
        case _:
            assert_never(declaration)


_LEAVES: Final = frozenset((Primitive, Literal, Template, Opaque))
"""Types that contain no others, as most do."""


def refs(type_: Type) -> Iterator[DeclId]:
    """The declarations that a type refers to directly, in order, with repetitions."""
    if isinstance(type_, Ref):
        yield type_.id
    elif type(type_) not in _LEAVES:
        for child in children(type_):
            # Most are leaves, or names: there may be thousands in a union.
            if type(child) is Ref:
                yield child.id
            elif type(child) not in _LEAVES:
                yield from refs(child)


def referred(type_: Type) -> Iterable[DeclId]:
    """The declarations that a type refers to directly, in order, each once."""
    if isinstance(type_, Ref):
        return (type_.id,)
    return () if type(type_) in _LEAVES else dict.fromkeys(refs(type_))


def references(declaration: Declaration) -> tuple[DeclId, ...]:
    """The declarations that one refers to, in source order, each once."""
    return tuple(dict.fromkeys(chain.from_iterable(map(referred, types_of(declaration)))))


def leaves(decision: Decision) -> Iterator[Type]:
    """The members of a union that a decision can find."""
    match decision:
        case Member(type_):
            yield type_
        case ByKeys(members):
            yield from members
        case ByTag(_, branches, absent, other):
            for branch in (*(branch for _, branch in branches), absent, other):
                if branch is not None:
                    yield from leaves(branch)
        case _:
            assert_never(decision)
