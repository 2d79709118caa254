"""Find the places of tokens in the text of a program: names, dots, parentheses."""

from __future__ import annotations

import re
from typing import Any, Final

from . import nodes as cst
from .scopes import Assignment, Scope
from .strings import GAP

__all__ = ["LINE_END", "SKIPPED", "Locator"]

LINE_END: Final = re.compile(rb"\r\n|\r|\n")
SKIPPED: Final = re.compile(rb"(?:[\s\f(),]|\\\r?\n|#[^\r\n]*)*")
"""White space, comments, commas and parentheses between the elements of a list."""
_WORD: Final = re.compile(rb"[\w\x80-\xff]+")
_COMMENT: Final = re.compile(rb"#[^\r\n]*")
_NEXT_NAME: Final = re.compile(rb"(?:[\s\f]|\\\r?\n)*([\w\x80-\xff]+)")
_DOT: Final = re.compile(rb"(?:[\s\f]|\\\r?\n)*\.")


class Locator:
    """Finds the places of nodes, and collects the bindings and uses of names."""

    def __init__(self, source: bytes, scope: Scope) -> None:
        self.source = source
        self.scope = scope
        self.lines = [0, *(line.end() for line in LINE_END.finditer(source))]
        self.bound: dict[str, list[Assignment]] = {}
        self.read: dict[str, list[cst.Name]] = {}
        self.imports: list[cst.Import | cst.ImportFrom] = []

    # ------------------------------------------------------------------------- places

    def begin(self, node: Any) -> int:
        """The start of a node of `ast`."""
        return int(self.lines[node.lineno - 1] + node.col_offset)

    def end(self, node: Any) -> int:
        """The end of a node of `ast`."""
        return int(self.lines[node.end_lineno - 1] + node.end_col_offset)

    def span(self, node: Any) -> tuple[int, int]:
        """The start and the end of a node of `ast`."""
        lines = self.lines
        return (
            lines[node.lineno - 1] + node.col_offset,
            lines[node.end_lineno - 1] + node.end_col_offset,
        )

    def _parentheses(self, start: int, end: int) -> int:
        """The number of opening parentheses in a range, comments left out."""
        gap = self.source[start:end]
        if b"(" not in gap:
            return 0
        return _COMMENT.sub(b"", gap).count(b"(")

    def _closed(self, position: int, count: int) -> int:
        """The end of the next `count` closing parentheses."""
        for _ in range(count):
            gap = GAP.match(self.source, position)
            position = (gap.end() if gap is not None else position) + 1
        return position

    def _name(self, start: int, value: str, scope: Scope | None = None) -> cst.Name:
        """A name at a position; its spelling may be longer or shorter than its value."""
        end = start + len(value)
        if not self.source.startswith(value.encode(), start) or not value.isascii():
            word = _WORD.match(self.source, start)
            end = word.end() if word is not None else start
        return cst.Name(start, end, value, scope or self.scope)

    def _name_before(self, end: int, value: str) -> cst.Name:
        """A name that ends at a place."""
        start = end - len(value)
        if not value.isascii() or self.source[start:end] != value.encode():
            start = end
            while start and _WORD.fullmatch(self.source, start - 1, end):
                start -= 1
        return cst.Name(start, end, value, self.scope)

    def _name_after(self, position: int, value: str) -> cst.Name:
        """The next name behind a place."""
        name = _NEXT_NAME.match(self.source, position)
        start = name.start(1) if name is not None else position
        return self._name(start, value)

    def behind_dot(self, position: int) -> int:
        """The end of the next dot."""
        dot = _DOT.match(self.source, position)
        return dot.end() if dot is not None else position

    def _dotted(self, position: int, text: str) -> cst.Name | cst.Attribute:
        """A dotted name behind a place."""
        first, *rest = text.split(".")
        made: cst.Name | cst.Attribute = self._name_after(position, first)
        for part in rest:
            name = self._name_after(self.behind_dot(made.end), part)
            made = cst.Attribute(made.start, name.end, made, name)
        return made

    def bind(self, name: str, node: cst.CSTNode, scope: Scope | None = None) -> None:
        """Record a binding of a name."""
        assignment = (scope or self.scope).bind(name, node)
        self.bound.setdefault(name, []).append(assignment)
