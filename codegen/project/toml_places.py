"""The places of keys and values in a TOML text, which `documents` does not give.

The text has to be valid: only as much of the syntax is parsed as it takes to find the characters of
each key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

from ..text.documents import MARK, read_toml
from ..text.records import dataclass

__all__ = ["KeyPlace", "Path", "places"]

Path: TypeAlias = tuple[str | int, ...]
"""The keys that lead to a value; a number counts the elements of an array."""


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """The characters of a key and of its value, each from its start to its end (exclusive).

    The value of a table with a header is the header.
    """

    key: tuple[int, int]
    value: tuple[int, int]


_BLANK: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE: Final = re.compile(r"[ \t]*")
_KEY: Final = re.compile(r"[A-Za-z0-9_-]+|\"(?:[^\"\\]|\\.)*\"|'[^']*'")
_STRING: Final = re.compile(
    r"""
        \"{3} (?: [^\\] | \\. )*? \"{3,5} (?!\")
        | '{3} .*? '{3,5} (?!')
        | \" (?: [^\"\\] | \\. )* \"
        | ' [^']* '
    """,
    re.DOTALL | re.VERBOSE,
)
_BARE: Final = re.compile(r"[^\s,\]}#]+(?: [0-9][^\s,\]}#]*)?")


def places(text: str) -> Mapping[Path, KeyPlace]:
    """The place of every key, table and array element of a valid TOML text."""
    return _Scanner(text).document()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = len(MARK) if text.startswith(MARK) else 0
        self._found: dict[Path, KeyPlace] = {}
        self._counts: dict[Path, int] = {}

    def document(self) -> Mapping[Path, KeyPlace]:
        table: Path = ()
        while True:
            self._skip(_BLANK)
            if self._at >= len(self._text):
                return self._found
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Path:
        start = self._at
        array = self._text.startswith("[[", start)
        self._at += 2 if array else 1
        names = self._keys()
        self._at = self._text.index("]", self._at) + (2 if array else 1)
        table: Path = (*self._resolved(names[:-1]), names[-1])
        if array:
            number = self._counts.get(table, 0)
            self._counts[table] = number + 1
            self._found.setdefault(table, KeyPlace((start, self._at), (start, self._at)))
            table = (*table, number)
        for length in range(1, len(table) + 1):
            self._found.setdefault(table[:length], KeyPlace((start, self._at), (start, self._at)))
        return table

    def _resolved(self, names: Path) -> Path:
        """Resolve a path as headers do: an array of tables means its last table."""
        path: Path = ()
        for name in names:
            path = (*path, name)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        return path

    def _pair(self, table: Path) -> None:
        start = self._at
        path = (*table, *self._keys())
        end = self._at
        self._skip(_SPACE)
        self._at += 1  # The equals sign.
        self._skip(_SPACE)
        value = self._value(path)
        for length in range(len(table) + 1, len(path)):
            self._found.setdefault(path[:length], KeyPlace((start, end), value))
        self._found[path] = KeyPlace((start, end), value)

    def _keys(self) -> Path:
        names: list[str | int] = []
        while True:
            self._skip(_SPACE)
            text = self._match(_KEY)
            quoted = text[0] in "\"'"
            names.append(read_toml(f"key = {text}")["key"] if quoted else text)
            end = self._at
            self._skip(_SPACE)
            if not self._text.startswith(".", self._at):
                self._at = end
                return tuple(names)
            self._at += 1

    def _value(self, path: Path) -> tuple[int, int]:
        start = self._at
        match self._text[start]:
            case '"' | "'":
                self._match(_STRING)
            case "[":
                self._array(path)
            case "{":
                self._inline_table(path)
            case _:
                self._match(_BARE)
        return start, self._at

    def _array(self, path: Path) -> None:
        self._at += 1
        number = 0
        while True:
            self._skip(_BLANK)
            if self._text[self._at] == "]":
                self._at += 1
                return
            if self._text[self._at] == ",":
                self._at += 1
                continue
            element = (*path, number)
            place = self._value(element)
            self._found[element] = KeyPlace(place, place)
            number += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while True:
            self._skip(_BLANK)
            if self._text[self._at] == "}":
                self._at += 1
                return
            if self._text[self._at] == ",":
                self._at += 1
                continue
            self._pair(path)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _match(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            raise ValueError(f"not TOML at character {self._at}")
        self._at = match.end()
        return match[0]
