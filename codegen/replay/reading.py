"""Read a script: a recording, in any form that `audit` reads, or a scenario."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from ..audit.catalogue import Direction
from ..audit.layouts import layout_of
from ..audit.recording import Envelopes, Item, Record, parsed
from ..audit.senders import Sender
from ..audit.texts import Broken, NoEventError
from ..audit.times import time_beside
from ..audit.unpacking import Source, Stream, unpacked
from ..audit.values import LONGEST
from ..audit.wrappers import DockerParts
from ..text.records import dataclass
from ..text.similar import similar_name
from .identities import why_not_filled
from .protocol import Protocol
from .script import Close, Expect, Rule, Say, Script, Step, Taken, recorded
from .values import put, value_at

__all__ = ["KEYS", "NoScriptError", "Read", "read_script"]

_MARK: Final = "scenario"
_VERSION: Final = 1
KEYS: Final[dict[str, frozenset[str]]] = {
    "scenario": frozenset({"scenario", "note"}),
    "note": frozenset({"note"}),
    "say": frozenset({"say", "after", "note"}),
    "expect": frozenset({"expect", "count", "many", "optional", "note"}),
    "on": frozenset({"on", "say", "times", "note"}),
    "then": frozenset({"then", "after", "note"}),
    "close": frozenset({"close", "after", "note"}),
    "dir": frozenset({"dir", "event", "time", "note"}),
}
"""The kinds of lines in a scenario, each with its keys."""
_CODES: Final = range(1000, 5000)
_LONGEST_WAIT: Final = 24 * 3600


class NoScriptError(Exception):
    """A file without a script; the text has the line."""


@dataclass(frozen=True, slots=True)
class Read:
    """The script of a file, and the reasons why messages were left out, with their numbers."""

    script: Script
    left_out: tuple[str, ...] = ()


def read_script(stream: Stream, protocol: Protocol, pointer: str | None = None) -> Read:
    """Read the script of a recording or a scenario.

    Raises NoScriptError for a file without messages and a scenario with an error, UnreadableError
    and OSError for one that cannot be read.
    """
    source, fault = unpacked(stream)
    recording = _Recording(protocol, pointer)
    scenario: _Scenario | None = None
    for line, value in _values(source):
        is_marked = isinstance(value, dict) and _MARK in value
        if is_marked and not recording.messages and scenario is None:
            scenario = _Scenario(protocol)
        if scenario is not None:
            scenario.take(line, value)
        else:
            recording.take(line, value)
    if scenario is not None:
        return Read(scenario.script())
    return recording.read(fault())


class _Recording:
    """The messages of a recording, and the reasons why some were left out."""

    def __init__(self, protocol: Protocol, pointer: str | None) -> None:
        self.messages: list[Taken] = []
        self._protocol = protocol
        self._envelopes = Envelopes(protocol.catalogue, pointer)
        self._left_out: list[str] = []
        self._docker = DockerParts(LONGEST)

    def take(self, line: int, value: Any) -> None:
        """Add the messages in a line: bytes without JSON, a JSON value, or None if too long."""
        if value is None:
            self._left_out.append(f"line {line}: it is too long")
            return
        try:
            if isinstance(value, dict):
                whole = self._docker.joined(value)
                if whole is not None:
                    self._add(line, self._envelopes.find(whole), time_beside(whole))
            elif isinstance(value, bytes):
                self._add(line, self._envelopes.open(value), None)
            else:
                self._add(line, self._envelopes.find(value), None)
        except NoEventError as problem:
            self._left_out.append(f"line {line}: {problem}")
        except RecursionError:
            self._left_out.append(f"line {line}: nested too deeply")

    def read(self, fault: str) -> Read:
        """The script; `fault` is an error of the source, or "". Raises NoScriptError."""
        for rest in self._docker.rest():
            self._add(0, self._envelopes.find(rest), None)
        if fault:
            self._left_out.append(fault)
        if not self.messages:
            raise NoScriptError(
                self._left_out[0] if self._left_out else "there are no messages in it"
            )
        return Read(recorded(self.messages, self._protocol), tuple(self._left_out))

    def _add(self, line: int, items: list[Item], time: float | None) -> None:
        for item in items:
            if isinstance(item, Record):
                taken = _taken(self._protocol, line, item, time)
                if isinstance(taken, Taken):
                    self.messages.append(taken)
                else:
                    self._left_out.append(taken)
            elif isinstance(item, Broken):
                self._left_out.append(f"line {line}: {item.reason}")


def _values(source: Source) -> Iterator[tuple[int, Any]]:
    """The lines of a source, parsed if they are JSON, without blank ones."""
    for line, data in layout_of(source).messages(source):
        if isinstance(data, bytes):
            if not data or data.isspace():
                continue
            try:
                yield line, parsed(data)
            except NoEventError:
                yield line, data
        else:
            yield line, data


def _taken(protocol: Protocol, line: int, record: Record, time: float | None) -> Taken | str:
    """A message of a recording, or the reason why its sender is unknown."""
    sender = _sender(protocol, record.value, record.sender)
    if sender is None:
        return f"line {line}: nothing tells who has sent {protocol.tag(record.value) or 'it'}"
    at = record.time if record.time is not None else time
    return Taken(line, sender, record.value, at, tag_of(protocol, record.value))


def tag_of(protocol: Protocol, message: dict[str, Any]) -> dict[str, Any]:
    """The tags of a client's message, as the object that messages of its kind contain."""
    tags: dict[str, Any] = {}
    for path in protocol.catalogue.tag_paths:
        tag = value_at(message, path)
        if protocol.is_tag(tag):
            put(tags, path, tag)
    return tags


