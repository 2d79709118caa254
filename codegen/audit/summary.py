"""Make the report of a tally."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from .findings import Kind, pattern
from .tally import (
    NO_TAG,
    OTHERS,
    Broken,
    Counted,
    EventCount,
    EventKey,
    EventTally,
    Finding,
    MisfitPlace,
    Report,
    Tally,
    side,
)

__all__ = ["report_of"]

_MOST_FINDINGS: Final = 2000


def report_of(tally: Tally) -> Report:
    """The report of the counts so far."""
    events = tally.catalogue.events
    order = {event: number for number, event in enumerate(events)}
    unknown = {
        EventKey(name[0], side(name[1])): entry for name, entry in tally.unknown.cut().items()
    }
    counted = {**tally.events, **unknown}
    seen = {key.event for key in counted}

    def rank(key: EventKey) -> tuple[int, str, str]:
        number = len(order) if key.event is None else order[key.event]
        return number, key.tag, key.direction or ""

    findings, dropped = _findings(tally, counted)
    return Report(
        tally.spec,
        tuple(tally.files.cut()),
        tally.lines,
        tuple(_count(key, counted[key]) for key in sorted(counted, key=rank)),
        tuple(event for event in events if event not in seen),
        tuple((kind, count) for kind, count in tally.kinds.items() if count),
        tuple(sorted(findings, key=_rank)),
        dropped,
        tally.broken,
        tuple(Broken(*key) for key in tally.first_broken.cut()),
        tuple(kind for kind in Kind if kind in tally.ignored),
        tuple(sorted(tally.ways.items())),
        tuple(sorted(tally.passed.items())),
    )


def _count(key: EventKey, entry: EventTally) -> EventCount:
    return EventCount(
        key.tag,
        key.direction,
        "" if key.event is None else str(key.event.id),
        "" if key.event is None else str(key.event.group),
        entry.census.events,
        entry.misfits,
        entry.refused,
        entry.census.fields(),
    )


def _findings(tally: Tally, entries: dict[EventKey, EventTally]) -> tuple[list[Finding], int]:
    """The findings, and the number of misfits beyond the limit of findings."""
    single: list[tuple[MisfitPlace, str, Counted]] = []
    for place, counts in tally.places.cut().items():
        single += ((place, message, counted) for message, counted in counts.counts())
    del single[_MOST_FINDINGS:]
    dropped = tally.misfits - sum(counted.events for _, _, counted in single)
    alike: dict[tuple[str, str, str], list[tuple[MisfitPlace, Counted]]] = {}
    for place, message, counted in single:
        alike.setdefault((place.path, place.kind, message), []).append((place, counted))
    findings = [_joined(message, same) for (_, _, message), same in alike.items()]
    if Kind.UNKNOWN_EVENT not in tally.ignored:
        findings += _unknown(tally, entries)
    return findings, dropped


def _joined(message: str, same: list[tuple[MisfitPlace, Counted]]) -> Finding:
    """Join equal misfits at the same path of several kinds of events to one finding."""
    (first, counted), *others = same
    for _, more in others:
        counted = counted.plus(more)
    finding = Finding(
        first.tag,
        side(first.direction),
        first.declaration,
        first.path,
        Kind(first.kind),
        message,
        counted.events,
        counted.example,
    )
    tags = dict.fromkeys(place.tag for place, _ in others)
    return replace(finding, also=tuple(tag for tag in tags if tag != first.tag))


def _unknown(tally: Tally, entries: dict[EventKey, EventTally]) -> Iterator[Finding]:
    """A finding for each kind of undeclared event."""
    for key, entry in entries.items():
        if key.event is not None or entry.example is None:
            continue
        tag = None if key.tag == NO_TAG else key.tag
        got = "got something else" if key.tag == OTHERS else ""
        unknown = tally.catalogue.unknown(tag, key.direction, got)
        yield Finding(
            key.tag,
            key.direction,
            "",
            pattern(unknown.steps),
            unknown.misfit.kind,
            unknown.misfit.message,
            entry.census.events,
            entry.example,
            _hint(tally, key),
        )


def _hint(tally: Tally, key: EventKey) -> str:
    """A hint about which event an unknown one may be."""
    tag, direction, _ = key
    if tag in (NO_TAG, OTHERS):
        return ""
    if tally.catalogue.knows(tag):
        return f"it is an event of the {'server' if direction == 'client' else 'client'}"
    near = tally.catalogue.near(tag, direction)
    return "" if near is None else f'did you mean "{near}"?'


def _rank(finding: Finding) -> tuple[int, str, str, str, str, str, str]:
    return (
        -finding.count,
        finding.tag,
        finding.direction or "",
        finding.declaration,
        finding.path,
        finding.kind.value,
        finding.message,
    )
