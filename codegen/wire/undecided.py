"""Types without the decisions in them: a union and its decision have the same member so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from operator import is_

from ..model import Array, ByKeys, ByTag, Decision, Map, Member, Tuple, Type, Union

__all__ = ["Undecided", "with_leaves"]


class Undecided:
    """Takes the decisions out of types."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Type, Type]] = {}

    def of(self, type_: Type) -> Type:
        """A type without decisions: itself if it has none.

        The type is kept, so that its `id()` is not reused.
        """
        if not isinstance(type_, Array | Map | Tuple | Union):
            return type_
        known = self._known.get(id(type_))
        if known is None:
            known = self._known[id(type_)] = (type_, self._made(type_))
        return known[1]

    def _made(self, type_: Array | Map | Tuple | Union) -> Type:
        match type_:
            case Array(element):
                plain = self.of(element)
                return type_ if plain is element else Array(plain)
            case Map(key, value):
                plain = self.of(value)
                return type_ if plain is value else Map(key, plain)
            case Tuple(items):
                types = [self.of(item.type) for item in items]
                if all(plain is item.type for plain, item in zip(types, items, strict=True)):
                    return type_
                pairs = zip(items, types, strict=True)
                return replace(type_, items=tuple(replace(i, type=plain) for i, plain in pairs))
            case Union(members):
                plains = tuple(map(self.of, members))
                if type_.decision is None and all(map(is_, plains, members)):
                    return type_
                return Union(plains)


def with_leaves(decision: Decision, types: Mapping[Type, Type]) -> Decision:
    """A decision that finds other types in place of some; what is shared in it stays shared."""
    made: dict[int, Decision] = {}

    def other(decision: Decision) -> Decision:
        if id(decision) not in made:
            made[id(decision)] = _with_leaves(decision)
        return made[id(decision)]

    def _with_leaves(decision: Decision) -> Decision:
        match decision:
            case Member(type_):
                return Member(types.get(type_, type_))
            case ByKeys(members):
                return ByKeys(tuple(types.get(member, member) for member in members))
            case ByTag():
                return replace(
                    decision,
                    branches=tuple((tag, other(branch)) for tag, branch in decision.branches),
                    absent=None if decision.absent is None else other(decision.absent),
                    other=None if decision.other is None else other(decision.other),
                )

    return other(decision)
