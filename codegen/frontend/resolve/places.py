"""The places of anonymous object types: each type is declared once, and named after the best one.

`Partial<Font>` may be the type of a hundred properties. It is declared at the first of them; the
others are kept, and at the end it is named after the shortest path that leads to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from heapq import heappop, heappush
from itertools import count

from ...model import Declaration, DeclId
from ...text.records import dataclass
from .semantics import ObjectShape
from .sharing import Renaming, rank

__all__ = ["Places", "renamed"]

_Place = tuple[DeclId | None, tuple[str, ...]]
"""A path below a declaration, or a whole one."""


@dataclass(eq=False)
class Places:
    """The places of the anonymous types, by the ids of their declarations."""

    digest: Callable[[ObjectShape], str]
    """A word that is equal for types of equal structure."""
    owner: DeclId | None = None
    """The declaration whose parts are being lifted."""
    _of: dict[DeclId, dict[_Place, str]] = field(default_factory=dict)
    """The places of each type, with the module of whole paths."""
    _taken: dict[DeclId, ObjectShape] = field(default_factory=dict)
    _once: dict[ObjectShape, bool] = field(default_factory=dict)

    def stands_once(self, shape: ObjectShape) -> bool:
        """Whether one declaration of an object type stands for it in all places.

        It does if all of it has origins in the spec; another type is named after its place.
        """
        known = self._once.get(shape)
        if known is None:
            has_origins = all(item.span is not None for item in shape.properties.values())
            known = bool(shape.properties) and shape.span is not None and has_origins
            self._once[shape] = known
        return known

    def reserved(self, id_: DeclId, shape: ObjectShape) -> DeclId:
        """The id of a type at a place, numbered if another type is there: `T | (T & U)[]`."""

        def is_of_shape(place: DeclId) -> bool:
            first = self._taken.setdefault(place, shape)
            return first is shape or self.digest(first) == self.digest(shape)

        return next(filter(is_of_shape, _numbered(id_)))

    def release(self, id_: DeclId, shape: ObjectShape) -> None:
        """Give back an id that no declaration got."""
        if self._taken.get(id_) is shape:
            del self._taken[id_]

    def add(self, id_: DeclId, place: DeclId) -> None:
        """Add a place of the type that `id_` declares."""
        self._of.setdefault(id_, {})[self._below(place)] = place.module

    def _below(self, place: DeclId) -> _Place:
        owner = self.owner
        if owner is None or owner.module != place.module:
            return None, place.path
        length = len(owner.path)
        if place.path[:length] != owner.path:
            return None, place.path
        return owner, place.path[length:]

    def names(self, declared: Iterable[DeclId]) -> dict[DeclId, DeclId]:
        """The new ids of the types that have a better place than their first one.

        A place is below its owner's new id. Ids of other declarations stay.
        """
        if all(len(places) < 2 for places in self._of.values()):
            return {}
        final = {id_: id_ for id_ in declared if id_ not in self._of}
        taken = set(final)
        below: dict[DeclId | None, list[tuple[DeclId, tuple[str, ...]]]] = {}
        for id_, places in self._of.items():
            for owner, path in places:
                below.setdefault(owner, []).append((id_, path))
        waiting: list[tuple[object, DeclId, DeclId]] = []

        def look_below(owner: DeclId | None) -> None:
            for id_, path in below.get(owner, ()):
                if owner is None:
                    place = DeclId(self._of[id_][None, path], path)
                else:
                    place = DeclId(final[owner].module, (*final[owner].path, *path))
                if id_ not in final:
                    heappush(waiting, (rank(place), place, id_))

        look_below(None)
        for owner in list(final):
            look_below(owner)
        while waiting:
            _, place, id_ = heappop(waiting)
            if id_ not in final:
                final[id_] = _free(place, taken)
                taken.add(final[id_])
                look_below(id_)
        return {id_: new for id_, new in final.items() if id_ != new}


def _free(place: DeclId, taken: set[DeclId]) -> DeclId:
    """The id of a place, numbered if another type has it."""
    return next(id_ for id_ in _numbered(place) if id_ not in taken)


def _numbered(place: DeclId) -> Iterator[DeclId]:
    """The id of a place, and those for other types there."""
    yield place
    for number in count(2):
        yield DeclId(place.module, (*place.path, f".{number}"))


def renamed(
    declarations: Sequence[Declaration], names: Mapping[DeclId, DeclId]
) -> list[Declaration]:
    """Give declarations new ids, and rename the references to them."""
    if not names:
        return list(declarations)
    renaming = Renaming(names, whole=False)
    return [
        replace(renaming.declaration(item), id=names.get(item.id, item.id)) for item in declarations
    ]
