"""Match the members of two unions before inference, as TypeScript does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from ...model import UNKNOWN, Literal, Primitive
from .protocol import Types
from .semantics import (
    ANY,
    NEVER,
    Lazy,
    LibraryClass,
    Named,
    ObjectShape,
    Special,
    TArray,
    TTemplate,
    TTuple,
    TUnion,
    TypeTerm,
    identity,
)

__all__ = ["may_infer", "paired"]

_DEEPEST: Final = 4
_MOST: Final = 50


def may_infer(target: TypeTerm, depth: int = 0) -> bool:
    """Whether an `infer` may be in the target of a comparison; True if it is not plain to see."""
    if depth > _DEEPEST:
        return True
    inner: Sequence[TypeTerm]
    match target:
        case Literal() | Primitive() | Special():
            return False
        case Named(arguments=arguments) | LibraryClass(arguments=arguments):
            inner = arguments
        case TUnion(members):
            inner = members
        case TArray(element):
            inner = (element,)
        case TTuple(items):
            inner = [item.type for item in items]
        case Lazy(value=value) if value is not None:
            inner = (value,)
        case _:
            return True
    return len(inner) > _MOST or any(may_infer(part, depth + 1) for part in inner)


def paired(
    types: Types,
    source: TypeTerm,
    target: TypeTerm,
    compare: Callable[[TypeTerm, TypeTerm], object],
) -> tuple[list[TypeTerm], list[TypeTerm]]:
    """The members of two unions without the matching pairs.

    Pairs are equal types, a literal and its primitive, and instances of one generic type, for which
    `compare` is called to infer from their arguments.
    """
    given, wanted = list(types.members(source)), list(types.members(target))
    given = [member for member in given if member != NEVER] or [NEVER]
    for whole in (ANY, UNKNOWN):
        if whole in given:
            given = [whole]
    given, wanted = _apart(given, wanted, _are_equal)
    closed = [(one, other) for one in given for other in wanted if _are_instances(one, other)]
    for one, other in closed:
        compare(one, other)
    return _apart(given, wanted, _are_instances)


def _apart(
    given: list[TypeTerm], wanted: list[TypeTerm], match: Callable[[TypeTerm, TypeTerm], bool]
) -> tuple[list[TypeTerm], list[TypeTerm]]:
    """The members of two lists that match none of the other one."""
    return (
        [one for one in given if not any(match(one, other) for other in wanted)],
        [other for other in wanted if not any(match(one, other) for one in given)],
    )


def _are_equal(one: TypeTerm, other: TypeTerm) -> bool:
    if isinstance(other, Primitive) and other.name in ("string", "number"):
        if isinstance(one, Literal):
            return one.kind == other.name
        return one == other or (isinstance(one, TTemplate) and other.name == "string")
    return identity(one) == identity(other)


def _are_instances(one: TypeTerm, other: TypeTerm) -> bool:
    """Whether two types are instances of one generic type."""
    match one, other:
        case TArray(readonly=mine), TArray(readonly=theirs):
            return mine == theirs
        case Named(symbol, arguments), Named(symbol=same):
            return bool(arguments) and symbol is same
        case LibraryClass(name=name, arguments=arguments), LibraryClass(name=same_name):
            return bool(arguments) and name == same_name
        case ObjectShape(span=span), ObjectShape(span=same_span):
            return span is not None and span == same_span
        case _:
            return False
