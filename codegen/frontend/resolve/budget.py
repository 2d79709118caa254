"""Budgets of a spec: counts of steps, never clocks, so that results are reproducible.

The limits are far above the needs of declarations of data. Where one is exceeded, the type there
becomes `Any` with a warning at its place; the rest of the file is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import Final

from ...text.records import dataclass

__all__ = [
    "ARGUMENTS_OF_A_COPY",
    "BYTES_OF_AN_INSTANCE",
    "BYTES_OF_A_COPY",
    "BYTES_OF_A_READING",
    "DECISION",
    "DEEP",
    "DEEPEST",
    "DEEPEST_ALIKE",
    "DEEPEST_COMPARISON",
    "HEAVIEST",
    "INHERITED",
    "INSTANCE",
    "INSTANCE_COPIES",
    "ITEMS",
    "KEY_COPIES",
    "LARGEST_TUPLE",
    "LEVELS_OF_A_PART",
    "LISTED",
    "LONGEST_LITERAL",
    "LONGEST_NAME",
    "LONGEST_TAIL",
    "MEMBER",
    "MEMBERS_OF_A_COPY",
    "MOST_ALIKE",
    "MOST_COPIED",
    "MOST_COUNTED",
    "MOST_COUNTING",
    "MOST_FAILED",
    "MOST_GROWING",
    "MOST_GROWING_IN_ALL",
    "MOST_GROWTH",
    "MOST_HOLDERS",
    "MOST_LEFT_OUT",
    "MOST_NESTED",
    "MOST_NODES",
    "MOST_OF_INSTANCES",
    "MOST_READ_AGAIN",
    "MOST_UNFOLDED",
    "MOST_UNFOLDED_IN_ALL",
    "OUT_OF_BOUNDS",
    "PLAIN_ARGUMENTS",
    "PLAIN_PARTS",
    "PROPERTIES_OF_A_COPY",
    "SHALLOW",
    "SHARED_PARTS",
    "SHORT_TAIL",
    "Budget",
    "SpentError",
]

DEEPEST: Final = 1000
"""The depth of nested computations. TypeScript ends at 100 of its own, larger steps."""

DEEP: Final = 6
"""The number of instances and anonymous types around those that are declared last.

What grows from one to the next takes the budgets then after all others have what they need.
"""

LONGEST_TAIL: Final = 1000
"""The length of a chain of aliases: TypeScript's limit of tail recursion."""

SHORT_TAIL: Final = 10
"""The same limit once few steps are left."""

LARGEST_TUPLE: Final = 10_000
"""The number of elements of a tuple: TypeScript's own limit."""

MOST_NESTED: Final = 60
"""The depth of lists, tuples, maps and unions in one type: Python's parser ends at 200."""

MOST_FAILED: Final = 200
"""The instances of an alias that may take too many steps once few are left: no other is tried."""

MOST_GROWING: Final = 100
"""The number of instances of a generic type whose arguments grew three times on the path.

The same for anonymous types inside three others of the same origin.
"""

MOST_GROWING_IN_ALL: Final = 1000
"""The same limit for all generic types of a spec together."""

MOST_GROWTH: Final = 12
"""The number of times that arguments may grow on a path of instances."""

MOST_COUNTED: Final = 100
"""The number of times that a tuple that counts may get longer on a path of instances."""

MOST_COUNTING: Final = 400
"""The number of instances of a generic type with such a tuple."""

MOST_ALIKE: Final = 40
"""The depth of nested anonymous types whose properties have the same origin."""

MOST_UNFOLDED: Final = 1000
"""The number of anonymous types that are searched for one of them."""

MOST_HOLDERS: Final = 20_000
"""Lists, tuples, unions and instances that are looked through for one of them."""

MOST_UNFOLDED_IN_ALL: Final = 20_000
"""The same limit for a whole spec: an intersection may unfold to new types without end."""

MOST_OF_INSTANCES: Final = 4000
"""The number of properties of all instances of one generic type: each is emitted."""

BYTES_OF_AN_INSTANCE: Final = 48
"""A spec may have one more of those properties for each so many bytes."""

MOST_NODES: Final = 50_000
"""The number of nodes of a type emitted in place of a property, literals excluded."""

