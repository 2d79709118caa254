"""The printers of a report: a table, Markdown, JSON, and annotations for GitHub.

Text from a recording or a spec is hostile, and all of them escape it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from ..text.diagnostics import printable
from ..text.markdown import code, table as markdown_table
from .findings import Kind
from .tally import EventCount, Finding, Report

__all__ = ["FORMATS", "summary"]

# ------------------------------------------------------------------------------ words


def _plain(text: str) -> str:
    """Escape a text for a terminal and for the log of a workflow."""
    return printable(text).replace("##[", "##\\u{5b}")


def _count(number: int, noun: str, many: str = "") -> str:
    return f"{number:,} {noun if number == 1 else many or f'{noun}s'}"


def _share(part: int, whole: int) -> str:
    if not whole:
        return "none"
    percent = 100 * part / whole
    shown = f"{percent:.0f}" if part in (0, whole) or 1 <= percent <= 99 else f"{percent:.1f}"
    return f"{part:,} ({shown} %)"


def _spec(report: Report) -> str:
    return " ".join(filter(None, (report.spec.name, report.spec.version)))


def summary(report: Report) -> str:
    """A one-line summary of the result."""
    parts = [f"{_share(report.misfits, report.count)} misfit"]
    if report.misfits:
        parts.append(f"{_share(report.refused, report.count)} refused by strict decoding")
    if report.broken:
        parts.append(f"{_count(report.broken, 'line')} without an event")
    files = f" in {len(report.files)} files" if len(report.files) > 1 else ""
    return f"{_count(report.count, 'event')}{files}, {', '.join(parts)}"


def _by_sender(report: Report) -> Iterator[str]:
    """The figures of each sender, if there are several."""
    for sender, words in (("server", "server"), ("client", "client"), (None, "other")):
        events = [event for event in report.events if event.direction == sender]
        count = sum(event.count for event in events)
        if count and count != report.count:
            misfits = sum(event.misfits for event in events)
            yield f"{_count(count, f'{words} event')}: {_share(misfits, count)} misfit"


def _by_kind(report: Report) -> str:
    """The number of events with a misfit of each kind."""
    return ", ".join(f"{kind.value} in {count:,}" for kind, count in report.kinds)


def _read_as(report: Report) -> str:
    """The formats that events were read from."""
    said = [f"{', '.join(words)} ({_count(count, 'event')})" for words, count in report.ways]
    if len(said) == 1:
        return f"Read as {', '.join(report.ways[0][0])}"
    return f"Read as {'; '.join(said)}" if said else "Nothing was read"


def _passed(report: Report) -> Iterator[str]:
    """The numbers of values that were skipped as no events."""
    for label, count in report.passed:
        yield f"Passed over: {_count(count, 'time')} {label}"


def _absent(report: Report) -> str:
    declared = sum(bool(event.declaration) for event in report.events)
    return f"{declared} of {declared + len(report.absent)} declared kinds of events occur"


def _explained(finding: Finding) -> str:
    """The message of a finding, with an example if it has none, and a hint."""
    said = finding.message
    if finding.kind is Kind.UNDECLARED:
        said = f"not declared, such as {finding.example.value}"
    elif finding.kind is Kind.NULL:
        said = f"{said}: the field is only optional"
    elif finding.kind is Kind.WRONG_TYPE and finding.example.value not in (None, "null"):
        said = f"{said}, such as {finding.example.value}"
    return f"{said}; {finding.hint}" if finding.hint else said


def _tags(finding: Finding) -> str:
    """The events that have a finding."""
    more = len(finding.also)
    return f"{finding.tag} and {_count(more, 'other')}" if more else finding.tag


def _first_seen(finding: Finding) -> str:
    return f"{finding.example.file}:{finding.example.line}"


# ------------------------------------------------------------------------------ table


def _columns(rows: Iterable[tuple[str, ...]], right: frozenset[int]) -> Iterator[str]:
    """Align rows of cells; the columns in `right` are aligned to the right."""
    cells = list(rows)
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = (
            cell.rjust(width) if index in right else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield f"  {'  '.join(padded)}".rstrip()


def _event_rows(report: Report) -> Iterator[tuple[str, ...]]:
    yield ("events", "misfit", "refused", "sender", "type", "held against")
    for event in report.events:
        yield (
            f"{event.count:,}",
            f"{event.misfits:,}",
            f"{event.refused:,}",
            event.direction or "-",
            _plain(event.tag),
            _plain(_judged(event, report)),
        )


def _judged(event: EventCount, report: Report) -> str:
    """The declaration that an event was checked against, with its group if several have the tag."""
    if not event.declaration:
        return "(not declared)"
    alike = [other for other in report.events if other.tag == event.tag and other.declaration]
    return f"{event.declaration} ({event.group})" if len(alike) > 1 else event.declaration


def _field_lines(event: EventCount) -> Iterator[str]:
    yield f"  {_count(event.count, 'event')} {_plain(event.tag)}"
    if event.fields:
        rows = (
            (
                f"{field.count:,}",
                f"of {field.of:,}",
                _plain(field.path) + ("" if field.declared else "  (not declared)"),
            )
            for field in event.fields
        )
        yield from (f"  {line}" for line in _columns(rows, frozenset({0, 1})))


def _finding_lines(report: Report) -> Iterator[str]:
    width = max(len(f"{finding.count:,}") for finding in report.findings)
    for finding in report.findings:
        yield f"  {finding.count:>{width},}  {_plain(_tags(finding))}  {_plain(finding.path)}"
        yield f"  {'':{width}}  {finding.kind.value}: {_plain(_explained(finding))}"
        yield f"  {'':{width}}  first at {_plain(_first_seen(finding))}"


def _table(report: Report, fields: bool) -> str:
    lines = [f"{_plain(_spec(report))}: {summary(report)}"]
    lines += [f"  {line}" for line in _by_sender(report)]
    lines += [f"  {_plain(line)}" for line in (_read_as(report), *_passed(report))]
    lines += ["", "Events", *_columns(_event_rows(report), frozenset({0, 1, 2}))]
    lines.append(f"  {_absent(report)}")
    if fields:
        lines += ["", "Fields"]
        for event in report.events:
            lines += _field_lines(event)
    if report.findings:
        lines += ["", f"Misfits: {_by_kind(report)}"]
        lines += _finding_lines(report)
    if report.dropped:
        lines.append(f"  {_count(report.dropped, 'more misfit')}, too different to list")
    if report.broken:
        lines += ["", "Lines without an event"]
        lines += [
            f"  line {broken.line} of {_plain(broken.file)}: {_plain(broken.reason)}"
            for broken in report.first_broken
        ]
        more = report.broken - len(report.first_broken)
        lines += [f"  and {more:,} more"] * bool(more)
    if report.ignored:
        lines += ["", f"Not counted: {', '.join(kind.value for kind in report.ignored)}"]
    return "\n".join(lines) + "\n"


# --------------------------------------------------------------------------- Markdown


def _cell(text: str) -> str:
    return code(text.replace("##[", "##\\u005b"), in_table=True)


def _markdown(report: Report, fields: bool) -> str:
    parts = [f"# Audit against {code(_spec(report))}", f"{summary(report)}."]
    parts += [f"- {line}" for line in _by_sender(report)]
    parts += [f"- {line}." for line in (_read_as(report), *_passed(report))]
    rows = [
        (
            _cell(event.tag),
            _cell(_judged(event, report)),
            event.direction or "-",
            f"{event.count:,}",
            f"{event.misfits:,}",
            f"{event.refused:,}",
        )
        for event in report.events
    ]
    head = ("event", "held against", "sender", "events", "misfit", "refused by strict decoding")
    parts += ["## Events", f"{_absent(report)}.", markdown_table(head, rows)]
    if fields:
        parts += ["## Fields", *_markdown_fields(report)]
    if report.findings:
        parts += ["## Misfits", f"By events: {_by_kind(report)}.", _markdown_findings(report)]
    if report.dropped:
        parts.append(f"{_count(report.dropped, 'more misfit')}, too different to list.")
    if report.broken:
        broken = [
            (_cell(f"{line.file}:{line.line}"), _cell(line.reason)) for line in report.first_broken
        ]
        title = f"## Lines without an event: {report.broken:,}"
        parts += [title, markdown_table(("line", "why"), broken)]
    if report.ignored:
        parts.append(f"Not counted: {', '.join(kind.value for kind in report.ignored)}.")
    text = "\n\n".join(parts) + "\n"
    return text.replace("\n\n- ", "\n- ").replace(".\n- ", ".\n\n- ", 1)


def _markdown_fields(report: Report) -> Iterator[str]:
    rows = [
        (
            _cell(event.tag),
            _cell(field.path),
            f"{field.count:,}",
            f"{field.of:,}",
            "yes" if field.declared else "no",
        )
        for event in report.events
        for field in event.fields
    ]
    if rows:
        yield markdown_table(("event", "field", "present", "of", "declared"), rows)


def _markdown_findings(report: Report) -> str:
    rows = (
        (
            f"{finding.count:,}",
            _cell(finding.tag),
            _cell(finding.path),
            finding.kind.value,
            _cell(_explained(finding)),
            _cell(_first_seen(finding)),
        )
        for finding in report.findings
    )
    return markdown_table(("events", "event", "path", "misfit", "what", "first at"), rows)


# ------------------------------------------------------------------------------- JSON


def _json(report: Report, fields: bool) -> str:
    del fields  # The program that reads the JSON can leave them out.
    content: dict[str, Any] = {
        "spec": {
            "name": report.spec.name,
            "version": report.spec.version,
            "sha256": report.spec.sha256,
        },
        "files": list(report.files),
        "lines": report.lines,
        "read_as": [{"words": list(words), "events": count} for words, count in report.ways],
        "passed_over": [{"what": label, "count": count} for label, count in report.passed],
        "events": report.count,
        "misfits": report.misfits,
        "refused": report.refused,
        "ignored": [kind.value for kind in report.ignored],
        "kinds": {kind.value: count for kind, count in report.kinds},
        "types": [_json_event(event) for event in report.events],
        "absent": [
            {"type": event.tag, "sender": event.direction, "group": str(event.group)}
            for event in report.absent
        ],
        "findings": [_json_finding(finding) for finding in report.findings],
        "findings_dropped": report.dropped,
        "broken": report.broken,
        "broken_first": [
            {"file": broken.file, "line": broken.line, "reason": broken.reason}
            for broken in report.first_broken
        ],
    }
    return json.dumps(content, indent=2) + "\n"


def _json_event(event: EventCount) -> dict[str, Any]:
    return {
        "type": event.tag,
        "sender": event.direction,
        "declaration": event.declaration or None,
        "group": event.group or None,
        "events": event.count,
        "misfits": event.misfits,
        "refused": event.refused,
        "fields": [
            {"path": field.path, "count": field.count, "of": field.of, "declared": field.declared}
            for field in event.fields
        ],
    }


def _json_finding(finding: Finding) -> dict[str, Any]:
    example = finding.example
    return {
        "type": finding.tag,
        "sender": finding.direction,
        "declaration": finding.declaration or None,
        "also": list(finding.also),
        "path": finding.path,
        "kind": finding.kind.value,
        "message": finding.message,
        "hint": finding.hint or None,
        "events": finding.count,
        "example": {
            "file": example.file,
            "line": example.line,
            "path": example.path,
            "value": example.value,
        },
    }


# ----------------------------------------------------------------------------- GitHub


def _github(report: Report, fields: bool) -> str:
    del fields  # The format has no place for them.
    lines = [
        _annotation(
            finding.example.file,
            finding.example.line,
            f"{finding.kind.summary}: {_tags(finding)}",
            f"{finding.path}: {_explained(finding)} ({_count(finding.count, 'event')})",
        )
        for finding in report.findings
    ]
    lines += [
        _annotation(broken.file, broken.line, "a line without an event", broken.reason)
        for broken in report.first_broken
    ]
    return "\n".join([*lines, f"{_plain(_spec(report))}: {summary(report)}"]) + "\n"


def _annotation(file: str, line: int, title: str, message: str) -> str:
    place = "" if file == "-" else f"file={_property(file)},line={line},"
    return f"::error {place}title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    """The message of a workflow command."""
    return _plain(text).replace("%", "%25")


def _property(text: str) -> str:
    """A property of a workflow command."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Final[Mapping[str, Callable[[Report, bool], str]]] = {
    "table": _table,
    "markdown": _markdown,
    "json": _json,
    "github": _github,
}
"""The formats of a report: functions of the report and of whether fields are shown."""
