"""What a comparison of two specs finds, as data: changes, what they break, and renames."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal as OneOf, TypeAlias

from ..model import DeclId, Literal, SpecInfo, Type
from ..source import Span

__all__ = [
    "Change",
    "ChangeKind",
    "ChangeReport",
    "Effect",
    "EventName",
    "Level",
    "Phrase",
    "Place",
    "Quoted",
    "Relation",
    "Rename",
    "RenameKind",
    "Side",
    "placed",
]


class Level(enum.IntEnum):
    """How much a change matters to somebody; the greatest of its effects is the change's own.

    `BREAKING`: code that is right for the old spec is wrong for the new one. `RISKY`: code may
    meet what it does not know, or should be looked at. `SAFE`: nobody has to do anything.
    """

    SAFE = 0
    RISKY = 1
    BREAKING = 2

    @property
    def label(self) -> str:
        """One word for output that programs read."""
        return ("safe", "risky", "breaking")[self]


class Side(enum.Enum):
    """Whom a change concerns.

    Readers take values off the wire (a client: server events), writers put them there (a
    client: client events), code names the classes of the generated package.
    """

    READERS = "readers"
    WRITERS = "writers"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change means for one side, and why."""

    side: Side
    level: Level
    why: str


ChangeKind: TypeAlias = OneOf[
    "group-added",
    "group-removed",
    "group-renamed",
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
    "index-added",
    "index-removed",
    "readonly-changed",
    "deprecated",
    "undeprecated",
    "doc-changed",
]
"""What happened. `declaration-inlined`: a name is gone, its type is spelled out where it was
used. `values-opened`: a closed set of literals takes any value of their kind now. `variants`:
the object types of a union. `class-changed`: an object type gave way to another that takes the
same values. `index`: that an object takes fields that are not declared."""

Relation: TypeAlias = OneOf["equal", "wider", "narrower", "other"]
"""How a new type stands to the old one: a wider one takes more values."""

RenameKind: TypeAlias = OneOf["group", "event", "declaration", "field", "value"]


@dataclass(frozen=True, slots=True, order=True)
class EventName:
    """An event as it is known: the group that carries it, and its tag."""

    group: DeclId
    tag: str


@dataclass(frozen=True, slots=True)
class Place:
    """One end of a change: what it is in the old spec, or in the new one.

    `declaration` is where it is declared, `python` that declaration's Python name. `field`
    is the wire name of a field and `python_field` its Python name, both "" for a whole
    declaration; `inside` leads from the field to the type that changed (`[]` for the elements of
    an array). `event` is set for changes of an event as a whole.
    `type` is the type of the field, or at `inside`, and `required` whether the field is.
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
        """The place in the spec's own words: `Session.Tool.parameters[]`."""
        step = f".{self.field}" if self.field else ""
        return f"{self.declaration}{step}{self.inside}"


@dataclass(frozen=True, slots=True)
class Rename:
    """One thing under two names.

    `old` and `new` are a class's or field's place, an event's, or a literal's field;
    `old_name` and `new_name` are what is written on the wire or in the spec: the tag, the
    wire name, the literal, the declaration. `confidence` is from 0 to 1, and 1 only where
    something on the wire stayed and leaves no doubt; `why` says what it rests on.
    """

    kind: RenameKind
    old: Place
    new: Place
    old_name: str
    new_name: str
    confidence: float
    why: str

    @property
    def percent(self) -> int:
        """The confidence for people."""
        return round(self.confidence * 100)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Text that is the spec's and not ours, as it stands there: whoever shows it escapes it."""

    text: str


Phrase: TypeAlias = tuple[str | Quoted, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two specs.

    `old` is None for what was added, `new` for what was removed. `phrase` says what happened
    in a few words, without the subject.
    `values` are the literals, and `variants` the object types, that came or went.
    `events` are those whose messages hold the place, by group and tag. `topic` is the
    declaration that the place is in, and `own_event` the event that this is, both as the old
    spec has them where it does.
    `relation` is that of the new type to the old one, where the type changed.
    """

    kind: ChangeKind
    old: Place | None
    new: Place | None
    phrase: Phrase
    effects: tuple[Effect, ...] = ()
    values: tuple[Literal, ...] = ()
    variants: tuple[Type, ...] = ()
    events: tuple[EventName, ...] = ()
    own_event: EventName | None = None
    topic: DeclId | None = None
    relation: Relation = "equal"
    rename: Rename | None = None

    @property
    def words(self) -> str:
        """The phrase as plain text; text of the spec in it is not escaped."""
        return "".join(each if isinstance(each, str) else each.text for each in self.phrase)

    @property
    def place(self) -> Place:
        """Where it is now, or was."""
        found = self.new if self.new is not None else self.old
        assert found is not None
        return found

    @property
    def subject(self) -> str:
        """What changed, as the old spec calls it: the tag of an event, or a name with dots."""
        end = self.old if self.old is not None else self.place
        if self.kind.startswith("event-") and end.event is not None:
            return end.event.tag
        return end.name

    @property
    def level(self) -> Level:
        """The greatest level of its effects."""
        return max((effect.level for effect in self.effects), default=Level.SAFE)

    @property
    def breaks(self) -> tuple[Side, ...]:
        """The sides that it breaks."""
        return tuple(each.side for each in self.effects if each.level is Level.BREAKING)


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """All differences between two specs, and what they call the same thing.

    `changes` are sorted: by what they concern, then by place. `renames` are those of the
    changes. `same` gives, for each declaration of the old spec that is still there, the new
    one's id, whatever it is called.
    """

    old: SpecInfo
    new: SpecInfo
    changes: tuple[Change, ...]
    same: tuple[tuple[DeclId, DeclId], ...] = ()

    @property
    def renames(self) -> tuple[Rename, ...]:
        """Every rename, in the order of the changes."""
        return tuple(each.rename for each in self.changes if each.rename is not None)

    def of_level(self, level: Level) -> tuple[Change, ...]:
        """The changes of one level."""
        return tuple(each for each in self.changes if each.level is level)

    @property
    def breaks(self) -> bool:
        """Whether anything breaks for anybody."""
        return any(each.level is Level.BREAKING for each in self.changes)

    def of_kind(self, *kinds: ChangeKind) -> Iterator[Change]:
        """The changes of some kinds."""
        return (each for each in self.changes if each.kind in kinds)


_Shown: TypeAlias = Callable[[str], str]
_SAME: Final[_Shown] = str


def placed(report: ChangeReport, old: _Shown = _SAME, new: _Shown = _SAME) -> ChangeReport:
    """The report with its files called as people know them.

    `old` and `new` turn a file's path in a spec into what is shown (`OpenedSpec.shown_path`).
    """

    def moved(place: Place | None, shown: _Shown) -> Place | None:
        if place is None or place.span is None:
            return place
        return replace(place, span=replace(place.span, file=shown(place.span.file)))

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
