"""Look up the declared event that a message is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal as OneOf, TypeAlias

from ..model import DeclId, EventGroup, Model
from ..text.records import dataclass

__all__ = ["Catalogue", "Direction", "Event", "direction_of"]

Direction: TypeAlias = OneOf["client", "server"]

_MOST_NAMES: Final = 2
_WORDS: Final = re.compile(r"[A-Z]?[a-z]+")


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """A declared event: its tag, its declaration, its group, and the sender, if that is known.

    A catalogue has one object for each event, so events are compared by identity, for speed.
    """

    tag: str
    id: DeclId
    group: DeclId
    direction: Direction | None


def direction_of(group: EventGroup) -> Direction | None:
    """The sender of a group's events by the group's name, such as `RealtimeClientEvent`."""
    words = {word.lower() for word in _WORDS.findall(group.id.path[-1])}
    directions: list[Direction] = [d for d in ("client", "server") if d in words]
    return directions[0] if len(directions) == 1 else None


class Catalogue:
    """The events of a model by tag and direction.

    `groups` selects groups by name. Groups are sorted by size, the largest first; a
    declaration that is in several of them counts as an event of the first. Raises ValueError
    for an unknown group; the message lists the known ones.
    """

    def __init__(self, model: Model, groups: Iterable[str] = ()) -> None:
        wanted = tuple(dict.fromkeys(groups))
        known = [str(group.id) for group in model.groups]
        for name in wanted:
            if name not in known:
                raise ValueError(f"no group of events is called {name}; there is {_list(known)}")
        chosen = [group for group in model.groups if not wanted or str(group.id) in wanted]
        chosen.sort(key=lambda group: -len(group.members))
        self.groups: Final = tuple(chosen)
        self.discriminators: Final = tuple(dict.fromkeys(group.discriminator for group in chosen))
        self._first = self.discriminators[0] if self.discriminators else ""
        self._by_tag: dict[tuple[str, Direction | None], tuple[Event, ...]] = {}
        events: dict[tuple[str, DeclId, Direction | None], Event] = {}
        for group in chosen:
            direction = direction_of(group)
            for tag, id_ in group.members:
                event = events.setdefault(
                    (tag, id_, direction), Event(tag, id_, group.id, direction)
                )
                for asked in (None, "client", "server") if direction is None else (None, direction):
                    others = self._by_tag.get((tag, asked), ())
                    if event not in others:
                        self._by_tag[tag, asked] = (*others, event)
        self.events: Final = tuple(events.values())

    def tag(self, value: Mapping[str, Any]) -> str | None:
        """The tag of a message; None if it has none that is a string."""
        tag = value.get(self._first)
        if type(tag) is str:
            return tag
        for name in self.discriminators[1:]:
            tag = value.get(name)
            if type(tag) is str:
                return tag
        return None

    def find(self, tag: str, direction: Direction | None) -> tuple[Event, ...]:
        """The events with a tag; with a `direction`, only those that it sends."""
        return self._by_tag.get((tag, direction), ())

    def unambiguous(self, direction: Direction | None) -> Iterator[tuple[str, Event]]:
        """The tags that only one event has; with a `direction`, of the events that it sends."""
        for (tag, asked), events in self._by_tag.items():
            if asked == direction and len(events) == 1:
                yield tag, events[0]

    def knows(self, tag: str | None) -> bool:
        """Whether any event has this tag."""
        return (tag, None) in self._by_tag

    def names(self, direction: Direction | None) -> str:
        """The names of the groups of one direction, as text for messages."""
        names = [
            str(group.id)
            for group in self.groups
            if direction is None or direction_of(group) in (None, direction)
        ]
        if len(names) > _MOST_NAMES:
            return f"{names[0]} or {len(names) - 1} other unions"
        return _list(names)

    def near(self, tag: str, direction: Direction | None) -> str | None:
        """The declared tag that is spelled most like an unknown one, if any is close."""
        # Imported late: most recordings have no unknown event.
        from difflib import get_close_matches

        tags = [known for known, asked in self._by_tag if asked == direction]
        close = get_close_matches(tag, tags, n=1, cutoff=0.75)
        return close[0] if close else None


def _list(names: Iterable[str]) -> str:
    listed = list(names)
    return f"{', '.join(listed[:-1])} or {listed[-1]}" if len(listed) > 1 else "".join(listed)
