"""Nested tags: required properties at a path of keys that discriminate a union.

Each member requires the objects on the path and the property.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol

from ...model import Declaration, DeclId, Literal, Ref, TagPath, Type
from ...model.paths import interface_of
from .splits import Candidate, Split, Tag

__all__ = ["InnerTags"]

_MOST_KEYS: Final = 4  # The number of keys in the path of a nested tag.
_MOST_LOOKS: Final = 500  # The number of properties that are visited in the search.


class Members(Protocol):
    """The required part of a decider; `steps` counts the work."""

    by_id: Mapping[DeclId, Declaration]
    steps: int

    def candidate(self, type_: Type) -> Candidate:
        """A member, or a nested object, with its properties."""
        ...

    def is_open(self, type_: Type) -> bool:
        """Whether a type accepts any text or any number."""
        ...


class InnerTags:
    """Splits the members of a union by the properties of nested objects."""

    def __init__(self, members: Members) -> None:
        self._members = members
        self._inside: dict[tuple[Type, str], Candidate | None] = {}
        self._with_objects: dict[Type, Sequence[str]] = {}

    def splits(
        self, candidates: Sequence[Candidate], places: Sequence[int], is_first: bool
    ) -> Iterator[Split]:
        """The splits by each path that discriminates some members, given by their positions.

        Shorter paths come first, then those that the first member declares first. As in a
        `Decider`, members with any other text can only be in a split that `is_first`.
        """
        for path in self._paths(candidates, places):
            split = self._split(path, candidates, places, is_first)
            if split is not None and split.widest < len(places):
                yield split

    def _paths(self, candidates: Sequence[Candidate], places: Sequence[int]) -> Iterator[TagPath]:
        """The paths to literals in nested objects, of one member after the other.

        An open member has no literal where the others have theirs.
        """
        seen: set[TagPath] = set()
        looks = 0
        for place in places:
            level: list[tuple[TagPath, Candidate]] = [((), candidates[place])]
            for depth in range(_MOST_KEYS):
                inner: list[tuple[TagPath, Candidate]] = []
                for path, owner in level:
                    names = owner.properties if depth else self._objects(owner)
                    for name in names:
                        item = owner.properties[name]
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
        """Split the members by a property; None if it is optional or too open for some."""
        *steps, name = path
        tagged: dict[int, tuple[Tag, list[int]]] = {}
        null: list[int] = []
        others: list[int] = []
        for place in places:
            self._members.steps += 1
            owner = self._owner(candidates[place], tuple(steps))
            item = None if owner is None else owner.properties.get(name)
            if owner is None or item is None or not item.required:
                return None
            tag = owner.tags.get(name)
            if tag is not None:
                tagged.setdefault(id(tag), (tag, []))[1].append(place)
                if tag.null:
                    null.append(place)
            elif is_first and self._members.is_open(item.type):
                others.append(place)
            else:
                return None
        sizes: dict[Literal, int] = {}
        for tag, group in tagged.values():
            self._members.steps += len(tag.values)
            for value in tag.values:
                sizes[value] = sizes.get(value, 0) + len(group)
        split = Split(path, list(tagged.values()), sizes, null, [], [], others)
        # Null alone is no value to look up.
        return split if sizes and split.is_of_all else None

    def _owner(self, candidate: Candidate, path: TagPath) -> Candidate | None:
        """The object at a path of required properties; None if there is none."""
        owner: Candidate | None = candidate
        for name in path:
            owner = None if owner is None else self._object(owner, name)
        return owner

    def _objects(self, owner: Candidate) -> Sequence[str]:
        """The required properties of a member that are objects."""
        names = self._with_objects.get(owner.type)
        if names is None:
            names = [
                name
                for name, item in owner.properties.items()
                if item.required and name not in owner.tags and self._object(owner, name)
            ]
            self._with_objects[owner.type] = names
        return names

    def _object(self, owner: Candidate, name: str) -> Candidate | None:
        """The object type of a required property; None for any other."""
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
