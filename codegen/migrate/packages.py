"""Recognise imports of the generated package, by its folder or by a name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from ..python.identifiers import function_stem
from ..targets import package_modules
from ..text.records import dataclass

__all__ = ["ROOT", "PackageName", "Packages", "folder_parts", "of_another_protocol"]

ROOT: Final = "/"
"""The first part of the absolute module path to which relative imports are resolved."""


def folder_parts(folder: Path) -> tuple[str, ...]:
    """The module path of a package by its folder."""
    return (ROOT, *folder.parts[1:])


def of_another_protocol(parts: Sequence[str]) -> bool:
    """Whether a module is of the Responses API, which shares tags with the Realtime API."""
    pairs = pairwise(parts)
    return any(second == "responses" and first in ("openai", "types") for first, second in pairs)


@dataclass(frozen=True, slots=True)
class PackageName:
    """The dotted name of a package, and its new name if it is renamed."""

    parts: tuple[str, ...]
    new: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Packages:
    """The generated packages, by their `folders` and by the `names` that imports use.

    A name stands for every package whose dotted path ends with it, so that a package may be
    vendored anywhere.
    """

    names: tuple[PackageName, ...] = ()
    folders: tuple[tuple[str, ...], ...] = ()

    def inside(self, parts: Sequence[str]) -> tuple[tuple[str, ...], PackageName | None] | None:
        """The rest of a module's path inside the package, and the name that matched, if one did.

        None for a module that is neither the package nor inside of it.
        """
        path = tuple(parts)
        for folder in self.folders:
            rest = _behind(path, folder)
            if rest is not None:
                return rest, None
        for name in self.names:
            size = len(name.parts)
            for start in range(len(path) - size, -1, -1):
                if path[start : start + size] == name.parts and len(path) - start - size <= 1:
                    return path[start + size :], name
        return None

    def last_parts(self) -> frozenset[str]:
        """The names of the packages' own folders."""
        return frozenset([name.parts[-1] for name in self.names] + [f[-1] for f in self.folders])

    def holds(self, rest: Sequence[str], symbol: str) -> bool:
        """Whether a module inside the package defines a symbol of the spec.

        Packages that have a module for each class name the module after the class.
        """
        return not rest or rest[0] in package_modules() or rest[0] == function_stem(symbol, ())


def _behind(path: tuple[str, ...], folder: tuple[str, ...]) -> tuple[str, ...] | None:
    """The part of a module path after a package's folder; an absolute import may name its end."""
    if path[:1] == (ROOT,):
        if path[: len(folder)] == folder and len(path) - len(folder) <= 1:
            return path[len(folder) :]
        return None
    for size in range(min(len(path), len(folder) - 1), 0, -1):
        if path[:size] == folder[-size:] and len(path) - size <= 1:
            return path[size:]
    return None
