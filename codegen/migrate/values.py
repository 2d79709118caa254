"""The inferred values of expressions."""

from __future__ import annotations

from typing import TypeAlias

from ..model import DeclId, Type
from ..text.records import dataclass

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
    """A value of a type of the old spec: a dictionary if `plain`, else an object."""

    type: Type
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Likely:
    """An object of an unknown class, whose tag suggests a type of the old spec.

    It may be of one of the program's classes, which has its own names for the fields.
    """

    type: Type


@dataclass(frozen=True, slots=True)
class ClassObject:
    """A class or alias of the generated package; `plain`: the TypedDict of it."""

    name: str
    type: Type
    plain: bool = False


@dataclass(frozen=True, slots=True)
class FunctionObject:
    """A function of the generated package; `result` is the result of a decoder."""

    name: str
    result: Type | None = None


@dataclass(frozen=True, slots=True)
class DispatcherObject:
    """The dispatcher of a group, or the dispatcher's class."""

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
    """The value of a property whose type is literals, such as the tag of an event.

    `subject` is the path of the object, `owners` are the interfaces that the object may be of,
    empty if it is unknown.
    """

    subject: str | None
    wire: str
    plain: bool
    owners: tuple[DeclId, ...] = ()


@dataclass(frozen=True, slots=True)
class Handles:
    """The result of a registration: the first argument of the handler has this type."""

    type: Type


@dataclass(frozen=True, slots=True)
class Foreign:
    """A value of another protocol, or of the new spec: its names are never renamed."""


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
