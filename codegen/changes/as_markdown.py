"""The report as Markdown that is safe to publish, whatever text the specs contain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..text.hidden import escape_hidden
from ..text.markdown import code, table
from .outline import Topic, outline, reasons_of, shown, step, summary
from .report import Change, ChangeReport, EventName, Level, certainty

__all__ = ["sections", "to_markdown"]

_BADGES: Final = {Level.BREAKING: "**breaks**", Level.RISKY: "risky", Level.SAFE: "safe"}
_HEAD: Final = ("", "what", "change", "for whom")
_MOST_EVENTS: Final = 6
_ACTIVE: Final = re.compile(
    r"[\\`*{}\[\]()<>#+!|~&@]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?=/)|(?<=www)\."
)


def to_markdown(
    report: ChangeReport, *, level: Level = Level.SAFE, docs: bool = False, heading: int = 1
) -> str:
    """The report as a page; `heading` is the level of its title."""
    old, new = (_named(spec.source or spec.name, spec.version) for spec in (report.old, report.new))
    title = f"{'#' * heading} Changes from {old} to {new}"
    body = sections(report, level=level, docs=docs, heading=heading + 1)
    return "\n\n".join([title, summary(report), *body]) + "\n"


def sections(
    report: ChangeReport, *, level: Level = Level.SAFE, docs: bool = False, heading: int = 2
) -> Iterator[str]:
    """The parts of a page without title and summary; none ends with a line break."""
    for section in outline(shown(report, level, docs=docs)):
        name = f"{code(section.name)}: " if section.name else ""
        yield f"{'#' * heading} {name}{section.title}"
        if section.topics:
            rows = [row for topic in section.topics for row in _rows(topic)]
            yield table(_HEAD, rows)
        for title, badge, names in section.folded:
            noun = "type" if len(names) == 1 else "types"
            yield f"{len(names)} {title} {noun} ({_BADGES[badge]}): {', '.join(map(code, names))}"
    if report.facts:
        yield f"{'#' * heading} What facts say of this change"
        said = [(_cell(f.subject), _escaped(f.text), _escaped(f.fact.why)) for f in report.facts]
        yield table(("what", "now", "why"), said)


def _named(source: str, version: str) -> str:
    return code(source if not version or version in source else f"{source} {version}")


def _rows(topic: Topic) -> Iterator[tuple[str, ...]]:
    changes = sorted(topic.changes, key=lambda change: -change.level)
    for position, change in enumerate(changes):
        subject = _cell(topic.name + ("" if topic.declaration else step(change)))
        if topic.declaration:
            where = step(change)
            subject += f" {_cell(where)}" if where else ""
        elif not position and topic.events:
            subject += f"<br>{_where(topic.events)}"
        yield _BADGES[change.level], subject, _phrase(change), "<br>".join(reasons_of(change))


def _cell(text: str) -> str:
    return code(text, in_table=True)


def _where(events: tuple[EventName, ...]) -> str:
    tags = list(dict.fromkeys(event.text for event in events))
    more = len(tags) - _MOST_EVENTS
    listed = ", ".join(map(_cell, tags[:_MOST_EVENTS] if more > 1 else tags))
    return f"in {listed} and {more} more" if more > 1 else f"in {listed}"


def _phrase(change: Change) -> str:
    link = change.rename or change.move
    parts = (p if isinstance(p, str) else _quoted(p.text) for p in change.phrase)
    text = "".join(parts)
    if link is None:
        return text
    return f"{text} ({certainty(link)}: {_escaped(link.why)})"


def _quoted(text: str) -> str:
    return _cell(text)


def _escaped(text: str) -> str:
    """A text without any markup of Markdown."""
    return _ACTIVE.sub(lambda match: f"&#{ord(match[0])};", escape_hidden(text))
