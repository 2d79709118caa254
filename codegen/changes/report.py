"""The result of a comparison as data: changes, their effects, and renames."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final, Literal as OneOf, TypeAlias

from ..facts.of_changes import (
    ChangeFact,
    DialectFact,
    EventFact,
    FieldFact,
    GoneFact,
    ListFact,
    TextFact,
    ValueFact,
)
from ..model import DeclId, SpecInfo, Tag, TagType, Type, tag_text
from ..text.records import dataclass
from ..text.source import Span

__all__ = [
    "Change",
    "ChangeKind",
    "ChangeReport",
    "Cited",
    "Effect",
    "EventName",
    "Level",
    "Move",
    "Phrase",
    "Quoted",
    "Relation",
    "Rename",
    "RenameKind",
    "Side",
    "SpecItem",
    "certainty",
    "placed",
    "plain_text",
]


class Level(enum.IntEnum):
    """The severity of an effect; a change has the greatest severity of its effects.

    `BREAKING`: code that is right for the old spec is wrong for the new one. `RISKY`: code may
    meet unknown values, or should be reviewed. `SAFE`: nobody has to do anything.
    """

    SAFE = 0
    RISKY = 1
    BREAKING = 2

    @property
    def label(self) -> str:
        """One word for output that programs read."""
        return ("safe", "risky", "breaking")[self]


class Side(enum.Enum):
    """The side that a change concerns.

    Readers take values off the wire (a client: server events), writers put them there (a
    client: client events), code names the classes of the generated package.
    """

    READERS = "readers"
    WRITERS = "writers"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect of a change on one side: how severe, and why."""

    side: Side
    level: Level
    why: str


ChangeKind: TypeAlias = OneOf[
    "group-added",
    "group-removed",
    "group-renamed",
    "group-dispatcher-added",
    "group-dispatcher-removed",
    "event-added",
    "event-removed",
    "event-renamed",
    "declaration-added",
    "declaration-removed",
    "declaration-renamed",
    "declaration-inlined",
    "field-added",
    "field-removed",
    "field-renamed",
    "field-moved",
    "field-required",
    "field-optional",
    "null-added",
    "null-removed",
    "values-added",
    "values-removed",
    "values-opened",
    "values-closed",
    "value-renamed",
    "variants-added",
    "variants-removed",
    "type-changed",
    "class-changed",
    "class-removed",
    "index-added",
    "index-removed",
    "readonly-changed",
    "deprecated",
    "undeprecated",
    "doc-changed",
]
"""The kinds of changes. `group-dispatcher`: a union that is still there has a dispatcher by
default in one of the specs alone. `declaration-inlined`: a name is gone, its type is written
where it was used. `field-moved`: a field went into, out of or across objects. `values-opened`: a
set of literals takes any value of their kind now. `variants`: the object types of a union.
`class-changed`: an object type is replaced by another with the same values. `class-removed`: a
name stands for no one object type any more, so that its class cannot be called or matched.
`index`: an object takes undeclared fields."""

Relation: TypeAlias = OneOf["equal", "wider", "narrower", "other"]
"""The relation of a new type to the old one: a wider type takes more values."""

RenameKind: TypeAlias = OneOf["group", "event", "declaration", "field", "value"]


@dataclass(frozen=True, slots=True, order=True)
class EventName:
    """The identity of an event: its group, and its tag.

    `kind` keeps the tags `1`, `true`, `null` and their texts apart. It is "other" for the events
    whose tag is none of the declared ones, where a group has a class for them; `tag` is "" then.
    """

    group: DeclId
    kind: OneOf["string", "number", "boolean", "null", "other"]
    tag: Tag

    @classmethod
    def of(cls, group: DeclId, tag: Tag) -> EventName:
        """The event of a declared tag."""
        if tag is None:
            return cls(group, "null", tag)
        if isinstance(tag, bool):
            return cls(group, "boolean", tag)
        return cls(group, "string" if isinstance(tag, str) else "number", tag)

    @property
    def text(self) -> str:
        """The tag as text: `error`, `10`, `true`."""
        if self.kind == "other":
            return "(any other)"
        return tag_text(self.tag)


