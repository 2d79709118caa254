"""Count events and misfits in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Final, NamedTuple

from ..model import DeclId, SpecInfo
from ..text.records import dataclass
from .bounds import Smallest
from .catalogue import Catalogue, Direction, Event
from .census import Census, FieldCount
from .findings import Found, Kind, excerpt, pattern, shortened

__all__ = [
    "NO_TAG",
    "OTHERS",
    "Broken",
    "Counted",
    "EventCount",
    "EventKey",
    "EventTally",
    "Example",
    "Finding",
    "MisfitPlace",
    "PlaceTally",
    "Report",
    "Tally",
    "side",
]

NO_TAG: Final = "(without a tag)"
OTHERS: Final = "(others)"

_ONLY_UNDECLARED: Final = {Kind.UNDECLARED}
_ELSE: Final = "got something else"
_LONGEST_PATH: Final = 500
_MOST_FINDINGS: Final = 2000
_MOST_VALUES: Final = 20  # The limits of unknown values at one path, and of messages there.
_MOST_UNKNOWN: Final = 200
_MOST_BROKEN: Final = 20
_MOST_FILES: Final = 1000


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
    """Misfits of one kind at one path; `count` is the number of events.

    `also` has the tags of other kinds of events with the same misfit at the same path; they are
    included.
    """

    tag: str
    direction: Direction | None
    declaration: str
    path: str
    kind: Kind
    message: str
    count: int
    example: Example
    hint: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventCount:
    """The figures of one kind of event.

    `misfits` counts the events with a misfit, `refused` those that strict decoding refuses, for
    which undeclared fields do not count. `declaration` and `group` are empty for an undeclared
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

    `events` are the kinds of events that occurred, `absent` the declared ones that did not, both in
    the order of the spec. `kinds` counts the events with a misfit of each kind. `findings` are
    sorted, the most frequent first; `dropped` counts the misfits beyond the limit of different
    findings. `broken` counts the lines without an event, of which `first_broken` has the first.
    `ways` counts the events by the formats they were read from, and `passed` counts values that are
    no events by their kind.
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


class MisfitPlace(NamedTuple):
    """The key of misfits: path and kind; undeclared fields, which are unlimited, sort last."""

    undeclared: bool
    tag: str
    direction: str
    declaration: str
    group: str
    path: str
    kind: str


class Counted(NamedTuple):
    """The number of events with a misfit, and the first of them."""

    events: int
    example: Example

    def plus(self, other: Counted | None) -> Counted:
        """The sum of both."""
        if other is None:
            return self
        return Counted(self.events + other.events, min(self.example, other.example, key=_order))


class PlaceTally:
    """The misfits at one place by message; those beyond a limit are counted together."""

    def __init__(self) -> None:
        self.expected = ""
        self.others: Counted | None = None
        self.messages: Smallest[Counted] = Smallest(_MOST_VALUES, self._drop)

    def add(self, message: str, expected: str, counted: Counted) -> None:
        """Count misfits with a message."""
        self.expected = min(filter(None, (self.expected, expected)), default="")
        if self.messages.admits(message):
            self.messages.put(message, counted.plus(self.messages.values.get(message)))
        else:
            self._drop(message, counted)

    def add_others(self, expected: str, others: Counted | None) -> None:
        """Count misfits whose messages were dropped."""
        self.expected = min(filter(None, (self.expected, expected)), default="")
        if others is not None:
            self.others = others.plus(self.others)

    def _drop(self, _: str, counted: Counted) -> None:
        self.others = counted.plus(self.others)

    def counts(self) -> list[tuple[str, Counted]]:
        """The misfits by their messages."""
        counts = list(self.messages.cut().items())
        if self.others is not None:
            counts.append((f"expected {self.expected}, {_ELSE}", self.others))
        return counts


@dataclass(slots=True)
class EventTally:
    """The counts of one kind of event, and its first occurrence if it is undeclared."""

    census: Census
    misfits: int = 0
    refused: int = 0
    example: Example | None = None

    def merge(self, other: EventTally) -> None:
        """Add the counts of another tally of the kind."""
        self.census.merge(other.census)
        self.misfits += other.misfits
        self.refused += other.refused
        examples = [one for one in (self.example, other.example) if one is not None]
        self.example = min(examples, key=_order) if examples else None


