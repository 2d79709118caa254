"""Divide a module of types into parts that pyright analyzes.

pyright counts the places of a module where a name gets a type or a value, its flow nodes, and gives
up on a module with more than 30,720 of them. A part is a module of its own, and the module itself
joins them. The order of the definitions does not change, so parts import earlier ones alone, except
for type checkers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import field
from typing import Final, NamedTuple, TypeAlias

from ..text.records import dataclass
from .tree import Annotated, Assign, Call, Class, Dict, Name, Quoted, Statement, String

__all__ = [
    "MOST_NODES",
    "Block",
    "Part",
    "Uses",
    "divided",
    "flow_nodes",
    "is_large",
    "part_module",
    "sizes_of",
]

MOST_NODES: Final = 24_000
"""The number of flow nodes of a module from which on it is divided.

The rest to pyright's limit is for what a later version of pyright may count.
"""

_AROUND: Final = 40
"""An upper bound of the flow nodes around the definitions of a part.

They are its start, `__all__`, the condition for type checkers, and the imports of the standard
library and of the runtime.
"""


class Block(NamedTuple):
    """The definition of a declaration: its name, and the other one for classes that hide it."""

    name: str
    statements: tuple[Statement, ...]
    hidden: str = ""


class Uses(NamedTuple):
    """The declarations that statements name: at run time, and in what only checkers read."""

    evaluated: frozenset[str]
    annotated: frozenset[str]


_NONE: Final = Uses(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Part:
    """Consecutive blocks, and the names of other parts in them."""

    blocks: tuple[Block, ...]
    uses: Uses


@dataclass(slots=True)
class _Open:
    """The part that blocks are being added to; `foreign` are the names that it imports."""

    nodes: int
    blocks: list[Block] = field(default_factory=list)
    own: set[str] = field(default_factory=set)
    foreign: set[str] = field(default_factory=set)
    evaluated: set[str] = field(default_factory=set)

    def size_with(self, block: Block, nodes: int, uses: Uses) -> int:
        """The flow nodes of the part with one more block: each imported name is one."""
        defined = _defined(block)
        more = (uses.evaluated | uses.annotated) - self.own - self.foreign - defined
        return self.nodes + nodes + len(self.foreign) + len(more) - len(self.foreign & defined)

    def add(self, block: Block, nodes: int, uses: Uses) -> None:
        """Add a block."""
        self.blocks.append(block)
        self.nodes += nodes
        self.own |= _defined(block)
        self.foreign -= self.own
        self.foreign |= (uses.evaluated | uses.annotated) - self.own
        self.evaluated |= uses.evaluated

    def closed(self) -> Part:
        """The part, without further blocks."""
        evaluated = self.foreign & self.evaluated
        uses = Uses(frozenset(evaluated), frozenset(self.foreign - evaluated))
        return Part(tuple(self.blocks), uses)


def _defined(block: Block) -> set[str]:
    """The names that a block defines."""
    return {block.name, block.hidden} if block.hidden else {block.name}


def part_module(module: str, number: int) -> str:
    """The name of a part of a module, counted from one."""
    return f"_{module}_{number}"


def flow_nodes(statements: Iterable[Statement]) -> int:
    """The number of flow nodes that pyright makes of statements of a module of types.

    An annotation is one, an assigned value another, a class and each call one. Nothing is called
    in a type, so neither annotations nor the entries of a dict are searched.
    """
    nodes = 0
    stack: list[object] = list(statements)
    while stack:
        node = stack.pop()
        if isinstance(node, Annotated):
            value = node.value
            nodes += 1 if value is None else 2
            if not isinstance(value, (Name, String)):
                stack.append(value)
        elif isinstance(node, tuple) and not isinstance(node, Dict):
            nodes += isinstance(node, (Class, Assign, Call))
            stack += node
    return nodes


class _Finder:
    """Finds which of some names statements contain.

    The annotations of classes are not evaluated where their evaluation is `postponed`.
    """

    def __init__(self, names: Collection[str], *, postponed: bool) -> None:
        self._names = names
        self._postponed = postponed
        # By the `id()` of fields, which the blocks keep: a field may be in many classes.
        self._of_fields: dict[int, Uses] = {}

    def uses(self, statements: Iterable[Statement]) -> Uses:
        """The names that statements contain, at run time and in what only checkers read."""
        evaluated: set[str] = set()
        annotated: set[str] = set()
        for statement in statements:
            if isinstance(statement, Class):
                around = (*statement.bases, *statement.decorators)
                self._add([(inner, True) for inner in around], evaluated, annotated)
                for inner in statement.body:
                    known = self._of_fields.get(id(inner))
                    if known is None:
                        known = self._of_fields[id(inner)] = self._in_field(inner)
                    evaluated |= known.evaluated
                    annotated |= known.annotated
            else:
                self._add([(statement, True)], evaluated, annotated)
        return Uses(frozenset(evaluated), frozenset(annotated - evaluated))

    def _in_field(self, statement: Statement) -> Uses:
        """The names in a statement in the body of a class."""
        evaluated: set[str] = set()
        annotated: set[str] = set()
        if isinstance(statement, Annotated):
            waiting: list[_Place] = [(statement.annotation, not self._postponed)]
            waiting.append((statement.value, True))
            self._add(waiting, evaluated, annotated)
        else:
            self._add([(statement, True)], evaluated, annotated)
        if not evaluated and not annotated:
            return _NONE  # As for most: a million fields need not have one each.
        return Uses(frozenset(evaluated), frozenset(annotated))

    def _add(self, waiting: list[_Place], evaluated: set[str], annotated: set[str]) -> None:
        """Add the names in parts of statements; each is evaluated at run time, or is not."""
        while waiting:
            node, runs = waiting.pop()
            if isinstance(node, Name):
                if not node.home and node.id in self._names:
                    (evaluated if runs else annotated).add(node.id)
            elif isinstance(node, Quoted):
                waiting.append((node.type, False))
            elif isinstance(node, tuple):
                waiting += [(inner, runs) for inner in node if isinstance(inner, tuple)]


_Place: TypeAlias = tuple[object, bool]
"""A part of a statement, and whether it is evaluated at run time."""


def sizes_of(blocks: Iterable[Block]) -> list[int]:
    """The flow nodes of each block."""
    return [flow_nodes(block.statements) + bool(block.hidden) for block in blocks]


def is_large(sizes: Iterable[int], most: int) -> bool:
    """Whether a module of blocks of such sizes has more flow nodes than `most`."""
    return _AROUND + sum(sizes) > most


def divided(
    blocks: Sequence[Block], sizes: Iterable[int], most: int, *, postponed: bool
) -> tuple[Part, ...]:
    """Put blocks of such sizes into parts of no more flow nodes than `most`, in their order.

    A block that has more than `most` alone is a part.
    """
    names = frozenset(name for block in blocks for name in _defined(block))
    finder = _Finder(names, postponed=postponed)
    parts: list[Part] = []
    part = _Open(_AROUND)
    for block, nodes in zip(blocks, sizes, strict=True):
        uses = finder.uses(block.statements)
        if part.blocks and part.size_with(block, nodes, uses) > most:
            parts.append(part.closed())
            part = _Open(_AROUND)
        part.add(block, nodes, uses)
    return (*parts, part.closed())