@dataclass(frozen=True, slots=True)
class SpecItem:
    """The item of one spec that a change is about: a declaration, an event, or a field.

    `declaration` is its declaration, `python` the Python name of that. `field` is the wire
    name of a field and `python_field` its Python name, both "" for a whole declaration.
    `inside` is the path from the field to the part of its type that changed (`[]` for the
    elements of an array). `event` is set for changes of an event as a whole. `type` is the type
    of the field, or at `inside`, and `required` whether the field is required.
    """

    declaration: DeclId
    python: str
    field: str = ""
    python_field: str = ""
    inside: str = ""
    event: EventName | None = None
    type: Type | None = None
    text: str = ""
    required: bool = True
    span: Span | None = None

    @property
    def name(self) -> str:
        """The name of the item in the spec: `Session.Tool.parameters[]`."""
        step = f".{self.field}" if self.field else ""
        return f"{self.declaration}{step}{self.inside}"


@dataclass(frozen=True, slots=True)
class Rename:
    """A rename of an item.

    `old` and `new` are the item in both specs; for a literal, the field that has it.
    `old_name` and `new_name` are its names on the wire or in the spec: a tag, a wire name, a
    literal, a declaration. `confidence` is from 0 to 1, and 1 only if something on the wire
    stayed that leaves no doubt; `why` gives the reason.
    """

    kind: RenameKind
    old: SpecItem
    new: SpecItem
    old_name: str
    new_name: str
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Move:
    """A field with another path in the object `root`, which is `new_root` in the new spec.

    A path is the wire names from that object to the field. `confidence` is from 0 to 1, `why` gives
    the evidence.
    """

    root: DeclId
    new_root: DeclId
    old_path: tuple[str, ...]
    new_path: tuple[str, ...]
    confidence: float
    why: str


def certainty(link: Rename | Move) -> str:
    """The confidence in a rename or a move as words: `87 %`, or `certain`."""
    return f"{round(link.confidence * 100)} %" if link.confidence < 1 else "certain"


@dataclass(frozen=True, slots=True)
class Quoted:
    """Text of the spec, unescaped: printers have to escape it."""

    text: str


Phrase: TypeAlias = tuple[str | Quoted, ...]


def plain_text(phrase: Phrase) -> str:
    """A phrase as plain text, in which text of the spec is not escaped."""
    return "".join(part if isinstance(part, str) else part.text for part in phrase)


@dataclass(frozen=True, slots=True)
class Change:
    """A difference between two specs. `old` is None for additions, `new` for removals.

    `phrase` describes the change in a few words, without the subject. `values` are the literals
    and null, and `variants` the object types, that were added or removed. `events` are those whose
    messages contain the item. `topic` is the declaration of the item, and `own_event` the event
    whose class that is, both of the old spec if it has them. `relation` relates the new type to the
    old one.
    """

    kind: ChangeKind
    old: SpecItem | None
    new: SpecItem | None
    phrase: Phrase
    effects: tuple[Effect, ...] = ()
    values: tuple[TagType, ...] = ()
    variants: tuple[Type, ...] = ()
    events: tuple[EventName, ...] = ()
    own_event: EventName | None = None
    topic: DeclId | None = None
    relation: Relation = "equal"
    rename: Rename | None = None
    move: Move | None = None

    @property
    def words(self) -> str:
        """The phrase as plain text, in which text of the spec is not escaped."""
        return plain_text(self.phrase)

    @property
    def place(self) -> SpecItem:
        """The item in the new spec, or in the old one if it was removed."""
        item = self.new if self.new is not None else self.old
        assert item is not None
        return item

    @property
    def subject(self) -> str:
        """The item's name in the old spec: the tag of an event, or a dotted name."""
        end = self.old if self.old is not None else self.place
        if self.kind.startswith("event-") and end.event is not None:
            return end.event.text
        return end.name

    @property
    def level(self) -> Level:
        """The greatest level of its effects."""
        return max((effect.level for effect in self.effects), default=Level.SAFE)

    @property
    def breaks(self) -> tuple[Side, ...]:
        """The sides that the change breaks."""
        return tuple(effect.side for effect in self.effects if effect.level is Level.BREAKING)


