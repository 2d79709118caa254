"""Tags in inner objects: properties at a path of keys that tell the members of a union apart.

Each member requires the objects on the way and the property, which is never null.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol

from ...model import Declaration, DeclId, Literal, Ref, TagPath, Type
from ...model.paths import interface_of
from .splits import Candidate, Split, Tag

__all__ = ["InnerTags"]

_MOST_KEYS: Final = 4  # As many keys lead to the tag of an inner object.
_MOST_LOOKS: Final = 500  # As many properties of the members of a union are looked at for them.


class Members(Protocol):
    """What has to be known of the members; `steps` counts the work."""

    by_id: Mapping[DeclId, Declaration]
    steps: int

    def candidate(self, type_: Type) -> Candidate:
        """A member, or an inner object, with its properties."""
        ...

    def is_open(self, type_: Type) -> bool:
        """Whether a type takes any text or any number."""
        ...


class InnerTags:
    """Finds what the properties of inner objects do to the members of a union."""

    def __init__(self, members: Members) -> None:
        self._members = members
        self._inside: dict[tuple[Type, str], Candidate | None] = {}

    def splits(
        self, candidates: Sequence[Candidate], places: Sequence[int], is_first: bool
    ) -> Iterator[Split]:
        """What each path does to the members at some positions, if it tells them apart.

        Paths with fewer keys come first, then those that the first member declares first. As
        one of a `Decider`, a split has members with any other text only if it `is_first`.
        """
        for path in self._paths(candidates, places):
            split = self._split(path, candidates, places, is_first)
            if split is not None and split.widest < len(places):
                yield split

    def _paths(self, candidates: Sequence[Candidate], places: Sequence[int]) -> Iterator[TagPath]:
        """Where inner objects of a member have literals, of one member after the other.

        An open member has none where the others have theirs.
        """
        seen: set[TagPath] = set()
        looks = 0
        for place in places:
            level: list[tuple[TagPath, Candidate]] = [((), candidates[place])]
            for depth in range(_MOST_KEYS):
                inner: list[tuple[TagPath, Candidate]] = []
                for path, owner in level:
                    for name, item in owner.properties.items():
                        looks += 1
                        if looks > _MOST_LOOKS:
                            return
                        self._members.steps += 1
                        if not item.required or (*path, name) in seen:
                            continue
                        if name not in owner.tags:
                            inside = self._object(owner, name)
                            if inside is not None:
                                inner.append(((*path, name), inside))
                        elif depth:
                            seen.add((*path, name))
                            yield (*path, name)
                level = []
                for path, inside in inner:
                    if self._differs(path, candidates, places):
                        level.append((path, inside))
                    else:
                        seen.add(path)

    def _differs(
        self, path: TagPath, candidates: Sequence[Candidate], places: Sequence[int]
    ) -> bool:
        """Whether all members have an object at a path, and not all of them the same one."""
        first = self._owner(candidates[places[0]], path)
        others = False
        for place in places:
            self._members.steps += 1
            owner = self._owner(candidates[place], path)
            if owner is None:
                return False
            others = others or owner is not first
        return others

    def _split(
        self,
        path: TagPath,
        candidates: Sequence[Candidate],
        places: Sequence[int],
        is_first: bool,
    ) -> Split | None:
        """What a property does to the members; None if some need not have it, or can have any."""
        *steps, name = path
        tagged: dict[int, tuple[Tag, list[int]]] = {}
        others: list[int] = []
        for place in places:
            self._members.steps += 1
            owner = self._owner(candidates[place], tuple(steps))
            item = None if owner is None else owner.properties.get(name)
            if owner is None or item is None or not item.required:
                return None
            tag = owner.tags.get(name)
            if tag is not None and not tag.null:
                tagged.setdefault(id(tag), (tag, []))[1].append(place)
            elif is_first and tag is None and self._members.is_open(item.type):
                others.append(place)
            else:
                return None
        sizes: dict[Literal, int] = {}
        for tag, group in tagged.values():
            self._members.steps += len(tag.values)
            for value in tag.values:
                sizes[value] = sizes.get(value, 0) + len(group)
        return Split(path, list(tagged.values()), sizes, [], [], others)

    def _owner(self, candidate: Candidate, path: TagPath) -> Candidate | None:
        """The object that a path of required properties leads to; None if there is none."""
        owner: Candidate | None = candidate
        for name in path:
            owner = None if owner is None else self._object(owner, name)
        return owner

    def _object(self, owner: Candidate, name: str) -> Candidate | None:
        """The object of a required property; None if it is something else."""
        key = owner.type, name
        if key not in self._inside:
            item = owner.properties.get(name)
            inner = (
                interface_of(self._members.by_id, item.type)
                if item is not None and item.required
                else None
            )
            made = None if inner is None else self._members.candidate(Ref(inner.id))
            self._inside[key] = made
        return self._inside[key]
