"""Count events and misfits in bounded memory, and make a report of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import field
from typing import Any, Final, NamedTuple

from ..model import DeclId, SpecInfo
from ..text.records import dataclass
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
    """A kind of event: `event` is set if it is declared."""

    tag: str
    direction: Direction | None
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """The first occurrence of a misfit; `value` is JSON, cut off if long, None if missing."""

    file: str
    line: int
    path: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Misfits of one kind at one path in one kind of event; `count` is the number of events."""

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
    """The figures of one kind of event.

    `misfits` counts the events with a misfit, `refused` those that strict decoding refuses:
    undeclared fields are no reason to. `declaration` and `group` are empty for an undeclared
    event.
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
    """A line without an event."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """The result of an audit.

    `events` are the kinds of events that occurred, `absent` the declared ones that did not,
    both in the order of the spec. `kinds` counts the events with a misfit of each kind.
    `findings` are sorted, the most frequent first; `dropped` counts the misfits beyond the
    limit of different findings. `broken` counts the lines without an event, of which
    `first_broken` has the first. `ways` counts the events by what they were read as, and
    `passed` what was passed over, as no event is expected there.
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
    ways: tuple[tuple[tuple[str, ...], int], ...]
    passed: tuple[tuple[str, int], ...]

    @property
    def count(self) -> int:
        """The number of events."""
        return sum(event.count for event in self.events)

    @property
    def misfits(self) -> int:
        """The number of events with a misfit."""
        return sum(event.misfits for event in self.events)

    @property
    def refused(self) -> int:
        """The number of events that strict decoding refuses."""
        return sum(event.refused for event in self.events)

    @property
    def clean(self) -> bool:
        """Whether every line has an event without a misfit."""
        return not self.misfits and not self.broken


class _Key(NamedTuple):
    """The key by which misfits are counted together."""

    event: EventKey
    path: str
    kind: Kind
    message: str


@dataclass(slots=True)
class _Counted:
    example: Example
    count: int = 0


@dataclass(slots=True)
class EventTally:
    """The counts of one kind of event."""

    census: Census
    misfits: int = 0
    refused: int = 0


@dataclass(slots=True)
class Tally:
    """Counts events and misfits; the memory for them does not grow with the recording.

    `census` makes the empty census of a declaration; without one, that of undeclared events.
    """

    spec: SpecInfo
    catalogue: Catalogue
    census: Callable[[DeclId | None], Census]
    ignored: Collection[Kind] = ()
    lines: int = 0
    broken: int = 0
    dropped: int = 0
    _ways: dict[tuple[str, ...], int] = field(default_factory=dict)
    _passed: dict[str, int] = field(default_factory=dict)
    _files: list[str] = field(default_factory=list)
    _first_broken: list[Broken] = field(default_factory=list)
    _events: dict[EventKey, EventTally] = field(default_factory=dict)
    _unknown: int = 0
    _kinds: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(Kind, 0))
    _findings: dict[_Key, _Counted] = field(default_factory=dict)
    _values: dict[tuple[EventKey, str], int] = field(default_factory=dict)

    def start(self, file: str) -> None:
        """Begin a file: the lines that follow are of it."""
        self._files.append(file)

    def add_broken(self, line: int, reason: str) -> None:
        """Count a line without an event."""
        self.broken += 1
        if len(self._first_broken) < _MOST_BROKEN:
            self._first_broken.append(Broken(self._files[-1], line, shortened(reason, 300)))

    def add_way(self, words: tuple[str, ...], count: int) -> None:
        """Count events by what they were read as."""
        if count:
            self._ways[words] = self._ways.get(words, 0) + count

    def pass_over(self, what: str) -> None:
        """Count something in which no event is expected."""
        self._passed[what] = self._passed.get(what, 0) + 1

    def entry(self, key: EventKey) -> EventTally:
        """The counts of a kind of event; new ones at first."""
        entry = self._events.get(key)
        if entry is None:
            census = self.census(None if key.event is None else key.event.id)
            entry = self._events[key] = EventTally(census)
        return entry

    def add(
        self, line: int, key: EventKey, value: dict[str, Any], misfits: Collection[Found]
    ) -> None:
        """Count an event and its misfits."""
        if key not in self._events:
            key = self._admitted(key)
        entry = self.entry(key)
        entry.census.count(value, not misfits)
        if not misfits:
            return
        kinds = {located.misfit.kind for located in misfits}
        entry.refused += kinds != _ONLY_UNDECLARED
        kinds.difference_update(self.ignored)
        entry.misfits += bool(kinds)
        for kind in kinds:
            self._kinds[kind] += 1
        counted: set[_Key] = set()
        for located in misfits:
            if located.misfit.kind in kinds:
                self._add_finding(line, key, located, counted)

    def _admitted(self, key: EventKey) -> EventKey:
        """The key for a new kind of event; undeclared kinds beyond a limit share one."""
        if key.event is not None:
            return key
        key = EventKey(shortened(key.tag), key.direction)
        if key not in self._events:
            if self._unknown >= _MOST_UNKNOWN:
                return EventKey(OTHERS, key.direction)
            self._unknown += 1
        return key

    def _add_finding(self, line: int, event: EventKey, located: Found, seen: set[_Key]) -> None:
        misfit = located.misfit
        path = shortened(pattern(located.steps), _LONGEST_PATH)
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
                shown_path = shortened(located.path, _LONGEST_PATH)
                example = Example(self._files[-1], line, shown_path, shown)
                counted = self._findings[key] = _Counted(example)
        # Several of it in one event, as in the elements of an array, count once.
        if key not in seen:
            seen.add(key)
            counted.count += 1

    def _limited(self, key: _Key, misfit: Misfit) -> _Key:
        """The key of an unknown value or event; those beyond a limit at one path share one."""
        position = key[:2]
        seen = self._values.get(position, 0)
        if seen < _MOST_VALUES:
            self._values[position] = seen + 1
            return key
        return key._replace(message=f"expected {misfit.expected}, got something else")

    def report(self) -> Report:
        """The report on what has been counted so far."""
        events = self.catalogue.events
        order = {event: number for number, event in enumerate(events)}
        seen = {key.event for key in self._events}

        def rank(key: EventKey) -> tuple[int, str, str]:
            number = len(order) if key.event is None else order[key.event]
            return number, key.tag, key.direction or ""

        return Report(
            self.spec,
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
            tuple(sorted(self._ways.items())),
            tuple(sorted(self._passed.items())),
        )

    def _count(self, key: EventKey) -> EventCount:
        entry = self._events[key]
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
        """A hint what an unknown event may be."""
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
