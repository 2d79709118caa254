"""Tags that a program composes: by `+`, f-strings, templates, or `join`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from .proposals import Strength
from .reader import Reader
from .tree import nodes as cst
from .uses import UNSURE

__all__ = ["composed", "may_make"]

_HOLE: Final = ".+"
_FIELDS: Final = {"%": re.compile(r"%[sdr]"), "format": re.compile(r"\{[^{}]*\}")}
"""The placeholders of templates."""


def composed(reader: Reader, nodes: Sequence[cst.CSTNode]) -> None:
    """Report expressions, apart from f-strings, that may compose a renamed tag."""
    inner: set[cst.CSTNode] = set()
    for node in nodes:
        if node in inner:
            continue
        match node:
            case cst.BinaryOperation(operator=cst.Add()):
                inner.update(_sums_in(node))
                may_make(reader, node, [reader.text(summand) for summand in _summands(node)])
            case cst.Call(
                func=cst.Attribute(value=cst.SimpleString() as text, attr=cst.Name(value="format"))
            ):
                may_make(reader, node, _template(reader, text, "format"))
            case cst.Call(
                func=cst.Attribute(value=cst.SimpleString() as text, attr=cst.Name(value="join")),
                args=[cst.Arg(value=cst.List() | cst.Tuple() as joined)],
            ):
                may_make(reader, node, _joined(reader, text, joined))
            case cst.BinaryOperation(operator=cst.Modulo(), left=cst.SimpleString() as text):
                may_make(reader, node, _template(reader, text, "%"))


def may_make(reader: Reader, node: cst.CSTNode, pieces: Sequence[str | None]) -> None:
    """Note an expression that may compose a renamed tag; unknown pieces are None."""
    fixed = "".join(piece for piece in pieces if piece is not None)
    if len(pieces) < 2 or "." not in fixed or len(fixed) < len("x.y."):
        return
    pattern = "".join(_HOLE if piece is None else re.escape(piece) for piece in pieces)
    for lost in reader.uses.lost:
        if re.fullmatch(pattern, lost.old) is not None:
            makes = "may make" if None in pieces else "makes"
            message = f"this {makes} the event {lost.old!r}, {lost.words}"
            advice = "See what it makes, and change it by hand."
            reader.uses.note(reader.span(node), message, advice, Strength.WEAK, UNSURE)
            return


def _summands(node: cst.BaseExpression) -> list[cst.BaseExpression]:
    """The operands of nested additions, from left to right."""
    match node:
        case cst.BinaryOperation(operator=cst.Add(), left=left, right=right):
            return [*_summands(left), *_summands(right)]
    return [node]


def _sums_in(node: cst.BinaryOperation) -> list[cst.CSTNode]:
    """The additions among the operands of an addition, at any depth."""
    inside: list[cst.CSTNode] = []
    for side in (node.left, node.right):
        if isinstance(side, cst.BinaryOperation) and isinstance(side.operator, cst.Add):
            inside += [side, *_sums_in(side)]
    return inside


def _template(reader: Reader, node: cst.SimpleString, kind: str) -> list[str | None]:
    """The pieces of a template, None for a placeholder."""
    first, *others = _FIELDS[kind].split(reader.text(node) or "")
    pieces: list[str | None] = [first]
    for piece in others:
        pieces += [None, piece]
    return pieces


def _joined(
    reader: Reader, node: cst.SimpleString, joined: cst.List | cst.Tuple
) -> list[str | None]:
    """The pieces of a joined text, separators included."""
    between = reader.text(node)
    pieces: list[str | None] = []
    for element in joined.elements:
        pieces += [between, reader.text(element.value)]
    return pieces[1:]
