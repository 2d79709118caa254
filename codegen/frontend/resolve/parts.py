"""How much of a type was lifted so far: its parts, and how deep they are in each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Final

from ...model import Literal, Type, Union, nested
from ...text.records import dataclass
from .budget import (
    LEVELS_OF_A_PART,
    LONGEST_LITERAL,
    MOST_NESTED,
    MOST_NODES,
    PLAIN_PARTS,
    SHALLOW,
    SpentError,
)
from .semantics import Named, TypeTerm

__all__ = ["Inlined", "Parts", "is_level"]

_COPIED_LITERALS: Final = 2
"""The number of literals that count as one repeated part."""
_LARGE: Final = 12
"""The number of parts of a generic alias's instance that is not emitted in many places."""


@dataclass(frozen=True, slots=True)
class Inlined:
    """The lifted type of a generic alias's instance, with its cost at each place."""

    type: Type | None
    nodes: int
    depth: int
    indented: int

    @property
    def is_large(self) -> bool:
        """Whether it becomes a declaration if it is in many places."""
        return isinstance(self.type, Union) and self.nodes >= _LARGE


@dataclass(eq=False)
class Parts:
    """The parts of a type that is being lifted.

    What is nested is written in lines of its own, with their indentation, so a part counts as
    `indented` ones more if it is deep.
    """

    nodes: int = 0
    literals: int = 0
    referred: int = 0
    """The number of nodes that are finally replaced by references."""
    nested: int = 0
    indented: int = 0
    _deepest: int = 0

    @property
    def repeated(self) -> int:
        """The number of parts that count if the type repeats others."""
        literals = self.literals // _COPIED_LITERALS
        return self.nodes - self.referred + literals + self.indented

    def written(self, lifted: Type | None) -> int:
        """The parts that count of what was lifted, of which some may have no JSON form."""
        if lifted is None:
            return 0
        written = [*islice(nested(lifted), self.repeated)]
        literals = [part for part in written if isinstance(part, Literal)]
        texts = sum(len(str(literal.value)) // LONGEST_LITERAL for literal in literals)
        plain = len(written) - len(literals)
        return min(self.repeated, plain + (len(literals) + texts) // _COPIED_LITERALS)

    def enter(self, term: TypeTerm, *, is_full: bool) -> None:
        """Count a term as a part, inside of the `nested` ones, of which it is one then.

        Raises SpentError if the type is too large, and sooner if nothing more may be repeated.
        """
        is_literal = isinstance(term, Literal)
        self.nodes += not is_literal
        self.literals += is_literal
        if isinstance(term, Literal) and isinstance(term.value, str):
            self.literals += len(term.value) // LONGEST_LITERAL
        self.nested += is_level(term)
        self.indented += _indented(self.nested)
        self._go_to(self.nested)
        if is_full and self.nodes + self.literals > PLAIN_PARTS:
            raise SpentError

    def in_lines(self, elements: int, literals: int) -> None:
        """Count elements of a tuple, and the literals of them, in full and once more.

        They were counted before, but each has a line of its own in all that is written.
        """
        self.literals += literals * (_COPIED_LITERALS - 1)
        self.indented += elements

    def again(self, known: Inlined, *, by_reference: bool) -> None:
        """Count the parts of an instance that was lifted before.

        Raises SpentError if the type is too large with it.
        """
        self.nodes += known.nodes
        if by_reference:
            self.referred += known.nodes - 1
        else:
            self.indented += known.indented + known.nodes * _indented(self.nested)
        self._go_to(self.nested + known.depth)

    def _go_to(self, depth: int) -> None:
        self._deepest = max(self._deepest, depth)
        if self.nodes > MOST_NODES or depth > MOST_NESTED:
            raise SpentError

    @contextmanager
    def instance(self) -> Iterator[Callable[[Type | None], Inlined]]:
        """A context for the parts of an instance, with a function that makes the record of it."""
        nodes, nested, indented, deepest = self.nodes, self.nested, self.indented, self._deepest
        self._deepest = nested

        def inlined(type_: Type | None) -> Inlined:
            own = self.nodes - nodes
            levels = self.indented - indented - own * _indented(nested)
            return Inlined(type_, own, self._deepest - nested, max(0, levels))

        try:
            yield inlined
        finally:
            self._deepest = max(deepest, self._deepest)


def is_level(term: TypeTerm) -> bool:
    """Whether the parts of a term are a level deeper; in place of a name its type may stand."""
    return not isinstance(term, Named)


def _indented(depth: int) -> int:
    """The number of parts that the indentation of one counts as."""
    return max(0, depth - SHALLOW) // LEVELS_OF_A_PART
