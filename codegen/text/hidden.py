"""Hidden characters, which are invisible or change how the text around them looks."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

__all__ = ["HIDDEN", "escape_hidden"]

HIDDEN: Final = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff"
)
"""The inside of a regular expression's character class: controls (but for tab and line feed),
bidirectional and zero-width marks, line and paragraph separators, lone surrogates, tags."""


@cache
def _hidden() -> re.Pattern[str]:
    """A pattern for hidden characters, compiled on first use, as most runs need none."""
    return re.compile(f"[{HIDDEN}]")


def escape_hidden(text: str) -> str:
    r"""Escape each hidden character as `\uXXXX`, as in JSON and JavaScript."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text  # Most texts are of this kind.
    return _hidden().sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[i : i + 4]}" for i in range(0, len(units), 4))
