"""Walks of a syntax tree, and the variables that a piece of code binds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Final

import libcst as cst

from .paths import path_of

__all__ = ["assigned_paths", "children", "walk"]

_LAYOUT: Final = re.compile(
    "whitespace|leading_lines|lines_after|header|footer|trailing|newline|indent|semicolon|comma"
    "|equal$|^[lr](par|bracket|brace)|^dot$|colon"
)
"""Fields of nodes that hold layout and punctuation only."""


@cache
def _fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if not _LAYOUT.search(field.name))


def children(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The nodes directly inside a node, in the order of the source, without layout.

    libcst's own `children` runs a visitor over the node, which would take most of the time
    of reading a file.
    """
    for name in _fields(type(node)):
        value = getattr(node, name)
        if isinstance(value, cst.CSTNode):
            yield value
        elif isinstance(value, list | tuple):
            for item in value:
                if isinstance(item, cst.CSTNode):
                    yield item


def walk(node: cst.CSTNode, *, into_functions: bool = True) -> Iterator[cst.CSTNode]:
    """A node and all of its descendants, in the order of the source."""
    stack: list[cst.CSTNode] = [node]
    while stack:
        current = stack.pop()
        yield current
        if not into_functions and isinstance(current, cst.FunctionDef | cst.Lambda | cst.ClassDef):
            continue
        stack += reversed(tuple(children(current)))


def assigned_paths(nodes: Iterator[cst.CSTNode] | list[cst.CSTNode]) -> Iterator[str]:
    """The variables and attributes that these nodes bind, functions and classes left out."""
    for top in nodes:
        for node in walk(top, into_functions=False):
            yield from _bound_by(node)


def _bound_by(node: cst.CSTNode) -> Iterator[str]:
    match node:
        case (
            cst.AssignTarget(target=target)
            | cst.AnnAssign(target=target)
            | cst.AugAssign(target=target)
            | cst.For(target=target)
            | cst.NamedExpr(target=target)
            | cst.AsName(name=target)
            | cst.Del(target=target)
        ):
            yield from _targets(target)
        case cst.MatchAs(name=cst.Name(value=name)) | cst.MatchStar(name=cst.Name(value=name)):
            yield str(name)
        case cst.ImportAlias(name=cst.Name(value=name), asname=None):
            yield str(name)
        case cst.FunctionDef(name=cst.Name(value=name)) | cst.ClassDef(name=cst.Name(value=name)):
            yield str(name)


def _targets(target: cst.CSTNode) -> Iterator[str]:
    match target:
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            for element in elements:
                yield from _targets(element.value)
        case _:
            path = path_of(target)
            if path is not None:
                yield path
