"""The fields of an object as a tree: a table, and below it the nested objects, folded.

Each field has an anchor, which is its path on the wire: `#response.usage.input_token_details`. The
page of an event unfolds all objects of the event, up to a limit of text; the name of a type always
links to its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import quote

from ...model import (
    Alias,
    Array,
    Declaration,
    DeclId,
    Enum,
    Interface,
    Literal,
    Map,
    Primitive,
    Property,
    Ref,
    Tuple,
    Type,
    Union,
    refs,
)
from ...model.typescript import literal_text
from ...python.names import Names
from ...runtime._shapes import NULL, Kind, Named, Object, Shape, Shapes, variants
from ...text.hidden import escape_hidden
from ...text.markdown import cell, code, first_sentence, prose, table
from .meanings import Meanings
from .mentions import Mentions
from .moves import History
from .places import Places
from .reference import conditions
from .types import Types

__all__ = ["Tree", "Trees", "has_members"]

Path = tuple[str, ...]

_TOP: Final = "| Field | Type | Presence | Meaning |\n| --- | --- | --- | --- |"
_DEEPEST: Final = 12
"""The depth of nested objects on a page."""
_MOST_UNFOLDED: Final = 100_000
"""The limit of characters in the nested objects of a page."""
_MOST_IN_ALL: Final = 4_000_000
_FEW_UNFOLDED: Final = 2_000
"""The limit for each further page after all pages together have reached `_MOST_IN_ALL`."""
_LONGEST_STEP: Final = 80
"""The number of characters of a name in the paths of nested fields."""
_COST_OF_BLOCK: Final = 200
_MOST_INSIDE: Final = _MOST_UNFOLDED // _COST_OF_BLOCK + _DEEPEST + 2
"""More nested objects of one field than any page can unfold, enclosing ones excluded."""
_NO_ANCHOR: Final = re.compile(r"[^\w.*-]")
_NO_HTML: Final = re.compile(r"[^\w .\[\]-]")


class _Inside(NamedTuple):
    """An object in a field: its path from the field, and the condition for it."""

    suffix: str
    id: DeclId
    when: str


class _Row(NamedTuple):
    """A row of a table for a field, without the anchor before it.

    `slug` is the last part of the anchor.
    """

    name: str
    slug: str
    shown: str
    python: str
    cells: str
    type: Type


class Trees:
    """The fields of a model as pages show them, computed once for all pages."""

    def __init__(
        self,
        places: Places,
        names: Names,
        types: Types,
        shapes: Shapes,
        mentions: Mentions,
        history: History,
    ) -> None:
        self.places: Final = places
        self.mentions: Final = mentions
        self._history = history
        self._meanings = Meanings(places)
        self._names = names
        self._types = types
        self._shapes = shapes
        self._nullable: dict[str | int, bool] = {}  # By the `id()` of their parts, which they keep.
        self._insides: dict[DeclId | int, tuple[_Inside, ...]] = {}
        self._conditions: dict[int, dict[Type, str]] = {}  # By the `id()` of decisions.
        self._rows: dict[DeclId, tuple[_Row, ...]] = {}
        self._plain: dict[tuple[str, str, str, int], _Row] = {}
        """The rows of plain fields, which many objects share; a row keeps its type."""
        self._sentences: dict[DeclId, str] = {}
        self._costs: dict[DeclId, int] = {}
        self._left_of_all = _MOST_IN_ALL

    def rows(self, id_: DeclId) -> tuple[_Row, ...]:
        """The fields of an interface."""
        rows = self._rows.get(id_)
        if rows is None:
            rows = self._rows[id_] = tuple(self._new_rows(id_))
        return rows

    def _new_rows(self, id_: DeclId) -> Iterator[_Row]:
        interface = self.places.declarations[id_]
        shape = self._shapes[self.places.names[id_]]
        assert isinstance(interface, Interface)
        assert isinstance(shape, Object)
        python = self._names.fields[id_]
        mention = self.mentions.for_page(self.places.home(id_))
        in_event = id_ in self.places.events
        for property_ in interface.properties:
            wire = property_.wire_name
            is_required = wire in shape.required
            field = shape.required[wire] if is_required else shape.optional[wire]
            name = python[wire]
            presence = self._presence(property_, field, is_required)
            changes = self._history.of(id_, wire)
            is_plain = not (in_event or changes) and _is_plain(property_)
            looks = (wire, name, presence, id(property_.type))
            if is_plain and looks in self._plain:
                yield self._plain[looks]
                continue
            said = self._meanings.of(id_, property_, mention)
            meaning = "<br>".join(filter(None, (said, *changes)))
            row = _Row(
                wire,
                _slug(wire),
                code(wire, in_table=True),
                "" if name == wire else f"<br>in Python: `{name}`",
                f" | {self._types.cell(property_.type)} | {presence} | {meaning} |",
                property_.type,
            )
            if is_plain:
                self._plain[looks] = row
            yield row
        if interface.index is not None:
            key = self._types.text(interface.index.key, in_table=True)
            value = interface.index.value
            cells = f" | {self._types.cell(value)} | optional |  |"
            yield _Row("*", "*", f"any other ({key})", "", cells, value)

    def _presence(self, property_: Property, field: Shape, is_required: bool) -> str:
        presence = "required" if is_required else "optional"
        if self._can_be_null(field):
            presence += ", nullable"
        return f"{presence}, read-only" if property_.readonly else presence

    def _can_be_null(self, shape: Shape) -> bool:
        """Whether a value can be null; cached by declaration or type."""
        if isinstance(shape, Kind):
            return shape.name == NULL.name
        key = shape.name if isinstance(shape, Named) else id(shape)
        if key not in self._nullable:
            self._nullable[key] = any(
                isinstance(variant, Kind) and variant.name == NULL.name
                for variant in variants(self._shapes, shape)
            )
        return self._nullable[key]

    def inside(self, type_: Type) -> tuple[_Inside, ...]:
        """The objects in a value of a type, each once, up to a limit.

        The result is cached, as many properties share a type, such as inherited ones.
        """
        if isinstance(type_, (Primitive, Literal)):
            return ()
        key = type_.id if isinstance(type_, Ref) else id(type_)
        known = self._insides.get(key)
        if known is None:
            each_once: dict[_Inside, None] = {}
            for inside in self._inside(type_, None):
                each_once[inside] = None
                if len(each_once) == _MOST_INSIDE:
                    break
            known = self._insides[key] = tuple(each_once)
        return known

    def inside_on(self, page: DeclId, type_: Type) -> tuple[_Inside, ...]:
        """The objects of a type that are on this page."""
        if isinstance(type_, (Primitive, Literal)) or page not in self.places.held:
            return ()
        return tuple(dict.fromkeys(self._inside(type_, page)))

    def _inside(
        self,
        type_: Type,
        page: DeclId | None,
        suffix: str = "",
        when: str = "",
        above: frozenset[DeclId] = frozenset(),
    ) -> Iterator[_Inside]:
        """The objects in a value of a type, aliases resolved; with `page`, only those on it."""
        match type_:
            case Ref(id_):
                if page is not None and self.places.home(id_) != page:
                    return
                declaration = self.places.declarations[id_]
                if isinstance(declaration, Interface):
                    yield _Inside(suffix, id_, when)
                elif isinstance(declaration, Alias) and id_ not in above:
                    yield from self._inside(declaration.type, page, suffix, when, above | {id_})
            case Array(element):
                yield from self._inside(element, page, f"{suffix}[]", when, above)
            case Tuple(items):
                for item in items:
                    yield from self._inside(item.type, page, f"{suffix}[]", when, above)
            case Map(value=value):
                yield from self._inside(value, page, f"{suffix}.*", when, above)
            case Union(members):
                known = self.conditions(type_)
                for member in members:
                    condition = known.get(member, "")
                    both = ", ".join(filter(None, (when, condition)))
                    yield from self._inside(member, page, suffix, both, above)
            case _:
                return

    def about(self, declaration: Declaration, *, in_full: bool) -> str:
        """The description of an unfolded declaration: all of it, or its first sentence."""
        id_ = declaration.id
        mention = self.mentions.for_page(self.places.home(id_))
        if not in_full:
            if id_ not in self._sentences:
                self._sentences[id_] = first_sentence(declaration.doc, mention)
            return self._sentences[id_]
        parts = []
        if declaration.deprecated is not None:
            parts.append(f"**Deprecated.** {cell(declaration.deprecated, mention)}".rstrip())
        if declaration.doc:
            parts.append(prose(declaration.doc, mention))
        parts += self._history.of(id_)
        return "\n\n".join(filter(None, parts))

    def body(self, declaration: Alias | Enum) -> str:
        """The description of a declaration that is no object: its values, members or type."""
        if isinstance(declaration, Enum):
            rows = [
                (
                    code(member.name, in_table=True),
                    "" if member.value is None else code(literal_text(member.value), in_table=True),
                    cell(member.doc or ""),
                )
                for member in declaration.members
            ]
            return table(("Name", "Value", "Meaning"), rows)
        if has_members(self.places, declaration):
            return self._members(declaration)
        return f"Type: {self._types.text(declaration.type, in_table=False)}"

    def _members(self, alias: Alias) -> str:
        union = alias.type
        assert isinstance(union, Union)
        when = self.conditions(union)
        rows = []
        for member in union.members:
            declared = declared_in(self.places, member)
            meaning = "" if declared is None else self.mentions.summary(declared)
            rows.append((self._types.text(member, in_table=True), when.get(member, ""), meaning))
        return table(("Member", "When", "Meaning"), rows)

    def conditions(self, union: Union) -> dict[Type, str]:
        """The conditions for each member of a union."""
        decision = union.decision
        if decision is None:
            return {}
        known = self._conditions.get(id(decision))
        if known is None:
            known = self._conditions[id(decision)] = conditions(decision, self.places.declarations)
        return known

    def depth(self, id_: DeclId) -> int:
        """The depth to which the page of an event unfolds nested objects."""
        most = min(_MOST_UNFOLDED, max(_FEW_UNFOLDED, self._left_of_all))
        left = self._left(id_, _DEEPEST, frozenset({id_}), most)
        depth = _DEEPEST
        if left < 0:
            depth, left = 0, most
            while (after := self._left(id_, depth + 1, frozenset({id_}), most)) >= 0:
                depth, left = depth + 1, after
        self._left_of_all -= most - left
        return depth

    def _cost(self, id_: DeclId) -> int:
        """The approximate number of characters of an unfolded object."""
        cost = self._costs.get(id_)
        if cost is None:
            cost = _COST_OF_BLOCK + sum(len(row.cells) + len(row.shown) for row in self.rows(id_))
            self._costs[id_] = cost
        return cost

    def _left(self, id_: DeclId, depth: int, around: frozenset[DeclId], left: int) -> int:
        """The characters left after an object is unfolded; negative if they are too few."""
        for row in self.rows(id_):
            for inside in self.inside(row.type) if depth else ():
                if inside.id in around:
                    continue
                left -= self._cost(inside.id) + len(inside.when)
                if left >= 0:
                    left = self._left(inside.id, depth - 1, around | {inside.id}, left)
                if left < 0:
                    return left
        return left


class Tree:
    """The fields and the objects on one page.

    `taken` are the anchors that the page has already. `anchors` has the anchor of each field by its
    path, as far as they are written.
    """

    def __init__(self, trees: Trees, page: DeclId, taken: set[str], *, is_whole: bool) -> None:
        self.anchors: Final[dict[Path, str]] = {}
        self._trees = trees
        self._places = trees.places
        self._page = page
        self._held = trees.places.held.get(page, [])
        self._taken = taken | {self._places.names[id_] for id_ in self._held}
        self._numbers: dict[str, int] = {}
        self._placed: set[DeclId] = set()
        self._is_whole = is_whole

    def fields(self) -> str:
        """The fields of the page's interface, with the nested ones."""
        depth = self._trees.depth(self._page) if self._is_whole else _DEEPEST
        parts = self._object(self._page, (), "", depth, frozenset({self._page}))
        return "\n\n".join(parts)

    def held(self) -> str:
        """The declarations of the page that no unfolded field shows."""
        parts: list[str] = []
        for id_ in self._held:
            if id_ not in self._placed:
                name = self._places.names[id_]
                inside = _Inside("", id_, "")
                parts += self._block(inside, (name,), name, 0 if self._is_whole else _DEEPEST)
        return "\n\n".join(parts)

    def _object(
        self, id_: DeclId, path: Path, shown: str, depth: int, around: frozenset[DeclId]
    ) -> Iterator[str]:
        """The table of an object's fields, followed by the nested objects."""
        rows = self._trees.rows(id_)
        if not rows:
            return
        lines = [_TOP]
        start = "".join(f"{_slug(step)}." for step in path)
        for row in rows:
            anchor = f"{start}{row.slug}"
            if anchor in self._taken:
                anchor = self._other_anchor(anchor, id_)
            self._taken.add(anchor)
            if self._is_whole:
                self.anchors.setdefault((*path, row.name), anchor)
            link = row.shown if row.slug == "*" else f"[{row.shown}](#{_in_url(anchor)})"
            lines.append(f'| <a id="{anchor}"></a>{link}{row.python}{row.cells}')
        yield "\n".join(lines)
        if not depth:
            return
        for row in rows:
            for inside in self._inside(row.type):
                if inside.id not in around and self._unfolds(inside.id):
                    stars = inside.suffix.count(".*") * ("*",)
                    name = row.name[:_LONGEST_STEP]
                    dotted = f"{shown}.{name}" if shown else name
                    yield from self._block(
                        inside,
                        (*path, row.name, *stars),
                        f"{dotted}{inside.suffix}",
                        depth - 1,
                        around | {inside.id},
                    )

    def _inside(self, type_: Type) -> tuple[_Inside, ...]:
        """The objects to unfold in a field: for an event all, else those on the page."""
        if self._is_whole:
            return self._trees.inside(type_)
        return self._trees.inside_on(self._page, type_)

    def _unfolds(self, id_: DeclId) -> bool:
        return self._is_whole or id_ not in self._placed

    def _block(
        self,
        inside: _Inside,
        path: Path,
        shown: str,
        depth: int,
        around: frozenset[DeclId] = frozenset(),
    ) -> Iterator[str]:
        """A declaration in a block that a click unfolds."""
        id_ = inside.id
        name = self._places.names[id_]
        heading = f"<code>{_html(shown)}</code>"
        heading += "" if shown == name else f": <code>{_html(name)}</code>"
        yield f'<details markdown="1">\n<summary>{heading}</summary>'
        declaration = self._places.declarations[id_]
        is_here = id_ not in self._placed and self._places.home(id_) == self._page != id_
        if is_here:
            self._placed.add(id_)
            class_ = f'<a id="{name}"></a>Class `{name}`'
        else:
            class_ = f"Class {self._places.links[id_]}"
        yield f"{class_}, where {inside.when}." if inside.when else f"{class_}."
        about = self._trees.about(declaration, in_full=is_here)
        if about:
            yield about
        if isinstance(declaration, Interface):
            yield from self._object(id_, path, shown, depth, around | {id_})
        else:
            yield self._trees.body(declaration)
        yield "</details>"

    def _other_anchor(self, anchor: str, owner: DeclId) -> str:
        """An anchor for a field whose path is taken, mostly by another member of a union."""
        wanted = other = f"{anchor}-{self._places.names[owner]}"
        while other in self._taken:
            self._numbers[wanted] = self._numbers.get(wanted, 1) + 1
            other = f"{wanted}-{self._numbers[wanted]}"
        return other


