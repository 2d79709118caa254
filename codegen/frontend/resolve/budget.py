"""What a spec may cost: counts of steps, never clocks, so that a result is the same anywhere.

The limits are far above what declarations of data need. Where one is reached, the type that
reached it becomes `Any` with a warning at its place; the rest of the file stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import Final

from ...text.records import dataclass

__all__ = [
    "BYTES_OF_A_COPY",
    "DEEPEST",
    "DEEPEST_ALIKE",
    "DEEPEST_COMPARISON",
    "HEAVIEST",
    "INHERITED",
    "INSTANCE",
    "INSTANCE_COPIES",
    "LARGEST_TUPLE",
    "LONGEST_LITERAL",
    "LONGEST_NAME",
    "LONGEST_TAIL",
    "MEMBER",
    "MEMBERS_OF_A_COPY",
    "MOST_ALIKE",
    "MOST_COPIED",
    "MOST_GROWING",
    "MOST_GROWING_IN_ALL",
    "MOST_GROWTH",
    "MOST_NESTED",
    "MOST_NODES",
    "MOST_OF_INSTANCES",
    "MOST_READ_AGAIN",
    "MOST_UNFOLDED",
    "MOST_UNFOLDED_IN_ALL",
    "OUT_OF_BOUNDS",
    "PLAIN_PARTS",
    "SHARED_PARTS",
    "Budget",
    "SpentError",
]

DEEPEST: Final = 1000
"""Computations inside each other. TypeScript ends at 100 of its own, larger steps."""

LONGEST_TAIL: Final = 1000
"""Instances of aliases that stand for each other: TypeScript's limit of tail recursion."""

LARGEST_TUPLE: Final = 10_000
"""Elements of a tuple: TypeScript's own limit."""

MOST_NESTED: Final = 60
"""Lists, tuples, maps and unions inside each other in one type: Python's parser ends at 200."""

MOST_GROWING: Final = 100
"""Instances of one generic type whose arguments grew three times on the way to them.

The same for types without a name around which there are three of the same places."""

MOST_GROWING_IN_ALL: Final = 1000
"""The same for all generic types of a spec together."""

MOST_GROWTH: Final = 12
"""How often arguments may grow on the way from one instance of a generic type to another."""

MOST_ALIKE: Final = 40
"""Types without a name inside each other whose properties are from the same places."""

MOST_UNFOLDED: Final = 1000
"""Types without a name that one of them is looked for in."""

MOST_UNFOLDED_IN_ALL: Final = 20_000
"""The same for all of a spec together: an intersection may unfold to new ones without end."""

MOST_OF_INSTANCES: Final = 4000
"""Properties of all instances of one generic type together: they are written out each."""

MOST_NODES: Final = 50_000
"""Nodes of one type as it is written out, in the place of a property, literals aside."""

MOST_COPIED: Final = 30_000
"""Parts of types that the model repeats: what a type inherits, maps, picks or is instantiated with.

Of the specs that were measured, schema-dts would repeat 674,000; no other more than 2,000."""

BYTES_OF_A_COPY: Final = 32
"""A spec may have one more of them for each so many bytes."""

BYTES_OF_TEXT: Final = 2
"""Characters of documentation that may be repeated for each byte of a spec, and `_TEXT_LEFT`."""

_TEXT_LEFT: Final = 500_000

LARGE: Final = 20
"""How much more may be repeated of a spec that is said to be large."""

LONGEST_NAME: Final = 100
"""Characters of a name that count as one part where it is repeated."""

LONGEST_LITERAL: Final = 25
"""Characters of a literal that count as one literal more."""

MEMBERS_OF_A_COPY: Final = 2
"""Members behind the aliases in a union that count as one copy."""

SHARED_PARTS: Final = 4
"""Parts of a type that is one object with the inherited one that count as one."""

PLAIN_PARTS: Final = 20
"""Parts of one type that count as written in its place, whatever they come from."""

MOST_READ_AGAIN: Final = 200_000
"""Members of object types that are read once more, for another instance of a generic type."""

INHERITED: Final = 4
"""Members that are inherited for one that is read again."""

INSTANCE_COPIES: Final = 3
"""Copies that an instance of a generic type counts as, without what it contains."""

