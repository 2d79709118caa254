"""The senders of events, the groups of one protocol, and the topics of its events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, Literal as OneOf, TypeAlias

from ...model import ANY_OTHER, AnyOther, DeclId, EventGroup, Model, Tag
from ...model.movement import Reply
from ...python.names import Names
from ...text.records import dataclass
from .._sides import side_of, subject_of
from .places import Places

__all__ = ["Protocol", "Side", "Sides", "Topic"]

Side: TypeAlias = OneOf["client", "server"]
_SEPARATORS: Final = "./:_-"
_OTHER: Final = ""
_Event: TypeAlias = tuple[Tag | AnyOther, DeclId, EventGroup]


@dataclass(frozen=True, slots=True)
class Topic:
    """Events whose tags have a common beginning, `name`, which is "" for all others.

    An event is its tag, `ANY_OTHER` for an undeclared one, with its declaration and its group.
    """

    name: str
    events: tuple[_Event, ...]


@dataclass(frozen=True, slots=True)
class Protocol:
    """The groups of one subject, such as the two sides of a connection."""

    subject: str
    groups: tuple[EventGroup, ...]


class Sides:
    """The sides of a model's groups, by their names, or else by facts."""

    def __init__(
        self, model: Model, names: Names, places: Places, replies: Sequence[Reply]
    ) -> None:
        self._names = names
        self._places = places
        asking = {id_ for reply in replies for id_ in reply.to}
        answering = {reply.event for reply in replies}
        self._sides: dict[DeclId, Side | None] = {}
        for group in model.groups:
            named = side_of(group, names)
            asks, answers = (not ids.isdisjoint(group.interfaces) for ids in (asking, answering))
            side: Side | None = None
            if named == "client" or (not named and asks and not answers):
                side = "client"
            elif named == "server" or (not named and answers and not asks):
                side = "server"
            self._sides[group.id] = side
        self._subjects = self._merged(model, replies)
        by_subject: dict[str, list[EventGroup]] = {}
        for group in model.groups:
            by_subject.setdefault(self.protocol_of(group), []).append(group)
        self.protocols: Final = tuple(
            Protocol(subject, tuple(groups)) for subject, groups in by_subject.items()
        )

    def protocol_of(self, group: EventGroup) -> str:
        """The name of a group's protocol."""
        return self._subjects[group.id]

    def _merged(self, model: Model, replies: Sequence[Reply]) -> dict[DeclId, str]:
        """The subject of each group; groups share one if a fact says that one answers the other."""
        subjects = {group.id: self._subject(group) for group in model.groups}
        for reply in replies:
            alike = {
                subjects[group.id]: None
                for group in model.groups
                if not {*reply.to, reply.event}.isdisjoint(group.interfaces)
            }
            first, *others = alike or [""]
            for id_, subject in subjects.items():
                if subject in others:
                    subjects[id_] = first
        return subjects

    def _subject(self, group: EventGroup) -> str:
        """The subject of a group by its name; the whole name if it implies no side."""
        name = self._names.declarations[group.id]
        return subject_of(group, self._names).lower() if side_of(group, self._names) else name

    def of_group(self, group: EventGroup) -> Side | None:
        """The sender of a group's events; None if it is unknown."""
        return self._sides[group.id]

    def of(self, id_: DeclId) -> frozenset[Side]:
        """The known senders of an event: none, one side, or both."""
        sides = (self._sides[group.id] for _, group in self._places.events.get(id_, ()))
        return frozenset(side for side in sides if side is not None)

    def topics(self, protocol: Protocol) -> tuple[Topic, ...]:
        """The events of a protocol by the beginning of their tags; single ones together, last."""
        # An event in two groups of the same sender is listed once.
        by_side: dict[object, _Event] = {}
        for group in sorted(protocol.groups, key=lambda group: self.of_group(group) or "~"):
            for tag, id_ in (*group.members, *((ANY_OTHER, id_) for id_ in group.other)):
                key = (type(tag), tag, id_, self.of_group(group))
                by_side.setdefault(key, (tag, id_, group))
        events = list(by_side.values())
        tags = [tag for tag, _, _ in events if isinstance(tag, str)]
        counts = Counter(mark for tag in tags for mark in _SEPARATORS[:3] if mark in tag[1:])
        if not counts:
            counts = Counter(mark for tag in tags for mark in _SEPARATORS if mark in tag[1:])
        separator = max(_SEPARATORS, key=lambda mark: counts[mark])
        by_name: dict[str, list[_Event]] = {}
        for event in events:
            name = event[0].split(separator)[0] if isinstance(event[0], str) else _OTHER
            by_name.setdefault(name, []).append(event)
        lone = [name for name, alike in by_name.items() if len(alike) == 1 or name == _OTHER]
        others = [event for name in lone for event in by_name.pop(name)]
        topics = [Topic(name, tuple(alike)) for name, alike in by_name.items()]
        if others:
            topics.append(Topic(_OTHER, tuple(others)))
        return tuple(topics)
