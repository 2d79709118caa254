"""An audit: lines go in, a report comes out."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from ..model import Model
from ..names import Names
from .catalogue import Catalogue, Direction
from .checks import Checker
from .findings import Found, Kind, Misfit
from .recording import LONGEST_LINE, Envelopes, Lines, NoEventError, Record, Stream
from .tally import NO_TAG, Report, Tally

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
        self._tally = Tally(model, self.catalogue, settings.ignored)

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
        if data is not None and number == 1:
            data = data.removeprefix(_MARK)
        if data is not None and (not data or data.isspace()):
            return
        self._tally.lines += 1
        if data is None:
            reason = f"the line is longer than {LONGEST_LINE // 2**20} MiB"
            self._tally.add_broken(number, reason)
            return
        try:
            self._record(number, self._envelopes.open(data))
        except NoEventError as fault:
            self._tally.add_broken(number, str(fault))
        except RecursionError:
            self._tally.add_broken(number, "nested too deeply")

    def _record(self, number: int, record: Record) -> None:
        tag = self.catalogue.tag(record.value)
        direction = self._direction or record.direction
        event = None
        if tag is not None:
            event = self.catalogue.find(tag, direction)
            if event is None and self._direction is None and not record.sure:
                event = self.catalogue.find(tag, None)
        if event is None:
            found: Collection[Found] = (self._unknown(tag, direction),)
        else:
            direction = event.direction
            found = self._checker.check(event.id, record.value)
        self._tally.add(
            number, NO_TAG if tag is None else tag, event, direction, record.value, found
        )

    def _unknown(self, tag: str | None, direction: Direction | None) -> Found:
        expected = f"an event of {self.catalogue.names(direction)}"
        got = "but it has no tag" if tag is None else ""
        place = (self.catalogue.discriminators[0], None)
        return Found(place, Misfit(Kind.UNKNOWN_EVENT, expected, tag, got))
