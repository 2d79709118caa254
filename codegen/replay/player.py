"""The server of one connection as a state machine without IO.

`start` and `hear` get the time, in seconds of any clock, and return the messages to send with their
times. The output depends on the calls only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from heapq import merge
from typing import Any, Final, Literal as OneOf

from ..audit.checker import Findings
from ..audit.findings import Found, Kind as MisfitKind
from ..model import DeclId
from ..model.movement import Reply
from ..runtime._moves import merged
from ..runtime._wire import DecodeError, cut, read_object, write_json
from ..text.records import dataclass
from .identities import Identities, New, filled, renewed
from .protocol import Protocol
from .report import MOST_FINDINGS, Connection, Finding, Kind
from .script import Close, Expect, Rule, Say, Script
from .values import NOTHING, has, put, value_at

__all__ = ["Out", "Player", "Settings"]

_LENIENT: Final = frozenset({MisfitKind.NULL, MisfitKind.UNDECLARED})
_MOST_TOLD: Final = 3
_LONGEST_FINDING: Final = 5000
_NO_ANSWERS: Final[Mapping[tuple[str, ...], Any]] = {}


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of playing a script.

    `speed` is a factor for the recorded speed, and 0 is without pauses. With `strict`, nulls and
    undeclared fields are misfits too, and a message that misfits does not match an expected one.
    With `loop`, the script restarts at its end.
    """

    speed: float = 1.0
    strict: bool = False
    loop: bool = False


@dataclass(frozen=True, slots=True)
class Out:
    """A text to send at a time, or the end of the connection: with a code, or `cut` off."""

    at: float
    text: str | None
    code: int = 1000
    how: OneOf["text", "close", "cut"] = "text"


