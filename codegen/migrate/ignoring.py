"""Comments that suppress notes and edits: `# realtime-codegen: ignore[RC722]`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .judge import Verdict

__all__ = ["wanted"]

_COMMENT: Final = re.compile(rb"#\s*realtime-codegen:\s*ignore(-file)?(?:\[([^\]\n]*)\])?")


def wanted(verdict: Verdict, body: bytes) -> Verdict:
    """Drop the edits and notes that comments in the file suppress.

    `ignore` is for its line, edits included; with codes in brackets, for notes of these codes.
    `ignore-file` is for the whole file.
    """
    lines: dict[int, frozenset[str]] = {}
    for match in _COMMENT.finditer(body):
        codes = frozenset(code.strip() for code in (match[2] or b"").decode().split(",")) - {""}
        line = 0 if match[1] else body.count(b"\n", 0, match.start()) + 1
        lines[line] = codes
    if not lines:
        return verdict

    def is_ignored(start: int, code: str) -> bool:
        line = body.count(b"\n", 0, start) + 1
        there = (lines[number] for number in (0, line) if number in lines)
        return any(not codes or code in codes for codes in there)

    return replace(
        verdict,
        edits=tuple(edit for edit in verdict.edits if not is_ignored(edit.start, "")),
        notes=tuple(note for note in verdict.notes if not is_ignored(note.start, note.code)),
    )
