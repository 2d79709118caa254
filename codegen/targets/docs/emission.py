"""The target `docs`: reference documentation in Markdown, a page for each declaration."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, assert_never
from urllib.parse import quote

from ...model import (
    Alias,
    Declaration,
    DeclId,
    Enum,
    EventGroup,
    Interface,
    Literal,
    Type,
    Union,
    refs,
    tag_text,
)
from ...model.paths import path_text
from ...model.typescript import literal_text
from ...runtime._shapes import NULL, Kind, Object, Shape, variants
from ...text.hidden import escape_hidden
from ...text.markdown import cell, code, first_sentence, prose, table
from ...text.paths import file_names
from ...text.records import dataclass
from ...wire.samples import Sampled, Sampler
from ..base import Emission, Page, Request
from .examples import Examples
from .reference import conditions, json_text, type_text

__all__ = ["emit"]

_INDEX: Final = "README"
_ANY_OTHER: Final = "any other"  # The tag of events that have none of the declared ones.
_LEFT_ALONE: Final = "<!-- fmt: off -->"  # ruff formats code in Markdown too.
_TAKEN: Final = frozenset({"readme", "index"})
"""Names that a page cannot have, in any case."""

_WORD_BREAK: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_+")


@dataclass(frozen=True, slots=True)
class _Section:
    """A part of a page under a heading of its own."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class _IndexSection:
    """A part of the index; `anchor` is what its heading is reached by."""

    title: str
    anchor: str
    count: str
    text: str
    table: str


