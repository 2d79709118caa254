"""An index of the packages of types that files refer to: names to the files that declare them.

`/// <reference types="node" />` is about 40,000 lines, of which a spec needs a few. The index is
made by regular expressions on the text; a file is parsed when a name that it may declare is
resolved.

TypeScript loads every file that the entry imports, directly or not. What one of them adds to a
module, and a package that one refers to, is visible in all. Here files are loaded as types refer to
them. The text of the others says which of them add to a module, or declare a name for all files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import Final

from ...text.modules import resolve_module, types_package
from ...text.records import dataclass
from ...text.source import Files
from ..parse import COMMENT, REFERENCE

__all__ = ["MOST_PATTERNS", "Awaited", "package_of_types"]

_MOST_FILES: Final = 3000
MOST_PATTERNS: Final = 300
"""As many patterns of modules are known, since each import without a file is held to all."""

# Words are searched by their letters: a search that begins with `\b` tries each byte of a file.
_IMPORTS: Final = tuple(
    re.compile(word + rb"(?<=\b" + word + rb""")\b\s*\(?\s*["']([^"'\n]+)["']""")
    for word in (b"from", b"import", b"require")
)
_MODULE: Final = re.compile(rb"""module(?<=\bmodule)\s+["']([^"'\n]+)["']""")
# What follows may be a declaration itself, where the word is the last one of a comment.
_NAME: Final = re.compile(
    rb"\b(?:class|const|enum|function|interface|let|module|namespace|type|var)\s+(?=([\w$]+))"
)
_NAMED: Final = re.compile(rb"as(?<=\bas)\s+namespace\s+([\w$]+)")
_GLOBAL: Final = re.compile(rb"global(?<=\bglobal)\s*\{")
_MODULE_SYNTAX: Final = re.compile(rb"^(?:import|export)\b", re.MULTILINE)


@dataclass(eq=False)
class Awaited:
    """Files of a program that are parsed only when a declaration in them is needed.

    `_modules` and `_names` map a module specifier and a global name to the paths of the files that
    may declare it; `_adding` maps the path of a file to those that add to it by a relative
    specifier; `_waiting` are the files to index before the next lookup.
    """

    files: Files
    _is_whole: bool = False
    _waiting: list[str] = field(default_factory=list)
    _met: set[str] = field(default_factory=set)
    _modules: dict[str, list[str]] = field(default_factory=dict)
    _patterns: dict[str, None] = field(default_factory=dict)
    _names: dict[str, list[str]] = field(default_factory=dict)
    _adding: dict[str, list[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether any file is awaited."""
        return bool(self._met)

    def add(self, importer: str, package: str) -> None:
        """Queue the package of types that `importer` refers to, unless it is not installed."""
        path = package_of_types(self.files, importer, package)
        if path is not None and path not in self._met:
            self._met.add(path)
            self._waiting.append(path)

    def look_everywhere(self, entry: str) -> bool:
        """Index all files that the entry imports, directly or not. False if they were already."""
        if self._is_whole:
            return False
        self._is_whole = True
        self._waiting = [entry, *self._met]
        self._met = set(self._waiting)
        self._modules.clear()
        self._patterns.clear()
        self._names.clear()
        self._adding.clear()
        return True

    def with_module(self, specifier: str) -> Iterable[str]:
        """The files that may declare a module of this name, or add to it."""
        self._look()
        return self._modules.get(specifier, ())

    def patterns(self) -> Iterable[str]:
        """The patterns of names that files may declare modules by: `*.css`."""
        self._look()
        return self._patterns

    def adding_to(self, path: str) -> Iterable[str]:
        """The files that may add to a module which they name by where it is."""
        self._look()
        return self._adding.get(path, ())

    def with_name(self, name: str) -> Iterable[str]:
        """The files that may declare this name for all files."""
        self._look()
        return self._names.get(name, ())

    def _look(self) -> None:
        """Index the waiting files, and the files that they import."""
        while self._waiting:
            path = self._waiting.pop(0)
            data = self.files.read(path)
            if data is None:
                continue
            for name in dict.fromkeys(_MODULE.findall(data)):
                specifier = name.decode("utf-8", "replace")
                if "*" in specifier and len(self._patterns) < MOST_PATTERNS:
                    self._patterns[specifier] = None
                self._modules.setdefault(specifier, []).append(path)
                target = resolve_module(self.files, path, specifier) if name[:1] == b"." else None
                if target is not None:
                    self._adding.setdefault(target, []).append(path)
            if _GLOBAL.search(data) or not _MODULE_SYNTAX.search(data):
                names = _NAME.findall(data)
            else:
                names = _NAMED.findall(data)
            for name in dict.fromkeys(names):
                self._names.setdefault(name.decode("utf-8", "replace"), []).append(path)
            for target in self._leads_to(path, data):
                if target not in self._met and len(self._met) < _MOST_FILES:
                    self._met.add(target)
                    self._waiting.append(target)

    def _leads_to(self, path: str, data: bytes) -> Iterator[str]:
        """The files that a file refers to and imports.

        Imports of packages count only if all files are indexed.
        """
        for kind, name in REFERENCE.findall(data) if b"<reference" in data else ():
            text = name.decode("utf-8", "replace")
            if kind == b"types":
                target = package_of_types(self.files, path, text)
            else:
                file = text if text.startswith(".") else f"./{text}"
                target = resolve_module(self.files, path, file)
            if target is not None:
                yield target
        code = COMMENT.sub(_without_comment, data) if b"*/" in data or b"//" in data else data
        imports = [match for pattern in _IMPORTS for match in pattern.finditer(code)]
        imports.sort(key=re.Match.start)
        for name in dict.fromkeys(match[1] for match in imports):
            if self._is_whole or name.startswith(b"."):
                target = resolve_module(self.files, path, name.decode("utf-8", "replace"))
                if target is not None:
                    yield target


def _without_comment(match: re.Match[bytes]) -> bytes:
    is_comment = match[1] is not None or match[0].startswith(b"//")
    return b" " if is_comment else match[0]


def package_of_types(files: Files, importer: str, package: str) -> str | None:
    """The file of `/// <reference types="package" />`: TypeScript looks in `@types` first."""
    own = resolve_module(files, importer, types_package(package))
    return own or resolve_module(files, importer, package)
