"""Parsing a text without paying for all of very many errors in it.

An error may cost the parser a hundred times what the same bytes of declarations do: a megabyte of
`f():1;` took it nine seconds, one of `a<` more than a gigabyte. So the work for the bytes is
counted. Where it is far more than files have, the text ends there for the parser; if its tree then
has very many errors, it is not read further.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import tree_sitter
import tree_sitter_typescript

from ...text.records import dataclass
from .cursor import Node

__all__ = ["Parsed", "Parser"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree of a text, or, if the text has far too many errors, of its beginning."""

    tree: tree_sitter.Tree
    is_storm: bool

    @property
    def has_error(self) -> bool:
        """Whether the text has a syntax error: the beginning of a storm may have none."""
        return self.is_storm or self.tree.root_node.has_error


@cache
def _parser() -> tree_sitter.Parser:
    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_typescript.language_typescript()))


_BYTES_OF_WORK: Final = 120
"""How many bytes a unit of the parser's work, a hundred operations, reads at least in real files.

It is the mean of very many. Of the 2,400 largest of published files none came near.
"""


@dataclass(frozen=True, slots=True)
class _Patience:
    """How far a text is read that has errors: the units of work too many until it is looked at.

    What is read at once, and how many errors are very many.
    """

    excess: int
    chunk: int
    errors: int


_MUCH: Final = _Patience(excess=1000, chunk=1 << 12, errors=500)
_LITTLE: Final = _Patience(excess=0, chunk=1 << 5, errors=5)
_MOST_SPENT: Final = 10_000
_OPEN_ONES: Final = 40
"""How many brackets that are never closed count as an error."""
_BRACKETS: Final = ((b"(", b")"), (b"[", b"]"), (b"{", b"}"))


class _Text:
    """A text that is handed to the parser until it has done far too much for what it read."""

    def __init__(self, data: bytes, most: int, chunk: int) -> None:
        self.end = len(data)
        self.excess = 0
        self._data = data
        self._most = most * _BYTES_OF_WORK
        self._chunk = chunk
        self._given = 0
        self._at = 0

    def read(self, offset: int, _place: object) -> bytes:
        """The next bytes of the text from an offset; none at its end."""
        stop = min(offset + self._chunk, self.end)
        self._given = max(self._given, stop)
        return self._data[offset:stop]

    def went_on(self, offset: int, _has_error: bool) -> bool:
        """Take note that the parser has done a unit of work; it is never to stop."""
        read = max(0, offset - self._at)
        self._at += read
        self.excess = max(0, self.excess + _BYTES_OF_WORK - read)
        if self.excess > self._most:
            # A text or a regular expression that is not closed lets it look far ahead.
            self.end = min(self._given, self._at + self._chunk)
        return False


class Parser:
    """Parses the texts of one file, and counts what errors in them have cost."""

    def __init__(self) -> None:
        self._spent = 0

    def parsed(self, data: bytes) -> Parsed:
        """Parse a text: whole, unless it is a storm of errors.

        Once the errors of a file have cost much, each text with some of them is one.
        """
        patience = _MUCH if self._spent < _MOST_SPENT * _BYTES_OF_WORK else _LITTLE
        most = patience.excess
        while True:
            text = _Text(data, most, patience.chunk)
            tree = _parser().parse(text.read, progress_callback=text.went_on)
            if (
                text.end == len(data)
                or _has_many_errors(tree.root_node, patience.errors)
                or _are_many_open(data, patience.errors * _OPEN_ONES)
            ):
                break
            most = 2 * most + 1
        if tree.root_node.has_error:
            self._spent += text.excess
        return Parsed(tree, text.end < len(data))


def _has_many_errors(root: Node, many: int) -> bool:
    """Whether a tree has very many errors; that its text is cut off is one or two."""
    count, stack = 0, [root]
    while stack and count < many:
        node = stack.pop()
        count += node.type == "ERROR" or node.is_missing
        if node.has_error:
            stack.extend(node.children)
    return count >= many


def _are_many_open(data: bytes, many: int) -> bool:
    """Whether a text has very many brackets that are never closed: together they are one error."""
    open_ones = sum(max(0, data.count(a) - data.count(b)) for a, b in _BRACKETS)
    angles = data.count(b"<") + data.count(b"=>") - data.count(b">")
    return open_ones + max(0, angles) >= many
