"""Texts that a template literal type allows, told as the TypeScript compiler tells them.

The compiler looks from the left for each fixed text and takes the first that it finds, but
the last one has to be the end of the text. A hole that another hole follows takes one
character. It never tries a second way, so the time is linear in the length of the text.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from itertools import product
from math import isinf
from typing import Final, TypeAlias

Part: TypeAlias = tuple[str, bool]
"""A fixed text and False, or the name of a primitive type and True."""

_Form: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""The fixed texts, and the names of the holes between them."""


class Template:
    """A template literal type, made of its parts."""

    __slots__ = ("_by_units", "_forms", "parts")

    def __init__(self, *parts: Part) -> None:
        self.parts = parts
        self._forms: tuple[_Form, ...] | None = None
        self._by_units = False

    def allows(self, text: str) -> bool:
        """Whether the type has a text; the time is linear in its length."""
        forms = self._forms
        if forms is None:
            forms = self._made()
        if self._by_units:
            text = _units(text)
        return any(_fits(texts, holes, text) for texts, holes in forms)

    def _made(self) -> tuple[_Form, ...]:
        """The forms, which the first text that is asked for makes."""
        options = [
            _HOLES.get(part[0], (part,)) if part[1] else (part,) for part in self.parts
        ]
        forms = tuple(map(_form, product(*options)))
        self._by_units = any(
            "" in texts[1:-1] or any(map(_has_surrogates, texts)) for texts, _ in forms
        )
        self._forms = forms
        return forms


# A hole that only a few texts fit is these texts, as it is to the compiler.
_HOLES: Final[Mapping[str, tuple[Part, ...]]] = {
    "boolean": (("true", False), ("false", False)),
    "null": (("null", False),),
    "never": (),
}


def _form(parts: Iterable[Part]) -> _Form:
    texts = [""]
    holes: list[str] = []
    for part, is_hole in parts:
        if is_hole:
            holes.append(part)
            texts.append("")
        else:
            texts[-1] += part
    if not any(texts) and set(holes) == {"string"}:
        return ("", ""), ("string",)  # However many there are, it is `string` itself.
    return tuple(map(_units, texts)), tuple(holes)


def _fits(texts: tuple[str, ...], holes: tuple[str, ...], text: str) -> bool:
    if not holes:
        return text == texts[0]
    start, end = len(texts[0]), len(text) - len(texts[-1])
    if end < start or not text.startswith(texts[0]) or not text.endswith(texts[-1]):
        return False
    for hole, following in zip(holes, texts[1:-1], strict=False):
        stop = text.find(following, start, end) if following else start + 1
        if stop < 0 or stop > end or not _fills(hole, text, start, stop):
            return False
        start = stop + len(following)
    return _fills(holes[-1], text, start, end)


def _fills(hole: str, text: str, start: int, stop: int) -> bool:
    if hole == "number":
        return is_number(text[start:stop])
    if hole == "integer":
        return is_bigint(text[start:stop])
    return True


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _units(text: str) -> str:
    """A text with two surrogates for each character that takes two in JavaScript."""
    if text.isascii():
        return text
    data = text.encode(f"utf-16-{sys.byteorder[0]}e", "surrogatepass")
    if len(data) == 2 * len(text):
        return text
    return "".join(map(chr, memoryview(data).cast("H")))


# ------------------------------------------------------------------------ texts of numbers

_SPACE: Final = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
)
# No repetition gives back what it took: nothing here is tried in two ways.
_DECIMAL: Final = re.compile(
    r"[+-]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?"
)
_WHOLE: Final = re.compile(r"0|[1-9][0-9]*+")
_BASED: Final = re.compile(r"0(?:[xX][0-9a-fA-F]++|[oO][0-7]++|[bB][01]++)")
_BASES: Final = {"x": 16, "o": 8, "b": 2}
_TOO_LARGE: Final = 2**1024 - 2**970  # JavaScript rounds it to infinity.


def is_number(text: str) -> bool:
    """Whether JavaScript's `Number` makes a finite number of a text that is not empty."""
    if not text:
        return False
    text = text.strip(_SPACE)
    if not text:
        return True
    if _BASED.fullmatch(text) is not None:
        digits = text[2:].lstrip("0")
        base = _BASES[text[1].lower()]
        return len(digits) <= 1024 and int(digits or "0", base) < _TOO_LARGE
    return _DECIMAL.fullmatch(text) is not None and not isinf(float(text))


def is_bigint(text: str) -> bool:
    """Whether a text is a bigint of TypeScript without its `n`."""
    text = text.removeprefix("-")
    return (_WHOLE.fullmatch(text) or _BASED.fullmatch(text)) is not None