_EACH: Final = 200_000
_ALL: Final = 400_000
_BYTES_OF_A_STEP: Final = 4
_LEFT: Final = 200
_AFTER: Final = 100_000
"""Steps that computations may have of those `_LEFT`; then each has `_LEAST`."""
_LEAST: Final = 20
_TEXT: Final = 100
"""Units of text that cost one step."""

_ITEMS: Final = 10
"""Elements of a tuple, or members of a union, that are looked at for one step."""


INSTANCE: Final = 8
"""Steps that an instance of a generic type costs when it is met first."""

MEMBER: Final = 4
"""Steps that a member costs, or a key of a mapped type: each is read anew in each instance."""

HEAVIEST: Final = 100_000
"""Parts of the arguments of one instance, those that are shared counted each time."""

DEEPEST_COMPARISON: Final = 100
"""Comparisons of object types inside each other: TypeScript's own limit."""

DEEPEST_ALIKE: Final = 5
"""Comparisons of the same two declarations; beyond these they are taken to agree."""


class SpentError(Exception):
    """A computation takes more steps than it may."""


OUT_OF_BOUNDS: Final = (SpentError, RecursionError)
"""What a computation without end, or a far too long one, ends with."""


@dataclass(eq=False)
class Budget:
    """The steps that are left to the computation that runs, and those that all have spent.

    A computation has `_EACH` steps. When all of them together have spent `_ALL`, and one more
    for each few bytes of the spec, those that follow have `_LEFT`, which plain types do not reach.
    """

    spent: int = 0
    unfolded: int = 0
    """Types without a name that were looked into for one that contains itself."""
    is_low: bool = False
    """Whether only what is left to plain types is left."""
    is_large: bool = False
    """Whether the user wants all of a spec that repeats much."""
    copied: int = 0
    """Parts of types that the model repeats."""
    repeated_text: int = 0
    """Characters of documentation that the model repeats."""
    is_full: bool = False
    """Whether the model may repeat nothing more."""
    is_low_told: bool = False
    """Whether a type was reported that had too few steps because others had spent them."""
    is_told: bool = False
    """Whether the type that exceeded the limit was reported."""
    read_again: int = 0
    """Members of object types that were read before."""
    _given: int = 0
    _here: int = 0
    _read: dict[int, Sequence[object]] = field(default_factory=dict)
    """Members that were read, by their id; they are kept so that it stays theirs."""

    def begin(self, size: int) -> None:
        """A computation begins that is part of no other one; the spec has `size` bytes so far."""
        left = _ALL + size // _BYTES_OF_A_STEP - self.spent
        self.is_low = left < _LEFT
        least = _LEFT if left > -_AFTER else _LEAST
        self._given = self._here = min(_EACH, max(least, left))

    def end(self) -> None:
        """The computation is done."""
        self.spent += self._given - self._here

    def spend(self, steps: int) -> None:
        """Count steps. Raises SpentError where none are left."""
        if steps > self._here:
            self._here = 0
            raise SpentError
        self._here -= steps

    def copy(self, count: int, size: int) -> None:
        """Count parts that the model repeats; the spec has `size` bytes so far.

        Raises SpentError where it may repeat no more.
        """
        self.copied += count
        if self.copied > (MOST_COPIED + size // BYTES_OF_A_COPY) * self.times:
            self.is_full = True
            raise SpentError

    @property
    def times(self) -> int:
        """How many times as much may be repeated as of a spec that is not large."""
        return LARGE if self.is_large else 1

    def may_repeat(self, text: int, size: int) -> bool:
        """Whether the model may repeat so many more characters of documentation.

        Those that it may not are not counted.
        """
        is_little = self.repeated_text + text <= _TEXT_LEFT + BYTES_OF_TEXT * size
        self.repeated_text += text if is_little else 0
        return is_little

    def read(self, members: Sequence[object]) -> None:
        """Count members as written that were read before. Raises SpentError for too many."""
        if id(members) in self._read:
            self.read_more(len(members))
        self._read[id(members)] = members

    def read_more(self, count: int) -> None:
        """Count members that are read again. Raises SpentError for too many."""
        self.read_again += count
        if self.read_again > MOST_READ_AGAIN * self.times:
            self.is_full = True
            raise SpentError

    def spend_items(self, count: int) -> None:
        """Count elements of a tuple that are copied. Raises SpentError where none are left."""
        self.spend(count // _ITEMS)

    def spend_text(self, units: int) -> None:
        """Count text that is made or searched. Raises SpentError where no steps are left."""
        self.spend(units // _TEXT)