class Player:
    """Plays a script on one connection; `number` is that of the connection."""

    def __init__(
        self, script: Script, protocol: Protocol, settings: Settings, number: int = 1
    ) -> None:
        self._script = script
        self._protocol = protocol
        self._settings = settings
        self._number = number
        # The indexes of all expecting steps, and of those for a tag.
        self._expects: list[int] = []
        self._by_tag: dict[str, list[int]] = {}
        for index, step in enumerate(script.steps):
            if isinstance(step, Expect):
                self._expects.append(index)
                self._by_tag.setdefault(protocol.tag(step.wanted), []).append(index)
        # Without a required message, the loop would not end.
        self._loops = settings.loop and any(
            isinstance(step, Expect) and not step.optional for step in script.steps
        )
        self._position = 0
        self._came: dict[int, tuple[int, dict[str, Any]]] = {}
        self._used: dict[int, int] = {}
        self._round = 1
        self._identities = Identities(protocol.identities)
        self._new = New()
        self._words: dict[str, str] = {}
        self._message: dict[str, Any] = {}
        self._answers: dict[int, dict[tuple[str, ...], Any]] = {}
        self._objects: dict[tuple[str, ...], dict[str, Any]] = {}
        self._merged = {fact.field for fact in protocol.merges.values()}
        self._outs: list[Out] = []
        self._now = self._at = 0.0
        self._closed = False
        self._heard = self._said = self._more = 0
        self._findings: list[Finding] = []

    def start(self, now: float) -> list[Out]:
        """Begin, as the client has connected."""
        self._begin(now)
        self._advance()
        return self._outs

    def hear(self, data: str | bytes, now: float) -> list[Out]:
        """Handle a message of the client."""
        self._begin(now)
        self._heard += 1
        if not self._closed:
            self._take(data)
        return self._outs

    def finish(self) -> Connection:
        """End the connection; return the findings, missing messages included."""
        findings = [*self._findings]
        if not self._closed and self._round == 1:
            findings += self._missing()
        return Connection(self._number, self._heard, self._said, tuple(findings), self._more)

    def note(self, kind: Kind, text: str) -> None:
        """Add a finding."""
        if len(self._findings) < MOST_FINDINGS:
            self._findings.append(Finding(kind, self._heard, cut(text, _LONGEST_FINDING)))
        else:
            self._more += 1

    def _missing(self) -> Iterable[Finding]:
        for index, step in enumerate(self._script.steps):
            if not isinstance(step, Expect) or index < self._position or step.optional:
                continue
            came = self._came_of(index)
            if came < step.count:
                tag = self._protocol.tag(step.wanted) or "a message"
                often = f" ({came} of {step.count} came)" if step.count > 1 else ""
                yield Finding(Kind.MISSING, 0, f"{tag} of line {step.line} did not come{often}")

    # ------------------------------------------------------------------ messages

    def _begin(self, now: float) -> None:
        self._outs = []
        self._now = now

    def _take(self, data: str | bytes) -> None:
        try:
            message = read_object(data)
        except (DecodeError, RecursionError) as fault:
            said = fault.message if isinstance(fault, DecodeError) else "it nests too deeply"
            self.note(Kind.MISFIT, f"it is no message: {said}")
            self._refuse({}, said, None)
            return
        try:
            known = self._protocol.known(message, "client")
        except RecursionError:
            self.note(Kind.MISFIT, "it nests too deeply")
            return
        counted = self._counted(known.findings)
        if counted:
            self._misfit(message, counted)
            if self._settings.strict or known.event is None:
                return
        self._message, before = message, self._words
        if self._fulfil(message) or self._by_rule(message):
            return
        self._words = before
        if counted:
            return
        self._unasked(message, known.event)

    def _counted(self, findings: Findings) -> list[Found]:
        if self._settings.strict:
            return list(findings)
        return [finding for finding in findings if finding.misfit.kind not in _LENIENT]

    def _misfit(self, message: dict[str, Any], counted: list[Found]) -> None:
        tag = self._protocol.tag(message)
        shown = [f"{finding.path}: {_said(finding)}" for finding in counted[:_MOST_TOLD]]
        more = f" and {len(counted) - _MOST_TOLD} more" if len(counted) > _MOST_TOLD else ""
        self.note(Kind.MISFIT, f"{tag[:80]}{': ' if tag else ''}{'; '.join(shown)}{more}")
        if self._settings.strict or counted[0].misfit.kind is MisfitKind.UNKNOWN_EVENT:
            first = counted[0]
            self._refuse(message, f"{first.path}: {_said(first)}", first.path.removeprefix("$."))

    def _fulfil(self, message: dict[str, Any]) -> bool:
        """Match a message with an expecting step; return whether one matches."""
        steps = self._script.steps
        passed = self._passed(message)
        for index in self._candidates(message):
            step = steps[index]
            if not isinstance(step, Expect) or not has(message, step.wanted):
                continue
            came = self._came_of(index)
            if came >= step.count and not step.many:
                continue
            if index != self._first_open():
                if passed:
                    return True
                tag = self._protocol.tag(message)
                self.note(Kind.ORDER, f"{tag} came before what was expected earlier")
            self._came[index] = came + 1, message
            self._learn(step, message)
            self._advance()
            return True
        return passed

    def _candidates(self, message: dict[str, Any], *, passed: bool = False) -> Iterator[int]:
        """The steps that may expect a message, by its tag and in order; `passed` in reverse."""
        tags = dict.fromkeys((*self._protocol.tags(message), ""))
        groups = []
        for steps in (self._by_tag.get(tag, []) for tag in tags):
            at = bisect_left(steps, self._position)
            bounds = range(at - 1, -1, -1) if passed else range(at, len(steps))
            groups.append(map(steps.__getitem__, bounds))
        return merge(*groups, reverse=passed)

    def _passed(self, message: dict[str, Any]) -> bool:
        """Whether a message repeats a passed step that may have many of its kind."""
        for index in self._candidates(message, passed=True):
            step = self._script.steps[index]
            if isinstance(step, Expect) and has(message, step.wanted):
                return step.many
        return False

    def _first_open(self) -> int:
        """The first step that expects a message, optional ones skipped."""
        for at in range(bisect_left(self._expects, self._position), len(self._expects)):
            index = self._expects[at]
            step = self._script.steps[index]
            if isinstance(step, Expect) and not step.optional and not self._is_met(index, step):
                return index
        return len(self._script.steps)

    def _is_met(self, index: int, step: Expect) -> bool:
        return self._came_of(index) >= step.count

    def _came_of(self, index: int) -> int:
        """The number of messages that matched a step."""
        return self._came[index][0] if index in self._came else 0

    def _learn(self, step: Expect, message: dict[str, Any]) -> None:
        if step.message is not None:
            self._identities.learn(step.message, message)
        for index, path, of_message in step.answers:
            value = value_at(message, of_message)
            say = self._script.steps[index]
            if value is not NOTHING and value is not None and isinstance(say, Say):
                self._answers.setdefault(index, {})[path] = value
                self._identities.learn_one(value_at(say.event, path), value)

    # --------------------------------------------------------------------- steps

    def _advance(self) -> None:
        """Play the next steps, up to the next required message."""
        steps = self._script.steps
        while not self._closed:
            if self._position == len(steps):
                if not self._loops:
                    return
                self._again()
            step = steps[self._position]
            if isinstance(step, Expect):
                if not step.optional and not self._is_met(self._position, step):
                    return
                _, self._message = self._came.get(self._position, (0, self._message))
                self._position += 1
                continue
            index, self._position = self._position, self._position + 1
            self._do(step, self._answers.get(index, {}))

    def _again(self) -> None:
        self._position = self._script.opening
        self._round += 1
        self._came.clear()
        self._answers.clear()
        self._words = {}
        self._identities.next_round(self._round)

    def _do(self, step: Say | Close, answers: Mapping[tuple[str, ...], Any] = _NO_ANSWERS) -> None:
        self._pause(step.after)
        if isinstance(step, Close):
            self._outs.append(Out(self._at, None, step.code, "close"))
            self._closed = True
            return
        if step.written:
            event = filled(step.event, self._message, self._words, self._new)
            event = self._completed(event)
        else:
            event = self._identities.of(step.event)
        for path, value in answers.items():
            put(event, path, deepcopy(value))
        self._send(event)

    def _pause(self, seconds: float) -> None:
        speed = self._settings.speed
        self._at = max(self._at, self._now) + (seconds / speed if speed else 0.0)

    def _send(self, event: dict[str, Any]) -> None:
        """Send an event, and store the objects that later messages update in part."""
        for path in self._merged:
            value = value_at(event, path)
            if isinstance(value, dict):
                self._objects[path] = value
        if self._script.checked:
            findings = self._protocol.known(event, "server").findings
            if findings:
                first = findings[0]
                tag = self._protocol.tag(event)
                self.note(Kind.SERVER, f"{tag}: {first.path}: {_said(first)}")
        self._said += 1
        self._at = max(self._at, self._now)
        self._outs.append(Out(self._at, write_json(event)))

    def _completed(self, event: dict[str, Any]) -> dict[str, Any]:
        """Add the server's identity to an event of a scenario that requires one."""
        for id_ in self._protocol.candidates(event, "server")[:1]:
            try:
                smallest = self._protocol.smallest(id_)
            except ValueError:
                continue
            for path in self._protocol.causes:
                sampled = value_at(smallest, path)
                if sampled is not NOTHING and value_at(event, path) is NOTHING:
                    new = self._new("event")
                    own = new if isinstance(sampled, str) else int(new.rpartition("_")[2])
                    put(event, path, own)
        return event

    # ------------------------------------------------------- what nobody expected

    def _by_rule(self, message: dict[str, Any]) -> bool:
        """Apply the first rule that matches a message; return whether there is one."""
        for index, rule in enumerate(self._script.rules):
            used = self._used.get(index, 0)
            if has(message, rule.wanted) and (rule.times is None or used < rule.times):
                self._used[index] = used + 1
                self._play(rule)
                return True
        return False

    def _play(self, rule: Rule) -> None:
        kept, self._words = self._words, {}
        for step in rule.steps:
            if not self._closed:
                self._do(step)
        self._words = kept

    def _unasked(self, message: dict[str, Any], event: DeclId | None) -> None:
        """Answer an unexpected message as the facts say, or note it."""
        reply = None if event is None else self._protocol.replies.get(event)
        tag = self._protocol.tag(message)
        if not self._script.checked:
            self.note(Kind.UNEXPECTED, f"{tag} is not in the recording")
        elif reply is None:
            self.note(Kind.UNEXPECTED, f"{tag} is in no step and no rule")
        if reply is not None and event is not None:
            self._answer(reply, event, message)

    def _answer(self, reply: Reply, message_id: DeclId, message: dict[str, Any]) -> None:
        given: dict[str, str] = {}
        same: dict[tuple[str, ...], Any] = {}
        for event_id in (reply.event, reply.end):
            if event_id is None:
                continue
            event = self._reply(event_id, reply, message, given)
            fact = self._protocol.merges.get(message_id)
            changes = None if fact is None else value_at(message, fact.field)
            if fact is not None and isinstance(changes, dict):
                before = self._objects.get(fact.field, value_at(event, fact.field))
                before = before if isinstance(before, dict) else {}
                paths = self._protocol.catalogue.tag_paths
                tags = frozenset(path[0] if len(path) == 1 else path for path in paths)
                put(event, fact.field, merged(before, changes, tags, fact.null))
            for path in reply.same:
                if path not in same:
                    value = value_at(event, path)
                    same[path] = self._new(_word(path)) if value is NOTHING else value
                put(event, path, same[path])
            self._pause(0)
            self._send(event)

    def _reply(
        self, event_id: DeclId, reply: Reply, message: dict[str, Any], given: dict[str, str]
    ) -> dict[str, Any]:
        """Make the event that answers a message, with the objects and values they share."""
        sample = self._protocol.smallest(event_id)
        event: dict[str, Any] = renewed(sample, self._protocol.identities, given, self._new)
        for path in self._protocol.causes:
            if type(value_at(event, path)) is int:
                put(event, path, int(self._new("event").rpartition("_")[2]))
        for path, of_message in reply.fields:
            above = value_at(message, of_message[:-1])
            is_same = len(path) > 1 and path == of_message and isinstance(above, dict)
            # Unless the object contains the tag: the answer has another one.
            if is_same and not self._protocol.has_tag(path[:-1]):
                put(event, path[:-1], deepcopy(above))
        for path, of_message in reply.fields:
            value = value_at(message, of_message)
            if value is NOTHING or value is None:
                value = given.setdefault("/".join(("", *path)), "")
                if not value:
                    value = given["/".join(("", *path))] = self._new(_word(path))
            put(event, path, deepcopy(value))
        return event

    def _refuse(self, message: dict[str, Any], said: str, param: str | None) -> None:
        """Send the error event of the facts for a message that misfits."""
        for fact in self._protocol.refusals[:1]:
            cause = message.get(fact.cause)
            words = {"{message}": said, "{param}": param, "{cause}": cause}
            event = renewed(
                self._protocol.smallest(fact.declaration),
                self._protocol.identities,
                {},
                self._new,
            )
            for path, text in fact.values:
                value = words.get(text, text)
                if isinstance(value, str):
                    put(event, path, value)
            self._pause(0)
            self._send(event)


def _word(path: tuple[str, ...]) -> str:
    """The word for the identity at a path: `item` for `item.id` and for `item_id`."""
    last = path[-1].removesuffix("_id")
    return path[-2] if last == "id" and len(path) > 1 else last


def _said(finding: Found) -> str:
    misfit = finding.misfit
    return "not declared" if misfit.kind is MisfitKind.UNDECLARED else misfit.message
