"""What is known of an expression's value while a file is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from ..model import DeclId, Type

__all__ = [
    "ClassObject",
    "DispatcherObject",
    "Foreign",
    "FunctionObject",
    "Handles",
    "Instance",
    "Likely",
    "Method",
    "ModuleObject",
    "TagOf",
    "Value",
]


@dataclass(frozen=True, slots=True)
class Instance:
    """A value of the old spec: `plain` if it is a dictionary, else it has attributes."""

    type: Type
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Likely:
    """An object of a class that is not known, which its tag says to be of this type.

    It may be of a class of the program's own, whose attributes have the program's own names.
    """

    type: Type


@dataclass(frozen=True, slots=True)
class ClassObject:
    """A class or alias of the generated package (`plain`: its TypedDict)."""

    name: str
    type: Type
    plain: bool = False


@dataclass(frozen=True, slots=True)
class FunctionObject:
    """A function of the generated package; `result` is what a decoder gives."""

    name: str
    result: Type | None = None


@dataclass(frozen=True, slots=True)
class DispatcherObject:
    """A dispatcher of a group, or its class."""

    group: DeclId


@dataclass(frozen=True, slots=True)
class ModuleObject:
    """An imported module, by the parts of its path."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Method:
    """A method of a value: `on` of a dispatcher, `get` of a dictionary."""

    owner: Value | None
    path: str | None
    name: str


@dataclass(frozen=True, slots=True)
class TagOf:
    """The value of a property with literals: the tag of an event, if `owners` are events.

    `subject` is the path of the variable whose property it is, `owners` are the interfaces
    that may hold it, empty where the object is not known.
    """

    subject: str | None
    wire: str
    plain: bool
    owners: tuple[DeclId, ...] = ()


@dataclass(frozen=True, slots=True)
class Handles:
    """What registers a handler: the handler's first argument has this type."""

    type: Type


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something of a protocol that is known to be another one, or of the new spec."""


Value: TypeAlias = (
    Instance
    | Likely
    | ClassObject
    | FunctionObject
    | DispatcherObject
    | ModuleObject
    | Method
    | TagOf
    | Handles
    | Foreign
)
