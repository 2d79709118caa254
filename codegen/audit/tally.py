"""Adding up what an audit finds, in bounded memory, and what comes of it: a report."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from ..model import Declaration, DeclId, Model, Ref, SpecInfo
from .catalogue import Catalogue, Direction, Event
from .census import Census, FieldCount
from .findings import Found, Kind, Misfit, excerpt, pattern, shortened

__all__ = [
    "NO_TAG",
    "OTHERS",
    "Broken",
    "EventCount",
    "EventKey",
    "EventTally",
    "Example",
    "Finding",
    "Report",
    "Tally",
]

NO_TAG: Final = "(without a tag)"
OTHERS: Final = "(others)"

_ONLY_UNDECLARED: Final = {Kind.UNDECLARED}
_LIMITED: Final = (Kind.UNKNOWN_VALUE, Kind.UNKNOWN_EVENT)
_LONGEST_PATH: Final = 500
_MOST_FINDINGS: Final = 2000
_MOST_VALUES: Final = 20
_MOST_UNKNOWN: Final = 200
_MOST_BROKEN: Final = 20


class EventKey(NamedTuple):
    """One kind of event: `event` is its declaration, if it has one."""

    tag: str
    direction: Direction | None
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """Where a misfit was seen first; `value` is JSON, cut if it is long, or None if missing."""

    file: str
    line: int
    path: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Misfits of one kind at one place of one kind of event; `count` is the events with it."""

    tag: str
    direction: Direction | None
    declaration: str
    path: str
    kind: Kind
    message: str
    count: int
    example: Example
    hint: str = ""