MOST_COPIED: Final = 50_000
"""The number of type parts that the model repeats: inherited, mapped, picked, instantiated.

Of the measured specs of up to a megabyte, @mantine/core repeats most (97,000) but for schema-dts.
"""

BYTES_OF_A_COPY: Final = 16
"""A spec gets one more of them for this many bytes."""

SHARES: Final = 2
"""An export and what it reaches may repeat one of so many parts before others have theirs."""

_FURTHER: Final = (2, 3)
"""The copies for so many bytes of what a spec has beyond a megabyte: large packages repeat more."""

BYTES_OF_TEXT: Final = 2
"""Characters of repeated documentation for each byte of a spec, in addition to `_TEXT_LEFT`."""

_TEXT_LEFT: Final = 500_000
_MEGABYTE: Final = 1_000_000

LARGE: Final = 20
"""The factor of repetition for a spec that the user declares to be large."""

LONGEST_NAME: Final = 100
"""The length of a name, in characters, that counts as one repeated part."""

LONGEST_LITERAL: Final = 25
"""The length of a literal, in characters, that counts as one more literal."""

LEVELS_OF_A_PART: Final = 4
"""A part deeper than `SHALLOW` counts as one more repeated part for each so many levels.

What is nested is written line by line, so the bytes of a type grow with the square of its depth.
"""

SHALLOW: Final = 8
"""The number of levels in one type that cost nothing: those of declarations of data."""

MEMBERS_OF_A_COPY: Final = 2
"""The number of aliased members of a union that count as one copy."""

PROPERTIES_OF_A_COPY: Final = 4
"""The properties of anonymous members of a union, beyond a hundred, that count as one copy."""

SHARED_PARTS: Final = 4
"""The number of parts that count as one, for a type shared with the inherited one."""

PLAIN_PARTS: Final = 20
"""The number of parts of a type that never count as repeated."""

MOST_LEFT_OUT: Final = 20_000
"""The number of notes on members without a JSON form that heirs and copies of a type repeat."""

MOST_READ_AGAIN: Final = 200_000
"""The number of members read again for further instances of generic types."""

BYTES_OF_A_READING: Final = 5
"""A spec above a megabyte may read one more of them for this many bytes."""

INHERITED: Final = 4
"""The number of inherited members that count as one read again."""

LISTED: Final = 32
"""The number of inherited signatures, and of members that are no data, that count as one."""

INSTANCE_COPIES: Final = 3
"""The number of copies that an instance of a generic type counts as, its contents excluded."""

KEY_COPIES: Final = 2
"""The number of copies that a key of a mapped type counts as, beside its type."""

PLAIN_ARGUMENTS: Final = 100
"""The parts of the arguments of an instance that never count: its name is made of them."""

ARGUMENTS_OF_A_COPY: Final = 2
"""The number of further ones that count as one copy."""

_EACH: Final = 200_000
_ALL: Final = 400_000
_BYTES_OF_A_STEP: Final = 4
_LEFT: Final = 200
_AFTER: Final = 100_000
"""The steps that computations may take with `_LEFT` each; then each has `_LEAST`."""
_LEAST: Final = 20
_TEXT: Final = 100
"""The number of text units that cost one step."""

ITEMS: Final = 10
"""The number of elements of a tuple, or members of a union, that cost one step."""


INSTANCE: Final = 8
"""The steps of a new instance of a generic type."""

MEMBER: Final = 4
"""The steps of a member, or of a mapped key, for each instance."""

DECISION: Final = 4
"""The steps of a condition for each member that it is distributed over.

An `infer` costs twice as many.
"""

HEAVIEST: Final = 100_000
"""The number of parts in the arguments of an instance, shared ones counted each time."""

DEEPEST_COMPARISON: Final = 100
"""The depth of nested comparisons of object types: TypeScript's own limit."""

DEEPEST_ALIKE: Final = 5
"""The depth of nested comparisons of the same declarations; deeper ones count as equal."""


class SpentError(Exception):
    """The budget of a computation is spent."""


OUT_OF_BOUNDS: Final = (SpentError, RecursionError)
"""The exceptions of a computation that has no end, or is far too long."""


