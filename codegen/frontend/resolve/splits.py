"""Splits of a union by a property: which members its values select."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ...model import Literal, Property, TagPath, Type
from ...text.records import dataclass

__all__ = ["Candidate", "Split", "Tag"]


class Tag(NamedTuple):
    """The literal values of a property; `null` is whether it can be null as well."""

    values: tuple[Literal, ...]
    null: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """An object member of a union: its type, its properties by name, and those with literals.

    `positions` are the places of the properties in their order.
    """

    type: Type
    properties: Mapping[str, Property]
    positions: Mapping[str, int]
    tags: Mapping[str, Tag]


@dataclass(slots=True)
class Split:
    """The split of some candidates, given by their positions, by a property.

    Members that refer to one declared set of literals are together in `tagged`; `sizes` is the
    number of members of each literal. `anywhere` are members without a literal, which can be behind
    each one. `open` are those for the other values.
    """

    path: TagPath
    tagged: list[tuple[Tag, list[int]]]
    sizes: dict[Literal, int]
    absent: list[int]
    anywhere: list[int]
    open: list[int]

    def branches(self) -> dict[Literal, list[int]]:
        """The members selected by each literal."""
        places_by_literal: dict[Literal, list[int]] = {literal: [] for literal in self.sizes}
        for tag, places in self.tagged:
            for literal in tag.values:
                places_by_literal[literal] += places
        return places_by_literal

    @property
    def widest(self) -> int:
        """The largest number of members behind one value."""
        return max(*self.sizes.values(), len(self.open)) + len(self.anywhere)

    @property
    def alone(self) -> int:
        """The number of members whose literals no other one has."""
        return sum(
            len(places)
            for tag, places in self.tagged
            if all(self.sizes[value] == 1 for value in tag.values)
        )

    @property
    def is_of_all(self) -> bool:
        """Whether all members require the property, so that it is the tag of the union."""
        return not self.absent and not self.anywhere

    @property
    def copies(self) -> int:
        """The number of entries for members in all branches."""
        branches = len(self.sizes) + 1
        copies = sum(self.sizes.values()) + branches * len(self.anywhere)
        return copies + len(self.absent) + len(self.open)

    def price(self, members: int) -> int:
        """The price: the number of entries beyond one for each member and each literal."""
        return self.copies - max(members, len(self.sizes))