@dataclass(frozen=True, slots=True)
class EventCount:
    """One kind of event: how many there were, and how many of them misfit.

    `refused` counts those that strict decoding refuses: it takes undeclared fields.
    `declaration` and `group` are empty for an event that is not declared.
    """

    tag: str
    direction: Direction | None
    declaration: str
    group: str
    count: int
    misfits: int
    refused: int
    fields: tuple[FieldCount, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that holds no event."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What an audit found.

    `events` has the kinds that occurred and `absent` the declared ones that did not, both
    in the spec's order; `kinds` counts the events with a misfit of each kind; `findings` has
    the most frequent first. `dropped` counts the misfits that were too different from each
    other to be listed, `broken` the lines without an event; `first_broken` has some of them.
    """

    spec: SpecInfo
    files: tuple[str, ...]
    lines: int
    events: tuple[EventCount, ...]
    absent: tuple[Event, ...]
    kinds: tuple[tuple[Kind, int], ...]
    findings: tuple[Finding, ...]
    dropped: int
    broken: int
    first_broken: tuple[Broken, ...]
    ignored: tuple[Kind, ...]

    @property
    def count(self) -> int:
        """How many events there were."""
        return sum(event.count for event in self.events)

    @property
    def misfits(self) -> int:
        """How many of them misfit."""
        return sum(event.misfits for event in self.events)

    @property
    def refused(self) -> int:
        """How many of them strict decoding refuses."""
        return sum(event.refused for event in self.events)

    @property
    def clean(self) -> bool:
        """Whether every line holds an event that fits."""
        return not self.misfits and not self.broken


class _Key(NamedTuple):
    """What findings that are counted together have in common."""

    event: EventKey
    path: str
    kind: Kind
    message: str


@dataclass(slots=True)
class _Counted:
    example: Example
    count: int = 0
    last: int = 0


@dataclass(slots=True)
class EventTally:
    """What is counted of one kind of event."""

    census: Census
    count: int = 0
    misfits: int = 0
    refused: int = 0

    def add(self, event: dict[str, Any], fits: bool) -> None:
        """Count an event and its fields."""
        self.count += 1
        self.census.count(event, fits)


@dataclass(slots=True)
class Tally:
    """Counts events and findings; what is kept of them does not grow with the recording."""

    model: Model
    catalogue: Catalogue
    ignored: Collection[Kind] = ()
    lines: int = 0
    broken: int = 0
    dropped: int = 0
    _files: list[str] = field(default_factory=list)
    _first_broken: list[Broken] = field(default_factory=list)
    _events: dict[EventKey, EventTally] = field(default_factory=dict)
    _unknown: int = 0
    _kinds: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(Kind, 0))
    _findings: dict[_Key, _Counted] = field(default_factory=dict)
    _values: dict[tuple[EventKey, str], int] = field(default_factory=dict)
    _declarations: Mapping[DeclId, Declaration] = field(init=False)

    def __post_init__(self) -> None:
        self._declarations = self.model.by_id()

    def start(self, file: str) -> None:
        """The lines that follow are of a file."""
        self._files.append(file)

    def add_broken(self, line: int, reason: str) -> None:
        """Count a line without an event."""
        self.broken += 1
        if len(self._first_broken) < _MOST_BROKEN:
            self._first_broken.append(Broken(self._files[-1], line, shortened(reason, 300)))

    def entry(self, key: EventKey) -> EventTally:
        """What is counted of a kind of event."""
        entry = self._events.get(key)
        if entry is None:
            types = () if key.event is None else (Ref(key.event.id),)
            entry = self._events[key] = EventTally(Census(self._declarations, types))
        return entry

    def add(
        self, line: int, key: EventKey, value: dict[str, Any], found: Collection[Found]
    ) -> None:
        """Count an event and what was found in it."""
        if key not in self._events:
            key = self._admitted(key)
        entry = self.entry(key)
        entry.add(value, not found)
        if not found:
            return
        kinds = {each.misfit.kind for each in found}
        entry.refused += kinds != _ONLY_UNDECLARED
        kinds.difference_update(self.ignored)
        entry.misfits += bool(kinds)
        for kind in kinds:
            self._kinds[kind] += 1
        for each in found:
            if each.misfit.kind in kinds:
                self._add_finding(line, key, each)

    def _admitted(self, key: EventKey) -> EventKey:
        """The key of a new kind of event: unknown ones that are too many are one."""
        if key.event is not None:
            return key
        key = EventKey(shortened(key.tag), key.direction)
        if key not in self._events:
            if self._unknown >= _MOST_UNKNOWN:
                return EventKey(OTHERS, key.direction)
            self._unknown += 1
        return key

    def _add_finding(self, line: int, event: EventKey, found: Found) -> None:
        misfit = found.misfit
        path = shortened(pattern(found.steps), _LONGEST_PATH)
        key = _Key(event, path, misfit.kind, misfit.summary)
        counted = self._findings.get(key)
        if counted is None:
            if misfit.kind in _LIMITED:
                key = self._limited(key, misfit)
                counted = self._findings.get(key)
            if counted is None:
                if len(self._findings) >= _MOST_FINDINGS:
                    self.dropped += 1
                    return
                shown = None if misfit.absent else excerpt(misfit.value)
                place = shortened(found.path, _LONGEST_PATH)
                example = Example(self._files[-1], line, place, shown)
                counted = self._findings[key] = _Counted(example)
        # A misfit in each element of an array is one of one event.
        if counted.last != self.lines:
            counted.last = self.lines
            counted.count += 1

    def _limited(self, key: _Key, misfit: Misfit) -> _Key:
        """The key of something unknown: what is too much at one place is one."""
        place = key[:2]
        seen = self._values.get(place, 0)
        if seen < _MOST_VALUES:
            self._values[place] = seen + 1
            return key
        return key._replace(message=f"expected {misfit.expected}, got something else")

    def report(self) -> Report:
        """What has been counted so far."""
        events = self.catalogue.events
        order = {event: number for number, event in enumerate(events)}
        seen = {key.event for key in self._events}

        def rank(key: EventKey) -> tuple[int, str, str]:
            place = len(order) if key.event is None else order[key.event]
            return place, key.tag, key.direction or ""

        return Report(
            self.model.spec,
            tuple(self._files),
            self.lines,
            tuple(self._count(key) for key in sorted(self._events, key=rank)),
            tuple(event for event in events if event not in seen),
            tuple((kind, count) for kind, count in self._kinds.items() if count),
            tuple(sorted(map(self._finding, self._findings), key=_rank)),
            self.dropped,
            self.broken,
            tuple(self._first_broken),
            tuple(kind for kind in Kind if kind in self.ignored),
        )

    def _count(self, key: EventKey) -> EventCount:
        entry = self._events[key]
        return EventCount(
            key.tag,
            key.direction,
            "" if key.event is None else str(key.event.id),
            "" if key.event is None else str(key.event.group),
            entry.count,
            entry.misfits,
            entry.refused,
            entry.census.fields(),
        )

    def _finding(self, key: _Key) -> Finding:
        counted = self._findings[key]
        event = key.event
        declaration = "" if event.event is None else str(event.event.id)
        return Finding(
            event.tag,
            event.direction,
            declaration,
            key.path,
            key.kind,
            key.message,
            counted.count,
            counted.example,
            self._hint(key),
        )

    def _hint(self, key: _Key) -> str:
        """What may be meant by an unknown event."""
        tag, direction, _ = key.event
        if key.kind is not Kind.UNKNOWN_EVENT or tag in (NO_TAG, OTHERS):
            return ""
        if self.catalogue.knows(tag):
            return f"it is an event of the {'server' if direction == 'client' else 'client'}"
        near = self.catalogue.near(tag, direction)
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
