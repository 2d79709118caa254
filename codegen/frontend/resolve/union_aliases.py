"""Aliases of unions in other unions: the number of their members, and their kinds."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from itertools import islice
from typing import Final

from ...model import Literal
from ...text.records import dataclass
from .budget import MEMBERS_OF_A_COPY
from .protocol import Types
from .semantics import Named, Special, TUnion, TypeTerm

__all__ = ["UnionAliases", "is_open"]

_MOST: Final = 20_000
"""The limit of counted members."""
_LITERALS: Final = 10
"""The number of literals that count as one member."""


@dataclass(eq=False)
class UnionAliases:
    """Counts the members of named unions, nested ones included."""

    types: Types
    _counts: dict[tuple[Named, bool], int] = field(default_factory=dict)
    """The numbers of members known so far, and whether a budget was left to visit them."""

    def members(self, term: TypeTerm) -> int:
        """The number of members of an alias, as readers of the union have to visit each.

        Of literals many count as one: they are in one set.
        """
        union = self.types.peel(term) if isinstance(term, Named) else None
        if not isinstance(union, TUnion):
            return 0
        assert isinstance(term, Named)
        key = (term, self.types.budget.is_full)
        if key not in self._counts:
            self._counts[key] = self._counted(term, union)
        return self._counts[key]

    def _counted(self, term: Named, union: TUnion) -> int:
        if self.types.budget.is_full:
            # No budget is left to visit it: an alias in it may be another such union.
            aliases = sum(
                isinstance(m, Named) and bool(m.symbol.of_kind("alias")) for m in union.members
            )
            return len(union.members) + MEMBERS_OF_A_COPY * aliases
        members = Counter(
            isinstance(member, Literal) for member in islice(self.types.members(term), _MOST)
        )
        return members[False] + members[True] // _LITERALS


def is_open(types: Types, term: TypeTerm) -> bool:
    """Whether literals stay beside a string type, which is one or an inlined alias of one."""
    if isinstance(term, Named) and term.arguments and term.symbol.of_kind("alias"):
        return any(is_open(types, member) for member in types.members(term))
    return isinstance(term, Special) and term.name == "open string"
