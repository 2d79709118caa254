"""Parse untrusted TOML and JSON: the content, or a single kind of error."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, Final

__all__ = ["MARK", "DocumentError", "read_json", "read_toml", "toml_string"]

_DEEPEST: Final = 64
"""The depth of nested tables, arrays and objects, as readers of the content recurse."""

_LONGEST_INTEGER: Final = 64  # In bits: TOML promises no more.
_MOST_DOTS: Final = 1000
"""The number of dots in a line; parsing of a dotted key is quadratic in it."""

MARK: Final = "\ufeff"
"""The byte order mark, which editors on Windows insert."""

_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_LONG_NUMBER: Final = re.compile(r"[0-9][0-9_]{1000,}")
_BRACKET: Final = re.compile(r"[\[\]{}]")


class DocumentError(ValueError):
    """An invalid text, with the reason, and the line and column, from 1, if known."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line, self.column = line, column


def read_toml(text: str) -> dict[str, Any]:
    """Parse a TOML document, with or without a byte order mark.

    Raises DocumentError, and nothing else.
    """
    # Imported only if a document is read.
    import tomllib

    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > _MOST_DOTS:
            raise DocumentError(f"more than {_MOST_DOTS} dots in one line", number, 1)
    marked = text.startswith(MARK)
    try:
        content = tomllib.loads(text.removeprefix(MARK))
    except tomllib.TOMLDecodeError as fault:
        place = _PLACE.search(str(fault))
        message = _PLACE.sub("", str(fault))
        if place is None or place[1] is None:
            raise DocumentError(message) from None
        row, column = int(place[1]), int(place[2])
        raise DocumentError(message, row, column + (marked and row == 1)) from None
    except RecursionError:
        raise _too_deep(text) from None
    except ValueError:
        # Python converts no integer of more than some thousand digits.
        raise _too_long(text) from None
    _assert_bounded(content, text)
    return content


def read_json(data: bytes | str) -> Any:
    """Parse a JSON text. Raises DocumentError, and nothing else."""
    try:
        content = json.loads(data)
    except RecursionError:
        raise DocumentError(_TOO_DEEP) from None
    except ValueError as fault:
        raise DocumentError(str(fault)) from None
    if _depth(content) > _DEEPEST:
        raise DocumentError(_TOO_DEEP)
    return content


_TOO_DEEP: Final = f"nested more than {_DEEPEST} levels deep"


def _assert_bounded(content: object, text: str) -> None:
    if _depth(content) > _DEEPEST:
        raise _too_deep(text)
    pending = [content]
    while pending:
        match pending.pop():
            case dict() as table:
                pending.extend(table.values())
            case list() as items:
                pending.extend(items)
            case int() as number if number.bit_length() >= _LONGEST_INTEGER:
                raise _too_long(text)


def _depth(content: object) -> int:
    """The depth of nested lists and dicts, computed without recursion."""
    depth, level = 0, _containers([content])
    while level and depth <= _DEEPEST:
        depth += 1
        level = [
            inner
            for outer in level
            for inner in _containers(outer.values() if isinstance(outer, dict) else outer)
        ]
    return depth


def _containers(values: Iterable[object]) -> list[dict[str, object] | list[object]]:
    return [value for value in values if isinstance(value, dict | list)]


def _too_deep(text: str) -> DocumentError:
    """The error for excessive depth, about where it is: brackets in strings count, too."""
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth += bracket[0] in "[{"
        depth -= bracket[0] in "]}"
        if depth > _DEEPEST:
            return DocumentError(_TOO_DEEP, *_position(text, bracket.start()))
    return DocumentError(_TOO_DEEP, 1, 1)


def _too_long(text: str) -> DocumentError:
    message = f"an integer of more than {_LONGEST_INTEGER} bits"
    number = _LONG_NUMBER.search(text)
    if number is None:
        return DocumentError(message, 1, 1)
    return DocumentError(message, *_position(text, number.start()))


def _position(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def toml_string(text: str) -> str:
    """A string as TOML spells it: as JSON does, but for one more control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
