"""A short description of how a doc comment changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from .report import Phrase, Quoted

__all__ = ["documentation"]

_MOST_WORDS: Final = 12
_BEFORE: Final = 2


def documentation(old: str, new: str) -> Phrase:
    """Describe the change of a doc comment: the first words that differ, with two before them.

    Both texts have their white space folded. An added or removed comment is described by its
    beginning.
    """
    if not old or not new:
        only = Quoted(_cut((new or old).split(), 0))
        return (f"documentation {'added' if new else 'removed'}: ", only)
    left, right = old.split(), new.split()
    shared = 0
    while shared < min(len(left), len(right)) and left[shared] == right[shared]:
        shared += 1
    start = max(0, shared - _BEFORE)
    return ("documentation: ", Quoted(_cut(left, start)), " -> ", Quoted(_cut(right, start)))


def _cut(words: Sequence[str], start: int) -> str:
    end = start + _MOST_WORDS
    lead, tail = ("... " if start else ""), (" ..." if end < len(words) else "")
    return f"{lead}{' '.join(words[start:end])}{tail}"