@dataclass(eq=False)
class Budget:
    """The steps left to the current computation, and the steps spent by all of them.

    A computation has `_EACH` steps. When all of them together have spent `_ALL`, and one more for
    each few bytes of the spec, further ones have `_LEFT`, which is more than plain types need.
    """

    spent: int = 0
    unfolded: int = 0
    """The number of anonymous types visited in the search for recursive ones."""
    is_low: bool = False
    """Whether only the reserve for plain types is left."""
    is_large: bool = False
    """Whether the user asked for all of a spec that repeats much."""
    copied: int = 0
    """The number of type parts repeated so far."""
    repeated_text: int = 0
    """The number of documentation characters repeated so far."""
    is_full: bool = False
    """Whether nothing more may be repeated."""
    is_low_told: bool = False
    """Whether a type was reported that lacked steps spent by others."""
    is_told: bool = False
    """Whether the type that exceeded the limit was reported."""
    read_again: int = 0
    """The number of members read again."""
    nested_defaults: int = 0
    """How many defaults of type parameters are being computed in each other."""
    _given: int = 0
    _here: int = 0
    _read: dict[int, Sequence[object]] = field(default_factory=dict)
    """The members read so far, by their `id()`; they are kept so that it is not reused."""

    def begin(self, size: int) -> None:
        """Begin a computation outside of any other; the spec has `size` bytes so far."""
        left = _ALL + size // _BYTES_OF_A_STEP - self.spent
        self.is_low = left < _LEFT
        least = _LEFT if left > -_AFTER else _LEAST
        self._given = self._here = min(_EACH, max(least, left))

    def end(self) -> None:
        """End a computation."""
        self.spent += self._given - self._here

    def spend(self, steps: int) -> None:
        """Spend steps. Raises SpentError if too few are left."""
        if steps > self._here:
            self._here = 0
            raise SpentError
        self._here -= steps

    def halve(self) -> None:
        """Take half of the steps left from a computation that got too deep.

        It may go on where it ended, and get too deep again. Nobody spent them.
        """
        lost = (self._here + 1) // 2
        self._here -= lost
        self._given -= lost

    def copy(self, count: int, size: int) -> None:
        """Spend repeated parts; the spec has `size` bytes so far.

        Raises SpentError if no more may be repeated, and there is more.
        """
        self.copied += count
        if count and self.copied > self.most_copied(size):
            self.is_full = True
            raise SpentError

    def most_copied(self, size: int) -> int:
        """The number of parts that a spec of `size` bytes may repeat."""
        most = MOST_COPIED + min(size, _MEGABYTE) // BYTES_OF_A_COPY
        most += max(0, size - _MEGABYTE) * _FURTHER[0] // _FURTHER[1]
        return most * self.times

    @property
    def times(self) -> int:
        """The factor of repetition: 1 unless the spec is declared to be large."""
        return LARGE if self.is_large else 1

    def may_repeat(self, text: int, size: int) -> bool:
        """Whether some characters of documentation may be repeated; they are counted then."""
        is_little = self.repeated_text + text <= _TEXT_LEFT + BYTES_OF_TEXT * size
        self.repeated_text += text if is_little else 0
        return is_little

    def read(self, members: Sequence[object], size: int) -> None:
        """Count members whose nodes were read before; the spec has `size` bytes so far.

        Raises SpentError for too many.
        """
        if id(members) in self._read:
            self.read_more(len(members), size)
        self._read[id(members)] = members

    def read_more(self, count: int, size: int) -> None:
        """Spend members that are read again; as `read`."""
        self.read_again += count
        most = MOST_READ_AGAIN + max(0, size - _MEGABYTE) // BYTES_OF_A_READING
        if self.read_again > most * self.times:
            self.is_full = True
            raise SpentError

    def spend_items(self, count: int) -> None:
        """Spend steps for copied elements of a tuple. Raises SpentError if too few are left."""
        self.spend(count // ITEMS)

    def payable(self, times: int) -> int:
        """One more element than the steps left pay for if each is copied so many times."""
        return (self._here + 1) * ITEMS // times + 1

    def spend_text(self, units: int) -> None:
        """Spend steps for text that is made or searched. Raises SpentError if too few are left."""
        self.spend(units // _TEXT)
