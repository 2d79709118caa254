"""String literals: the text of each, and where the text stands in the file."""

from __future__ import annotations

from typing import NamedTuple

from .edits import ByteSpan
from .tree import nodes as cst

__all__ = ["QuotedText", "quoted_text"]


class QuotedText(NamedTuple):
    """The text between the quotes of a literal; `span` is its range in the file."""

    span: ByteSpan
    text: str
    verbatim: bool
    """Whether the source has the text verbatim, without escapes."""


def quoted_text(node: cst.SimpleString) -> QuotedText | None:
    """The text of a literal; None for a literal of bytes."""
    if "b" in node.prefix:
        return None
    opening = len(node.prefix) + len(node.quote)
    source = node.value[opening : -len(node.quote)]
    verbatim = "\\" not in source or "r" in node.prefix
    text = source if verbatim else node.evaluated_value
    if not isinstance(text, str):
        return None
    start = node.start + opening
    size = len(text.encode("utf-8", "surrogatepass"))
    return QuotedText((start, start + size), text, verbatim)
