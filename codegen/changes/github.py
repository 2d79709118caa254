"""A report as workflow commands: annotations on the lines of a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..hidden import escape_hidden
from .outline import phrase, reasons_of, shown, summary
from .report import Change, ChangeReport, Level, Quoted

__all__ = ["to_commands"]

_COMMANDS: Final = {Level.BREAKING: "error", Level.RISKY: "warning", Level.SAFE: "notice"}
_IN_MESSAGE: Final = re.compile(r"[%\r\n]")
_IN_PROPERTY: Final = re.compile(r"[%\r\n:,]")


def to_commands(
    report: ChangeReport, *, level: Level = Level.RISKY, docs: bool = False, on_disk: bool = True
) -> str:
    """The report as a workflow command a line, the worst first, and a summary as notice.

    Only so many annotations of a step are shown, so `level` leaves the lesser ones out. A
    change that has a line in the new spec is put there, unless the spec is not on the disk.
    """
    changes = sorted(shown(report, level, docs=docs), key=lambda each: -each.level)
    lines = [_command(each, on_disk=on_disk) for each in changes]
    title = _escaped("realtime-codegen diff", _IN_PROPERTY)
    lines.append(f"::notice title={title}::{_escaped(summary(report), _IN_MESSAGE)}")
    return "\n".join(lines) + "\n"


def _command(change: Change, *, on_disk: bool) -> str:
    properties = ",".join(f"{key}={value}" for key, value in _properties(change, on_disk=on_disk))
    text = "".join(p.text if isinstance(p, Quoted) else p for p in phrase(change))
    message = "; ".join((f"{change.subject}: {text}", *reasons_of(change)))
    return f"::{_COMMANDS[change.level]} {properties}::{_escaped(message, _IN_MESSAGE)}"


def _properties(change: Change, *, on_disk: bool) -> Iterator[tuple[str, str]]:
    span = change.new.span if change.new is not None else None
    if span is not None and on_disk:
        yield "file", _escaped(span.file, _IN_PROPERTY)
        yield "line", str(span.line)
        yield "endLine", str(span.end_line)
        if span.line == span.end_line:
            yield "col", str(span.column)
            yield "endColumn", str(span.end_column)
    yield "title", _escaped(f"{change.level.label}: {change.kind}", _IN_PROPERTY)


def _escaped(text: str, unsafe: re.Pattern[str]) -> str:
    """Text of a command, as the runner reads it back: on one line, and of no other meaning."""
    shown_text = escape_hidden(text.replace("\t", " ").replace("\r\n", "\n"))
    return unsafe.sub(lambda match: f"%{ord(match[0]):02X}", shown_text)
