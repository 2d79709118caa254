"""The kinds of JSON values that types have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from ..model import Array, Literal, Map, Primitive, Ref, Template, Tuple, Type, children
from ..runtime._adapt import Kind, kind_of

__all__ = [
    "ALL_KINDS",
    "elements_of",
    "is_like_any",
    "key_of",
    "kinds_of",
    "literals_of",
    "take_all",
    "within",
]

ALL_KINDS: Final[tuple[Kind, ...]] = (
    *("object", "list", "string", "integer", "fraction", "boolean", "null"),
)
_KINDS: Final[Mapping[str, tuple[Kind, ...]]] = {
    "string": ("string",),
    "number": ("integer", "fraction"),
    "integer": ("integer",),
    "boolean": ("boolean",),
    "null": ("null",),
    "object": ("object", "list"),
    "never": (),
}


def elements_of(types: Iterable[Type]) -> tuple[Type, ...]:
    """The element types of all lists among some types."""
    elements: list[Type] = []
    for type_ in types:
        if isinstance(type_, Array):
            elements.append(type_.element)
        elif isinstance(type_, Tuple):
            elements += [item.type for item in type_.items]
    return tuple(dict.fromkeys(elements))


def literals_of(types: Sequence[Type]) -> set[tuple[bool, object]]:
    """The values of a union of literals; empty for any other type."""
    values = {key_of(type_.value) for type_ in types if isinstance(type_, Literal)}
    return values if len(values) == len(types) else set()


def is_like_any(atom: Type, right: Sequence[Type]) -> bool:
    """Whether the target has an object, map or list too, so that a mismatch is in the parts."""
    match atom:
        case Ref() | Map():
            return any(isinstance(other, type(atom)) for other in right)
        case Array() | Tuple():
            return any(isinstance(other, Array) for other in right)
        case _:
            return False


def kinds_of(atom: Type) -> tuple[Kind, ...]:
    """The kinds of JSON values that a type has."""
    match atom:
        case Primitive(name):
            return _KINDS.get(name, ALL_KINDS)
        case Literal(_, value):
            return (kind_of(value),)
        case Template():
            return ("string",)
        case Array() | Tuple():
            return ("list",)
        case Ref() | Map():
            return ("object",)
        case _:
            return ALL_KINDS


def take_all(types: Sequence[Type], kind: Kind) -> bool:
    """Whether some types accept every value of a kind."""
    return any(isinstance(type_, Primitive) and kind in kinds_of(type_) for type_ in types)


def within(types: Iterable[Type]) -> Iterator[Type]:
    """Some types, and all types nested in them."""
    for type_ in types:
        yield type_
        yield from within(children(type_))


def key_of(value: object) -> tuple[bool, object]:
    """The key of a value, which keeps `true` and 1 apart."""
    return isinstance(value, bool), value
