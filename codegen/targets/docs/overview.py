"""The first page: the course of sessions, the events by topic, and all types."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, assert_never
from urllib.parse import quote

from ...model import (
    ANY_OTHER,
    Alias,
    AnyOther,
    Declaration,
    DeclId,
    Enum,
    Interface,
    Literal,
    Model,
    Tag,
    Union,
    tag_text,
)
from ...model.paths import path_text
from ...text.markdown import code, table
from ...text.records import dataclass
from .mentions import Mentions
from .moves import Movement
from .places import INDEX, Places
from .sequence import sequence
from .sides import Protocol, Sides, Topic

__all__ = ["Overview"]

_SHOWN_OTHER: Final = "any other"  # The placeholder for an undeclared tag.
_WORD_BREAK: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_+")
_NO_ANCHOR: Final = re.compile(r"[^\w-]")


@dataclass(frozen=True, slots=True)
class _Table:
    """The events of one topic; `title` is "" if there is only one table."""

    anchor: str
    title: str
    table: str


@dataclass(frozen=True, slots=True)
class _Section:
    """A section of the page; `anchor` is that of its heading."""

    anchor: str
    title: str
    count: str
    text: str
    diagram: str
    tables: tuple[_Table, ...]


class Overview:
    """The first page of a model, and the anchors on it."""

    def __init__(
        self,
        model: Model,
        places: Places,
        sides: Sides,
        mentions: Mentions,
        movement: Movement,
    ) -> None:
        self._model = model
        self._places = places
        self._sides = sides
        self._mentions = mentions
        self._topics: dict[DeclId, str] = {}
        taken: set[str] = set()
        self._sections = [
            self._protocol(protocol, sequence(protocol, sides, places, movement), taken)
            for protocol in sides.protocols
        ]

    def topic_of(self, id_: DeclId) -> str:
        """The link to the table that lists an event; "" for any other declaration."""
        return self._topics.get(id_, "")

    def variables(self) -> Mapping[str, object]:
        """The variables for the template of the page."""
        listed = self._places.events.keys() | self._places.groups.keys()
        types = [page for page in self._places.pages if page.id not in listed]
        sections = list(self._sections)
        if types:
            sections.append(self._types(types))
        return {"sections": sections}

    def _protocol(self, protocol: Protocol, diagram: str, taken: set[str]) -> _Section:
        topics = self._sides.topics(protocol)
        groups = protocol.groups
        title = _title([self._places.names[group.id] for group in groups])
        anchor = _new_anchor(f"events.{_NO_ANCHOR.sub('-', protocol.subject) or 'all'}", taken)
        tables = []
        for topic in topics:
            there = _new_anchor(f"{anchor}.{_NO_ANCHOR.sub('-', topic.name) or 'others'}", taken)
            shown = code(topic.name) if topic.name else "Others"
            tables.append(_Table(there, shown if len(topics) > 1 else "", self._table(topic)))
            where, of = (there, shown) if len(topics) > 1 else (anchor, title)
            for _, id_, _ in topic.events:
                link = f"[{of}]({INDEX}.md#{quote(where)})"
                self._topics.setdefault(id_, link)
        count = sum(len(topic.events) for topic in topics)
        members = " or ".join(self._places.link(group.id) for group in groups)
        tags = " or ".join(dict.fromkeys(code(path_text(group.tag_path)) for group in groups))
        text = f"Each is a member of {members}; {tags} says which."
        return _Section(anchor, title, _counted(count, "event"), text, diagram, tuple(tables))

    def _table(self, topic: Topic) -> str:
        rows = []
        for tag, id_, group in topic.events:
            declaration = self._places.declarations[id_]
            shown = self._event(tag, id_)
            side = self._sides.of_group(group) or ""
            name = code(self._places.names[id_], in_table=True)
            rows.append((shown, side, name, self._mentions.summary(declaration)))
        return table(("Event", "Sent by", "Class", "Meaning"), rows)

    def _event(self, tag: Tag | AnyOther, id_: DeclId) -> str:
        shown = _SHOWN_OTHER if tag is ANY_OTHER else code(tag_text(tag), in_table=True)
        return f"[{shown}]({self._places.url(id_)})"

    def _types(self, types: list[Declaration]) -> _Section:
        names = self._places.names
        types.sort(
            key=lambda declaration: (names[declaration.id].casefold(), names[declaration.id])
        )
        rows = [
            (self._places.link(page.id), _kind(page), self._mentions.summary(page))
            for page in types
        ]
        text = "What the messages are made of." if self._model.groups else ""
        own = _Table("", "", table(("Name", "Kind", "Meaning"), rows))
        return _Section("types.all", "Types", _counted(len(types), "type"), text, "", (own,))


def _kind(declaration: Declaration) -> str:
    match declaration:
        case Interface():
            return "object"
        case Alias(_, Union(members)):
            literals = all(isinstance(member, Literal) for member in members)
            return "values" if literals else "union"
        case Alias():
            return "alias"
        case Enum():
            return "enum"
        case _:
            assert_never(declaration)


def _title(names: list[str]) -> str:
    """A heading for some groups: the common words of the first two names."""
    first, *others = (list(_words(name)) for name in names)
    common = [word for word in first if all(word in other for other in others[:1])]
    text = " ".join(common or first)
    plural = text if text.endswith("s") else f"{text}s"
    return plural[:1].upper() + plural[1:]


def _words(name: str) -> Iterator[str]:
    for word in _WORD_BREAK.split(name):
        if word:
            yield word if word.isupper() and len(word) > 1 else word.lower()


def _new_anchor(wanted: str, taken: set[str]) -> str:
    anchor, number = wanted, 1
    while anchor in taken:
        number += 1
        anchor = f"{wanted}-{number}"
    taken.add(anchor)
    return anchor


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