class Tally:
    """Counts events and misfits in bounded memory, whatever the size of the recording.

    `census` makes the empty census of a declaration, or of undeclared events for None. Tallies can
    be merged (`merge`) in any order.
    """

    def __init__(
        self,
        spec: SpecInfo,
        catalogue: Catalogue,
        census: Callable[[DeclId | None], Census],
        ignored: Collection[Kind] = (),
    ) -> None:
        self.spec = spec
        self.catalogue = catalogue
        self.census = census
        self.ignored = ignored
        self.lines = self.broken = self.misfits = 0
        self.ways: dict[tuple[str, ...], int] = {}
        self.passed: dict[str, int] = {}
        self.files: Smallest[None] = Smallest(_MOST_FILES)
        self.first_broken: Smallest[None] = Smallest(_MOST_BROKEN)
        self.events: dict[EventKey, EventTally] = {}
        self.unknown: Smallest[EventTally] = Smallest(_MOST_UNKNOWN, self._drop_unknown)
        self.kinds: dict[Kind, int] = dict.fromkeys(Kind, 0)
        self.places: Smallest[PlaceTally] = Smallest(_MOST_FINDINGS)
        self._file = ""

    @property
    def count(self) -> int:
        """The number of events."""
        entries = (*self.events.values(), *self.unknown.values.values())
        return sum(entry.census.events for entry in entries)

    def start(self, file: str) -> None:
        """Begin a file, which the next lines are from."""
        self._file = file
        if self.files.admits(file):
            self.files.put(file, None)

    def add_broken(self, line: int, reason: str) -> None:
        """Count a line without an event."""
        self.broken += 1
        self.keep_broken((self._file, line, shortened(reason, 300)))

    def keep_broken(self, key: tuple[str, int, str]) -> None:
        """Store a line without an event if it is early: its file, its number and the reason."""
        if self.first_broken.admits(key):
            self.first_broken.put(key, None)

    def add_way(self, words: tuple[str, ...], count: int) -> None:
        """Count events by the formats they were read from."""
        if count:
            self.ways[words] = self.ways.get(words, 0) + count

    def pass_over(self, label: str, count: int = 1) -> None:
        """Count a value that is known to be no event."""
        self.passed[label] = self.passed.get(label, 0) + count

    def entry(self, key: EventKey) -> EventTally:
        """The counts of a kind of event, created on first use."""
        if key.event is None and key.tag not in (NO_TAG, OTHERS):
            name = (key.tag, key.direction or "")
            if not self.unknown.admits(name):
                return self.entry(EventKey(OTHERS, key.direction))
            entry = self.unknown.values.get(name)
            if entry is None:
                entry = EventTally(self.census(None))
                self.unknown.put(name, entry)
                if name not in self.unknown.values:
                    return self.entry(EventKey(OTHERS, key.direction))
            return entry
        entry = self.events.get(key)
        if entry is None:
            census = self.census(None if key.event is None else key.event.id)
            entry = self.events[key] = EventTally(census)
        return entry

    def _drop_unknown(self, name: tuple[str, str], entry: EventTally) -> None:
        self.entry(EventKey(OTHERS, side(name[1]))).merge(entry)

    def add(
        self, line: int, key: EventKey, value: dict[str, Any], misfits: Collection[Found]
    ) -> None:
        """Count an event and its misfits."""
        entry = self.entry(key if key.event else key._replace(tag=shortened(key.tag)))
        entry.census.count(value, not misfits)
        if not misfits:
            return
        kinds = {located.misfit.kind for located in misfits}
        entry.refused += kinds != _ONLY_UNDECLARED
        kinds.difference_update(self.ignored)
        entry.misfits += bool(kinds)
        for kind in kinds:
            self.kinds[kind] += 1
        if key.event is None:
            (located,) = misfits
            example = self._example(line, located)
            entry.example = min(filter(None, (entry.example, example)), key=_order)
            return
        seen: set[tuple[str, str, str]] = set()
        for located in misfits:
            if located.misfit.kind in kinds:
                self._add_finding(line, key.event, located, seen)

    def _example(self, line: int, located: Found) -> Example:
        shown = None if located.misfit.absent else excerpt(located.misfit.value)
        return Example(self._file, line, shortened(located.path, _LONGEST_PATH), shown)

    def _add_finding(
        self, line: int, event: Event, located: Found, seen: set[tuple[str, str, str]]
    ) -> None:
        misfit = located.misfit
        path = shortened(pattern(located.steps), _LONGEST_PATH)
        # Equal misfits of one event, as in several elements of an array, count once.
        key = (path, misfit.kind.value, misfit.summary)
        if key in seen:
            return
        seen.add(key)
        self.misfits += 1
        place = MisfitPlace(
            misfit.kind is Kind.UNDECLARED,
            event.tag,
            event.direction or "",
            str(event.id),
            str(event.group),
            path,
            misfit.kind.value,
        )
        counts = self.place(place)
        if counts is not None:
            counts.add(misfit.summary, misfit.expected, Counted(1, self._example(line, located)))

    def place(self, place: MisfitPlace) -> PlaceTally | None:
        """The counts of a place; None for one that is beyond the limit."""
        if not self.places.admits(place):
            return None
        counts = self.places.values.get(place)
        if counts is None:
            counts = PlaceTally()
            self.places.put(place, counts)
        return self.places.values.get(place)


def _order(example: Example) -> tuple[str, int, str, str]:
    return example.file, example.line, example.path, example.value or ""


def side(direction: str) -> Direction | None:
    """A sender by its name; empty if it is not known."""
    return "client" if direction == "client" else "server" if direction == "server" else None
