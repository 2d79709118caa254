"""An audit: lines go in, a report comes out."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Final

from ..model import DeclId, Interface, Model
from ..python.names import Names
from ..runtime._compile import Check
from ..runtime._shapes import Named
from ..text.records import dataclass
from .catalogue import Catalogue, Direction, Event, TagKey, tag_name
from .census import Census, Places
from .checks import Checker, Findings
from .findings import Found, Kind, Misfit
from .recording import LONGEST_LINE, Envelopes, Lines, NoEventError, Record, Stream, parsed
from .tally import NO_TAG, EventKey, Report, Tally

__all__ = ["Auditor", "Settings"]

_MARK: Final = b"\xef\xbb\xbf"
_OFTEN: Final = 2**20


@dataclass(frozen=True, slots=True)
class Settings:
    """What an audit is asked for.

    `pointer` is where a line has its event, by default that is found out; `direction` is who
    sent all events, by default the lines say it; `groups` are the groups of events that
    count, by name; `ignored` are kinds of misfits that do not.
    """

    pointer: str | None = None
    direction: Direction | None = None
    groups: tuple[str, ...] = ()
    ignored: Collection[Kind] = frozenset()


class Auditor:
    """Holds recordings against a model.

    Raises ValueError for a pointer that is none and a group that does not exist.
    """

    def __init__(self, model: Model, names: Names, settings: Settings) -> None:
        self.catalogue: Final = Catalogue(model, settings.groups)
        self._direction = settings.direction
        self._checker = Checker(model, names)
        self._envelopes = Envelopes(self.catalogue, settings.pointer)
        census = _censuses(model, names, self._checker)
        self._tally = Tally(model.spec, self.catalogue, census, settings.ignored)
        # The events that a line with their tag can only be. With a pointer, none is sure.
        self._plain_events: dict[TagKey | None, Event] = {}
        if settings.pointer is None:
            self._plain_events.update(self.catalogue.unambiguous(settings.direction))
        self._plain: dict[TagKey | None, tuple[Check, Callable[[Any, bool], None]]] = {}
        self._discriminator = next(iter(self.catalogue.discriminators), "")

    def read(
        self, file: str, stream: Stream, progress: Callable[[int], None] = lambda _: None
    ) -> None:
        """Audit the lines of a file.

        `progress` is told now and then how many bytes of it have been read. Raises OSError
        where the stream does.
        """
        self._tally.start(file)
        lines = Lines(stream)
        told = 0
        for number, data in enumerate(lines, 1):
            self._line(number, data)
            if lines.read - told >= _OFTEN:
                told = lines.read
                progress(told)

    def report(self) -> Report:
        """What has been found so far."""
        return self._tally.report()

    def _line(self, number: int, data: bytes | None) -> None:
        if data is None:
            self._tally.lines += 1
            reason = f"the line is longer than {LONGEST_LINE // 2**20} MiB"
            self._tally.add_broken(number, reason)
            return
        if number == 1:
            data = data.removeprefix(_MARK)
        self._tally.lines += 1
        try:
            line = parsed(data)
            if not self._counted(line):
                self._record(number, self._envelopes.find(line))
        except NoEventError as fault:
            if not data or data.isspace():
                self._tally.lines -= 1
            else:
                self._tally.add_broken(number, str(fault))
        except RecursionError:
            self._tally.add_broken(number, "nested too deeply")

    def _counted(self, line: dict[str, Any]) -> bool:
        """Whether a line is an event of one declaration, which it fits; it is counted then."""
        tag = line.get(self._discriminator)
        if type(tag) is not str:
            tag = self.catalogue.tag(line)
        plain = self._plain.get(tag)
        if plain is None:
            if tag not in self._plain_events:
                return False
            event = self._plain_events[tag]
            entry = self._tally.entry(EventKey(event.tag, event.direction, event))
            plain = self._plain[tag] = self._checker.quick(event.id), entry.census.count
        check, count = plain
        if not check(line):
            return False
        count(line, True)
        return True

    def _record(self, number: int, record: Record) -> None:
        tag = self.catalogue.tag(record.value)
        sender = self._direction or record.direction
        events = self.catalogue.find(tag, sender)
        if not events and self._direction is None and not record.sure:
            events = self.catalogue.find(tag, None)
        if events:
            event, found = self._checked(events, record)
            key = EventKey(event.tag, event.direction, event)
        else:
            found = (self._unknown(tag, sender),)
            key = EventKey(NO_TAG if tag is None else tag_name(tag), sender)
        self._tally.add(number, key, record.value, found)

    def _checked(self, events: tuple[Event, ...], record: Record) -> tuple[Event, Findings]:
        """The event that a message is meant to be: the first, unless it fits another better."""
        first = self._checker.check(events[0].id, record.value)
        if not first or len(events) == 1:
            return events[0], first
        checked = [(event, self._checker.check(event.id, record.value)) for event in events[1:]]
        # The order is kept among those that are as good.
        return min(((events[0], first), *checked), key=lambda pair: _distance(pair[1]))

    def _unknown(self, key: TagKey | None, direction: Direction | None) -> Found:
        tag = key if key is None or isinstance(key, str) else key[1]
        expected = f"an event of {self.catalogue.names(direction)}"
        got = "but it has no tag" if tag is None else ""
        place = (self._discriminator, None)
        return Found(place, Misfit(Kind.UNKNOWN_EVENT, expected, tag, got))


def _censuses(model: Model, names: Names, checker: Checker) -> Callable[[DeclId | None], Census]:
    """What makes the census of a declaration's events."""
    order = {
        names.declarations[each.id]: [item.wire_name for item in each.properties]
        for each in model.declarations
        if isinstance(each, Interface)
    }
    places = Places(checker.shapes, order)

    def census(id_: DeclId | None) -> Census:
        return Census(places, *(() if id_ is None else (Named(names.declarations[id_]),)))

    return census


def _distance(found: Findings) -> int:
    """How far a message is from an event: it fits, it has more fields, or it is refused."""
    if not found:
        return 0
    return 1 if all(each.misfit.kind is Kind.UNDECLARED for each in found) else 2
