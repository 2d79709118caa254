"""A report as JSON: everything, for programs."""

from __future__ import annotations

import json
from typing import Any, Final

from ..model import SpecInfo
from ..source import Span
from .outline import counts
from .report import Change, ChangeReport, EventName, Level, Place, Rename

__all__ = ["to_json"]

_VERSION: Final = 1


def to_json(report: ChangeReport, *, level: Level = Level.SAFE, docs: bool = True) -> str:
    """The report as JSON text in ASCII, so that nothing in it acts on a terminal.

    `format` counts up when a key changes its meaning; keys may be added.
    """
    changes = [
        each
        for each in report.changes
        if each.level >= level and (docs or each.kind != "doc-changed")
    ]
    found = {
        "format": _VERSION,
        "old": _spec(report.old),
        "new": _spec(report.new),
        "breaking": report.breaks,
        "summary": {each.label: count for each, count in counts(report.changes).items()},
        "changes": [_change(each) for each in changes],
    }
    return json.dumps(found, indent=2) + "\n"


def _spec(spec: SpecInfo) -> dict[str, str]:
    found = {
        "name": spec.name,
        "version": spec.version,
        "sha256": spec.sha256,
        "source": spec.source,
        "integrity": spec.integrity,
    }
    return {key: value for key, value in found.items() if value}


def _change(change: Change) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kind": change.kind,
        "level": change.level.label,
        "subject": change.subject,
        "text": change.words,
        "effects": [
            {"side": each.side.value, "level": each.level.label, "why": each.why}
            for each in change.effects
        ],
        "events": [_event(each) for each in change.events],
    }
    if change.relation != "equal":
        found["relation"] = change.relation
    if change.values:
        found["values"] = [each.value for each in change.values]
    for key, place in (("old", change.old), ("new", change.new)):
        if place is not None:
            found[key] = _place(place)
    if change.rename is not None:
        found["rename"] = _rename(change.rename)
    return found


def _event(event: EventName) -> dict[str, str]:
    return {"group": str(event.group), "tag": event.tag}


def _place(place: Place) -> dict[str, Any]:
    found: dict[str, Any] = {"declaration": str(place.declaration), "class": place.python}
    if place.event is not None:
        found["event"] = _event(place.event)
    if place.field:
        found["field"] = place.field
        found["attribute"] = place.python_field
        found["required"] = place.required
    if place.inside:
        found["inside"] = place.inside
    if place.text:
        found["type"] = place.text
    if place.span is not None:
        found["at"] = _span(place.span)
    return found


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
