"""The target `docs`: a handbook in Markdown, with a page for each event and each shared type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ...model import Alias, Declaration, Enum, Interface
from ...text.hidden import escape_hidden
from ...text.markdown import cell, code, prose
from ...text.records import dataclass
from ...wire.samples import Sampled, SampledObject, Sampler
from ..base import Emission, Page, Request
from .examples import Examples
from .mentions import Mentions, used_in
from .moves import History, Movement, Moves
from .overview import Overview
from .places import INDEX, Places
from .reference import json_text
from .sides import Side, Sides
from .tree import Tree, Trees, has_members
from .types import Types

__all__ = ["emit"]

_LEFT_ALONE: Final = "<!-- fmt: off -->"  # ruff formats code in Markdown too.
_FIELDS: Final = "What is in it"
_ALSO: Final = "What belongs to it"
_MEMBERS: Final = "Members"
_VALUES: Final = "Values"
_SAMPLE: Final = "A sample"
_USED: Final = "Used by"
_IN_PYTHON: Final = "In Python"
_TO_USE: Final[dict[Side, str]] = {"client": "To send it", "server": "To handle it"}


@dataclass(frozen=True, slots=True)
class _Section:
    """A section of a page: a heading and its text."""

    title: str
    body: str


class _Handbook:
    """The pages of one model."""

    def __init__(self, request: Request) -> None:
        model, names = request.model, request.names
        as_dicts = request.classes == {"dicts"}
        movement = Movement(request.facts)
        self._request = request
        self._sampler = Sampler(model, names)
        self._examples = Examples(request.package, names, as_dicts)
        self._places = Places(model, names)
        self._sides = Sides(model, names, self._places, movement.replies)
        self._mentions = Mentions(model, self._places, self._sides.protocol_of)
        self._types = Types(self._places, names, as_dicts)
        self._history = History(request.facts)
        shapes = self._sampler.shapes
        self._trees = Trees(self._places, names, self._types, shapes, self._mentions, self._history)
        self._moves = Moves(movement, self._places, self._sides)
        self._overview = Overview(model, self._places, self._sides, self._mentions, movement)
        self._title = f"{_one_line(model.spec.name)}: reference"
        self._index = f"[{self._title.replace('[', chr(92) + '[').replace(']', chr(92) + ']')}]"
        self._notice = _comment(request.header)

    def pages(self) -> Iterator[Page]:
        """The overview, then the pages in the model's order."""
        folder = f"docs/{self._request.package}"
        yield Page(f"{folder}/{INDEX}.md", "docs/index.md.j2", self._first())
        for declaration in self._places.pages:
            path = f"{folder}/{self._places.paths[declaration.id]}"
            yield Page(path, "docs/page.md.j2", self._page(declaration))

    def _first(self) -> Mapping[str, object]:
        version = _one_line(self._request.model.spec.version)
        of = f"the spec ({version})" if version else "the spec"
        package = f"`import {self._request.package}`"
        return {
            "notice": self._notice,
            "title": self._title,
            "text": f"Every declaration of {of}, as {package} gives it to Python.",
            **self._overview.variables(),
        }

    def _page(self, declaration: Declaration) -> Mapping[str, object]:
        id_ = declaration.id
        mention = self._mentions.for_page(id_)
        title = self._places.title(id_)
        tree = self._tree(declaration, title)
        sections = list(self._sections(declaration, tree))
        deprecated = ""
        if declaration.deprecated is not None:
            deprecated = f"**Deprecated.** {cell(declaration.deprecated, mention)}".rstrip()
        topic = self._overview.topic_of(id_)
        return {
            "notice": self._notice,
            "path": f"{self._index}({INDEX}.md){f' › {topic}' if topic else ''}",
            "title": title,
            "deprecated": deprecated,
            "text": prose(declaration.doc, mention) if declaration.doc else "",
            "facts": list(self._facts(declaration, tree)),
            "sections": sections,
        }

    def _tree(self, declaration: Declaration, title: str) -> Tree:
        is_event = declaration.id in self._places.events
        return Tree(self._trees, declaration.id, {_slug(title), *_HEADINGS}, is_whole=is_event)

    def _facts(self, declaration: Declaration, tree: Tree) -> Iterator[str]:
        id_ = declaration.id
        groups: dict[Side | None, dict[str, None]] = {}
        for _, group in self._places.events.get(id_, ()):
            side = self._sides.of_group(group)
            groups.setdefault(side, {})[self._places.link(group.id)] = None
        for side, links in groups.items():
            by = f"**Sent by** the {side}" if side else "**An event**"
            yield f"{by}, as one of {' and '.join(links)}"
        yield from self._moves.lines(id_, tree.anchors)
        yield from self._history.of(id_)
        if groups:
            yield f"In Python: `{self._places.names[id_]}`"
        if isinstance(declaration, Alias) and not has_members(self._places, declaration):
            yield f"Type: {self._types.text(declaration.type, in_table=False)}"
        for note in self._request.notes.get(id_, ()):
            yield f"{note.title}: {code(note.wire_name)}; {note.text}"
        path, module = ".".join(id_.path), id_.module
        yield f"In TypeScript: {code(path.replace('..', '.'))} of {code(module)}"

    def _sections(self, declaration: Declaration, tree: Tree) -> Iterator[_Section]:
        if isinstance(declaration, Interface):
            fields = tree.fields()
            if fields:
                yield _Section(_FIELDS, fields)
        elif isinstance(declaration, Enum):
            yield _Section(_VALUES, self._trees.body(declaration))
        elif has_members(self._places, declaration):
            yield _Section(_MEMBERS, self._trees.body(declaration))
        held = tree.held()
        if held:
            yield _Section(_ALSO, held)
        sample, usage = self._sample_and_usage(declaration)
        if sample:
            yield _Section(_SAMPLE, f"```json\n{sample}\n```")
        if usage:
            yield _Section(self._code_title(declaration), f"```python\n{usage}\n```")
        users = "\n".join(f"- {user}" for user in self._used_by(declaration))
        if users:
            yield _Section(_USED, users)

    def _used_by(self, declaration: Declaration) -> Iterator[str]:
        """The users of a type; those of an event are its groups."""
        id_ = declaration.id
        groups = {group.id for _, group in self._places.events.get(id_, ())}
        for user, properties in self._places.users.get(id_, {}).items():
            if user not in groups:
                yield self._places.link(user) + used_in(properties)

    # ------------------------------------------------------------ samples and their use

    def _code_title(self, declaration: Declaration) -> str:
        side = self._side(declaration)
        return _IN_PYTHON if side is None else _TO_USE[side]

    def _side(self, declaration: Declaration) -> Side | None:
        """The sender of an event for its example; None if it is ambiguous, or classes are dicts."""
        sides = self._sides.of(declaration.id)
        return next(iter(sides)) if len(sides) == 1 and not self._examples.as_dicts else None

    def _sample_and_usage(self, declaration: Declaration) -> tuple[str, str]:
        try:
            sampled = self._sampler.sampled(declaration.id)
        except ValueError:
            return "", ""
        return json_text(sampled), self._usage(declaration, sampled)

    def _usage(self, declaration: Declaration, sampled: Sampled) -> str:
        id_ = declaration.id
        if self._examples.as_dicts:
            return self._examples.annotated(id_, sampled)
        if id_ in self._places.groups:
            return self._examples.matching(self._places.groups[id_])
        events = self._places.events.get(id_)
        if events and isinstance(declaration, Interface):
            group = events[0][1]
            if self._side(declaration) == "server":
                return self._examples.handled(sampled, declaration, group)
            return self._examples.event(sampled, group)
        if isinstance(declaration, Interface):
            return self._examples.object(sampled)
        # A text or a number is formatted as in the sample.
        has_parts = isinstance(sampled, SampledObject | list)
        return self._examples.annotated(id_, sampled) if has_parts else ""


_NOT_IN_SLUGS: Final = re.compile(r"[^\w\- ]")


def _slug(title: str) -> str:
    """The anchor of a heading in the usual renderers."""
    return _NOT_IN_SLUGS.sub("", title.lower()).replace(" ", "-")


_TITLES: Final = (_FIELDS, _ALSO, _MEMBERS, _VALUES, _SAMPLE, _USED, _IN_PYTHON, *_TO_USE.values())
_HEADINGS: Final = frozenset(map(_slug, _TITLES))
"""The anchors of headings, which fields cannot have."""


def _one_line(text: str) -> str:
    return " ".join(prose(text).split()).replace("-->", "--&gt;")


def _comment(lines: Iterable[str]) -> str:
    """Format the header as an HTML comment that its text cannot end."""
    text = escape_hidden("\n".join(lines)).replace("--", "- -")
    text = text.replace("<", "&lt;").replace(">", "&gt;")
    return f"<!--\n{text}\n-->\n{_LEFT_ALONE}"


def emit(request: Request) -> Emission:
    """The handbook: an overview, and a page for each event and each shared type."""
    return Emission(pages=tuple(_Handbook(request).pages()))
