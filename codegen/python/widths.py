"""The width of text in columns, as the formatter counts it: by the tables of Unicode."""

from __future__ import annotations

from functools import cache
from typing import Final
from unicodedata import category, east_asian_width

__all__ = ["width"]

_NO_COLUMN: Final = """
9be 9d7 b3e b57 bbe bd7 cc0 cc2 cc7-cc8 cca-ccb cd5-cd6 d3e d4e d57 dcf ddf 1160-11ff 1715 1734
1b35 1b3b 1b3d 1b43-1b44 1baa 1bf2-1bf3 302e-302f 3164 a8fa a953 a9c0 d7b0-d7c6 d7cb-d7fb
ff9e-ffa0 111c0 111c2-111c3 11235 1133e 1134d 11357 114b0 114bd 115af 116b6 11930 1193d 1193f
11941 11a84-11a89 11d46 16ff0-16ff1 1d165-1d166 1d16d-1d172
"""
"""Letters and marks that combine with the character before them, by code."""
_ONE_COLUMN: Final = "2d7f 1171e"
_TWO_COLUMNS: Final = "17a4 2630-2637 268a-268f 4dc0-4dff 1d300-1d356 1d360-1d376"
_THREE_COLUMNS: Final = "17d8"


def width(text: str) -> int:
    """The columns that a text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@cache
def _columns(character: str) -> int:
    columns = _exceptions().get(ord(character))
    if columns is not None:
        return columns
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


@cache
def _exceptions() -> dict[int, int]:
    """The characters whose width does not follow from category and East Asian width."""
    columns_by_character: dict[int, int] = {}
    for columns, codes in enumerate((_NO_COLUMN, _ONE_COLUMN, _TWO_COLUMNS, _THREE_COLUMNS)):
        for code in codes.split():
            first, _, last = code.partition("-")
            columns_by_character.update(
                dict.fromkeys(range(int(first, 16), int(last or first, 16) + 1), columns)
            )
    return columns_by_character
