"""What a property does to the members of a union that its values tell apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ...model import Literal, Property, TagPath, Type
from ...text.records import dataclass

__all__ = ["Candidate", "Split", "Tag"]


class Tag(NamedTuple):
    """The literal values of a property; `null` says that it can be null as well."""

    values: tuple[Literal, ...]
    null: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """An object member of a union: its type, its properties by name, and those with literals."""

    type: Type
    properties: Mapping[str, Property]
    tags: Mapping[str, Tag]


@dataclass(slots=True)
class Split:
    """What a property does to some candidates: who goes where, by their positions.

    Members that refer to one declared set of literals stand together in `tagged`; `sizes`
    says how many members each literal has. `anywhere` are members that can be behind each
    literal as well, as they do not have one. `open` are those for the values that are no
    literal of the others.
    """

    path: TagPath
    tagged: list[tuple[Tag, list[int]]]
    sizes: dict[Literal, int]
    absent: list[int]
    anywhere: list[int]
    open: list[int]

    def branches(self) -> dict[Literal, list[int]]:
        """The members of each literal."""
        places_by_literal: dict[Literal, list[int]] = {literal: [] for literal in self.sizes}
        for tag, places in self.tagged:
            for literal in tag.values:
                places_by_literal[literal] += places
        return places_by_literal

    @property
    def widest(self) -> int:
        """How many members there can be behind one value of the property."""
        return max(*self.sizes.values(), len(self.open)) + len(self.anywhere)

    @property
    def alone(self) -> int:
        """How many members have no literal that another one has."""
        return sum(
            len(places)
            for tag, places in self.tagged
            if all(self.sizes[value] == 1 for value in tag.values)
        )

    @property
    def is_of_all(self) -> bool:
        """Whether all members require the property, as the tag of a union."""
        return not self.absent and not self.anywhere

    @property
    def copies(self) -> int:
        """How many entries for members the branches have, all together."""
        branches = len(self.sizes) + 1
        copies = sum(self.sizes.values()) + branches * len(self.anywhere)
        return copies + len(self.absent) + len(self.open)

    def price(self, members: int) -> int:
        """How many of these entries are further ones: each of all members and literals has one."""
        return self.copies - max(members, len(self.sizes))
