"""The place of each declaration in the reference: a page, or a part of one.

Events, unions of events and shared types have a page each. An anonymous object, and a type that is
declared in another one and only used there, are on the page of the enclosing declaration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, assert_never
from urllib.parse import quote

from ...model import (
    ANY_OTHER,
    Alias,
    AnyOther,
    Declaration,
    DeclId,
    Enum,
    EventGroup,
    Interface,
    Model,
    Tag,
    Type,
    referred,
    tag_text,
)
from ...python.names import Names
from ...text.markdown import code
from ...text.paths import file_names

__all__ = ["INDEX", "Places", "parts_of"]

INDEX: Final = "README"
_TAKEN: Final = frozenset({"readme", "index"})
"""Names that a page cannot have, in any case."""
_WORD: Final = re.compile(r"\w*")
_LONGEST_TITLE: Final = 3
"""The number of tags of a class up to which all are in the title."""


class Places:
    """The pages of a model, and the links to their contents."""

    def __init__(self, model: Model, names: Names) -> None:
        self.declarations: Final = model.by_id()
        self.names: Final = names.declarations
        self.events: Final = _events(model)
        self.groups: Final = {group.id: group for group in model.groups}
        self.users: Final = _users(model)
        self._homes: dict[DeclId, DeclId] = {}
        self.held: Final[dict[DeclId, list[DeclId]]] = {}
        self.pages: Final[list[Declaration]] = []
        for declaration in model.declarations:
            home = self.home(declaration.id)
            if home == declaration.id:
                self.pages.append(declaration)
            else:
                self.held.setdefault(home, []).append(declaration.id)
        files = file_names([self.names[page.id] for page in self.pages], _TAKEN)
        self._urls = {page.id: f"{quote(files[self.names[page.id]])}.md" for page in self.pages}
        self.paths: Final = {page.id: f"{files[self.names[page.id]]}.md" for page in self.pages}
        self.links: Final = {
            id_: f"[`{name}`]({self.url(id_)})" for id_, name in self.names.items()
        }

    def home(self, id_: DeclId) -> DeclId:
        """The declaration whose page has a declaration; itself if it has its own page."""
        home = self._homes.get(id_)
        if home is None:
            holder = self._holder(id_)
            home = id_ if holder is None else self.home(holder)
            self._homes[id_] = home
        return home

    def _holder(self, id_: DeclId) -> DeclId | None:
        """The declaration that encloses one without a page of its own."""
        module, path = id_
        if len(path) == 1 or id_ in self.events or id_ in self.groups:
            return None
        for size in range(len(path) - 1, 0, -1):
            holder = DeclId(module, path[:size])
            if holder in self.declarations:
                is_nameless = path[size][:1] in ".<"
                return holder if is_nameless or self._is_used_in(id_, holder) else None
        return None

    def _is_used_in(self, id_: DeclId, holder: DeclId) -> bool:
        """Whether a declaration is used, and only inside of the enclosing one."""
        users, size = self.users.get(id_), len(holder.path)
        return bool(users) and all(
            user.module == holder.module and user.path[:size] == holder.path for user in users or ()
        )

    def url(self, id_: DeclId) -> str:
        """The URL of a declaration, relative to any page."""
        own = self._urls.get(id_)
        return own or f"{self._urls[self.home(id_)]}#{quote(self.names[id_])}"

    def link(self, id_: DeclId) -> str:
        """The link to a declaration, with the name of its class."""
        return self.links[id_]

    def tags(self, id_: DeclId) -> list[Tag]:
        """The tags of an event, each once."""
        texts = {tag_text(tag): tag for tag, _ in self.events.get(id_, ()) if tag is not ANY_OTHER}
        return list(texts.values())

    def event_link(self, id_: DeclId) -> str:
        """The link to an event, named by its tag, or by its class if it has none or several."""
        tags = self.tags(id_)
        if len(tags) != 1:
            return self.links[id_]
        return f"[{code(tag_text(tags[0]), in_table=True)}]({self.url(id_)})"

    def title(self, id_: DeclId) -> str:
        """The heading of a page: the tags of an event, the name of any other declaration."""
        tags = self.tags(id_)
        if not tags or len(tags) > _LONGEST_TITLE:
            return self.names[id_].replace("_", "\\_")
        shown = ", ".join(code(tag_text(tag)) for tag in tags)
        # A heading of one word could have the anchor of a field.
        return f"Event {shown}" if len(tags) == 1 and _WORD.fullmatch(tag_text(tags[0])) else shown


def parts_of(declaration: Declaration) -> Iterator[tuple[str | None, Type]]:
    """The types in a declaration, each with its property."""
    match declaration:
        case Interface(_, properties, index):
            for property_ in properties:
                yield property_.wire_name, property_.type
            if index is not None:
                yield None, index
        case Alias(_, type_):
            yield None, type_
        case Enum():
            return
        case _:
            assert_never(declaration)


def _events(model: Model) -> dict[DeclId, list[tuple[Tag | AnyOther, EventGroup]]]:
    """The events with their tags, `ANY_OTHER` for undeclared ones, and the groups with these."""
    events: dict[DeclId, list[tuple[Tag | AnyOther, EventGroup]]] = {}
    for group in model.groups:
        for tag, member in group.members:
            events.setdefault(member, []).append((tag, group))
        for member in group.other:
            events.setdefault(member, []).append((ANY_OTHER, group))
    return events


def _users(model: Model) -> dict[DeclId, dict[DeclId, list[str]]]:
    """The users of each declaration, with the properties that refer to it."""
    users: dict[DeclId, dict[DeclId, list[str]]] = {}
    for declaration in model.declarations:
        for name, type_ in parts_of(declaration):
            for id_ in referred(type_):
                names = users.setdefault(id_, {}).setdefault(declaration.id, [])
                if name is not None:
                    names.append(name)
    return users
