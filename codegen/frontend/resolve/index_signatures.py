"""What index signatures say where no key is asked for: `T[never]`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...model import Opaque, Primitive
from .apparent import apparent, functional
from .protocol import Types
from .semantics import ANY, NEVER, TypeTerm, identity
from .unions import union_of

__all__ = ["value_of_no_key"]

_STRING: Final = Primitive("string")


def value_of_no_key(types: Types, target: TypeTerm) -> TypeTerm:
    """`T[never]`: never, unless `T` has index signatures, all of which that key fits.

    TypeScript: the one of texts counts where there is no other. A union has those that all of its
    members have.
    """
    members = [member for member in types.members(target) if member != NEVER]
    unknown = [member for member in members if member is ANY or isinstance(member, Opaque)]
    if unknown:
        return unknown[0]
    signatures = [dict(_signatures(types, member)) for member in members]
    if not signatures:
        return NEVER
    shared = [key for key in signatures[0] if all(key in own for own in signatures)]
    exact = [key for key in shared if key != identity(_STRING)] or shared
    values = [union_of(own[key] for own in signatures) for key in exact]
    if len(values) > 1:
        return types.intersection(values)
    return values[0] if values else NEVER


def _signatures(types: Types, term: TypeTerm) -> Iterator[tuple[object, TypeTerm]]:
    """The index signatures of a type, by the identity of their keys."""
    shape = types.shape(term)
    whole = apparent(types, term) if shape is None else functional(types, shape)
    for key, value in whole.indexes if whole is not None else ():
        yield identity(types.peel(key)), value
