"""Replace known texts anywhere in a text, in linear time.

The peer controls the known texts and the searched ones. So no pattern tries all texts at each
character, and patterns are not compiled again for each new text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

__all__ = ["KnownTexts"]

_HEAD: Final = 24
"""The number of characters of a text in the pattern; the others are compared."""
_WHOLE: Final = 4096
"""The number of characters that are compared; beyond them a text ends at the next space."""
_ALIKE: Final = 8
"""The limit of texts with one beginning; above it, every word with the beginning matches."""
_REST: Final = re.compile(r"[^\s\"']*")


class KnownTexts:
    """A set of nonempty texts, with a search for all of them at once."""

    def __init__(self) -> None:
        self._texts: dict[str, None] = {}
        self._wholes: dict[str, list[str]] = {}
        self._unsearched: list[str] = []
        # Each level has at least twice the heads of the next: there are few levels, and each head
        # is compiled a few times only.
        self._levels: list[tuple[list[str], re.Pattern[str]]] = []

    def __len__(self) -> int:
        return len(self._texts)

    def __contains__(self, text: object) -> bool:
        return text in self._texts

    def add(self, text: str) -> None:
        """Add a nonempty text."""
        if text in self._texts:
            return
        self._texts[text] = None
        head, whole = text[:_HEAD], text[: _WHOLE + 1]
        wholes = self._wholes.get(head)
        if wholes is None:
            self._wholes[head] = [whole]
            self._unsearched.append(head)
        elif whole not in wholes and len(wholes) <= _ALIKE:
            wholes.append(whole)
            wholes.sort(key=len, reverse=True)

    def replaced(self, text: str, by: str) -> str:
        """Replace each known text by `by`; overlapping ones are replaced as one."""
        if self._unsearched:
            self._compile()
        rests = _Rests(text)
        spans = sorted(
            (match.start(), end)
            for _, pattern in self._levels
            for match in pattern.finditer(text)
            if (end := self._end(rests, match.start(), match[1])) is not None
        )
        parts: list[str] = []
        done = 0
        for start, end in _merged(spans):
            parts += (text[done:start], by)
            done = end
        return "".join((*parts, text[done:])) if parts else text

    def _end(self, rests: _Rests, start: int, head: str) -> int | None:
        """The end of the longest known text that has `head`, or a prefix of it, as its head."""
        text = rests.text
        for length in range(len(head), 0, -1):
            wholes = self._wholes.get(head[:length], ())
            if len(wholes) > _ALIKE:
                return rests.end_of(start + length)
            for whole in wholes:
                if len(whole) <= _WHOLE and text.startswith(whole, start):
                    return start + len(whole)
                if len(whole) > _WHOLE and text.startswith(whole[:_WHOLE], start):
                    return rests.end_of(start + _WHOLE)
        return None

    def _compile(self) -> None:
        heads, self._unsearched = self._unsearched, []
        while self._levels and len(self._levels[-1][0]) < 2 * len(heads):
            heads += self._levels.pop()[0]
        self._levels.append((heads, re.compile(f"(?=({_any_of(sorted(heads))}))")))


class _Rests:
    """Finds the end of the word at a position; each word is scanned once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._read = range(0)

    def end_of(self, start: int) -> int:
        if start not in self._read:
            rest = _REST.match(self.text, start)
            self._read = range(start, start + 1 if rest is None else rest.end() + 1)
        return self._read.stop - 1


def _merged(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join sorted spans that overlap or touch."""
    first, last = -1, -1
    for start, end in spans:
        if start > last:
            if last >= 0:
                yield first, last
            first = start
        last = max(last, end)
    if last >= 0:
        yield first, last


def _any_of(words: list[str], at: int = 0) -> str:
    """A pattern for the longest of sorted words that tries each character once."""
    ends = [word for word in words if len(word) == at]
    ways = [
        re.escape(character) + _any_of([*group], at + 1)
        for character, group in groupby(words[len(ends) :], key=lambda word: word[at])
    ]
    if not ways:
        return ""
    if ends:
        ways.append("")
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
