"""Comments in a text that the grammar is to read, and what may look like one."""

from __future__ import annotations

import re
from typing import Final

from ...text.lines import blank

__all__ = [
    "COMMENT",
    "bare",
    "has_many_comments",
    "is_closed",
    "with_line_breaks",
    "without_dense_comments",
]

_MANY_COMMENTS: Final = 4000
_EMPTY_COMMENT: Final = len("/**/")
_DENSE: Final = 100
COMMENT: Final = re.compile(
    rb"""(/\*(?:[^*]|\*(?!/))*+(?:\*/)?+)|//[^\n]*+"""
    rb"""|"(?:\\.|[^"\\\n])*+"?+|'(?:\\.|[^'\\\n])*+'?+|`(?:\\.|[^`\\])*+`?+"""
    # A regular expression begins where a value does.
    rb"""|(?<=[=(,:?&|!\[])[ \t]*+/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*+\]?+|[^/\\\[\n])++/?+""",
    re.DOTALL,
)
"""A comment, or what may look as if one began in it: a text, a template, a regular expression.

The first group is the comment if it is one of more lines. What is not closed is taken whole: else
each beginning of it would be searched to the end of the file.
"""
_BEHIND: Final = re.compile(rb"[ \t]*+\S")


def has_many_comments(data: bytes) -> bool:
    """Whether a text has so many comments that the parser must not go back over them."""
    return data.count(b"/*") > _MANY_COMMENTS


def bare(data: bytes) -> bytes:
    """Blank out the comments of a text that has very many, to look for errors in it.

    At each error the parser goes back over all the comments before it. Of a comment that is never
    closed its beginning is left, which is an error.
    """
    if not has_many_comments(data):
        return data

    def without(match: re.Match[bytes]) -> bytes:
        text = match[1]
        if text is None:
            return match[0]
        kept = 0 if is_closed(text) else 2
        return text[:kept] + blank(text[kept:])

    return COMMENT.sub(without, data)


def with_line_breaks(data: bytes) -> bytes:
    """Give a line break to what stands before a comment of several lines, as TypeScript does.

    It separates members, but not for the grammar. Where there is no space for it, the comment goes.
    """
    broken = bytearray(data)
    for match in COMMENT.finditer(data):
        text, start = match[1], match.start()
        if text is None or b"\n" not in text or not _BEHIND.match(data, match.end()):
            continue
        if data[start - 1 : start] in (b" ", b"\t"):
            broken[start - 1] = ord("\n")
        elif start:
            broken[start : match.end()] = blank(text)
    return bytes(broken)


def is_closed(comment: bytes) -> bool:
    """Whether a comment of one or more lines has its end."""
    return comment.endswith(b"*/") and len(comment) >= _EMPTY_COMMENT


def without_dense_comments(data: bytes) -> bytes:
    """Hide what stands in comments and texts if very many comments seem to begin there.

    Where a comment may stand between two tokens, a search reads it to its end. Where many begin in
    one, in a text, or in one that is never closed, each is read to the same end: `]/*` in 300,000
    bytes took minutes. Every offset stays; comments are blank, and in texts a `/` is `_`.
    """
    if not _is_dense(data):
        return data

    def hidden(match: re.Match[bytes]) -> bytes:
        text, comment = match[0], match[1]
        if comment is None and not text.startswith(b"//"):
            return text.replace(b"/", b"_")
        end = len(text) - 2 if comment is not None and is_closed(comment) else len(text)
        return text[:2] + blank(text[2:end]) + text[end:]

    return COMMENT.sub(hidden, data)


def _is_dense(data: bytes) -> bool:
    """Whether what begins like a comment has in all far more bytes than the text."""
    most = _DENSE * len(data)
    blocks = sum(part.count(b"/*") * len(part) for part in data.split(b"*/"))
    return blocks > most or sum(line.count(b"//") * len(line) for line in data.split(b"\n")) > most
