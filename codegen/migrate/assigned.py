"""Walks of a syntax tree, and the variables that a piece of code binds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import lru_cache
from typing import Final

from .paths import path_of
from .tree import nodes as cst

__all__ = ["assigned_paths", "children", "walk"]

_NO_NODES: Final = frozenset({"start", "end", "scope", "evaluated_value", "prefix", "quote"})
"""Fields of nodes that never contain nodes."""


class _Fields(dict[type, tuple[str, ...]]):
    """The fields of a class of nodes that may contain nodes."""

    def __missing__(self, kind: type) -> tuple[str, ...]:
        names = (field.name for field in fields(kind))
        self[kind] = known = tuple(name for name in names if name not in _NO_NODES)
        return known


class _Nodes(dict[type, bool]):
    """A cache by class: whether its instances are nodes."""

    def __missing__(self, kind: type) -> bool:
        self[kind] = known = issubclass(kind, cst.CSTNode)
        return known


_FIELDS: Final = _Fields()
_IS_NODE: Final = _Nodes()


def children(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The nodes directly inside a node."""
    for name in _FIELDS[type(node)]:
        value = getattr(node, name)
        kind = type(value)
        if kind is list or kind is tuple:
            for item in value:
                if _IS_NODE[type(item)]:
                    yield item
        elif _IS_NODE[kind]:
            yield value


def walk(node: cst.CSTNode, *, into_functions: bool = True) -> Iterator[cst.CSTNode]:
    """A node and all of its descendants, in the order of the source."""
    stack: list[cst.CSTNode] = [node]
    while stack:
        current = stack.pop()
        yield current
        if into_functions or type(current) not in _APART:
            stack += reversed(tuple(children(current)))


_APART: Final = frozenset({cst.FunctionDef, cst.Lambda, cst.ClassDef})
_BINDING: Final = frozenset(
    {cst.AssignTarget, cst.AnnAssign, cst.AugAssign, cst.For, cst.NamedExpr, cst.AsName, cst.Del}
)
_NAMING: Final = frozenset(
    {cst.MatchAs, cst.MatchStar, cst.ImportAlias, cst.FunctionDef, cst.ClassDef}
)


def assigned_paths(nodes: Iterator[cst.CSTNode] | list[cst.CSTNode]) -> Iterator[str]:
    """The variables and attributes that these nodes bind, functions and classes left out."""
    for top in nodes:
        yield from _assigned_in(top)


@lru_cache(maxsize=4096)
def _assigned_in(top: cst.CSTNode) -> tuple[str, ...]:
    """The paths that one node binds, cached, as every pass over a file needs them."""
    return tuple(path for node in walk(top, into_functions=False) for path in _bound_by(node))


def _bound_by(node: cst.CSTNode) -> Iterator[str]:
    kind = type(node)
    if kind in _BINDING:
        target: cst.CSTNode = getattr(node, "name" if kind is cst.AsName else "target")
        yield from _targets(target)
    elif kind in _NAMING:
        match node:
            case cst.MatchAs(name=cst.Name(value=name)) | cst.MatchStar(name=cst.Name(value=name)):
                yield str(name)
            case cst.ImportAlias(name=cst.Name(value=name), asname=None):
                yield str(name)
            case (
                cst.FunctionDef(name=cst.Name(value=name)) | cst.ClassDef(name=cst.Name(value=name))
            ):
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
