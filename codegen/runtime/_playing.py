"""The amount of received audio that was heard, which a server asks for.

Standard library only. Nothing is played here: it is worked out when a speaker plays what it gets,
piece after piece, from the moment at which the first one comes; or the program tells it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Union


class Track:
    """The audio of one whole, in bytes: `received`, and when it sounds.

    `told_ms` is what the program says was heard, if it does. One that is `stopped` is silent.
    """

    __slots__ = ("_before", "_spans", "received", "stopped", "told_ms")

    def __init__(self) -> None:
        self.received = 0
        self.stopped = False
        self.told_ms: Union[int, None] = None
        self._before = 0
        self._spans: list[tuple[float, int]] = []

    def put(self, begin: float, size: int, now: float, rate: int) -> None:
        """Let a further piece sound from a time on, which is not before the pieces there are."""
        self._settle(now, rate)
        if self._spans and self._spans[-1][0] + self._spans[-1][1] / rate >= begin:
            first, before = self._spans[-1]
            self._spans[-1] = first, before + size
        else:
            self._spans.append((begin, size))

    def heard(self, now: float, rate: int) -> int:
        """The number of bytes that were played."""
        parts = (
            min(size, max(0, int((now - begin) * rate))) for begin, size in self._spans
        )
        return self._before + sum(parts)

    def stop(self, now: float, rate: int) -> None:
        """Sound no more."""
        self._before = self.heard(now, rate)
        self._spans.clear()
        self.stopped = True

    def played_ms(self, now: float, rate: int) -> int:
        """The whole milliseconds that were heard; never more than were received."""
        came = self.received * 1000 // rate
        if self.told_ms is not None:
            return min(self.told_ms, came)
        return self.heard(now, rate) * 1000 // rate

    def _settle(self, now: float, rate: int) -> None:
        """Add finished spans up to one number, so that memory stays level."""
        while self._spans and self._spans[0][0] + self._spans[0][1] / rate <= now:
            self._before += self._spans.pop(0)[1]


class Speaker:
    """A speaker that plays each piece when it comes, or behind what it still plays.

    `rate` is how many bytes it plays in a second.
    """

    def __init__(self, rate: int, clock: Callable[[], float]) -> None:
        if rate < 1:
            raise ValueError("bytes_per_second is at least 1")
        self.rate = rate
        self._clock = clock
        self._until = float("-inf")
        self._sounding: dict[Track, None] = {}

    def put(self, track: Track, size: int) -> None:
        """A piece of some audio has come."""
        track.received += size
        if track.stopped or not size:
            return
        now = self._clock()
        if self._until <= now:
            self._until = now
            self._sounding.clear()
        track.put(self._until, size, now, self.rate)
        self._sounding[track] = None
        self._until += size / self.rate

    def stop(self) -> list[Track]:
        """Stop playing; return the audio that was not played to its end."""
        now = self._clock()
        cut = list(self._sounding) if self._until > now else []
        cut = [track for track in cut if track.heard(now, self.rate) < track.received]
        for track in cut:
            track.stop(now, self.rate)
        self._sounding.clear()
        self._until = now
        return cut

    def length_ms(self, track: Track) -> int:
        """The whole milliseconds of some audio that were received."""
        return track.received * 1000 // self.rate

    def played_ms(self, track: Track) -> int:
        """The whole milliseconds of some audio that were heard."""
        return track.played_ms(self._clock(), self.rate)