class _Reference:
    """The pages of one model."""

    def __init__(self, request: Request) -> None:
        self._model = request.model
        self._names = request.names
        self._request = request
        self._declarations = request.model.by_id()
        self._files = file_names(
            [self._name(declaration.id) for declaration in request.model.declarations],
            _TAKEN,
        )
        self._sampler = Sampler(request.model, request.names)
        self._shapes = self._sampler.shapes
        self._nullable: dict[int, bool] = {}  # By the ids of their parts, which they keep.
        self._examples = Examples(request.package, request.names, request.classes == {"dicts"})
        self._groups = {group.id: group for group in request.model.groups}
        self._events: dict[DeclId, list[tuple[str, EventGroup]]] = {}
        for group in request.model.groups:
            for tag, member in group.members:
                self._events.setdefault(member, []).append((code(tag_text(tag)), group))
            for member in group.other:
                self._events.setdefault(member, []).append((f"with {_ANY_OTHER} tag", group))
        self._users = self._find_users()
        self._links = {
            declaration.id: self._new_link(declaration.id)
            for declaration in request.model.declarations
        }
        self._title = f"{_one_line(request.model.spec.name)}: reference"
        self._notice = _comment(request.header)

    def _name(self, id_: DeclId) -> str:
        return self._names.declarations[id_]

    def _new_link(self, id_: DeclId) -> str:
        name = self._name(id_)
        return f"[`{name}`]({quote(self._files[name])}.md)"

    def _link(self, id_: DeclId) -> str:
        return self._links[id_]

    def _find_users(self) -> dict[DeclId, dict[DeclId, list[str]]]:
        """For each declaration the ones that refer to it, with the properties that do."""
        users: dict[DeclId, dict[DeclId, list[str]]] = {}
        for declaration in self._model.declarations:
            for name, type_ in _types_of(declaration):
                for id_ in dict.fromkeys(refs(type_)):
                    names = users.setdefault(id_, {}).setdefault(declaration.id, [])
                    if name is not None:
                        names.append(name)
        return users

    # --------------------------------------------------------------------- the index

    def pages(self) -> Iterator[Page]:
        """The index, then a page for each declaration in the model's order."""
        folder = f"docs/{self._request.package}"
        yield Page(f"{folder}/{_INDEX}.md", "docs/index.md.j2", self._index())
        for declaration in self._model.declarations:
            path = f"{folder}/{self._files[self._name(declaration.id)]}.md"
            yield Page(path, "docs/page.md.j2", self._page(declaration))

    def _index(self) -> Mapping[str, object]:
        anchors: dict[str, int] = {}
        sections = [self._group_section(group, anchors) for group in self._model.groups]
        listed = {id_ for group in self._model.groups for id_ in group.interfaces}
        listed |= self._groups.keys()
        others = [
            declaration for declaration in self._model.declarations if declaration.id not in listed
        ]
        if others:
            others.sort(
                key=lambda declaration: (
                    self._name(declaration.id).casefold(),
                    self._name(declaration.id),
                )
            )
            rows = [
                (self._link(declaration.id), _kind(declaration), self._summary(declaration))
                for declaration in others
            ]
            title = "Resources"
            sections.append(
                _IndexSection(
                    title,
                    _anchor(title, anchors),
                    _counted(len(others), "declaration"),
                    "What the messages are made of." if self._model.groups else "",
                    table(("Name", "Kind", "Meaning"), rows),
                )
            )
        version = _one_line(self._model.spec.version)
        package = f"`import {self._request.package}`"
        text = f"Every declaration of the spec ({version}), as {package} gives it to Python."
        if not version:
            text = f"Every declaration of the spec, as {package} gives it to Python."
        return {
            "notice": self._notice,
            "title": self._title,
            "text": text,
            "sections": sections,
        }

    def _group_section(self, group: EventGroup, anchors: dict[str, int]) -> _IndexSection:
        title = _plural(self._name(group.id))
        rows = [
            (tag, self._link(id_), self._summary(self._declarations[id_]))
            for tag, id_ in (
                *((code(tag_text(tag), in_table=True), id_) for tag, id_ in group.members),
                *((_ANY_OTHER, id_) for id_ in group.other),
            )
        ]
        return _IndexSection(
            title,
            _anchor(title, anchors),
            _counted(len(rows), "event"),
            f"Each is a member of {self._link(group.id)}.",
            table((code(path_text(group.tag_path), in_table=True), "Class", "Meaning"), rows),
        )

    def _summary(self, declaration: Declaration) -> str:
        mark = "" if declaration.deprecated is None else "**Deprecated.** "
        text = first_sentence(declaration.doc)
        users = self._users.get(declaration.id)
        if not text and users:
            user, properties = next(iter(users.items()))
            text = f"Used by {self._link(user)}{_places(properties)}."
        return mark + text

    # ---------------------------------------------------------------------- the pages

    def _page(self, declaration: Declaration) -> Mapping[str, object]:
        id_ = declaration.id
        deprecated = ""
        if declaration.deprecated is not None:
            deprecated = f"**Deprecated.** {cell(declaration.deprecated)}".rstrip()
        sample, usage = self._sample_and_usage(declaration)
        own = dict.fromkeys(
            referred for _, type_ in _types_of(declaration) for referred in refs(type_)
        )
        if isinstance(declaration, Alias) and self._has_members(declaration):
            own = {}
        return {
            "notice": self._notice,
            "index": self._title.replace("[", "\\[").replace("]", "\\]"),
            "title": self._name(id_).replace("_", "\\_"),
            "deprecated": deprecated,
            "text": prose(declaration.doc or ""),
            "facts": list(self._facts(declaration)),
            "sections": list(self._sections(declaration)),
            "sample": sample,
            "code": usage,
            "refers_to": [self._link(referred) for referred in own if referred != id_],
            "referred_to_by": [
                self._link(user) + _places(names)
                for user, names in self._users.get(id_, {}).items()
            ],
        }

    def _facts(self, declaration: Declaration) -> Iterator[str]:
        for tag, group in self._events.get(declaration.id, ()):
            yield f"Event {tag} of {self._link(group.id)}"
        match declaration:
            case Alias(_, type_) if not self._has_members(declaration):
                yield f"Type: {type_text(type_, self._link, in_table=False)}"
        for note in self._request.notes.get(declaration.id, ()):
            yield f"{note.title}: {code(note.wire_name)}; {note.text}"
        path, module = ".".join(declaration.id.path), declaration.id.module
        yield f"In TypeScript: {code(path.replace('..', '.'))} of {code(module)}"

    def _sections(self, declaration: Declaration) -> Iterator[_Section]:
        match declaration:
            case Interface(_, properties, index):
                if properties or index is not None:
                    yield _Section("Fields", self._fields(declaration))
            case Alias(_, type_):
                if isinstance(type_, Union) and self._has_members(declaration):
                    yield _Section("Members", self._members(type_))
            case Enum(_, members):
                rows = [
                    (
                        code(member.name, in_table=True),
                        ""
                        if member.value is None
                        else code(literal_text(member.value), in_table=True),
                        cell(member.doc or ""),
                    )
                    for member in members
                ]
                yield _Section("Values", table(("Name", "Value", "Meaning"), rows))
            case _:
                assert_never(declaration)

    def _fields(self, interface: Interface) -> str:
        python = self._names.fields[interface.id]
        shape = self._shapes[self._name(interface.id)]
        assert isinstance(shape, Object)
        fields = {**shape.required, **shape.optional}
        rows = []
        for property_ in interface.properties:
            wire = code(property_.wire_name, in_table=True)
            name = python[property_.wire_name]
            field = wire if name == property_.wire_name else f"{wire}<br>in Python: `{name}`"
            presence = ["required" if property_.wire_name in shape.required else "optional"]
            if self._can_be_null(fields[property_.wire_name]):
                presence.append("nullable")
            if property_.readonly:
                presence.append("read-only")
            meaning = cell(property_.doc or "")
            if property_.deprecated is not None:
                why = f"**Deprecated.** {cell(property_.deprecated)}".rstrip()
                meaning = f"{why}<br>{meaning}" if meaning else why
            type_ = type_text(property_.type, self._link, in_table=True)
            rows.append((field, type_, ", ".join(presence), meaning))
        if interface.index is not None:
            key = type_text(interface.index.key, self._link, in_table=True)
            value = type_text(interface.index.value, self._link, in_table=True)
            rows.append((f"any other ({key})", value, "optional", ""))
        return table(("Field", "Type", "Presence", "Meaning"), rows)

    def _can_be_null(self, shape: Shape) -> bool:
        """Whether a value can be null. What stands in many places is asked once."""
        if id(shape) not in self._nullable:
            self._nullable[id(shape)] = any(
                isinstance(variant, Kind) and variant.name == NULL.name
                for variant in variants(self._shapes, shape)
            )
        return self._nullable[id(shape)]

    def _members(self, union: Union) -> str:
        when = conditions(union.decision)
        rows = []
        for member in union.members:
            declaration = self._declared(member)
            rows.append(
                (
                    type_text(member, self._link, in_table=True),
                    when.get(member, ""),
                    "" if declaration is None else self._summary(declaration),
                )
            )
        return table(("Member", "When", "Meaning"), rows)

    def _declared(self, type_: Type) -> Declaration | None:
        ids = list(refs(type_))
        return self._declarations[ids[0]] if len(ids) == 1 else None

    def _has_members(self, alias: Alias) -> bool:
        """Whether the members of a union are worth a table: some are declarations."""
        members = alias.type.members if isinstance(alias.type, Union) else ()
        return any(self._declared(member) is not None for member in members)

    # ------------------------------------------------------------ samples and their use

    def _sample_and_usage(self, declaration: Declaration) -> tuple[str, str]:
        try:
            sampled = self._sampler.sampled(declaration.id)
        except ValueError:
            return "", ""
        return json_text(sampled), self._usage(declaration, sampled)

    def _usage(self, declaration: Declaration, sampled: Sampled) -> str:
        groups = [group for _, group in self._events.get(declaration.id, ())]
        if self._examples.as_dicts:
            return self._examples.annotated(declaration.id, sampled)
        if declaration.id in self._groups:
            return self._examples.matching(self._groups[declaration.id])
        if groups:
            return self._examples.event(sampled, groups[0])
        if isinstance(declaration, Interface):
            return self._examples.object(sampled, declaration)
        return self._examples.annotated(declaration.id, sampled)


