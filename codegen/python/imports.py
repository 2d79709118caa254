"""Make import statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from sys import stdlib_module_names

from .tree import FromImport, Name

__all__ = ["import_sections"]


def import_sections(names: Iterable[Name]) -> Iterator[tuple[FromImport, ...]]:
    """Make the import statements of names, in sections.

    The sections are the standard library's, those with aliases, installed packages, the package's
    own. Statements and the names in them are sorted by their characters; between the sections is an
    empty line. A name with an alias has a statement of its own.
    """
    entries = sorted(
        {
            (_section(n), n.home, n.imported or n.id, n.id if n.imported else "")
            for n in names
            if n.home
        }
    )
    for _, section in groupby(entries, key=lambda entry: entry[0]):
        yield tuple(
            statement
            for home, entries in groupby(section, key=lambda entry: entry[1])
            for statement in _statements(home, [(name, alias) for *_, name, alias in entries])
        )


def _statements(home: str, names: Sequence[tuple[str, str]]) -> Iterator[FromImport]:
    """The statements that import names, each with its alias or none, from one module."""
    plain = tuple((name, alias) for name, alias in names if not alias)
    if plain:
        yield FromImport(home, plain)
    for name, alias in names:
        if alias:
            yield FromImport(home, ((name, alias),))


_STANDARD, _WITH_ALIASES, _INSTALLED, _PACKAGE = range(4)


def _section(name: Name) -> int:
    if name.imported and name.home != ".":
        return _WITH_ALIASES
    if name.home.startswith("."):
        return _PACKAGE
    return _STANDARD if name.home.partition(".")[0] in stdlib_module_names else _INSTALLED
