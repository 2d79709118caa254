"""Scripts: the steps of a connection, and rules for other messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import Any, Final, TypeAlias

from ..audit.catalogue import Direction
from ..model import DeclId
from ..model.movement import Reply
from ..text.records import dataclass
from .protocol import Protocol
from .values import NOTHING, Path, value_at

__all__ = ["Close", "Expect", "Rule", "Say", "Script", "Step", "Taken", "recorded"]


@dataclass(frozen=True, slots=True)
class Say:
    """The server sends an event, `after` seconds after the previous step.

    In a scenario (`written`), its texts may be placeholders for parts of a message and for new
    identities.
    """

    event: dict[str, Any]
    after: float = 0.0
    written: bool = False


@dataclass(frozen=True, slots=True)
class Expect:
    """The client sends a message that contains all of `wanted`; the next steps wait for it.

    `message` is the recorded one. With `count` it comes that often, and with `many` any number of
    times, but at least once. An `optional` one may be missing. `answers` are the steps that answer
    the message, each with two paths, in it and in the message, to one value.
    """

    wanted: dict[str, Any]
    line: int
    message: dict[str, Any] | None = None
    count: int = 1
    many: bool = False
    optional: bool = False
    answers: tuple[tuple[int, Path, Path], ...] = ()


@dataclass(frozen=True, slots=True)
class Close:
    """The server closes the connection with a code, `after` seconds after the previous step."""

    code: int = 1000
    after: float = 0.0


Step: TypeAlias = "Say | Expect | Close"


@dataclass(frozen=True, slots=True)
class Rule:
    """Steps for each message that contains all of `wanted`, at most `times` times."""

    wanted: dict[str, Any]
    steps: tuple[Say | Close, ...]
    times: int | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """The steps of a connection in order, and rules for messages that no step expects.

    With `checked`, the server's events have to fit as well, as a person has written them.
    """

    steps: tuple[Step, ...] = ()
    rules: tuple[Rule, ...] = ()
    checked: bool = False

    @property
    def opening(self) -> int:
        """The number of steps before the first message of the client."""
        for index, step in enumerate(self.steps):
            if isinstance(step, Expect):
                return index
        return len(self.steps)


@dataclass(frozen=True, slots=True)
class Taken:
    """A message of a recording: its line, its sender, and its time in seconds."""

    line: int
    sender: Direction
    event: dict[str, Any]
    time: float | None = None
    tag: dict[str, Any] = field(default_factory=dict)


_LONGEST_PAUSE: Final = 24 * 3600.0
_MOST_OPEN: Final = 100
"""The limit of messages of a kind that wait for an answer, which keeps the time linear."""


def recorded(messages: Iterable[Taken], protocol: Protocol) -> Script:
    """Make the script of a recording: the server's events, and the kinds of the client's.

    Messages of one kind that get no answer, such as pieces of audio, may come in any number.
    """
    steps: list[Step] = []
    before: float | None = None
    answering = _Answering(protocol)
    for message in messages:
        pause = 0.0
        if message.time is not None:
            pause = 0.0 if before is None else max(0.0, message.time - before)
            before = message.time
        if message.sender == "server":
            answering.answered(message.event, len(steps))
            steps.append(Say(message.event, min(pause, _LONGEST_PAUSE)))
            continue
        event = protocol.known(message.event, "client").event
        many = event not in protocol.replies
        last = steps[-1] if steps else None
        if many and isinstance(last, Expect) and last.wanted == message.tag:
            continue
        answering.asked(message.event, event, len(steps))
        steps.append(Expect(message.tag, message.line, message.event, many=many))
    return Script(tuple(_with_answers(steps, answering.answers)))


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """A client's message, at a step."""

    step: int
    message: dict[str, Any]
    reply: Reply | None


class _Answering:
    """Finds the answers to the messages of a recording, by the facts.

    `answers` are the steps that answer the message of a step.
    """

    def __init__(self, protocol: Protocol) -> None:
        self.answers: dict[int, list[tuple[int, Path, Path]]] = {}
        self._protocol = protocol
        self._by_cause: dict[tuple[Path, Any], _Asked] = {}
        self._open: dict[DeclId, list[_Asked]] = {}

    def asked(self, message: dict[str, Any], event: DeclId | None, step: int) -> None:
        """A client's message, and its event."""
        reply = None if event is None else self._protocol.replies.get(event)
        asked = _Asked(step, message, reply)
        if reply is not None:
            waiting = self._open.setdefault(reply.event, [])
            waiting.append(asked)
            del waiting[:-_MOST_OPEN]
        for cause in self._protocol.causes:
            value = value_at(message, cause)
            if isinstance(value, str | int):
                self._by_cause.setdefault((cause, value), asked)

    def answered(self, event: dict[str, Any], step: int) -> None:
        """A server's event, at a step."""
        known = self._protocol.candidates(event, "server")
        for failure in self._protocol.failures:
            if failure.event in known and all(value_at(event, p) == v for p, v in failure.where):
                cause = value_at(event, failure.path)
                asked = None
                if isinstance(cause, str | int):
                    asked = self._by_cause.get((failure.cause, cause))
                if asked is not None:
                    self._note(asked, step, ((failure.path, failure.cause),))
                    return
        for event_id in known:
            for asked in self._open.get(event_id, ()):
                if asked.reply is not None and _answers(asked.reply, asked.message, event):
                    self._note(asked, step, asked.reply.fields)
                    return

    def _note(self, asked: _Asked, step: int, fields: Iterable[tuple[Path, Path]]) -> None:
        own = self.answers.setdefault(asked.step, [])
        own += ((step, path, of_message) for path, of_message in fields)
        if asked.reply is not None and asked in self._open[asked.reply.event]:
            self._open[asked.reply.event].remove(asked)


def _answers(reply: Reply, message: dict[str, Any], event: dict[str, Any]) -> bool:
    """Whether an event has the values that an answer to the message must have."""
    wanted = ((path, value_at(message, of_message)) for path, of_message in reply.fields)
    return all(
        value is NOTHING or value is None or value_at(event, path) == value
        for path, value in wanted
    )


def _with_answers(
    steps: Iterable[Step], answers: Mapping[int, Sequence[tuple[int, Path, Path]]]
) -> Iterable[Step]:
    for index, step in enumerate(steps):
        if isinstance(step, Expect):
            given = tuple(answers.get(index, ()))
            yield Expect(
                step.wanted, step.line, step.message, step.count, step.many, step.optional, given
            )
        else:
            yield step
