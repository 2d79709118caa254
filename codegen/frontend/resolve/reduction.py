"""Reduce unions of the model as TypeScript does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from ...model import UNKNOWN, DeclId, Literal, Primitive, Ref, Template, Type, Union
from .semantics import NEVER, StringMapping, TTemplate, TypeTerm
from .templates import template_of_term

__all__ = ["absorbed", "flat", "union_of_types"]

_BOOLEAN: Final = Primitive("boolean")
_HALVES: Final = (Literal("boolean", True), Literal("boolean", False))

_WITH_LITERALS: Final = frozenset({"string", "number", "boolean"})
"""The primitives that have literal types."""

Behind = Callable[[DeclId], Iterable[TypeTerm] | None]


def flat(type_: Type) -> tuple[Type, ...]:
    """The members of a union; of any other type, the type itself."""
    return type_.members if isinstance(type_, Union) else (type_,)


def union_of_types(types: Iterable[Type]) -> Type:
    """Make a union of distinct types: unknown absorbs all, `true` and `false` are boolean."""
    distinct = dict.fromkeys(types)
    distinct.pop(NEVER, None)
    if UNKNOWN in distinct:
        return UNKNOWN
    if all(half in distinct for half in _HALVES):
        distinct = dict.fromkeys(_BOOLEAN if type_ in _HALVES else type_ for type_ in distinct)
    members = tuple(distinct)
    if not members:
        return NEVER
    return members[0] if len(members) == 1 else Union(members)


def absorbed(types: Sequence[Type], *, is_open: bool, behind: Behind) -> Sequence[Type]:
    """TypeScript's literal reduction: `string | 'a'` is `string`, unless it is open.

    `behind` gives the members behind a reference, or None if it is no alias. An alias with other
    members, too, is replaced by these.
    """
    names: set[str] = {type_.name for type_ in types if isinstance(type_, Primitive)}
    swallowed = names & _WITH_LITERALS
    if is_open:
        swallowed.discard("string")
    if not swallowed:
        return types
    kept: list[Type] = []
    for type_ in types:
        parts = _parts(type_, behind) or []
        left = [part for part in parts if _kind(part) not in swallowed]
        kept += [type_] if len(left) == len(parts) else left
    return kept


def _parts(type_: Type, behind: Behind) -> list[Type] | None:
    """The literals and primitives of a type; None for any other type."""
    match type_:
        case Literal() | Template():
            return [type_]
        case Ref(id=id_):
            members = behind(id_)
        case _:
            return None
    if members is None:
        return None
    parts: list[Type] = []
    for member in members:
        match member:
            case Literal(kind, value):
                parts.append(Literal(kind, value))
            case TTemplate():
                parts.append(template_of_term(member))
            case StringMapping():
                parts.append(Primitive("string"))
            case Primitive("string" | "number" | "boolean"):
                parts.append(member)
            case _:
                return None
    return parts


def _kind(part: Type) -> str:
    match part:
        case Literal(kind):
            return kind
        case Primitive(name):
            return name
        case _:
            return "string"
