"""Template literal types as regular expressions for both ECMAScript and Python."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ..runtime._template import Part

__all__ = ["literal_regex", "pattern_regex"]

_END: Final = r"(?![\s\S])"  # In Python `$` also matches before a line break at the end.
_SPACE: Final = r"[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"
_DECIMAL: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_BASED: Final = r"0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)"
_HOLES: Final = {
    "string": r"[\s\S]*",
    "number": rf"(?:{_SPACE}+|{_SPACE}*(?:{_BASED}|{_DECIMAL}){_SPACE}*)",
    "integer": rf"-?(?:0|[1-9][0-9]*|{_BASED})",
    "boolean": "(?:true|false)",
    "null": "null",
    "never": "(?!)",
}
_ONE: Final = {"string": r"[\s\S]", "number": rf"(?:[0-9]|{_SPACE})", "integer": "[0-9]"}
"""The pattern of a hole before another hole: one character."""

_SPECIAL: Final = frozenset(r"\^$.*+?()[]{}|/")
_OPEN: Final = frozenset(_ONE)


def pattern_regex(parts: Sequence[Part], but_not: Sequence[str] = ()) -> str:
    """The expression of a template literal type's texts, with few exceptions."""
    if parts and all(is_hole and part == "string" for part, is_hole in parts):
        parts = parts[:1]  # Any number of string holes is `string`.
    refused = "|".join(map(literal_regex, but_not))
    start = f"^(?!(?:{refused}){_END})" if but_not else "^"
    return f"{start}{''.join(_pieces(parts))}{_END}"


def _pieces(parts: Sequence[Part]) -> Iterator[str]:
    for (text, is_hole), following in zip(parts, [*parts[1:], ("", False)], strict=True):
        if not is_hole:
            yield literal_regex(text)
        elif text in _OPEN and following[1] and following[0] in _OPEN:
            yield _ONE[text]
        else:
            yield _HOLES[text]


def literal_regex(text: str) -> str:
    """The expression of one text."""
    return "".join(map(_escaped, text))


def _escaped(character: str) -> str:
    if character in _SPECIAL:
        return f"\\{character}"
    code = ord(character)
    return character if 0x20 <= code < 0x7F or code > 0xFFFF else f"\\u{code:04x}"
