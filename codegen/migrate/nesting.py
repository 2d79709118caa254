"""Rebuild displays and constructor calls of objects whose fields moved into other objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Final, Protocol, TypeAlias, Union

from ..model import Interface
from ..text.records import dataclass
from .assigned import walk
from .edits import ByteSpan, Parts, Shifted
from .plan import FieldMove
from .reader import Reader
from .tree import nodes as cst

__all__ = [
    "Chunk",
    "Composer",
    "Display",
    "InDisplay",
    "Notation",
    "Tree",
    "display",
    "entry_of",
    "nest",
    "tree_of",
]

_STEP: Final = 4

Tree: TypeAlias = "dict[str, Union[Chunk, Tree]]"
"""The entries to write into a dictionary: existing ones, or nested entries."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """One entry of a display or call, with its layout and comments."""

    key: str
    lead: str
    entry: ByteSpan
    value: ByteSpan
    node: cst.BaseExpression
    has_comma: bool
    trail: str

    @property
    def layout(self) -> str:
        """The text before the entry, without comments."""
        return f"\n{self.lead.rpartition(chr(10))[2]}" if "\n" in self.lead else self.lead

    @property
    def comments(self) -> list[str]:
        """The comments in lines of their own before the entry."""
        return [line.strip() for line in self.lead.split("\n") if line.strip()]


@dataclass(slots=True)
class Display:
    """A dictionary display, or the arguments of a call, cut into entries.

    `tail` is the text before the closing brace or parenthesis.
    """

    span: ByteSpan
    chunks: list[Chunk] = field(default_factory=list)
    tail: str = ""
    quote: str = '"'


def display(reader: Reader, node: cst.Dict) -> Display | None:
    """Cut a display into its entries; None if one of them has no plain text as its key."""
    start, end = reader.span(node)
    cut = Display((start, end))
    position = start + 1
    for element in node.elements:
        if not isinstance(element, cst.DictElement) or not isinstance(
            element.key, cst.SimpleString
        ):
            return None
        quoted = reader.quoted(element.key)
        entry = reader.span(element)
        if quoted is None or entry[0] != element.key.start:
            return None
        place = (position, entry, reader.span(element.key)[1], end - 1)
        chunk, position = entry_of(reader.source, quoted.text, element.value, b":", place)
        cut.chunks.append(chunk)
        cut.quote = element.key.quote if len(element.key.quote) == 1 else cut.quote
    cut.tail = reader.source[position : end - 1].decode()
    return cut


def entry_of(
    source: bytes,
    key: str,
    node: cst.BaseExpression,
    sign: bytes,
    place: tuple[int, ByteSpan, int, int],
) -> tuple[Chunk, int]:
    """Cut out one entry; return it and the start of the next one.

    `sign` is between the key and the value. `place` is the end of the previous entry, the span of
    this one, the end of its key, and the end of all entries.
    """
    position, entry, after_key, end = place
    text = source[after_key : entry[1]]
    behind = text.index(sign) + len(sign)
    value_start = after_key + behind + len(text[behind:]) - len(text[behind:].lstrip())
    comma = _comma(source, entry[1], end)
    trail_end = entry[1] if comma is None else _trail_end(source, comma, end)
    chunk = Chunk(
        key,
        source[position : entry[0]].decode(),
        entry,
        (value_start, entry[1]),
        node,
        comma is not None,
        "" if comma is None else source[comma:trail_end].decode(),
    )
    return chunk, trail_end


def _comma(source: bytes, position: int, end: int) -> int | None:
    """The end of the comma behind an entry that ends at a position; None without one."""
    while position < end:
        match source[position : position + 1]:
            case b",":
                return position + 1
            case b"#":
                line_end = source.find(b"\n", position, end)
                position = end if line_end < 0 else line_end
            case _:
                position += 1
    return None


def _trail_end(source: bytes, position: int, end: int) -> int:
    """The end of a comment behind a comma in its line, else the position."""
    line_end = source.find(b"\n", position, end)
    rest = source[position : end if line_end < 0 else line_end]
    return position + len(rest) if rest.strip().startswith(b"#") else position


# ------------------------------------------------------------------------- composing


def tree_of(moves: Sequence[tuple[tuple[str, ...], Chunk]]) -> Tree | None:
    """The entries with new paths, those of one object together; None if they collide."""
    tree: Tree = {}
    for path, value in moves:
        inner = tree
        for name in path[:-1]:
            below = inner.setdefault(name, {})
            if not isinstance(below, dict):
                return None
            inner = below
        if path[-1] in inner:
            return None
        inner[path[-1]] = value
    return tree


class Notation(Protocol):
    """The notation of objects: as displays, or as calls of classes."""

    def cut(self, node: cst.BaseExpression) -> Display | None:
        """Cut a nested object into entries; None if it has another notation."""

    def key(self, path: tuple[str, ...], quote: str) -> str:
        """Format the key of an entry; `path` ends with the entry's name."""

    def opening(self, path: tuple[str, ...]) -> str:
        """Format the beginning of a new object at a path."""

    def closing(self, path: tuple[str, ...]) -> str:
        """Format the end of a new object at a path."""


