"""Splits of a union by a property: which members its values select."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ...model import NULL, Literal, Property, TagPath, TagType, Type
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
    number of members of each literal. `null` are the members that may have null there, if null is
    among the declared values, and `absent` those that may lack the property. `anywhere` are members
    without a literal, which can be behind each one. `open` are those for the other values.
    """

    path: TagPath
    tagged: list[tuple[Tag, list[int]]]
    sizes: dict[Literal, int]
    null: list[int]
    absent: list[int]
    anywhere: list[int]
    open: list[int]

    def branches(self) -> dict[TagType, list[int]]:
        """The members selected by each literal, and by null."""
        selected: dict[TagType, list[int]] = {}
        for tag, places in self.tagged:
            for literal in tag.values:
                selected.setdefault(literal, list(self.anywhere)).extend(places)
            if tag.null:
                selected[NULL] = self.null
        if self.null:
            selected[NULL] = self.null
        return selected

    @property
    def is_null_a_tag(self) -> bool:
        """Whether null is all that its members have, so that it is meant to tell them."""
        if not self.null:
            return False
        own = {place for tag, places in self.tagged if not tag.values for place in places}
        return own.issuperset(self.null)

    @property
    def widest(self) -> int:
        """The largest number of members behind one value; null counts if it is a tag."""
        null = len(self.null) if self.is_null_a_tag else 0
        return max(*self.sizes.values(), len(self.open), null) + len(self.anywhere)

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
        """Whether all members require the property, so that it is the tag of the union.

        A null that several may have beside literals tells too little for that.
        """
        tells = len(self.null) <= 1 or self.is_null_a_tag
        return tells and not self.absent and not self.anywhere

    @property
    def lacking(self) -> int:
        """The number of members that need not have the property, or a value of it that tells."""
        return len(set(self.absent).union(() if self.is_null_a_tag else self.null))

    @property
    def copies(self) -> int:
        """The number of entries for members in all branches."""
        branches = len(self.sizes) + 1
        copies = sum(self.sizes.values()) + branches * len(self.anywhere)
        return copies + len(self.null) + len(self.absent) + len(self.open)

    def price(self, members: int) -> int:
        """The price: the number of entries beyond one for each member and each literal."""
        return self.copies - max(members, len(self.sizes))
