"""Replace types that would be repeated in many places by references."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ...model import Alias, Array, Declaration, Interface, Map, Ref, Tuple, Type, children

__all__ = ["ByReference"]


class ByReference:
    """Replaces certain objects among types by references: `refs` has them by `id()`.

    A lifted type is one object in all of its places.
    """

    def __init__(self, refs: Mapping[int, Ref]) -> None:
        self._refs = refs
        self._known: dict[int, tuple[Type, Type]] = {}

    def declaration(self, declaration: Declaration) -> Declaration:
        """Replace types in a declaration; an alias keeps its own target."""
        match declaration:
            case Interface(properties=properties, index=index):
                return replace(
                    declaration,
                    properties=tuple(replace(p, type=self._type(p.type)) for p in properties),
                    index=None if index is None else self._map(index),
                )
            case Alias(type=type_) if id(type_) not in self._refs:
                return replace(declaration, type=self._type(type_))
            case _:
                return declaration

    def _type(self, type_: Type) -> Type:
        if id(type_) in self._refs:
            return self._refs[id(type_)]
        if not any(True for _ in children(type_)):
            return type_
        if id(type_) not in self._known:
            self._known[id(type_)] = (type_, self._within(type_))
        return self._known[id(type_)][1]

    def _within(self, type_: Type) -> Type:
        match type_:
            case Array(element):
                return Array(self._type(element))
            case Map():
                return self._map(type_)
            case Tuple(items):
                return Tuple(tuple(replace(item, type=self._type(item.type)) for item in items))
            case _:
                return type_

    def _map(self, type_: Map) -> Map:
        return Map(type_.key, self._type(type_.value))