@dataclass(frozen=True, slots=True)
class InDisplay:
    """Objects written as dictionary displays."""

    reader: Reader

    def cut(self, node: cst.BaseExpression) -> Display | None:
        """Cut a display."""
        return display(self.reader, node) if isinstance(node, cst.Dict) else None

    def key(self, path: tuple[str, ...], quote: str) -> str:
        """Format a string as the key."""
        return f"{quote}{path[-1]}{quote}: "

    def opening(self, path: tuple[str, ...]) -> str:
        """Format an opening brace."""
        return "{"

    def closing(self, path: tuple[str, ...]) -> str:
        """Format a closing brace."""
        return "}"


@dataclass(slots=True)
class Composer:
    """Rebuilds objects without some of their entries and with others."""

    reader: Reader
    notation: Notation
    step: str = " " * _STEP

    def compose(
        self,
        cut: Display,
        added: Tree,
        dropped: frozenset[tuple[str, ...]],
        first: Mapping[str, str],
        path: tuple[str, ...] = (),
    ) -> Parts | None:
        """Compose the object at a path, without some entries and with others.

        `first` are texts for further keys, which come first. None if an entry is in the way.
        """
        items: list[tuple[str, Parts, str]] = []
        keys = {chunk.key: chunk for chunk in cut.chunks}
        waiting = {name: below for name, below in added.items() if name not in keys}
        chunks = [(chunk, (chunk.key,) in dropped) for chunk in cut.chunks]
        lead = cut.chunks[0].layout if cut.chunks else ""
        for key, text in first.items():
            written = f"{self.notation.key((*path, key), cut.quote)}{cut.quote}{text}{cut.quote}"
            items.append((lead, (written,), ""))
            lead = lead if "\n" in lead else " "
        for position, (chunk, is_dropped) in enumerate(chunks):
            before = chunk.lead if position or not first or "\n" in chunk.lead else " "
            if is_dropped:
                before = chunk.layout if before else before
                names = tuple(waiting) if not any(drop for _, drop in chunks[:position]) else ()
                for name in names:
                    made = self.entry((*path, name), waiting.pop(name), before, cut.quote)
                    items.append((before, made, ""))
                    before = before if "\n" in before else " "
                continue
            parts = self._kept(chunk, added.get(chunk.key), dropped, path)
            if parts is None:
                return None
            items.append((before, parts, chunk.trail))
        for name, below in waiting.items():
            before = items[-1][0] if items and "\n" in items[-1][0] else (" " if items else "")
            items.append((before, self.entry((*path, name), below, before, cut.quote), ""))
        return self._joined(cut, items)

    def _kept(
        self,
        chunk: Chunk,
        below: object,
        dropped: frozenset[tuple[str, ...]],
        path: tuple[str, ...],
    ) -> Parts | None:
        deeper = frozenset(path[1:] for path in dropped if path[0] == chunk.key)
        if below is None and not deeper:
            return (chunk.entry,)
        inner = self.notation.cut(chunk.node)
        if inner is None or not (below is None or isinstance(below, dict)):
            return None
        parts = self.compose(inner, below or {}, deeper, {}, (*path, chunk.key))
        if parts is None:
            return None
        return ((chunk.entry[0], inner.span[0]), *parts, (inner.span[1], chunk.entry[1]))

    def _joined(self, cut: Display, items: Sequence[tuple[str, Parts, str]]) -> Parts:
        ends_with_comma = bool(cut.chunks) and cut.chunks[-1].has_comma
        start, end = cut.span
        parts: list[str | ByteSpan | Shifted] = [self.reader.source[start : start + 1].decode()]
        for position, (lead, entry, trail) in enumerate(items):
            is_last = position == len(items) - 1
            before = lead if "\n" in lead else (lead or " ") if position else lead.lstrip(" ")
            parts += [before, *entry, "" if is_last and not ends_with_comma else ",", trail]
        return (*parts, cut.tail, self.reader.source[end - 1 : end].decode())

    def entry(self, path: tuple[str, ...], below: Chunk | Tree, lead: str, quote: str) -> Parts:
        """Compose the entry at a path, with its own lines if `lead` has a line break."""
        key = self.notation.key(path, quote)
        is_long = "\n" in lead
        indent = lead.rpartition("\n")[2]
        if isinstance(below, Chunk):
            old = below.layout.rpartition("\n")[2]
            by = len(indent) - len(old) if is_long and "\n" in below.lead else 0
            has_lines = by > 0 and not _has_long_text(below.node)
            return key, Shifted(*below.value, by) if has_lines else below.value
        parts: list[str | ByteSpan | Shifted] = [f"{key}{self.notation.opening(path)}"]
        for position, (inner, further) in enumerate(below.items()):
            before = f"\n{indent}{self.step}" if is_long else (" " if position else "")
            chunk = further if isinstance(further, Chunk) else None
            if is_long and chunk is not None:
                parts += [f"{before}{comment}" for comment in chunk.comments]
            parts += [before, *self.entry((*path, inner), further, before, quote)]
            if is_long or position < len(below) - 1:
                parts.append(",")
            if is_long and chunk is not None:
                parts.append(chunk.trail)
        closing = self.notation.closing(path)
        return (*parts, f"\n{indent}{closing}" if is_long else closing)


