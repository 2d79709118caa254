"""The printers of a migration: diffs, JSON, workflow commands."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from ..text.diagnostics import Diagnostic, Severity
from ..text.workflow import workflow_command
from .rewrite import Outcome

__all__ = ["diff_of", "to_commands", "to_json"]

_NO_END: Final = "\\ No newline at end of file"


def diff_of(outcome: Outcome, shown: str) -> str:
    """Format the change of a file as a unified diff for `patch` and `git apply`.

    Bytes that are not UTF-8 are escaped.
    """
    before, after = (_lines(data) for data in (outcome.before, outcome.after))
    name = shown.lstrip("/")
    lines = difflib.unified_diff(before, after, f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n{_NO_END}\n" for line in lines)


def _lines(data: bytes) -> list[str]:
    """Split bytes into the lines of a diff, which end at line feeds only."""
    parts = data.decode("utf-8", "backslashreplace").split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def to_json(
    outcomes: Sequence[Outcome],
    shown: Mapping[Path, str],
    findings: Sequence[Diagnostic],
    *,
    written: bool,
) -> str:
    """Format the outcomes as JSON: changed files with their diffs, and notes for people."""
    document: dict[str, Any] = {
        "written": written,
        "files": [
            {
                "path": shown[outcome.path],
                "edits": outcome.edits,
                "diff": diff_of(outcome, shown[outcome.path]),
            }
            for outcome in outcomes
            if outcome.changed
        ],
        "left": [_finding(finding) for finding in findings],
    }
    return json.dumps(document, indent=2) + "\n"


def _finding(finding: Diagnostic) -> dict[str, Any]:
    span = finding.span
    return {
        "path": span.file if span is not None else finding.file,
        "line": span.line if span is not None else None,
        "column": span.column if span is not None else None,
        "code": finding.code,
        "message": finding.message,
        "advice": finding.advice,
    }


def to_commands(findings: Sequence[Diagnostic]) -> str:
    """Format the notes for people as workflow commands, one a line."""
    return "".join(f"{_command(finding)}\n" for finding in findings)


def _command(finding: Diagnostic) -> str:
    kind = "error" if finding.severity is Severity.ERROR else "warning"
    text = f"{finding.message} {finding.advice}".strip()
    return workflow_command(kind, _properties(finding), text)


def _properties(finding: Diagnostic) -> Iterator[tuple[str, str]]:
    span = finding.span
    yield "file", span.file if span is not None else finding.file
    if span is not None:
        yield "line", str(span.line)
        yield "col", str(span.column)
    yield "title", finding.code