# -------------------------------------------------------------------------- helpers


def _types_of(declaration: Declaration) -> Iterator[tuple[str | None, Type]]:
    """The types in a declaration, each with the property that it is the type of."""
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


def _places(names: list[str]) -> str:
    return f" in {', '.join(code(name, in_table=True) for name in names)}" if names else ""


def _plural(name: str) -> str:
    """A heading for the members of a union: `RealtimeClientEvent` -> `Realtime client events`."""
    words = [word for word in _WORD_BREAK.split(name) if word]
    shown = [word if word.isupper() and len(word) > 1 else word.lower() for word in words]
    text = " ".join(shown)
    plural = text if text.endswith("s") else f"{text}s"
    return plural[:1].upper() + plural[1:]


def _anchor(title: str, taken: dict[str, int]) -> str:
    """The anchor that the usual renderers give a heading; a second one gets a number."""
    slug = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
    number = taken.get(slug, 0)
    taken[slug] = number + 1
    return f"{slug}-{number}" if number else slug


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _one_line(text: str) -> str:
    return " ".join(prose(text).split()).replace("-->", "--&gt;")


def _comment(lines: Iterable[str]) -> str:
    """The header as a comment that nothing in it can end."""
    text = escape_hidden("\n".join(lines)).replace("--", "- -")
    text = text.replace("<", "&lt;").replace(">", "&gt;")
    return f"<!--\n{text}\n-->\n{_LEFT_ALONE}"


def emit(request: Request) -> Emission:
    """The reference: an index, and a page for each declaration."""
    return Emission(pages=tuple(_Reference(request).pages()))
