"""The statements that import names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from .tree import FromImport, Name

__all__ = ["import_sections"]


def import_sections(names: Iterable[Name]) -> Iterator[tuple[FromImport, ...]]:
    """The statements that import names: the standard library's, those with aliases, the package's.

    Statements and the names in them are sorted by their characters; between the sections is an
    empty line. A name with an alias has a statement of its own.
    """
    entries = sorted({(_section(n), n.home, n.imported or n.id, n.id) for n in names if n.home})
    for section, found in groupby(entries, key=lambda entry: entry[0]):
        if section == _WITH_ALIASES:
            yield tuple(FromImport(home, ((name, as_),)) for _, home, name, as_ in found)
        else:
            yield tuple(
                FromImport(home, tuple((name, "") for *_, name, _ in group))
                for home, group in groupby(found, key=lambda entry: entry[1])
            )


_WITH_ALIASES: Final = 1


def _section(name: Name) -> int:
    if name.imported:
        return _WITH_ALIASES
    return 2 if name.home.startswith(".") else 0
