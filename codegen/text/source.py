"""Source files and the places in them that everything else cites."""

from __future__ import annotations

import bisect
import errno
import os
import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Final, Protocol

from .disk import read_file
from .documents import DocumentError, read_json
from .lines import text_sum
from .records import dataclass

__all__ = ["DiskFiles", "Files", "MemoryFiles", "SourceFile", "Span", "resolve_module"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of a source file.

    Lines and columns count from 1; columns count characters, not bytes.
    `file` is the display path of the file: relative, with forward slashes.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class SourceFile:
    """One decoded file of declarations.

    `path` is the display path (relative to the entry's folder or, inside a package,
    to the package's root); `data` is the file's bytes, valid UTF-8.
    """

    path: str
    data: bytes = field(repr=False)

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the text, in hexadecimal."""
        return text_sum(self.data)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        find = self.data.find
        position = find(b"\n")
        while position >= 0:
            starts.append(position + 1)
            position = find(b"\n", position + 1)
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """The line and column (both from 1, columns in characters) of a byte offset."""
        line = bisect.bisect_right(self._line_starts, offset) - 1
        prefix = self.data[self._line_starts[line] : offset]
        return line + 1, len(prefix.decode("utf-8", "replace")) + 1

    def span(self, start: int, end: int) -> Span:
        """The span between two byte offsets."""
        line, column = self.position(start)
        end_line, end_column = self.position(end)
        return Span(self.path, line, column, end_line, end_column)

    def line_text(self, line: int) -> str:
        """The text of a line (from 1) without its line break."""
        starts = self._line_starts
        if not 1 <= line <= len(starts):
            return ""
        end = starts[line] if line < len(starts) else len(self.data)
        return self.data[starts[line - 1] : end].decode("utf-8", "replace").rstrip("\r\n")


class Files(Protocol):
    """Where files come from. Paths are relative to the entry's folder, with forward slashes."""

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None where there is no such file."""
        ...

    def canonical(self, path: str) -> str:
        """The one path of a file: without a way out of the entry's folder and back in."""
        ...


_NO_FILE: Final = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG)


@dataclass(frozen=True, slots=True)
class DiskFiles:
    """Files below (and beside) a folder of the disk.

    `refused` is told the path of each file that is there but cannot be read, and why.
    """

    root: Path
    refused: Callable[[str, str], None] | None = None

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None where there is no such readable file."""
        try:
            return read_file(self.root / path)
        except OSError as fault:
            if self.refused is not None and fault.errno not in _NO_FILE:
                self.refused(path, str(fault.strerror))
        except ValueError:  # No path has such a character.
            pass
        return None

    def canonical(self, path: str) -> str:
        """The one path of a file, found by the names of the folders above."""
        if not path.startswith("../"):
            return path
        root = self.root.resolve()
        return Path(os.path.relpath(root / path, root)).as_posix()


@dataclass(frozen=True, slots=True)
class MemoryFiles:
    """Files held in memory: an unpacked archive, or a test's."""

    files: Mapping[str, bytes]

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None where there is no such file."""
        return self.files.get(path)

    def canonical(self, path: str) -> str:
        """The path as it is: the folders above have no names."""
        return path


_EXTENSIONS: Final = {".js": ".d.ts", ".mjs": ".d.mts", ".cjs": ".d.cts", ".jsx": ".d.ts"}


def _candidates(path: str) -> Iterator[str]:
    """The files that a relative import may mean, in TypeScript's order."""
    if path.endswith((".d.ts", ".d.mts", ".d.cts")):
        yield path
        return
    for extension, declared in _EXTENSIONS.items():
        if path.endswith(extension):
            yield path.removesuffix(extension) + declared
            yield path.removesuffix(extension) + declared.removeprefix(".d")
    if path.endswith((".ts", ".mts", ".cts")):
        yield path
        stem, extension = posixpath.splitext(path)
        yield f"{stem}.d{extension}"
    yield f"{path}.d.ts"
    yield f"{path}.ts"
    yield f"{path}.d.mts"
    yield f"{path}.d.cts"
    yield f"{path}/index.d.ts"
    yield f"{path}/index.d.mts"


def _package_types(files: Files, folder: str) -> Iterator[str]:
    """The entry of a package folder, as its `package.json` names it."""
    data = files.read(posixpath.join(folder, "package.json"))
    if data is None:
        return
    try:
        manifest = read_json(data)
    except DocumentError:
        return
    if isinstance(manifest, dict):
        for target in _entry_targets(manifest):
            yield from _candidates(posixpath.normpath(posixpath.join(folder, target)))


def _entry_targets(manifest: dict[str, object]) -> Iterator[str]:
    for key in ("types", "typings"):
        value = manifest.get(key)
        if isinstance(value, str):
            yield value
    exports = manifest.get("exports")
    if isinstance(exports, dict):
        yield from _condition_targets(exports.get(".", exports))
    main = manifest.get("main")
    yield main if isinstance(main, str) else "index.js"


def _condition_targets(condition: object) -> Iterator[str]:
    # What `read_json` gives is not nested too deeply for this.
    if isinstance(condition, str):
        yield condition
    elif isinstance(condition, dict):
        for key in ("types", "import", "require", "node", "default"):
            yield from _condition_targets(condition.get(key))


def _package_candidates(files: Files, importer: str, specifier: str) -> Iterator[str]:
    """The files that a bare import may mean: `node_modules` folders upwards, then `@types`."""
    parts = specifier.split("/")
    length = 2 if specifier.startswith("@") else 1
    package, inside = "/".join(parts[:length]), "/".join(parts[length:])
    folder = posixpath.dirname(importer)
    for _ in range(importer.count("/") + 8):
        for base in (package, "@types/" + package.removeprefix("@").replace("/", "__")):
            home = posixpath.normpath(posixpath.join(folder, "node_modules", base))
            if inside:
                yield from _candidates(posixpath.join(home, inside))
            else:
                yield from _package_types(files, home)
        folder = posixpath.join(folder, "..") if folder else ".."


def resolve_module(files: Files, importer: str, specifier: str) -> str | None:
    """The path of the file that an import names, or None where there is none.

    Follows TypeScript's rules for relative imports (`.js` stands for `.d.ts`, `.mjs` for
    `.d.mts`, `.cjs` for `.d.cts`, a folder for its `index.d.ts` or its package.json's
    types) and looks for packages in `node_modules`. However it is named, a file has one path.
    """
    candidates: Iterator[str]
    if specifier.startswith("."):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(importer), specifier))
        candidates = chain(_candidates(path), _package_types(files, path))
    else:
        candidates = _package_candidates(files, importer, specifier)
    found = next((path for path in candidates if files.read(path) is not None), None)
    return found if found is None else files.canonical(posixpath.normpath(found))
