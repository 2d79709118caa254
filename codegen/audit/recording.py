"""Read recordings: lines of JSON, each an event or an envelope around one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple, Protocol

from ..runtime._wire import DecodeError, describe, read_object
from .catalogue import Catalogue, Direction

__all__ = [
    "LONGEST_LINE",
    "Envelopes",
    "Lines",
    "NoEventError",
    "Record",
    "check_pointer",
    "parsed",
]

LONGEST_LINE: Final = 64 * 2**20
"""The longest line that is read, in bytes, so that memory stays bounded."""

_DIRECTION_NAMES: Final = frozenset(
    "dir direction from origin sender side source by actor flow".split()
)
# Words for the sender, and words that tell it from the view of a recording client.
_SENDERS: Final[Mapping[str, Direction]] = {
    "client": "client",
    "server": "server",
    **dict.fromkeys(("c2s", "client_to_server", "from_client", "user", "to_server"), "client"),
    **dict.fromkeys(("s2c", "server_to_client", "from_server", "to_client"), "server"),
}
_VIEWS: Final[Mapping[str, Direction]] = {
    **dict.fromkeys(("send", "sent", "out", "outbound", "outgoing", "tx", ">", "->"), "client"),
    **dict.fromkeys(
        ("receive", "received", "recv", "in", "inbound", "incoming", "rx", "<", "<-"), "server"
    ),
}
_POINTER: Final = re.compile(r"(?:/(?:[^~/]|~[01])*)*")


class NoEventError(ValueError):
    """A line without an event; the message says why."""


class Record(NamedTuple):
    """A message of a recording.

    `direction` is its sender, if the line tells it. `sure` is False if that depends on which
    side has recorded.
    """

    value: dict[str, Any]
    direction: Direction | None = None
    sure: bool = True


class Stream(Protocol):
    """The source of lines: a file that is open for bytes."""

    def readline(self, size: int = -1, /) -> bytes:
        """The next line, or its first `size` bytes."""
        ...


class Lines:
    """The lines of a file as bytes; None for a line that is too long to be held in memory.

    `read` is the number of bytes that have been read.
    """

    def __init__(self, stream: Stream, longest: int = LONGEST_LINE) -> None:
        self._stream = stream
        self._longest = longest
        self.read = 0

    def __iter__(self) -> Iterator[bytes | None]:
        readline, longest = self._stream.readline, self._longest
        while data := readline(longest + 1):
            size = len(data)
            self.read += size
            if size <= longest or data.endswith(b"\n"):
                yield data
                continue
            while data and not data.endswith(b"\n"):
                data = readline(2**20)
                self.read += len(data)
            yield None


def check_pointer(pointer: str) -> None:
    """Raise ValueError if a text is not a JSON Pointer (RFC 6901)."""
    if _POINTER.fullmatch(pointer) is None:
        raise ValueError(f"{pointer!r} is no JSON Pointer, such as /event or /message/data")


class Envelopes:
    """Extracts the events from lines.

    With a `pointer`, the event is what it points to. Without one, a line with the tag of a
    declared event is that event. Any other line is an envelope if exactly one of its members is
    an event, as an object or as JSON text, and the event is declared or has a sender beside it.
    All other lines are undeclared events.
    """

    def __init__(self, catalogue: Catalogue, pointer: str | None = None) -> None:
        self._catalogue = catalogue
        self._steps = None if pointer is None else _steps(pointer)

    def open(self, data: bytes) -> Record:
        """The event in a line. Raises NoEventError."""
        return self.find(parsed(data))

    def find(self, line: dict[str, Any]) -> Record:
        """The event in a line that is parsed already. Raises NoEventError."""
        if self._steps is not None:
            return self._pointed(line, self._steps)
        if self._catalogue.knows(self._catalogue.tag(line)):
            return Record(line)
        return self._opened(line)

    def _pointed(self, line: dict[str, Any], steps: tuple[str, ...]) -> Record:
        value: Any = line
        for step in steps:
            if isinstance(value, dict) and step in value:
                value = value[step]
            elif isinstance(value, list) and re.fullmatch("0|[1-9][0-9]{0,8}", step):
                value = value[int(step)] if int(step) < len(value) else _NOTHING
            else:
                value = _NOTHING
            if value is _NOTHING:
                raise NoEventError("the pointer leads nowhere")
        direction, sure = _direction(line) if value is not line else (None, True)
        if isinstance(value, str):
            value = _parsed_text(value)
        if not isinstance(value, dict):
            raise NoEventError(f"expected a JSON object at the pointer, got {describe(value)}")
        return Record(value, direction, sure)

    def _opened(self, line: dict[str, Any]) -> Record:
        direction, sure = _direction(line)
        known: list[dict[str, Any]] = []
        tagged: list[dict[str, Any]] = []
        for value in line.values():
            event = _as_event(value)
            tag = None if event is None else self._catalogue.tag(event)
            if event is not None and tag is not None:
                tagged.append(event)
                if self._catalogue.knows(tag):
                    known.append(event)
        if len(known) == 1:
            return Record(known[0], direction, sure)
        if len(tagged) == 1 and direction is not None:
            return Record(tagged[0], direction, sure)
        return Record(line)


_NOTHING: Final = object()


def _steps(pointer: str) -> tuple[str, ...]:
    check_pointer(pointer)
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])


def parsed(data: bytes) -> dict[str, Any]:
    """Parse a line as an object. Raises NoEventError."""
    try:
        return read_object(data[:-1] if data.endswith(b"\n") else data)
    except DecodeError as error:
        place = "" if error.column is None else f"column {error.column}: "
        raise NoEventError(f"{place}{error.message}") from None


def _parsed_text(text: str) -> Any:
    """Parse JSON text inside of a line. Raises NoEventError."""
    try:
        return read_object(text)
    except DecodeError as error:
        raise NoEventError(f"the text at the pointer is not JSON: {error.message}") from None


def _as_event(value: Any) -> dict[str, Any] | None:
    """The object that a value is, or that its text has as JSON; else None."""
    if isinstance(value, dict):
        return value
    if isinstance(value, str) and value.startswith("{") and value.rstrip().endswith("}"):
        try:
            return read_object(value)
        except DecodeError:
            return None
    return None


def _direction(line: Mapping[str, Any]) -> tuple[Direction | None, bool]:
    """The sender that an envelope tells, and whether it is independent of who has recorded."""
    for name, value in line.items():
        if type(value) is str and len(value) <= 20 and name.lower() in _DIRECTION_NAMES:
            word = value.lower().replace("-", "_").replace(" ", "_") if len(value) > 2 else value
            if word in _SENDERS:
                return _SENDERS[word], True
            if word in _VIEWS:
                return _VIEWS[word], False
    return None, True