@dataclass(frozen=True, slots=True)
class Cited:
    """A fact of the change that applies, and the fields of the old spec that it selects."""

    fact: ChangeFact
    fields: tuple[tuple[DeclId, str], ...] = ()

    @property
    def subject(self) -> str:
        """The subject of the fact, as its file has it."""
        fact = self.fact
        if isinstance(fact, EventFact):
            return fact.event
        if isinstance(fact, DialectFact):
            return fact.name
        return fact.text if isinstance(fact, TextFact) else fact.match

    @property
    def text(self) -> str:
        """A one-line summary of the fact."""
        match self.fact:
            case FieldFact(new=path):
                return f"is {'.'.join(path)}"
            case GoneFact():
                return "has no successor"
            case ValueFact(value=value, form=form, where=where):
                there = "" if where is None else f" where {where[0]} is {where[1]!r}"
                return f"{value!r} is {form!r}{there}"
            case ListFact(values=values, form=values_now):
                return f"{list(values)!r} is {list(values_now)!r}"
            case EventFact(becomes=becomes):
                return f"is {' and '.join(becomes)}"
            case DialectFact(texts=texts, own=own):
                way = "this protocol" if own else "another protocol"
                return f"programs with {', '.join(map(repr, texts))} are of {way}"
            case TextFact(advice=advice):
                return f"is gone. {advice}".rstrip()


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """All changes between two specs.

    `facts` are those of the change that apply. `changes` are sorted by topic. `same` maps each
    old declaration that still exists to the new one, whatever its name is there. `notes` say what
    was not compared.
    """

    old: SpecInfo
    new: SpecInfo
    changes: tuple[Change, ...]
    same: tuple[tuple[DeclId, DeclId], ...] = ()
    facts: tuple[Cited, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def renames(self) -> tuple[Rename, ...]:
        """Every rename, in the order of the changes."""
        return tuple(change.rename for change in self.changes if change.rename is not None)

    def of_level(self, level: Level) -> tuple[Change, ...]:
        """The changes of one level."""
        return tuple(change for change in self.changes if change.level is level)

    @property
    def breaks(self) -> bool:
        """Whether any change is breaking."""
        return any(change.level is Level.BREAKING for change in self.changes)

    def of_kind(self, *kinds: ChangeKind) -> Iterator[Change]:
        """The changes of some kinds."""
        return (change for change in self.changes if change.kind in kinds)


_Shown: TypeAlias = Callable[[str], str]
_SAME: Final[_Shown] = str


def placed(report: ChangeReport, old: _Shown = _SAME, new: _Shown = _SAME) -> ChangeReport:
    """The report with paths of files rewritten for display.

    `old` and `new` map the path of a file in a spec to the shown one (`OpenedSpec.shown_path`).
    """

    def moved(place: SpecItem | None, shown: _Shown) -> SpecItem | None:
        if place is None or place.span is None:
            return place
        return replace(place, span=place.span._replace(file=shown(place.span.file)))

    changes = []
    for change in report.changes:
        rename = change.rename
        if rename is not None:
            before, after = moved(rename.old, old), moved(rename.new, new)
            assert before is not None
            assert after is not None
            rename = replace(rename, old=before, new=after)
        before, after = moved(change.old, old), moved(change.new, new)
        changes.append(replace(change, old=before, new=after, rename=rename))
    return replace(report, changes=tuple(changes))