def _sender(protocol: Protocol, value: dict[str, Any], told: Sender) -> Direction | None:
    """The sender of a message: as recorded, unless only the other side can send it."""
    sides: tuple[Direction, Direction] = ("client", "server")
    able = [side for side in sides if protocol.candidates(value, side)]
    if told.direction is not None and (told.sure or told.direction in able or len(able) != 1):
        return told.direction
    return able[0] if len(able) == 1 else None


class _Scenario:
    """The lines of a scenario."""

    def __init__(self, protocol: Protocol) -> None:
        self._protocol = protocol
        self._steps: list[Step] = []
        self._rules: list[Rule] = []

    def script(self) -> Script:
        """The script of the lines read so far."""
        return Script(tuple(self._steps), tuple(self._rules), checked=True)

    def take(self, line: int, value: Any) -> None:
        """Read a line of a scenario. Raises NoScriptError for an invalid one."""
        try:
            if not isinstance(value, dict):
                raise _LineError("it is no JSON object")
            self._take(line, value)
        except _LineError as fault:
            raise NoScriptError(f"line {line}: {fault}") from None

    def _take(self, line: int, value: dict[str, Any]) -> None:
        kind = next((name for name in ("on", "dir", *KEYS) if name in value), None)
        if kind is None:
            close = next((near for name in value if (near := similar_name(name, KEYS))), None)
            meant = f"; did you mean {close!r}?" if close else ""
            raise _LineError(f"it has none of {', '.join(KEYS)}{meant}")
        unknown = value.keys() - KEYS[kind]
        if unknown:
            raise _LineError(f"{min(unknown)!r} is no key beside {kind!r}")
        match kind:
            case "scenario":
                if value[kind] != _VERSION or isinstance(value[kind], bool):
                    raise _LineError(f"this version reads scenarios of version {_VERSION}")
            case "say":
                self._steps.append(_say(value["say"], _seconds(value.get("after", 0))))
            case "close":
                code = value["close"]
                if type(code) is not int or code not in _CODES:
                    raise _LineError("`close` is a code from 1000 to 4999")
                self._steps.append(Close(code, _seconds(value.get("after", 0))))
            case "expect":
                self._steps.append(_expect(value, line))
            case "on":
                self._rules.append(_rule(value))
            case "then":
                if not self._rules:
                    raise _LineError("`then` goes on with an `on` before it, and there is none")
                said = _say(value["then"], _seconds(value.get("after", 0)))
                last = self._rules[-1]
                self._rules[-1] = replace(last, steps=(*last.steps, said))
            case "dir":
                self._steps.append(self._recorded(value, line))

    def _recorded(self, value: dict[str, Any], line: int) -> Step:
        event = _object(value.get("event"), "event")
        if value["dir"] == "server":
            return Say(event, 0.0)
        if value["dir"] != "client":
            raise _LineError("`dir` is 'server' or 'client'")
        known = self._protocol.known(event, "client").event
        many = known not in self._protocol.replies
        return Expect(tag_of(self._protocol, event), line, event, many=many)


class _LineError(Exception):
    """An invalid line of a scenario; the text is the reason."""


def _object(value: Any, key: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _LineError(f"`{key}` is no object")
    return value


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _LineError("seconds are a number")
    if not 0 <= value <= _LONGEST_WAIT:
        raise _LineError(f"seconds are from 0 to {_LONGEST_WAIT}")
    return float(value)


def _say(value: Any, after: float) -> Say:
    event = _object(value, "say")
    wrong = why_not_filled(event)
    if wrong:
        raise _LineError(wrong)
    return Say(event, after, written=True)


def _flag(value: dict[str, Any], key: str) -> bool:
    flag = value.get(key, False)
    if not isinstance(flag, bool):
        raise _LineError(f"`{key}` is true or false")
    return flag


def _count(value: dict[str, Any], key: str) -> int | None:
    count = value.get(key)
    if count is not None and (type(count) is not int or count < 1):
        raise _LineError(f"`{key}` is a number from 1 on")
    return count


def _expect(value: dict[str, Any], line: int) -> Expect:
    wanted = _object(value["expect"], "expect")
    count, many = _count(value, "count"), _flag(value, "many")
    if many and count is not None:
        raise _LineError("`many` and `count` exclude each other")
    optional = _flag(value, "optional")
    return Expect(wanted, line, None, count or 1, many=many, optional=optional)


def _rule(value: dict[str, Any]) -> Rule:
    said = value.get("say", [])
    steps: list[Say | Close] = []
    pause = 0.0
    for item in said if isinstance(said, list) else [said]:
        if isinstance(item, dict) and item.keys() == {"after"}:
            pause += _seconds(item["after"])
        elif isinstance(item, dict) and item.keys() == {"close"}:
            if type(item["close"]) is not int or item["close"] not in _CODES:
                raise _LineError("`close` is a code from 1000 to 4999")
            steps.append(Close(item["close"], pause))
            pause = 0.0
        else:
            steps.append(_say(item, pause))
            pause = 0.0
    return Rule(_object(value["on"], "on"), tuple(steps), _count(value, "times"))
