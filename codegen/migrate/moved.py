"""Rewrite accesses to fields that moved: by key, by attribute, by an update."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Type
from .edits import ByteSpan, Parts, Shifted
from .nesting import Chunk, display
from .paths import path_of
from .plan import FieldMove
from .reader import Access, Reader
from .tree import nodes as cst

__all__ = ["access", "between_statements", "update"]


def access(
    reader: Reader,
    key: cst.SimpleString,
    move: FieldMove,
    how: Access,
    holder: ByteSpan | None = None,
    whole: ByteSpan | None = None,
) -> bool:
    """Rewrite the access to a key that moved; False where it is left to a person.

    `holder` is the dictionary and `whole` the subscript, if the access writes.
    """
    quote = key.quote
    if len(quote) != 1 or key.prefix:
        return False
    names = [f"{quote}{name}{quote}" for name in move.new]
    what = f"{'.'.join(move.old)} of {reader.schema.python_name(move.owner)}"
    new = ".".join(move.new)
    span = reader.span(key)
    if how == "read":
        parts = ("][".join(names),)
    elif how in ("get", "setdefault"):
        parts = (f", {{}}).{how}(".join(names),)
    elif how == "write" and holder is not None and whole is not None:
        chain = "".join(f".setdefault({name}, {{}})" for name in names[:-1])
        reader.uses.replace(whole, (holder, f"{chain}[{names[-1]}]"), what, new, move.confidence)
        return True
    else:
        return False
    reader.uses.replace(span, parts, what, new, move.confidence)
    return True


def update(
    reader: Reader,
    statement: cst.CSTNode,
    base: cst.BaseExpression,
    given: cst.Dict,
    type_: Type,
    *,
    is_call: bool,
) -> frozenset[str]:
    """Rewrite a statement `x.update({...})` or `x |= {...}` some of whose keys moved.

    Moved keys are set in the objects that they are now in, so that the other keys there stay.
    Returns the handled keys.
    """
    owners = reader.schema.interfaces(type_)
    cut = display(reader, given)
    if cut is None or len(owners) != 1 or path_of(base) is None:
        return frozenset()
    moves = reader.uses.moves.get(owners[0].id, {})
    kept = [chunk for chunk in cut.chunks if (chunk.key,) not in moves]
    moved = [(chunk, moves[(chunk.key,)]) for chunk in cut.chunks if (chunk.key,) in moves]
    if not moved:
        return frozenset()
    holder, quote = reader.span(base), cut.quote
    by_place: dict[tuple[str, ...], list[Chunk]] = {}
    for chunk, move in moved:
        by_place.setdefault(move.new[:-1], []).append(chunk)
    lines: list[Parts] = []
    if kept:
        opening = ".update({" if is_call else " |= {"
        lines.append((holder, opening, *_entries(kept), "})" if is_call else "}"))
    for place, chunks in by_place.items():
        chain = "".join(f".setdefault({quote}{name}{quote}, {{}})" for name in place)
        entries: list[str | ByteSpan | Shifted] = []
        for position, chunk in enumerate(chunks):
            name = moves[(chunk.key,)].new[-1]
            entries += [", " if position else "", f"{quote}{name}{quote}: ", chunk.value]
        lines.append((holder, f"{chain}.update({{", *entries, "})"))
    start, end = reader.span(statement)
    between = between_statements(reader.source, start)
    parts = tuple(
        part
        for position, line in enumerate(lines)
        for part in ((between, *line) if position else line)
    )
    every = [move for _, move in moved]
    reader.uses.reshape((start, end), parts, owners[0], every, {})
    return frozenset(chunk.key for chunk, _ in moved)


def _entries(chunks: Sequence[Chunk]) -> Parts:
    parts: list[str | ByteSpan | Shifted] = []
    for position, chunk in enumerate(chunks):
        parts += [", " if position else "", chunk.entry]
    return tuple(parts)


def between_statements(source: bytes, start: int) -> str:
    """The separator of statements that replace one: a new line if it is alone in its line."""
    line = source[source.rfind(b"\n", 0, start) + 1 : start].decode()
    return f"\n{line}" if not line.strip() else "; "
