"""The intermediate model: what a spec says, with TypeScript's syntax gone.

Everything here is frozen data. A model is made by `resolve`, changed only by making
another one, and read by the targets. Presence and null are two axes: a property is
`required` or not, and its type holds the `null` primitive or does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Final, Literal as OneOf, TypeAlias, assert_never

from ..runtime._shapes import tag_key
from ..text.records import dataclass
from ..text.source import Span
from .identity import DeclId
from .movement import Movement

__all__ = [
    "NULL",
    "UNKNOWN",
    "Alias",
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
    "Template",
    "Tuple",
    "TupleItem",
    "Type",
    "Union",
    "children",
    "leaves",
    "nested",
    "refs",
    "tag_key",
    "tag_literal",
    "tag_text",
    "types_of",
]


# --------------------------------------------------------------------------- types

PrimitiveName: TypeAlias = OneOf[
    "string", "number", "integer", "boolean", "null", "unknown", "object", "defined", "never"
]


@dataclass(frozen=True, slots=True)
class Primitive:
    """A built-in type.

    `integer` is a `number` that a fact file declares integral. `unknown` is TypeScript's
    `unknown` and `any`; `object` is any array or object; `defined` is TypeScript's `{}`,
    anything but null; `never` has no value.
    """

    name: PrimitiveName


NULL: Final = Primitive("null")
UNKNOWN: Final = Primitive("unknown")


@dataclass(frozen=True, slots=True)
class Literal:
    """One literal value. `kind` keeps `1` and `true` apart, which Python's `==` does not."""

    kind: OneOf["string", "number", "boolean"]
    value: str | int | float | bool


@dataclass(frozen=True, slots=True)
class Template:
    """A template literal type that is not a finite set, `item_${string}`.

    `parts` alternates at will between fixed text and a hole; a hole is the name of the
    primitive that TypeScript allows there.
    """

    parts: tuple[str | Primitive, ...]


@dataclass(frozen=True, slots=True)
class Array:
    element: Type


@dataclass(frozen=True, slots=True)
class TupleItem:
    """One position of a tuple; the type of a `rest` item is the type of each element."""

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

    `decision` tells which of the members an object is, where more than one can be one.
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
"""The wire names of the properties that lead from an object to its tag, the tag's own last."""


@dataclass(frozen=True, slots=True)
class Member:
    """The leaf of a decision: the object is this member (a `Ref` or a `Map`) of the union."""

    type: Type


@dataclass(frozen=True, slots=True)
class ByTag:
    """Look at a property; each literal value leads on.

    `tag_path` has the wire names that lead to it, one for a property of the object itself.
    `absent` is the way on where nothing is there, or null, `other` where its value is none of
    the literals; without one the object is of no declared member.
    """

    tag_path: TagPath
    branches: tuple[tuple[Literal, Decision], ...]
    absent: Decision | None = None
    other: Decision | None = None


@dataclass(frozen=True, slots=True)
class ByKeys:
    """No tag tells the members apart: the required keys, then the declared keys, decide."""

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


Tag: TypeAlias = str | int
"""The value that says which event a message is: a text, a whole number, `True` or `False`.

Python's `==` does not tell `True` from `1`: tables of tags have `tag_key(tag)` for keys.
"""


def tag_text(tag: Tag) -> str:
    """A tag as people read it: a text without quotes, `10`, `true`."""
    return str(tag).lower() if isinstance(tag, bool) else str(tag)


def tag_literal(tag: Tag) -> Literal:
    """The literal type of a tag."""
    if isinstance(tag, bool):
        return Literal("boolean", tag)
    return Literal("string" if isinstance(tag, str) else "number", tag)


@dataclass(frozen=True, slots=True)
class EventGroup:
    """A discriminated union that a dispatcher is made for: what a socket carries.

    `id` is the union's alias, `tag_path` leads to the property that holds the tag,
    `members` the tags, in the union's order, each with the interface it names; a tag that
    several interfaces share is there once for each. `other` are the interfaces of messages
    with any other tag; without one, such a message is of no declared event.
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
"""Whose setting tells how audio is encoded: `input_audio_format` or `output_audio_format`."""


@dataclass(frozen=True, slots=True)
class AudioField:
    """One property that holds audio in Base64."""

    declaration: DeclId
    wire_name: str
    format: AudioSource


@dataclass(frozen=True, slots=True)
class AudioFormat:
    """A format of audio by the name that messages have for it, and the bytes of a sample."""

    name: str
    sample_bytes: int


@dataclass(frozen=True, slots=True)
class ErrorAnswer:
    """The event that a server answers with to a message that does not fit.

    `values` are what its properties get, by their path of wire names, in source order: one
    of "{message}", "{param}" and "{cause}", or a fixed text. `given` are the required
    properties that only the caller knows. `cause` is the property of the message that does
    not fit which the answer quotes.
    """

    declaration: DeclId
    values: tuple[tuple[tuple[str, ...], str], ...]
    given: tuple[str, ...]
    cause: str


@dataclass(frozen=True, slots=True)
class SpecInfo:
    """Where a model comes from: `version` is the origin's own, `sha256` the entry file's.

    A published package also has a `source` (the SPEC that names the file in it) and the
    `integrity` of its archive.
    """

    name: str
    version: str
    sha256: str
    source: str = ""
    integrity: str = ""


@dataclass(frozen=True, slots=True)
class Rename:
    """What a declaration, or one of its properties, is called in Python.

    What is declared inside the declaration is called after it. `span` is the place that says so.
    """

    declaration: DeclId
    property: str | None
    name: str
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Model:
    """A whole spec: declarations in the order in which they are to be written.

    `movement` is how its messages belong together, as facts say it. `added` are the declarations
    and the properties that facts add, each with its name and place.
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
    """The types directly inside a type (not those of a declaration it refers to)."""
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
    """A type and all types inside it, each before what is inside that; references stay."""
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


_LEAVES: Final = (Primitive, Literal, Template, Opaque)
"""Types with nothing inside, which most are."""


def refs(type_: Type) -> Iterator[DeclId]:
    """The declarations that a type refers to directly, in order, one as often as it is named."""
    if isinstance(type_, Ref):
        yield type_.id
    elif not isinstance(type_, _LEAVES):
        for child in children(type_):
            yield from refs(child)


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
