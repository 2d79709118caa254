"""String literals: the text of each, and where the text stands in the file."""

from __future__ import annotations

from typing import NamedTuple

import libcst as cst

from .edits import ByteSpan

__all__ = ["QuotedText", "quoted_text"]


class QuotedText(NamedTuple):
    """The text between the quotes of a literal; `span` is where it stands in the file."""

    span: ByteSpan
    text: str
    verbatim: bool
    """Whether the source has the text as it is, without escapes."""


def quoted_text(node: cst.SimpleString, start: int) -> QuotedText | None:
    """The text of a literal that begins at a byte of the file.

    None for a literal of bytes, and for one that cannot be evaluated.
    """
    if "b" in node.prefix:
        return None
    opening = len(node.prefix) + len(node.quote)
    source = node.value[opening : -len(node.quote)]
    verbatim = "\\" not in source or "r" in node.prefix
    text = source if verbatim else node.evaluated_value
    if not isinstance(text, str):
        return None
    start += opening
    size = len(text.encode("utf-8", "surrogatepass"))
    return QuotedText((start, start + size), text, verbatim)
