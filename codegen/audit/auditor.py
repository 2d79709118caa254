"""An audit: lines go in, a report comes out."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Final

from ..model import DeclId, Interface, Model
from ..python.names import Names
from ..runtime._compile import Check
from ..runtime._shapes import NULL_TAG, Named
from ..text.records import dataclass
from .catalogue import Catalogue, Direction, Event, TagKey, tag_name
from .census import Census, DeclaredShapes
from .checker import Checker, Findings
from .findings import Kind, Steps
from .layouts import BLOCKS, LINES, layout_of
from .native import NativeCounts, native_counts
from .observer import First, Observer
from .partial import add, mark_of, written
from .recording import Envelopes, Item, Record, parsed
from .selection import Selection, selector
from .summary import report_of
from .tally import NO_TAG, EventKey, Report, Tally
from .texts import Broken, NoEventError
from .unpacking import Source, Stream, unpacked
from .values import LONGEST
from .wrappers import DockerParts

__all__ = ["Auditor", "Settings"]

_OFTEN: Final = 2**12  # Messages between two updates of the progress.


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of an audit.

    `pointer` is the JSON Pointer to the event in a line, by default events are searched for;
    `direction` is the sender of all events, by default it is read from the lines; `groups` are the
    names of the event groups that count; `ignored` are kinds of misfits that do not count. `only`
    and `skip` select messages (`selection`); the others are only counted.
    """

    pointer: str | None = None
    direction: Direction | None = None
    groups: tuple[str, ...] = ()
    ignored: Collection[Kind] = frozenset()
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()


