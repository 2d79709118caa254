"""Imports, collected from the names in a tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from .tree import Either, FromImport, Name, Node

__all__ = ["import_sections", "names_of"]


def names_of(node: Node) -> Iterator[Name]:
    """The names in a tree that are imported from somewhere, each as often as it stands there.

    The name `Union` of a union is one of them only where it is always written.
    """
    todo: list[object] = [node]
    while todo:
        item = todo.pop()
        if isinstance(item, Name):
            if item.home:
                yield item
        elif isinstance(item, Either) and not item.spelled_out:
            todo.extend(item.items)
        elif isinstance(item, tuple):
            todo.extend(item)


def import_sections(names: Iterable[Name]) -> Iterator[tuple[FromImport, ...]]:
    """The statements that import names: the standard library's, those with aliases, the package's.

    Statements and the names in them are sorted; between the sections is an empty line.
    """
    entries = sorted({(_section(n), n.home, n.imported or n.id, n.id) for n in names if n.home})
    for _, section in groupby(entries, key=lambda entry: entry[0]):
        yield tuple(
            FromImport(home, tuple((name, as_ if as_ != name else "") for *_, name, as_ in found))
            for home, found in groupby(section, key=lambda entry: entry[1])
        )


def _section(name: Name) -> int:
    if name.home.startswith("."):
        return 2
    return 1 if name.imported else 0
