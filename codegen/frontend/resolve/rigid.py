"""Lookups by a type parameter of a function that is compared: `T[K]` for whatever `K` is."""

from __future__ import annotations

from collections.abc import Callable

from ...model import Opaque
from ...text.records import dataclass
from .enums import spread
from .protocol import Types
from .semantics import Branded, TypeTerm
from .unions import union_of

__all__ = ["RigidLookup", "rigid_lookup"]


@dataclass(frozen=True, slots=True, eq=False)
class RigidLookup(Opaque):
    """What an object type has by a key that stands for a type parameter.

    TypeScript: two are compared by what they are looked up of. Beside other types, one is any of
    its properties where it is given (`read`), and all of them where it is asked for (`written`).
    """

    owner: TypeTerm
    key: TypeTerm
    read: TypeTerm
    written: TypeTerm


def rigid_lookup(
    types: Types,
    owner: TypeTerm,
    key: TypeTerm,
    property_type: Callable[[Types, TypeTerm, TypeTerm], TypeTerm | None],
) -> RigidLookup | None:
    """The lookup by a key that stands for a type parameter; None for any other key."""
    whole = types.peel(key)
    members = list(spread(types.members(whole)))
    rigid = {id(shape) for _, shape in types.rigid.values()} if types.rigid else set()
    values: list[TypeTerm] = []
    for member in members:
        if not isinstance(member, Branded) or rigid.isdisjoint(map(id, member.brands)):
            return None
        value = property_type(types, owner, member.bare)
        if value is None:
            return None
        values.append(value)
    if not values:
        return None
    read, written = union_of(values), types.intersection(values)
    return RigidLookup("a type parameter", "", owner, whole, read, written)
