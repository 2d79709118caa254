"""Paths of wire names: resolve them to properties, and format them."""

from __future__ import annotations

from collections.abc import Mapping

from . import Alias, Declaration, DeclId, Interface, Property, Ref, TagPath, Type
from .typescript import property_name

__all__ = ["interface_of", "path_text", "properties_along"]


def path_text(path: TagPath) -> str:
    """Format a path: `header.type`, the name alone for a property of the object."""
    return path[0] if len(path) == 1 else ".".join(map(property_name, path))


def interface_of(by_id: Mapping[DeclId, Declaration], type_: Type) -> Interface | None:
    """The interface behind aliases; None for any other type."""
    seen: set[DeclId] = set()
    while isinstance(type_, Ref) and type_.id not in seen:
        seen.add(type_.id)
        declaration = by_id.get(type_.id)
        if isinstance(declaration, Interface):
            return declaration
        if not isinstance(declaration, Alias):
            break
        type_ = declaration.type
    return None


def properties_along(
    by_id: Mapping[DeclId, Declaration], start: DeclId, path: TagPath
) -> tuple[tuple[Interface, Property], ...]:
    """The properties along a path from an interface, each with its owner.

    There are fewer than names in the path if it leads nowhere.
    """
    steps: list[tuple[Interface, Property]] = []
    type_: Type = Ref(start)
    for name in path:
        owner = interface_of(by_id, type_)
        if owner is None:
            break
        property_ = next((item for item in owner.properties if item.wire_name == name), None)
        if property_ is None:
            break
        steps.append((owner, property_))
        type_ = property_.type
    return tuple(steps)
