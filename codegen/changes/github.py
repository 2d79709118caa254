"""The report as workflow commands: annotations on the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..text.workflow import workflow_command
from .outline import phrase, reasons_of, shown, summary
from .report import Change, ChangeReport, Level, plain_text

__all__ = ["to_commands"]

_COMMANDS: Final = {Level.BREAKING: "error", Level.RISKY: "warning", Level.SAFE: "notice"}


def to_commands(
    report: ChangeReport, *, level: Level = Level.RISKY, docs: bool = False, on_disk: bool = True
) -> str:
    """The report as workflow commands, the worst change first, then a summary as a notice.

    GitHub limits the annotations of a step, so changes below `level` are left out. A change
    is annotated at its line in the new spec, if that is on the disk.
    """
    changes = sorted(shown(report, level, docs=docs), key=lambda change: -change.level)
    lines = [_command(change, on_disk=on_disk) for change in changes]
    title = ("title", "realtime-codegen diff")
    lines.append(workflow_command("notice", (title,), summary(report)))
    return "\n".join(lines) + "\n"


def _command(change: Change, *, on_disk: bool) -> str:
    text = plain_text(phrase(change))
    message = "; ".join((f"{change.subject}: {text}", *reasons_of(change)))
    properties = _properties(change, on_disk=on_disk)
    return workflow_command(_COMMANDS[change.level], properties, message)


def _properties(change: Change, *, on_disk: bool) -> Iterator[tuple[str, str]]:
    span = change.new.span if change.new is not None else None
    if span is not None and on_disk:
        yield "file", span.file
        yield "line", str(span.line)
        yield "endLine", str(span.end_line)
        if span.line == span.end_line:
            yield "col", str(span.column)
            yield "endColumn", str(span.end_column)
    yield "title", f"{change.level.label}: {change.kind}"
