"""What a spec adds to the interfaces of TypeScript's standard library.

TypeScript merges an interface that a script or a global block declares with the library's of the
same name, so that it inherits from the bases of that, and all heirs of the library's have what is
added.
"""

from __future__ import annotations

from collections.abc import Iterator

from .library import is_global
from .library_lookup import own_bases
from .protocol import Types
from .semantics import ANY, OF_LIBRARY, Env, LibraryClass, Named, ShapeProperty
from .symbols import Symbol

__all__ = ["added_above", "added_member", "are_alike", "class_added_to"]


def class_added_to(named: Named) -> LibraryClass | None:
    """The class of the library that an interface adds members to; None of any other type."""
    from .library_names import OPAQUE

    symbol = named.symbol
    if symbol.name not in OPAQUE or not is_global(symbol) or not symbol.of_kind("interface"):
        return None
    reason, env = OF_LIBRARY, Env(symbol.scope)
    at = symbol.declarations[0].name_at
    return LibraryClass(reason, symbol.name, symbol.name, named.arguments, env, at)


def are_alike(source: str, target: str) -> bool | None:
    """Whether an event, or a target of events, is assignable to another; None for other names."""
    from .library_alike import are_alike

    return are_alike(source, target)


def added_above(types: Types, name: str) -> Iterator[Named]:
    """The interfaces that add to the bases of a library class, the nearest of each base."""
    for base in own_bases(name):
        added = types.program.lookup(None, base, "type")
        if isinstance(added, Symbol) and added.of_kind("interface"):
            yield types.named(added, [ANY for _ in added.parameters])
        else:
            yield from added_above(types, base)


def added_member(types: Types, name: str, member: str) -> ShapeProperty | None:
    """A member that the spec adds to a base of a library class."""
    for added in added_above(types, name):
        shape = types.shape(added)
        if shape is None:
            continue
        item = shape.properties.get(member) or shape.methods.get(member)
        if item is not None:
            return item
    return None
