"""What is played: the steps of a connection, and the rules for what comes besides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import Any, Final, TypeAlias

from ..audit.catalogue import Direction
from ..model import DeclId
from ..text.records import dataclass
from .protocol import Protocol
from .values import NOTHING, Path, value_at

__all__ = ["Close", "Expect", "Rule", "Say", "Script", "Step", "Taken", "recorded"]


@dataclass(frozen=True, slots=True)
class Say:
    """The server sends an event, `after` seconds after what was before it.

    In a scenario (`written`), texts in it may stand for parts of a message and for new identities.
    """

    event: dict[str, Any]
    after: float = 0.0
    written: bool = False


@dataclass(frozen=True, slots=True)
class Expect:
    """The client sends a message that has all of `wanted`; what follows waits for it.

    `message` is the one of a recording. With `count` it comes so often, and with `many` as often
    as the client likes, once at least. What is `optional` may be left out. `answers` are the
    steps that answer the message, each with a path and that of the message with the same value.
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
    """The server closes the connection with a code, `after` seconds after what was before it."""

    code: int = 1000
    after: float = 0.0


Step: TypeAlias = "Say | Expect | Close"


@dataclass(frozen=True, slots=True)
class Rule:
    """What the server does whenever a message comes that has all of `wanted`; at most `times`."""

    wanted: dict[str, Any]
    steps: tuple[Say | Close, ...]
    times: int | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """The steps of a connection in their order, and rules for messages that no step expects.

    With `checked`, what the server says has to fit as well: somebody has written it.
    """

    steps: tuple[Step, ...] = ()
    rules: tuple[Rule, ...] = ()
    checked: bool = False

    @property
    def opening(self) -> int:
        """How many steps come before the first message of the client."""
        for index, step in enumerate(self.steps):
            if isinstance(step, Expect):
                return index
        return len(self.steps)


@dataclass(frozen=True, slots=True)
class Taken:
    """A message of a recording: its line, its sender, and when it was sent, in seconds."""

    line: int
    sender: Direction
    event: dict[str, Any]
    time: float | None = None
    tag: dict[str, Any] = field(default_factory=dict)


_LONGEST_PAUSE: Final = 24 * 3600.0


def recorded(messages: Iterable[Taken], protocol: Protocol) -> Script:
    """The script of a recording: what the server said, and the kinds of what the client did.

    Messages of one kind that nothing answers, such as pieces of audio, may come in any number.
    """
    steps: list[Step] = []
    before: float | None = None
    waiting: list[_Asked] = []
    for message in messages:
        pause = 0.0
        if message.time is not None:
            pause = 0.0 if before is None else max(0.0, message.time - before)
            before = message.time
        if message.sender == "server":
            _answered(protocol, message.event, len(steps), waiting)
            steps.append(Say(message.event, min(pause, _LONGEST_PAUSE)))
            continue
        event = protocol.known(message.event, "client").event
        many = event not in protocol.replies
        last = steps[-1] if steps else None
        if many and isinstance(last, Expect) and last.wanted == message.tag:
            continue
        waiting.append(_Asked(len(steps), message.event, event))
        steps.append(Expect(message.tag, message.line, message.event, many=many))
    answers: dict[int, Sequence[tuple[int, Path, Path]]] = {a.step: a.answers for a in waiting}
    return Script(tuple(_with_answers(steps, answers)))


@dataclass(slots=True)
class _Asked:
    """A message of the client and the steps that answer it; `open` until one does."""

    step: int
    message: dict[str, Any]
    event: DeclId | None
    answers: list[tuple[int, Path, Path]] = field(default_factory=list)
    open: bool = True


def _answered(
    protocol: Protocol, event: dict[str, Any], step: int, waiting: Sequence[_Asked]
) -> None:
    """Note which message an event of the server answers, if facts tell."""
    known = frozenset(protocol.candidates(event, "server"))
    for failure in protocol.failures:
        cause = value_at(event, failure.path)
        if failure.event in known and all(value_at(event, p) == v for p, v in failure.where):
            for asked in waiting:
                if cause is not None and value_at(asked.message, (failure.cause,)) == cause:
                    asked.answers.append((step, failure.path, (failure.cause,)))
                    asked.open = False
                    return
    for asked in waiting:
        reply = None if asked.event is None else protocol.replies.get(asked.event)
        if reply is None or not asked.open or reply.event not in known:
            continue
        wanted = [(path, value_at(asked.message, of)) for path, of in reply.fields]
        if all(
            value in (NOTHING, None) or value_at(event, path) == value for path, value in wanted
        ):
            asked.answers += ((step, path, of) for path, of in reply.fields)
            asked.open = False
            return


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
