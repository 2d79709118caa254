"""The protocol of a spec and its facts: look up events, check messages, find answers."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final

from ..audit.catalogue import Catalogue, Direction, direction_of
from ..audit.checker import Checker, Findings
from ..facts.answers import ANSWERS
from ..facts.kinds import CheckedFacts
from ..facts.movement import CALLS, DELTAS, FAILURES, MERGES, ORDERS, REPLIES
from ..model import DeclId, EventGroup, Model, tag_key
from ..model.movement import Failure, Merge, Reply
from ..python.names import Names
from ..runtime._shapes import tag_at
from ..text.records import dataclass
from ..wire.samples import Sampled, SampledObject, Sampler
from .values import Path

__all__ = ["Known", "Protocol"]


@dataclass(frozen=True, slots=True)
class Known:
    """A message's event, if it is declared, and its misfits."""

    event: DeclId | None
    findings: Findings


class Protocol:
    """The events of a spec, and the facts about identities and answers."""

    def __init__(self, model: Model, names: Names, facts: CheckedFacts) -> None:
        self.catalogue: Final = Catalogue(model)
        self._checker = Checker(model, names)
        self._sampler = Sampler(model, names)
        self._samples: dict[DeclId, dict[str, Any]] = {}
        replies = facts[REPLIES]
        self.replies: Final[dict[DeclId, Reply]] = {
            message: reply for reply in reversed(replies) for message in reply.to
        }
        self.failures: Final[tuple[Failure, ...]] = facts[FAILURES]
        self.merges: Final[dict[DeclId, Merge]] = {fact.event: fact for fact in facts[MERGES]}
        self.refusals: Final = facts[ANSWERS]
        self.identities: Final = frozenset(path[-1] for path in _identities(facts) if path)
        self.causes: Final = frozenset(
            (*(fact.cause for fact in self.failures), *((own.cause,) for own in self.refusals))
        )
        self._sides: dict[Direction, tuple[EventGroup, ...]] = {
            "client": tuple(self._of_side("client")),
            "server": tuple(self._of_side("server")),
        }

    def _of_side(self, side: Direction) -> Iterator[EventGroup]:
        """The groups of one side: by their names, else by whether their events ask or reply."""
        asked = {message for reply in self.replies.values() for message in reply.to}
        answering = {reply.event for reply in self.replies.values()}
        own, others = (asked, answering) if side == "client" else (answering, asked)
        for group in self.catalogue.groups:
            stated = direction_of(group)
            events = set(group.interfaces)
            if stated == side or (
                stated is None and (not events.isdisjoint(own) or events.isdisjoint(others))
            ):
                yield group

    def candidates(self, value: dict[str, Any], side: Direction) -> tuple[DeclId, ...]:
        """The declared events of one side that have a message's tag."""
        events: dict[DeclId, None] = {}
        for group in self._sides[side]:
            if group.members:
                tag = tag_at(value, group.tag_path)
                if self.is_tag(tag):
                    key = tag_key(tag)
                    events.update((id_, None) for own, id_ in group.members if tag_key(own) == key)
        for group in self._sides[side] if not events else ():
            events.update((id_, None) for id_ in group.other)
        return tuple(events)

    def known(self, value: dict[str, Any], side: Direction) -> Known:
        """Look up the event of a message: of those with its tag, the one that fits best."""
        best: Known | None = None
        for id_ in self.candidates(value, side):
            findings = self._checker.check(id_, value)
            if best is None or len(findings) < len(best.findings):
                best = Known(id_, findings)
            if not findings:
                break
        if best is not None:
            return best
        tag = self.tag(value)
        return Known(None, (self.catalogue.unknown(tag or None, side),))

    def tag(self, value: dict[str, Any]) -> str:
        """The tag of a message as text; "" if it has none."""
        return next(iter(self.tags(value)), "")

    def tags(self, value: dict[str, Any]) -> list[str]:
        """The texts of a message at the tag paths of the groups."""
        tags = (tag_at(value, path) for path in self.catalogue.tag_paths)
        texts = ("null" if tag is None else str(tag) for tag in tags if self.is_tag(tag))
        return list(texts)

    def is_tag(self, value: object) -> bool:
        """Whether a value may be the tag of a message."""
        return isinstance(value, str) or self.catalogue.is_scalar(value)

    def has_tag(self, path: Path) -> bool:
        """Whether the object at a path contains a tag."""
        return any(tag[: len(path)] == path for tag in self.catalogue.tag_paths)

    def smallest(self, event: DeclId) -> dict[str, Any]:
        """A new sample of an event with only its required fields.

        Raises ValueError for an event without a finite value.
        """
        made = self._samples.get(event)
        if made is None:
            sampled = _smallest(self._sampler.sampled(event))
            if not isinstance(sampled, dict):
                raise ValueError(f"{event} is no object")
            made = self._samples[event] = sampled
        return deepcopy(made)


def _smallest(sampled: Sampled) -> Any:
    if isinstance(sampled, SampledObject):
        own = sampled.interface
        required = None if own is None else {p.wire_name for p in own.properties if p.required}
        return {
            name: _smallest(member)
            for name, member in sampled.members.items()
            if required is None or name in required
        }
    return [_smallest(item) for item in sampled] if isinstance(sampled, list) else sampled


def _identities(facts: CheckedFacts) -> Iterator[Path]:
    """The paths of identities, by the facts."""
    for reply in facts[REPLIES]:
        for path, of_message in reply.fields:
            yield path
            yield of_message
        yield from reply.same
    for failure in facts[FAILURES]:
        yield failure.path
        yield failure.cause
    for delta in facts[DELTAS]:
        yield delta.item or ()
    for order in facts[ORDERS]:
        yield order.id
        yield order.after or ()
    for call in facts[CALLS]:
        yield call.id
        yield from (path for path, text in call.fields if text == "{id}")
