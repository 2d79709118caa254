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
"""Objects: of each the fields that it requires with one text, and the names of all fields."""


@dataclass(frozen=True, slots=True)
class FieldMove:
    """A field that has another path in its object, by its names on the wire and in Python.

    `holders` are the classes of the objects that are inside of it on the new path; empty if one
    of them is not one class.
    `members` are the objects that the field may hold in the new spec: of each the constants
    that it requires, and the names of all of its fields. `takes` is the new type in words, if
    values of the old one are not taken any more, and `accepted` are the texts that are.
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
    """A field with one value that an object has to have now."""

    owner: DeclId
    wire: str
    value: str


@dataclass(frozen=True, slots=True)
class ValueForm:
    """What a literal value of a field is in the new spec: another text, or an object.

    `form` is that, an object as a display in Python. With `where`, a field of an object around it
    and its value, it is so only there. `made` is the class of the object with its arguments.
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
    """What a list of just these texts, in any order, is in the new spec."""

    owner: DeclId
    wire: str
    old: frozenset[str]
    form: tuple[str, ...]
    why: str


Use: TypeAlias = OneOf["any", "read", "write", "missing"]
"""The uses of a field that a notice concerns; `missing`: an object is made without it."""


@dataclass(frozen=True, slots=True)
class EventNotice:
    """A notice for every use of a tag; `now` are the tags that its event has instead."""

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
    """A class that a union of the new spec has, by the Python names of its fields.

    `texts` are the fields that take certain texts alone. A field with one text as its value,
    as a tag has, is not `required`: constructors have it.
    """

    name: str
    fields: frozenset[str]
    required: frozenset[str]
    texts: tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Split:
    """A class that is something else in the new spec, `now`, with the members `variants`."""

    owner: DeclId
    name: str
    now: str
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class FieldNotice:
    """A notice for some uses of a field.

    It is for none that gives a text of `accepted`, or an object of `members`: of each the
    constants that it requires, and the names of all of its fields.
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
    """A notice for every string that has a text in it, such as an address."""

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
    """A whole migration.

    `schema` is of the old spec. `new_tags` and `new_symbols` are all tags and public names of
    the new spec. An old name that is among them has another meaning there, so the name alone
    does not show for which spec a file is written. `new_fields` are the names of the fields that
    its messages have. `written` are the groups of events that a client sends. A file with one of
    `other_dialects` and none of `own_texts` is about another vendor's protocol.
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