class Auditor:
    """Audits recordings against a model.

    With `observing`, its `observer` collects each message that misfits. Raises ValueError for a
    text that is no JSON Pointer, and for a group that does not exist.
    """

    def __init__(
        self, model: Model, names: Names, settings: Settings, *, observing: bool = False
    ) -> None:
        self.catalogue: Final = Catalogue(model, settings.groups)
        self._mark: Final = mark_of(model, settings)
        self._direction = settings.direction
        self._checker = Checker(model, names, sites=observing)
        self.observer: Final = (
            Observer(model, self._checker, self.catalogue, settings.ignored) if observing else None
        )
        self._envelopes = Envelopes(self.catalogue, settings.pointer)
        self._census = _censuses(model, names, self._checker)
        self._model = model
        self._ignored = settings.ignored
        self._native: NativeCounts | None = None
        self.clear()
        # The events that are unambiguous by their tag. With a pointer, none is.
        self._plain_events: dict[TagKey | None, Event] = {}
        self._selection = Selection(
            tuple(map(selector, settings.only)), tuple(map(selector, settings.skip))
        )
        if settings.pointer is None and not self._selection:
            self._plain_events.update(self.catalogue.unambiguous(settings.direction))
        self._first_tag = self.catalogue.first_tag
        plain = {tag: event for tag, event in self._plain_events.items() if isinstance(tag, str)}
        shapes = {tag: names.declarations[event.id] for tag, event in plain.items()}
        self._native = native_counts(self._checker.shapes, self._first_tag, shapes)
        self._words: tuple[str, ...] = ()
        self._file = ""
        self._docker = DockerParts(LONGEST)
        self._opened_count = 0

    def clear(self) -> None:
        """Reset all counts."""
        self._take_counts()
        self._tally = Tally(self._model.spec, self.catalogue, self._census, self._ignored)
        self._plain: dict[TagKey | None, tuple[Check, Callable[[Any, bool], None]]] = {}

    def partial(self) -> bytes:
        """The partial report so far: JSON, which `merge` adds to another audit.

        Its size is bounded, as the size of the report is. The partial reports of the parts of a
        recording, merged in any order, give the report of the whole.
        """
        return written(self._tally, self._mark)

    def merge(self, *partials: bytes) -> None:
        """Add partial reports.

        Raises ValueError for data of another form, another spec or other settings.
        """
        for partial in partials:
            add(self._tally, self._mark, partial)

    def read(
        self,
        file: str,
        stream: Stream,
        progress: Callable[[int], None] = lambda _: None,
        *,
        before: int = 0,
        only_lines: bool = False,
    ) -> None:
        """Audit the messages of a file, or of a part of it that begins after `before` lines.

        With `only_lines`, there is one in each line, as in the part before. `progress` is called
        now and then with the number of bytes read so far. Raises OSError where the stream does,
        UnreadableError for a file that cannot be read at all.
        """
        self._file = file
        self._tally.start(file)
        source, fault = (Source(stream), str) if only_lines else unpacked(stream)
        layout = LINES if only_lines else layout_of(source)
        self._words = (*source.words, layout.name)
        self._docker = DockerParts(LONGEST)
        self._opened_count = number = 0
        plain = -self._tally.count
        for number, data in layout.messages(source):
            self._message(number + before, data)
            if not number % _OFTEN:
                progress(source.position)
        for line in self._docker.rest():
            self._items(number + before, self._envelopes.find(line))
        if fault():
            self._tally.lines += 1
            self._tally.add_broken(number + before + 1, fault())
        self._take_counts()
        plain += self._tally.count - self._opened_count
        self._tally.add_way(self._words, plain)

    def _take_counts(self) -> None:
        """Add the counts of the native core."""
        for tag, state in () if self._native is None else self._native.taken():
            event = self._plain_events[tag]
            entry = self._tally.entry(EventKey(event.tag, event.direction, event))
            entry.census.load(state)

    def report(self) -> Report:
        """The report so far."""
        return report_of(self._tally)

    def _message(self, number: int, data: Any) -> None:
        """Count the message at one place: text, a value, or None for a text that is too long."""
        self._tally.lines += 1
        if data is None:
            self._tally.add_broken(number, f"the line is longer than {LONGEST // 2**20} MiB")
            return
        try:
            if type(data) is bytes:
                if self._native is not None and self._native.counts(data):
                    return
                try:
                    line = parsed(data)
                except NoEventError:
                    if not data or data.isspace():
                        self._tally.lines -= 1
                    else:
                        self._items(number, self._envelopes.open(data))
                    return
            else:
                line = data
            if type(line) is not dict:
                self._items(number, self._envelopes.find(line), line)
            elif not self._counted(line):
                whole = self._docker.joined(line)
                if whole is not None:
                    self._items(number, self._envelopes.find(whole), whole)
        except NoEventError as fault:
            self._tally.add_broken(number, str(fault))
        except RecursionError:
            self._tally.add_broken(number, "nested too deeply")

    def _items(self, number: int, items: list[Item], around: Any = None) -> None:
        """Count the items of one line, whose value is `around`."""
        for item in items:
            if isinstance(item, Record):
                key = self.catalogue.tag(item.value) if self._selection else None
                tag = None if key is None else tag_name(key)
                apart = self._selection and self._selection.set_apart(tag, item.value, around)
                if apart:
                    self._tally.pass_over(apart)
                    continue
                self._tally.add_way(self._words_of(item), 1)
                self._opened_count += 1
                self._record(number, item)
            elif isinstance(item, Broken):
                self._tally.add_broken(number, item.reason)
            else:
                self._tally.pass_over(item.label)

    def _words_of(self, record: Record) -> tuple[str, ...]:
        """The formats that a message was read from: a log's lines do not count as JSON Lines."""
        words = self._words
        if record.words and words[-1] in (LINES.name, BLOCKS.name):
            words = words[:-1]
        return (*words, *record.words)

    def _counted(self, line: dict[str, Any]) -> bool:
        """Count a line that fits an event of an unambiguous tag; False for any other line."""
        tag = line.get(self._first_tag)
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
        sender = self._direction or record.sender.direction
        events = self.catalogue.find(tag, sender)
        if not events and self._direction is None and not record.sender.sure:
            events = self.catalogue.find(tag, None)
        if events:
            event, misfits = self._checked(events, record)
            key = EventKey(event.tag, event.direction, event)
        else:
            value = tag if tag is None or isinstance(tag, str) else tag[1]
            got = "got null" if tag == NULL_TAG else ""
            misfits = (self.catalogue.unknown(value, sender, got),)
            key = EventKey(NO_TAG if tag is None else tag_name(tag), sender)
        self._tally.add(number, key, record.value, misfits)
        if self.observer is not None and misfits:
            first = First(self._file, number)
            self.observer.note(key.tag, sender, record.value, misfits, first)

    def _checked(self, events: tuple[Event, ...], record: Record) -> tuple[Event, Findings]:
        """Choose the event of a message: the first, unless another one fits better."""
        first = self._checker.check(events[0].id, record.value)
        if not first or len(events) == 1:
            return events[0], first
        checked = [(event, self._checker.check(event.id, record.value)) for event in events[1:]]
        # Of equally good events, `min` keeps the first.
        return min(((events[0], first), *checked), key=lambda pair: _distance(pair[1]))


def _censuses(model: Model, names: Names, checker: Checker) -> Callable[[DeclId | None], Census]:
    """A factory for the census of a declaration's events."""
    order = {
        names.declarations[declaration.id]: [item.wire_name for item in declaration.properties]
        for declaration in model.declarations
        if isinstance(declaration, Interface)
    }
    declared = DeclaredShapes(checker.shapes, order)

    def census(id_: DeclId | None) -> Census:
        return Census(declared, *(() if id_ is None else (Named(names.declarations[id_]),)))

    return census


def _distance(misfits: Findings) -> tuple[list[int], bool]:
    """The distance of a message from an event: its misfits by depth, the outer ones first.

    A missing field of one event is no evidence for another event that lacks several of the present
    ones. If the depths are equal, an event that strict decoding accepts is nearer.
    """
    depths = [path.count("\0") for path in {_way(located.steps) for located in misfits}]
    counts = [depths.count(depth) for depth in range(1, max(depths, default=0) + 1)]
    return counts, any(located.misfit.kind is not Kind.UNDECLARED for located in misfits)


def _way(steps: Steps) -> str:
    """The names on the path to a misfit, without indexes."""
    way = ""
    while steps is not None:
        step, steps = steps
        way += "\0" if isinstance(step, int) else f"\0{step}"
    return way
