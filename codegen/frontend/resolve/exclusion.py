"""Which types exclude each other: what no value of a property can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from ...model import NULL, UNKNOWN, Literal, Opaque, Primitive
from ...text.source import Span
from .apparent import primitive_kind
from .enums import is_enum
from .protocol import Types
from .semantics import (
    ANY,
    EXCLUDED,
    NEVER,
    UNDEFINED,
    Lazy,
    LibraryClass,
    StringMapping,
    TTemplate,
    TUnion,
    TypeTerm,
    identity,
)
from .unions import union_of

__all__ = ["exclude_each_other", "is_same", "later", "lazily", "with_absence"]

_PATTERNS: Final = TTemplate | StringMapping
_OBJECT: Final = Primitive("object")
_ABSENT: Final = (NULL, UNDEFINED, NEVER)


def later(types: Types, terms: Sequence[TypeTerm], text: str, span: Span | None) -> TypeTerm:
    """A lazy intersection of types."""
    if len(terms) == 2 and is_same(terms[0], terms[1]):
        return terms[0]
    return lazily(types, lambda: terms, text, span)


def lazily(
    types: Types, terms: Callable[[], Sequence[TypeTerm]], text: str, span: Span | None
) -> TypeTerm:
    """A lazy intersection of types that are known later."""
    return Lazy(lambda: types.intersection(terms()), lambda: text, span or _nowhere())


def is_same(left: TypeTerm, right: TypeTerm) -> bool:
    """Whether two types are one; a member of an enum and the literal that it has are two."""
    is_literal = isinstance(left, Literal) or isinstance(right, Literal)
    return identity(left) == identity(right) and not (is_literal and type(left) is not type(right))


def with_absence(term: TypeTerm, *, optional: bool) -> TypeTerm:
    """The type of a property or an element that is read, with undefined if it is optional."""
    return union_of([term, UNDEFINED]) if optional else term


def exclude_each_other(
    types: Types, sides: Sequence[tuple[TypeTerm, bool]], text: str, span: Span | None
) -> bool:
    """Whether types of a property, one of them of literals, have no value in common.

    Beside each type is whether the property is optional there. TypeScript: such a required property
    makes the whole intersection never. It looks at primitives alone: a text and an object do not,
    nor does what is never by itself, unless that comes from such a property.
    """
    settled = [types.settled(term) for term, _ in sides]
    pairs = zip(settled, sides, strict=True)
    known = [(side, optional) for side, (_, optional) in pairs if side is not None]
    if not any(_is_telling(types, side, optional=optional) for side, optional in known):
        return False
    if len(known) < len(sides) or any(_is_never(side) and not optional for side, optional in known):
        return False
    known = [(side, optional) for side, optional in known if side != UNKNOWN]
    choices = [[*types.members(side), *[UNDEFINED] * optional] for side, optional in known]
    if any(_is_unread(member) for choice in choices for member in choice):
        return False
    if any(ANY in choice for choice in choices):
        whole = [with_absence(side, optional=optional) for side, optional in known]
        return types.settled(lazily(types, lambda: whole, text, span)) == NEVER
    bare = [[member for member in choice if _is_primitive(types, member)] for choice in choices]
    present = [
        [member for member in primitives if member not in _ABSENT]
        for primitives, choice in zip(bare, choices, strict=True)
        if len(primitives) == len(choice)
    ]
    has_objects = len(present) < len(choices)
    return _no_primitive(types, bare, text, span) and not (
        has_objects and not _no_primitive(types, present, text, span)
    )


def _is_telling(types: Types, term: TypeTerm, *, optional: bool) -> bool:
    """Whether a type is one of single values, or a pattern that is always there."""
    if isinstance(term, _PATTERNS):
        return not optional
    return term is not EXCLUDED and _all_units(types, term)


def _is_unread(term: TypeTerm) -> bool:
    return isinstance(term, Opaque) and not isinstance(term, LibraryClass)


def _is_never(term: TypeTerm) -> bool:
    return term == NEVER and term is not EXCLUDED


def _is_primitive(types: Types, term: TypeTerm) -> bool:
    bare = types.peel(term)
    return _is_never(bare) or bare == _OBJECT or primitive_kind(bare) is not None


def _no_primitive(
    types: Types, choices: Sequence[Sequence[TypeTerm]], text: str, span: Span | None
) -> bool:
    """Whether nothing is one of each choice of primitives."""
    sides = [union_of(choice) for choice in choices]
    return bool(sides) and types.settled(lazily(types, lambda: sides, text, span)) == NEVER


def _all_units(types: Types, term: TypeTerm) -> bool:
    """Whether all members of a type are single values.

    A type that is being computed is none of these.
    """
    settled = types.settled(term)
    if isinstance(settled, TUnion):
        return all(_all_units(types, member) for member in settled.members)
    one_each = (UNDEFINED, NULL, NEVER, Primitive("boolean"))
    known = isinstance(settled, Literal) or settled in one_each
    return known or (settled is not None and is_enum(settled))


def _nowhere() -> Span:
    return Span("", 1, 1, 1, 1)