def _has_long_text(node: cst.CSTNode) -> bool:
    """Whether an expression has a string literal of several lines."""
    return any(
        isinstance(inner, cst.SimpleString | cst.FormattedString) and _is_long(inner)
        for inner in walk(node)
    )


def _is_long(node: cst.SimpleString | cst.FormattedString) -> bool:
    opening = node.quote if isinstance(node, cst.SimpleString) else node.opening
    return len(opening.lstrip("rRbBuUfF")) == 3


# ------------------------------------------------------------------------- displays


def nest(reader: Reader, node: cst.Dict, owner: Interface, *, whole: bool) -> frozenset[str]:
    """Rebuild a display of an object if keys of it moved, or constants are now required.

    Without `whole` it has only some of the object's fields. Returns the handled keys; moved keys
    that are not among them are left to a person.
    """
    cut = display(reader, node)
    if cut is None:
        return frozenset()
    uses = reader.uses
    keys = {chunk.key: chunk for chunk in cut.chunks}
    moved: list[tuple[FieldMove, Chunk]] = []
    for move in uses.moves.get(owner.id, {}).values():
        value = _value(reader, keys, move.old)
        if value is not None:
            moved.append((move, value))
    constants = {
        constant.wire: constant.value
        for constant in uses.constants.get(owner.id, ())
        if whole and constant.wire not in keys
    }
    if not moved and not constants:
        return frozenset()
    moved.sort(key=lambda pair: pair[1].entry)
    tree = tree_of([(move.new, chunk) for move, chunk in moved])
    dropped = frozenset(move.old for move, _ in moved)
    composer = Composer(reader, InDisplay(reader))
    parts = None if tree is None else composer.compose(cut, tree, dropped, constants)
    if parts is None:
        return frozenset()
    uses.reshape(cut.span, parts, owner, [move for move, _ in moved], constants)
    return frozenset(move.old[0] for move, _ in moved if len(move.old) == 1)


def _value(reader: Reader, keys: Mapping[str, Chunk], path: tuple[str, ...]) -> Chunk | None:
    """The entry at a path of nested displays."""
    chunk = keys.get(path[0])
    if chunk is None or len(path) == 1:
        return chunk
    inner = display(reader, chunk.node) if isinstance(chunk.node, cst.Dict) else None
    return None if inner is None else _value(reader, {c.key: c for c in inner.chunks}, path[1:])
