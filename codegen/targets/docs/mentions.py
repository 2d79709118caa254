"""Link the names in texts: events by their tags, types by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ...model import Declaration, DeclId, EventGroup, Interface, Model
from ...text.markdown import Mention, code, first_sentence
from .places import Places

__all__ = ["Mentions", "used_in"]

_SEPARATORS: Final = frozenset("./:_-")
_NOUN: Final = "event"
"""The noun behind a tag that could be a field: an `error` event."""


class Mentions:
    """The names that texts of a model can mention, and their link targets.

    `protocol_of` maps a group to its protocol: if two have an event of one name, a text means that
    of its own protocol.
    """

    def __init__(
        self, model: Model, places: Places, protocol_of: Callable[[EventGroup], str]
    ) -> None:
        self._places = places
        self._protocol_of = protocol_of
        self._all: dict[str, str] = {}
        self._own: dict[str, dict[str, str]] = {}
        self._on_pages: dict[DeclId, Mention] = {}
        fields = {
            property_.wire_name
            for declaration in model.declarations
            if isinstance(declaration, Interface)
            for property_ in declaration.properties
        }
        for group in model.groups:
            own = self._own.setdefault(protocol_of(group), {})
            for tag, id_ in group.members:
                if isinstance(tag, str):
                    # A word that is also the name of a field means the field more often.
                    is_plain = tag in fields and _SEPARATORS.isdisjoint(tag)
                    named = f"{tag} {_NOUN}" if is_plain else tag
                    own.setdefault(named, places.url(id_))
                    self._all.setdefault(named, places.url(id_))
        for id_, name in places.names.items():
            for text in (str(id_), name):
                if text not in fields:
                    self._all.setdefault(text, places.url(id_))

    def for_page(self, page: DeclId) -> Mention:
        """The link targets of code spans on a page, which never links to itself."""
        known = self._on_pages.get(page)
        if known is None:
            events = self._places.events.get(page)
            own = self._own[self._protocol_of(events[0][1])] if events else {}
            known = self._on_pages[page] = self._mention(own, self._places.url(page))
        return known

    def _mention(self, own: Mapping[str, str], page: str) -> Mention:
        everything = self._all

        def mention(text: str) -> str:
            url = own.get(text) or everything.get(text, "")
            return "" if url == page else url

        return mention

    def summary(self, declaration: Declaration) -> str:
        """A sentence about a declaration: from its comment, or its users."""
        id_ = declaration.id
        mark = "" if declaration.deprecated is None else "**Deprecated.** "
        text = first_sentence(declaration.doc, self.for_page(self._places.home(id_)))
        users = self._places.users.get(id_)
        if not text and users:
            user, properties = next(iter(users.items()))
            text = f"Used by {self._places.link(user)}{used_in(properties)}."
        return mark + text


def used_in(properties: list[str]) -> str:
    """The properties of one declaration that use another one."""
    if not properties:
        return ""
    return f" in {', '.join(code(name, in_table=True) for name in properties)}"
