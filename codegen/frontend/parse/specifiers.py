"""Names called `type` and `as` in import and export clauses, for a grammar that confuses them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

__all__ = ["with_plain_specifiers"]

# Searched by letters: a search that begins with `\b` tries each byte of a file.
_CLAUSE: Final = re.compile(
    rb"port(?<=\bimport|\bexport)(?:\s++type)?(?:\s++[\w$]++\s*+,)?\s*+\{([^{}]*+)\}"
)
_TOKEN: Final = re.compile(
    rb"""//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?+|(?P<word>"[^"\n]*+"|'[^'\n]*+'|[^\s,/"']++)"""
    rb"""|(?P<comma>,)"""
)


def with_plain_specifiers(data: bytes) -> bytes:
    """Blank out `type` before names in clauses, and give names called `type` or `as` a stand-in.

    All offsets stay, and names are read from the file.
    """
    parts: list[bytes] = []
    end = 0
    for match in _CLAUSE.finditer(data):
        if b"type" not in match[1] and b"as" not in match[1]:
            continue
        parts += (data[end : match.start(1)], _plain(match[1]))
        end = match.end(1)
    return b"".join((*parts, data[end:])) if parts else data


def _plain(clause: bytes) -> bytes:
    text = bytearray(clause)
    for words in _specifiers(clause):
        is_for_types, names = _names([word[0] for word in words])
        if is_for_types:
            start, stop = words[0].span()
            text[start:stop] = b" " * (stop - start)
        for position in names:
            if words[position][0] in (b"type", b"as"):
                text[words[position].end() - 1] = ord("_")
    return bytes(text)


def _specifiers(clause: bytes) -> Iterator[list[re.Match[bytes]]]:
    """The words of each specifier."""
    words: list[re.Match[bytes]] = []
    for token in _TOKEN.finditer(clause):
        if token["word"]:
            words.append(token)
        elif token["comma"]:
            yield words
            words = []
    yield words


def _names(words: Sequence[bytes]) -> tuple[bool, tuple[int, ...]]:
    """Whether a specifier begins with the modifier `type`, and the positions of its names.

    TypeScript: `type as` is the type `as`, `type as as` is `type` under the name `as`, and
    `type as as x` the type `as` under the name `x`.
    """
    is_for_types = words[:1] == [b"type"] and len(words) in (2, 4)
    first = 1 if is_for_types else 0
    return is_for_types, tuple(range(first, len(words), 2))