def _slug(name: str) -> str:
    """The part of an anchor for a wire name, which is cut off if it is very long."""
    short = name[:_LONGEST_STEP]
    if short.isascii() and short.isidentifier():
        return short  # As most names are.
    return _NO_ANCHOR.sub("-", short) or "-"


def declared_in(places: Places, type_: Type) -> Declaration | None:
    """The declaration of a reference; None for any other type."""
    ids = list(refs(type_))
    return places.declarations[ids[0]] if len(ids) == 1 else None


def has_members(places: Places, declaration: Declaration) -> bool:
    """Whether the members of a union get a table: some are declarations."""
    if not isinstance(declaration, Alias) or not isinstance(declaration.type, Union):
        return False
    return any(declared_in(places, member) is not None for member in declaration.type.members)


def _in_url(anchor: str) -> str:
    return anchor if anchor.isascii() else quote(anchor, safe="*")


def _html(text: str) -> str:
    """Escape a text for both HTML and Markdown."""
    return _NO_HTML.sub(lambda match: f"&#{ord(match[0])};", escape_hidden(text))


def _is_plain(property_: Property) -> bool:
    """Whether the row of a field says nothing of the page or the object that it is in."""
    is_documented = property_.doc is not None or property_.deprecated is not None
    return not is_documented and isinstance(property_.type, (Primitive, Literal))
