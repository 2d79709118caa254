"""The plan of a migration: the renames between two specs, and the notices for people."""

from __future__ import annotations

from typing import Literal as OneOf, TypeAlias

from ..model import DeclId
from ..text.records import dataclass
from .schema import Schema

__all__ = [
    "EventNotice",
    "EventRename",
    "FieldMove",
    "FieldNotice",
    "FieldRename",
    "ListForm",
    "Members",
    "Plan",
    "RequiredConstant",
    "Split",
    "SymbolNotice",
    "SymbolRename",
    "TextNotice",
    "Use",
    "ValueForm",
    "ValueNotice",
    "ValueRename",
    "Variant",
]


@dataclass(frozen=True, slots=True)
class EventRename:
    """The tag of an event, renamed in one group of events. `confidence` is from 0 to 1."""

    group: DeclId
    old: str
    new: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class SymbolRename:
    """The rename of a public name of the generated package, such as a class or a decoder."""

    old: str
    new: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class FieldRename:
    """The rename of a field, by its Python names and its names on the wire."""

    owner: DeclId
    old: str
    new: str
    old_wire: str
    new_wire: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class ValueRename:
    """The rename of a literal value of a field."""

    owner: DeclId
    wire: str
    old: str
    new: str
    confidence: float = 1.0


Members: TypeAlias = tuple[tuple[tuple[tuple[str, str], ...], frozenset[str]], ...]
"""Object types: of each the required fields with a single text, and the names of all fields."""


@dataclass(frozen=True, slots=True)
class FieldMove:
    """A field that has another path in its object, by its names on the wire and in Python.

    `holders` are the classes of the objects along the new path; empty if one of them is ambiguous.
    `members` are the objects that the new type includes: of each the constants that it requires,
    and the names of all of its fields. `takes` is the new type as text if it does not accept all
    old values, and `accepted` are the literals in it.
    """

    owner: DeclId
    old: tuple[str, ...]
    new: tuple[str, ...]
    new_python: tuple[str, ...]
    confidence: float = 1.0
    members: Members = ()
    takes: str = ""
    accepted: frozenset[str] = frozenset()
    holders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RequiredConstant:
    """A field with a single value that an object is now required to have."""

    owner: DeclId
    wire: str
    value: str


@dataclass(frozen=True, slots=True)
class ValueForm:
    """The replacement of a literal value of a field: another text, or an object.

    `form` is the text, or the object as a Python display. With `where`, a field of an enclosing
    object and its value, it only holds there. `made` is the class of the object with its arguments.
    """

    owner: DeclId
    wire: str
    old: str
    form: str
    is_object: bool
    why: str
    where: tuple[str, str] | None = None
    made: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ListForm:
    """The replacement of a list of exactly these texts, in any order."""

    owner: DeclId
    wire: str
    old: frozenset[str]
    form: tuple[str, ...]
    why: str


Use: TypeAlias = OneOf["any", "read", "write", "missing"]
"""The uses of a field that a notice is for; `missing`: an object is constructed without it."""


@dataclass(frozen=True, slots=True)
class EventNotice:
    """A notice for every use of a tag; `now` are the tags of the events that replace it."""

    group: DeclId
    tag: str
    message: str
    advice: str = ""
    now: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SymbolNotice:
    """A notice for every use of a public name."""

    name: str
    message: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """A class in a union of the new spec, by the Python names of its fields.

    `texts` are the fields whose type is a set of texts. A field with a single text, as a tag has,
    is not `required`: constructors have it as a default.
    """

    name: str
    fields: frozenset[str]
    required: frozenset[str]
    texts: tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Split:
    """A class that is no class in the new spec, but the type `now`, with the members `variants`."""

    owner: DeclId
    name: str
    now: str
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class FieldNotice:
    """A notice for some uses of a field.

    Not for a written text of `accepted`, nor for an object of `members`: of each the constants that
    it requires, and the names of all of its fields.
    """

    owner: DeclId
    wire: str
    use: Use
    message: str
    advice: str = ""
    accepted: frozenset[str] = frozenset()
    members: Members = ()


@dataclass(frozen=True, slots=True)
class TextNotice:
    """A notice for every string that contains a text, such as an address."""

    text: str
    message: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class ValueNotice:
    """A notice for every use of a literal value of a field."""

    owner: DeclId
    wire: str
    value: str
    message: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of a whole migration.

    `schema` is that of the old spec. `new_tags` and `new_symbols` are all tags and public names of
    the new spec. An old name that is among them has another meaning there, so the name alone does
    not show for which spec a file is written. `new_fields` are the names of the fields in its
    messages. `written` are the groups of events that a client sends. A file with one of
    `other_dialects` and none of `own_texts` is for another vendor's protocol.
    """

    schema: Schema
    events: tuple[EventRename, ...] = ()
    symbols: tuple[SymbolRename, ...] = ()
    fields: tuple[FieldRename, ...] = ()
    values: tuple[ValueRename, ...] = ()
    moves: tuple[FieldMove, ...] = ()
    constants: tuple[RequiredConstant, ...] = ()
    forms: tuple[ValueForm, ...] = ()
    lists: tuple[ListForm, ...] = ()
    event_notices: tuple[EventNotice, ...] = ()
    symbol_notices: tuple[SymbolNotice, ...] = ()
    splits: tuple[Split, ...] = ()
    field_notices: tuple[FieldNotice, ...] = ()
    value_notices: tuple[ValueNotice, ...] = ()
    text_notices: tuple[TextNotice, ...] = ()
    new_tags: frozenset[str] = frozenset()
    new_fields: frozenset[str] = frozenset()
    written: frozenset[DeclId] = frozenset()
    other_dialects: tuple[str, ...] = ()
    own_texts: tuple[str, ...] = ()
    new_symbols: frozenset[str] = frozenset()
