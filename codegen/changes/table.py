"""The report as text for a terminal."""

from __future__ import annotations

import posixpath
import textwrap
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Literal as OneOf, TypeAlias

from ..sources.origin import NPM
from ..text.diagnostics import printable
from ..text.records import dataclass
from .outline import Section, Topic, outline, phrase, reasons_of, shown, step, summary
from .report import Change, ChangeReport, EventName, Level, Quoted

__all__ = ["Role", "to_text"]

Role: TypeAlias = OneOf["breaking", "risky", "safe", "heading", "topic", "aside"]
Paint: TypeAlias = Callable[[Role, str], str]

_BADGES: Final = {Level.BREAKING: "BREAKS", Level.RISKY: "risky", Level.SAFE: "safe"}
_ROLES: Final[dict[Level, Role]] = {
    Level.BREAKING: "breaking",
    Level.RISKY: "risky",
    Level.SAFE: "safe",
}
_BADGE_WIDTH: Final = 6
_WIDEST_STEP: Final = 32
_MOST_EVENTS: Final = 4


def _plain(_role: Role, text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class _Look:
    paint: Paint
    width: int | None

    def wrapped(self, text: str, indent: str, first: str = "") -> list[str]:
        """Wrap a text; the first line begins with `first`, which is as wide as the indentation."""
        if self.width is None:
            return [f"{first or indent}{text}"]
        room = max(30, self.width - len(indent))
        lines = textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False) or [""]
        return [f"{(first or indent) if not i else indent}{line}" for i, line in enumerate(lines)]


def to_text(
    report: ChangeReport,
    *,
    level: Level = Level.SAFE,
    docs: bool = False,
    width: int | None = None,
    paint: Paint = _plain,
) -> str:
    """The report as text, with a summary as its last line.

    Changes below `level` are left out, and those of documentation without `docs`. Lines are
    wrapped at `width` columns, or never. `paint` colours a text by its role. Text of the spec
    is escaped for terminals.
    """
    look = _Look(paint, width)
    lines = [
        paint("aside", f"old: {_named(report.old.source or report.old.name, report.old.version)}"),
        paint("aside", f"new: {_named(report.new.source or report.new.name, report.new.version)}"),
        "",
    ]
    for section in outline(shown(report, level, docs=docs)):
        lines += _section(section, look)
        lines.append("")
    lines += _facts(report, look)
    lines.append(_summary(report, paint, docs=docs))
    return "\n".join(lines) + "\n"


def _facts(report: ChangeReport, look: _Look) -> Iterator[str]:
    """The facts of the change that apply, a line each."""
    if report.facts:
        yield look.paint("heading", "What facts say of this change")
    for reported in report.facts:
        why = f": {reported.fact.why}" if reported.fact.why else ""
        first, *rest = look.wrapped(f"{printable(reported.text)}{printable(why)}", " " * 6)
        yield f"  {look.paint('topic', printable(reported.subject))}  {first.lstrip()}"
        yield from rest
    if report.facts:
        yield ""


def _named(source: str, version: str) -> str:
    return printable(source if not version or version in source else f"{source} {version}")


def _summary(report: ChangeReport, paint: Paint, *, docs: bool) -> str:
    line = summary(report)
    if not docs and any(change.kind == "doc-changed" for change in report.changes):
        line += " (--docs)"
    worst = max((change.level for change in report.changes), default=Level.SAFE)
    return paint(_ROLES[worst], line)


def _section(section: Section, look: _Look) -> Iterator[str]:
    name = f"{printable(section.name)}: " if section.name else ""
    yield look.paint("heading", f"{name}{section.title}")
    for topic in section.topics:
        yield from _topic(topic, look)
    for title, level, names in section.folded:
        yield from _folded(title, level, names, look)


def _folded(title: str, level: Level, names: tuple[str, ...], look: _Look) -> Iterator[str]:
    noun = "type" if len(names) == 1 else "types"
    listed = ", ".join(map(printable, names))
    badge = look.paint(_ROLES[level], f"{_BADGES[level]:{_BADGE_WIDTH}}")
    indent = " " * (_BADGE_WIDTH + 4)
    text = f"{len(names)} {title} {noun}: {listed}"
    first, *rest = look.wrapped(text, indent)
    yield f"  {badge}  {first[len(indent) :]}"
    yield from rest


def _topic(topic: Topic, look: _Look) -> Iterator[str]:
    name = look.paint("topic", printable(topic.name))
    aside = printable(topic.declaration) if topic.declaration else _where(topic.events)
    yield f"  {name}  {look.paint('aside', aside)}" if aside else f"  {name}"
    changes = sorted(topic.changes, key=lambda change: -change.level)
    steps = [printable(step(change)) for change in changes]
    column = min(_WIDEST_STEP, max(map(len, steps)))
    for change, where in zip(changes, steps, strict=True):
        yield from _change(change, where, column, look)


def _change(change: Change, where: str, column: int, look: _Look) -> Iterator[str]:
    badge = look.paint(_ROLES[change.level], f"{_BADGES[change.level]:{_BADGE_WIDTH}}")
    start = f"    {badge}  "
    indent = " " * (_BADGE_WIDTH + 6 + (column + 2 if column else 0))
    if len(where) > column:
        yield f"{start}{where}"
        start = indent
    elif column:
        start = f"{start}{where:{column}}  "
    text = "".join(printable(p.text) if isinstance(p, Quoted) else p for p in phrase(change))
    first, *rest = look.wrapped(f"{text}  {_at(change)}".rstrip(), indent)
    yield f"{start}{first[len(indent) :]}"
    yield from rest
    reasons = reasons_of(change)
    if reasons:
        yield from (look.paint("aside", line) for line in look.wrapped("; ".join(reasons), indent))


def _at(change: Change) -> str:
    """The position of a change. A published file has its full name at the top, so not here."""
    span = change.place.span
    if span is None:
        return ""
    published = span.file.startswith(NPM)
    shown_file = posixpath.basename(span.file) if published else span.file
    old = "" if change.new is not None else "old "
    return f"[{old}{printable(shown_file)}:{span.line}:{span.column}]"


def _where(events: Iterable[EventName]) -> str:
    """The events that contain a type, the first few by name."""
    tags = list(dict.fromkeys(printable(event.text) for event in events))
    if not tags:
        return ""
    more = len(tags) - _MOST_EVENTS
    text = ", ".join(tags[:_MOST_EVENTS] if more > 1 else tags)
    return f"in {text} and {more} more" if more > 1 else f"in {text}"
