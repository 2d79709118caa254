"""Source files and the places in them."""

from __future__ import annotations

import bisect
import errno
import os
import posixpath
from collections.abc import Callable, Mapping
from dataclasses import field
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from .disk import read_file
from .lines import text_sum
from .records import dataclass

__all__ = ["DiskFiles", "Files", "MemoryFiles", "SourceFile", "Span", "canonical_below"]

_BLOCK: Final = 1024
_CONTINUATION: Final = bytes(range(0x80, 0xC0))
"""The continuation bytes of UTF-8."""


def _characters_in(data: bytes) -> int:
    """The number of characters that begin in some bytes of UTF-8."""
    return len(data.translate(None, _CONTINUATION))


class Span(NamedTuple):
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
    """A decoded file of declarations.

    `path` is the display path (relative to the entry's folder or, inside a package, to the
    package's root); `data` is the file's bytes, valid UTF-8.
    """

    path: str
    data: bytes = field(repr=False)

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the text, in hexadecimal."""
        return text_sum(self.data)

    @cached_property
    def _line_starts(self) -> list[int]:
        ends = accumulate(len(line) + 1 for line in self.data.split(b"\n"))
        starts = [0, *ends]
        starts.pop()
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """The line and column (both from 1, columns in characters) of a byte offset."""
        line = bisect.bisect_right(self._line_starts, offset) - 1
        start = self._line_starts[line]
        short = offset - start < _BLOCK
        if self._is_ascii or (short and self.data[start:offset].isascii()):
            return line + 1, offset - start + 1
        return line + 1, self._characters(offset) - self._characters(start) + 1

    @cached_property
    def _is_ascii(self) -> bool:
        return self.data.isascii()

    @cached_property
    def _characters_before(self) -> list[int]:
        """The number of characters before each block of bytes: a file may be one long line."""
        counts = [0]
        for start in range(0, len(self.data), _BLOCK):
            counts.append(counts[-1] + _characters_in(self.data[start : start + _BLOCK]))
        return counts

    def _characters(self, offset: int) -> int:
        """The number of characters before a byte offset."""
        block = min(offset, len(self.data)) // _BLOCK
        return self._characters_before[block] + _characters_in(self.data[block * _BLOCK : offset])

    def span(self, start: int, end: int) -> Span:
        """The span between two byte offsets."""
        line, column = self.position(start)
        starts = self._line_starts
        is_short = (line == len(starts) or end < starts[line]) and end - start < _BLOCK
        if is_short and (self._is_ascii or self.data[start:end].isascii()):
            return Span(self.path, line, column, line, column + end - start)
        end_line, end_column = self.position(end)
        return Span(self.path, line, column, end_line, end_column)

    def line_text(self, line: int) -> str:
        """The text of a line (from 1) without its line break."""
        start, end = self._line_at(line)
        return self.data[start:end].decode("utf-8", "replace")

    def line_piece(self, line: int, begin: int, count: int) -> str:
        """So many characters of a line from the one at `begin` (from 0): no more of it is read."""
        start, end = self._line_at(line)
        if self._is_ascii:
            return self.data[start + begin : min(end, start + begin + count)].decode()
        first = self._offset(self._characters(start) + begin) if begin else start
        # A character has at most four bytes.
        return self.data[first : min(end, first + 4 * count)].decode("utf-8", "replace")[:count]

    def _line_at(self, line: int) -> tuple[int, int]:
        """The byte offsets of a line (from 1) without its line break."""
        starts = self._line_starts
        if not 1 <= line <= len(starts):
            return 0, 0
        start = starts[line - 1]
        end = starts[line] if line < len(starts) else len(self.data)
        for mark in (b"\n", b"\r"):
            end -= end > start and self.data[end - 1 : end] == mark
        return start, end

    def _offset(self, character: int) -> int:
        """The byte offset of a character of the file (from 0)."""
        counts = self._characters_before
        block = bisect.bisect_right(counts, character) - 1
        start = block * _BLOCK
        # What stands before the first character of a block is the end of the one before.
        inside = self.data[start : start + _BLOCK + 4]
        text = inside.lstrip(_CONTINUATION)
        skipped = len(inside) - len(text)
        begun = text.decode("utf-8", "ignore")[: character - counts[block]]
        return start + skipped + len(begun.encode())


class Files(Protocol):
    """A source of files. Paths are relative to the entry's folder, with forward slashes."""

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None where there is no such file."""
        ...

    def canonical(self, path: str) -> str:
        """The normalized path of a file: without a way out of the entry's folder and back in."""
        ...

    def lacks(self, folder: str) -> bool:
        """Whether there is no such folder; False also where that is not known."""
        ...


def canonical_below(folder: str, path: str) -> str:
    """Normalize a path from a folder of a tree, where the tree is in no folder itself.

    A path that leaves the folder and comes back by its name is a path inside.
    """
    if not path.startswith("../"):
        return path
    root = posixpath.join("/", folder)
    return posixpath.relpath(posixpath.join(root, path), root)


_NO_FILE: Final = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG)


@dataclass(frozen=True, slots=True)
class DiskFiles:
    """Files below (and beside) a folder of the disk.

    `refused` is called with the path of each file that cannot be read, and the reason.
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
        except ValueError:  # The path has a null character.
            pass
        return None

    def canonical(self, path: str) -> str:
        """The one path of a file, found by the names of the folders above."""
        if not path.startswith("../"):
            return path
        root = self.root.resolve()
        return Path(os.path.relpath(root / path, root)).as_posix()

    def lacks(self, folder: str) -> bool:
        """Whether there is no such folder. One that may not be looked at is not lacking."""
        try:
            (self.root / folder).stat()
        except OSError as fault:
            return fault.errno in _NO_FILE
        except ValueError:  # The path has a null character.
            return True
        return False


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

    def lacks(self, folder: str) -> bool:
        """Whether no file is in a folder."""
        return not any(path.startswith(f"{folder}/") for path in self.files)
