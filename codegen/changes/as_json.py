"""The report as JSON, for programs."""

from __future__ import annotations

import json
from typing import Any, Final

from ..model import SpecInfo, tag_value
from ..text.source import Span
from .outline import counts
from .report import Change, ChangeReport, EventName, Level, Move, Rename, SpecItem

__all__ = ["to_json"]

_VERSION: Final = 1


def to_json(report: ChangeReport, *, level: Level = Level.SAFE, docs: bool = True) -> str:
    """The report as JSON text in ASCII, so that nothing in it acts on a terminal.

    `format` counts up when a key changes its meaning; keys may be added.
    """
    changes = [
        change
        for change in report.changes
        if change.level >= level and (docs or change.kind != "doc-changed")
    ]
    document: dict[str, Any] = {
        "format": _VERSION,
        "old": _spec(report.old),
        "new": _spec(report.new),
        "breaking": report.breaks,
        "summary": {worst.label: count for worst, count in counts(report.changes).items()},
        "changes": [_change(change) for change in changes],
    }
    if report.facts:
        document["facts"] = [
            {"about": fact.subject, "text": fact.text, "why": fact.fact.why}
            for fact in report.facts
        ]
    return json.dumps(document, indent=2) + "\n"


def _spec(spec: SpecInfo) -> dict[str, str]:
    fields = {
        "name": spec.name,
        "version": spec.version,
        "sha256": spec.sha256,
        "source": spec.source,
        "integrity": spec.integrity,
    }
    return {key: value for key, value in fields.items() if value}


def _change(change: Change) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "kind": change.kind,
        "level": change.level.label,
        "subject": change.subject,
        "text": change.words,
        "effects": [
            {"side": effect.side.value, "level": effect.level.label, "why": effect.why}
            for effect in change.effects
        ],
        "events": [_event(event) for event in change.events],
    }
    if change.relation != "equal":
        fields["relation"] = change.relation
    if change.values:
        fields["values"] = [tag_value(value) for value in change.values]
    for key, place in (("old", change.old), ("new", change.new)):
        if place is not None:
            fields[key] = _place(place)
    if change.rename is not None:
        fields["rename"] = _rename(change.rename)
    if change.move is not None:
        fields["move"] = _move(change.move)
    return fields


def _event(event: EventName) -> dict[str, Any]:
    tag = event.text if event.kind == "other" else event.tag
    return {"group": str(event.group), "tag": tag}


def _place(place: SpecItem) -> dict[str, Any]:
    fields: dict[str, Any] = {"declaration": str(place.declaration), "class": place.python}
    if place.event is not None:
        fields["event"] = _event(place.event)
    if place.field:
        fields["field"] = place.field
        fields["attribute"] = place.python_field
        fields["required"] = place.required
    if place.inside:
        fields["inside"] = place.inside
    if place.text:
        fields["type"] = place.text
    if place.span is not None:
        fields["at"] = _span(place.span)
    return fields


def _span(span: Span) -> dict[str, Any]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _rename(rename: Rename) -> dict[str, Any]:
    return {
        "kind": rename.kind,
        "old": rename.old_name,
        "new": rename.new_name,
        "confidence": round(rename.confidence, 2),
        "why": rename.why,
    }


def _move(move: Move) -> dict[str, Any]:
    return {
        "old": list(move.old_path),
        "new": list(move.new_path),
        "confidence": round(move.confidence, 2),
        "why": move.why,
    }
