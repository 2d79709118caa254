"""The outline of a report for people: sections of topics, the worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ..model import DeclId
from ..text.records import dataclass
from .report import Change, ChangeReport, EventName, Level, Phrase, Quoted, Side, certainty

__all__ = [
    "Section",
    "Topic",
    "counts",
    "outline",
    "phrase",
    "reasons_of",
    "shown",
    "step",
    "summary",
]

_FOLDED: Final = ("declaration-added", "declaration-removed")
_TITLES: Final = {
    frozenset({Side.READERS}): "events that a client reads",
    frozenset({Side.WRITERS}): "events that a client writes",
}


@dataclass(frozen=True, slots=True)
class Topic:
    """The changes of one event or declaration.

    `name` is the tag of the event or the name of the declaration, `declaration` the name of
    the event's declaration. `events` are those that contain a declaration.
    """

    name: str
    declaration: str
    events: tuple[EventName, ...]
    changes: tuple[Change, ...]

    @property
    def level(self) -> Level:
        """The greatest level of its changes."""
        return max(change.level for change in self.changes)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report: a group of events, or the other types.

    `name` is the name of the group, "" for other sections.
    """

    name: str
    title: str
    topics: tuple[Topic, ...]
    folded: tuple[tuple[str, Level, tuple[str, ...]], ...] = ()
    """Types that are listed by name only: what happened, the level, and the names."""


def shown(report: ChangeReport, level: Level, *, docs: bool) -> tuple[Change, ...]:
    """The changes of at least a level; those of documentation only with `docs`."""
    return tuple(
        change
        for change in report.changes
        if change.level >= level and (docs or change.kind != "doc-changed")
    )


def counts(changes: Iterable[Change]) -> dict[Level, int]:
    """The number of changes of each level, the worst first."""
    levels = [change.level for change in changes]
    return {level: levels.count(level) for level in sorted(Level, reverse=True)}


def summary(report: ChangeReport) -> str:
    """One line: the number of changes by level."""
    docs = sum(change.kind == "doc-changed" for change in report.changes)
    rest = [change for change in report.changes if change.kind != "doc-changed"]
    texts = f"{docs} {'change' if docs == 1 else 'changes'} of documentation"
    if not rest:
        return f"no changes, but {texts}" if docs else "no changes"
    wire = [change for change in rest if any(e.side is not Side.CODE for e in change.effects)]
    breaks, risky, safe = counts(rest).values()
    plural = "change" if len(rest) == 1 else "changes"
    line = f"{len(rest)} {plural}: {breaks} breaking, {risky} risky, {safe} safe"
    if not any(change.kind not in _NAMES_ONLY for change in wire):
        line += "; none on the wire"
    return f"{line}; {texts}" if docs else line


_NAMES_ONLY: Final = (
    *_FOLDED,
    *("declaration-renamed", "declaration-inlined", "group-renamed"),
    *("class-changed", "class-removed"),
    *("readonly-changed", "deprecated", "undeprecated"),
)


def outline(changes: Sequence[Change]) -> tuple[Section, ...]:
    """Arrange changes in sections: the groups of events, then the other types."""
    events: dict[str, dict[tuple[str, str], list[Change]]] = {}
    types: dict[DeclId, list[Change]] = {}
    groups: list[Change] = []
    folded: list[Change] = []
    for change in changes:
        own = change.own_event
        if change.kind.startswith("group-"):
            groups.append(change)
        elif change.kind in _FOLDED:
            folded.append(change)
        elif own is not None:
            key = own.text, str(change.topic)
            events.setdefault(str(own.group), {}).setdefault(key, []).append(change)
        elif change.topic is not None:
            types.setdefault(change.topic, []).append(change)
    return (
        *_group_section(groups),
        *(_event_section(name, events[name]) for name in sorted(events)),
        *_type_section(types, folded),
    )


def _group_section(groups: Sequence[Change]) -> Iterator[Section]:
    if groups:
        topics = (Topic(str(change.topic), "", (), (change,)) for change in groups)
        yield Section("", "Unions of events", _worst_first(topics))


def _event_section(group: str, events: dict[tuple[str, str], list[Change]]) -> Section:
    topics = [Topic(tag, name, (), tuple(changes)) for (tag, name), changes in events.items()]
    sides = frozenset(
        effect.side
        for changes in events.values()
        for change in changes
        for effect in change.effects
        if effect.side is not Side.CODE
    )
    return Section(group, _TITLES.get(sides, "events"), _worst_first(topics))


def _type_section(types: dict[DeclId, list[Change]], folded: Sequence[Change]) -> Iterator[Section]:
    topics = []
    names = _names(types)
    for id_, changes in types.items():
        events = tuple(dict.fromkeys(event for change in changes for event in change.events))
        topics.append(Topic(names[id_], "", events, tuple(changes)))
    rows = []
    for kind, title in (("declaration-removed", "removed"), ("declaration-added", "new")):
        same = [change for change in folded if change.kind == kind]
        if same:
            gone_or_new = _names(change.place.declaration for change in same)
            listed = tuple(sorted(gone_or_new.values()))
            rows.append((title, max(change.level for change in same), listed))
    if topics or rows:
        yield Section("", "Types", _worst_first(topics), tuple(rows))


def _names(ids: Iterable[DeclId]) -> dict[DeclId, str]:
    """The names of declarations, with the module where two share a name."""
    listed = list(ids)
    times = Counter(map(str, listed))
    return {id_: str(id_) if times[str(id_)] == 1 else f"{id_} ({id_.module})" for id_ in listed}


def _worst_first(topics: Iterable[Topic]) -> tuple[Topic, ...]:
    return tuple(sorted(topics, key=lambda topic: (-topic.level, topic.name, topic.declaration)))


def step(change: Change) -> str:
    """The path of a changed part below its topic: `.field[]`, or "" for the whole topic."""
    of_old = change.kind in ("field-renamed", "field-moved") and change.old is not None
    end = change.old if of_old and change.old is not None else change.place
    return f".{end.field}{end.inside}" if end.field else end.inside


def phrase(change: Change) -> Phrase:
    """The phrase of a change; for a rename or a move with its confidence."""
    link = change.rename or change.move
    if link is None:
        return change.phrase
    return (*change.phrase, f" ({certainty(link)}: ", Quoted(link.why), ")")


def reasons_of(change: Change) -> tuple[str, ...]:
    """The reasons for the effects of a change, each with the sides concerned."""
    sides_by_reason: dict[str, list[str]] = {}
    for effect in change.effects:
        if effect.why:
            sides_by_reason.setdefault(effect.why, []).append(effect.side.value)
    return tuple(f"{' and '.join(sides)}: {why}" for why, sides in sides_by_reason.items())
