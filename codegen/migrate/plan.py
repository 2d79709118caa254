"""What a migration does: the renames between two specs, and what is left to people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as OneOf, TypeAlias

from ..model import DeclId
from .schema import Schema

__all__ = [
    "EventNotice",
    "EventRename",
    "FieldNotice",
    "FieldRename",
    "Plan",
    "SymbolNotice",
    "SymbolRename",
    "Use",
    "ValueNotice",
    "ValueRename",
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
    """A public name of the generated package: a class, an alias, or what is named after one."""

    old: str
    new: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class FieldRename:
    """A field of an interface, by its Python name and by its name on the wire."""

    owner: DeclId
    old: str
    new: str
    old_wire: str
    new_wire: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class ValueRename:
    """One of the literal values of a field."""

    owner: DeclId
    wire: str
    old: str
    new: str
    confidence: float = 1.0


Use: TypeAlias = OneOf["any", "read", "write", "missing"]
"""Which uses of a field a notice is about; `missing`: it is not given where one is made."""


@dataclass(frozen=True, slots=True)
class EventNotice:
    """A tag that needs a person wherever it is used."""

    group: DeclId
    tag: str
    message: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class SymbolNotice:
    """A public name that needs a person wherever it is used."""

    name: str
    message: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class FieldNotice:
    """A field that needs a person where it is used in this way."""

    owner: DeclId
    wire: str
    use: Use
    message: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class ValueNotice:
    """A literal value of a field that needs a person wherever it is written or compared."""

    owner: DeclId
    wire: str
    value: str
    message: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole migration.

    `schema` is what the old spec says. `new_tags` and `new_symbols` are all names of the new
    one: an old name that is among them as well has a second meaning there, so that nobody can
    tell from the name alone for which spec a file is written.
    """

    schema: Schema
    events: tuple[EventRename, ...] = ()
    symbols: tuple[SymbolRename, ...] = ()
    fields: tuple[FieldRename, ...] = ()
    values: tuple[ValueRename, ...] = ()
    event_notices: tuple[EventNotice, ...] = ()
    symbol_notices: tuple[SymbolNotice, ...] = ()
    field_notices: tuple[FieldNotice, ...] = ()
    value_notices: tuple[ValueNotice, ...] = ()
    new_tags: frozenset[str] = frozenset()
    new_symbols: frozenset[str] = frozenset()
