"""Look up the declared event of a message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal as OneOf, TypeAlias

from ..model import DeclId, EventGroup, Model, tag_key, tag_text
from ..model.groups import group_of
from ..runtime._problems import Steps
from ..runtime._shapes import tag_at
from ..text.records import dataclass
from ..text.similar import similar_name
from .findings import Found, Kind, Misfit

__all__ = ["ANY_OTHER", "Catalogue", "Direction", "Event", "TagKey", "direction_of", "tag_name"]

Direction: TypeAlias = OneOf["client", "server"]

TagKey: TypeAlias = str | tuple[str, Any]
"""A tag as the result of `tag_key`: a text, or a kind and a value."""

ANY_OTHER: Final = "(any other)"

_MOST_NAMES: Final = 2
_WORDS: Final = re.compile(r"[A-Z]?[a-z]+")


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """A declared event: its tag, its declaration, its group, and the sender, if known.

    `ANY_OTHER` is the tag of an event for all undeclared tags. A catalogue has one object for each
    event, so events are compared by identity, for speed.
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

    `groups` names unions, which need not be groups by default. A union without a discriminator, or
    an interface, is one event that any message can be. Groups are sorted by size, the largest
    first; a declaration in several of them counts as an event of the first. Raises ValueError for
    an unknown name; the message lists the groups of the spec.
    """

    def __init__(self, model: Model, groups: Iterable[str] = ()) -> None:
        chosen = list(_chosen(model, tuple(groups)) if groups else model.groups)
        chosen.sort(key=lambda group: -len(group.members))
        self.groups: Final = tuple(chosen)
        self.tag_paths: Final = tuple(
            dict.fromkeys(group.tag_path for group in chosen if group.members)
        )
        first, *inner = self.tag_paths[0] if self.tag_paths else ("",)
        self.first_tag: Final = "" if inner else first
        """The field of the first group's tag; "", which is no field, if it is nested."""
        self._by_tag: dict[tuple[TagKey | None, Direction | None], tuple[Event, ...]] = {}
        tags = [tag for group in chosen for tag in group.tags]
        self._only_texts = all(isinstance(tag, str) for tag in tags)
        self.has_null: Final = None in tags
        """Whether null is the tag of an event."""
        events: dict[tuple[TagKey | None, DeclId, Direction | None], Event] = {}
        for group in chosen:
            direction = direction_of(group)
            any_other = ANY_OTHER if group.members else str(group.id)
            named = [(tag_key(tag), tag_text(tag), id_) for tag, id_ in group.members]
            for key, text, id_ in (*named, *((None, any_other, id_) for id_ in group.other)):
                event = events.setdefault(
                    (key, id_, direction), Event(text, id_, group.id, direction)
                )
                for asked in (None, "client", "server") if direction is None else (None, direction):
                    others = self._by_tag.get((key, asked), ())
                    if event not in others:
                        self._by_tag[key, asked] = (*others, event)
        self.events: Final = tuple(events.values())

    def tag(self, value: Mapping[str, Any]) -> TagKey | None:
        """The key of the tag of a message, a text as itself; None if it has no tag.

        Numbers and booleans are tags only if a group has such, and so is null.
        """
        tag = value.get(self.first_tag) if self.first_tag else None
        if type(tag) is str:
            return tag
        for path in self.tag_paths:
            tag = tag_at(value, path)
            if type(tag) is str:
                return tag
            if not self._only_texts and self.is_scalar(tag):
                key: TagKey = tag_key(tag)
                return key
        return None

    def is_scalar(self, tag: object) -> bool:
        """Whether a value may be a tag that is no text."""
        return isinstance(tag, int | float) or (tag is None and self.has_null)

    def find(self, tag: TagKey | None, direction: Direction | None) -> tuple[Event, ...]:
        """The events with a tag; with a `direction`, only those that this side sends."""
        return self._by_tag.get((tag, direction)) or self._by_tag.get((None, direction), ())

    def unambiguous(self, direction: Direction | None) -> Iterator[tuple[TagKey, Event]]:
        """The tags with exactly one event; with a `direction`, among those that this side sends."""
        for (tag, asked), events in self._by_tag.items():
            if asked == direction and len(events) == 1 and tag is not None:
                yield tag, events[0]

    def knows(self, tag: TagKey | None) -> bool:
        """Whether any event has this tag."""
        return tag is not None and (tag, None) in self._by_tag

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

    def unknown(self, tag: object, direction: Direction | None, got: str = "") -> Found:
        """The misfit of a message with an unknown tag; None is for a missing tag.

        `got` replaces the tag in the message, as in `Misfit`.
        """
        got = got or ("but it has no tag" if tag is None else "")
        expected = f"an event of {self.names(direction)}"
        steps: Steps = None
        for step in reversed(self.tag_paths[0] if self.tag_paths else ("",)):
            steps = (step, steps)
        return Found(steps, Misfit(Kind.UNKNOWN_EVENT, expected, tag, got))

    def near(self, tag: str, direction: Direction | None) -> str | None:
        """The declared tag that is most similar to an unknown one, if one is close."""
        tags = [
            event.tag
            for (_, asked), events in self._by_tag.items()
            if asked == direction
            for event in events
        ]
        return similar_name(tag, tags)


def _chosen(model: Model, names: Sequence[str]) -> Iterator[EventGroup]:
    """Make groups of the unions with these names."""
    groups = {str(group.id): group for group in model.groups}
    ids = {str(id_): id_ for id_ in reversed(model.by_id())}
    for name in dict.fromkeys(names):
        if name in groups:
            yield groups[name]
        elif name not in ids:
            there = f"; there is {_list(groups)}" if groups else ""
            raise ValueError(f"no union of the spec is called {name}{there}")
        else:
            group = group_of(model.by_id(), ids[name])
            alone = EventGroup(ids[name], ("",), (), (ids[name],))
            yield group if isinstance(group, EventGroup) else alone


def tag_name(tag: TagKey) -> str:
    """The text of a tag's key."""
    return tag if isinstance(tag, str) else tag_text(tag[1])


def _list(names: Iterable[str]) -> str:
    listed = list(names)
    return f"{', '.join(listed[:-1])} or {listed[-1]}" if len(listed) > 1 else "".join(listed)
