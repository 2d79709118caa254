"""A report laid out for people: sections of topics, the worst first, whatever prints them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ..model import DeclId
from .report import Change, ChangeReport, EventName, Level, Phrase, Quoted, Side

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
    """What changed about one thing.

    `name` is the spec's name for it: an event's tag, or a declaration; `declaration` the
    declaration of an event. `events` are those that hold it, empty for an event itself.
    """

    name: str
    declaration: str
    events: tuple[EventName, ...]
    changes: tuple[Change, ...]

    @property
    def level(self) -> Level:
        """The greatest level of its changes."""
        return max(each.level for each in self.changes)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: a group of events, or the types beside them.

    `name` is the spec's name of the group, "" for a section that is ours.
    """

    name: str
    title: str
    topics: tuple[Topic, ...]
    folded: tuple[tuple[str, Level, tuple[str, ...]], ...] = ()
    """Types of which only the name is told: what happened, how bad it is, and their names."""


def shown(report: ChangeReport, level: Level, *, docs: bool) -> tuple[Change, ...]:
    """The changes that somebody asked for, of documentation only if `docs`."""
    return tuple(
        each
        for each in report.changes
        if each.level >= level and (docs or each.kind != "doc-changed")
    )


def counts(changes: Iterable[Change]) -> dict[Level, int]:
    """How many changes there are of each level, the worst first."""
    found = [each.level for each in changes]
    return {level: found.count(level) for level in sorted(Level, reverse=True)}


def summary(report: ChangeReport) -> str:
    """One line: how much changed, and how bad it is."""
    docs = sum(each.kind == "doc-changed" for each in report.changes)
    rest = [each for each in report.changes if each.kind != "doc-changed"]
    texts = f"{docs} {'change' if docs == 1 else 'changes'} of documentation"
    if not rest:
        return f"no changes, but {texts}" if docs else "no changes"
    wire = [each for each in rest if any(e.side is not Side.CODE for e in each.effects)]
    breaks, risky, safe = counts(rest).values()
    plural = "change" if len(rest) == 1 else "changes"
    line = f"{len(rest)} {plural}: {breaks} breaking, {risky} risky, {safe} safe"
    if not any(each.kind not in _NAMES_ONLY for each in wire):
        line += "; none on the wire"
    return f"{line}; {texts}" if docs else line


_NAMES_ONLY: Final = (
    *_FOLDED,
    *("declaration-renamed", "declaration-inlined", "group-renamed", "class-changed"),
    *("readonly-changed", "deprecated", "undeprecated"),
)


def outline(changes: Sequence[Change]) -> tuple[Section, ...]:
    """Changes in sections: each group of events, then the types that are no events."""
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
            key = own.tag, str(change.topic)
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
        topics = (Topic(str(each.topic), "", (), (each,)) for each in groups)
        yield Section("", "Unions of events", _worst_first(topics))


def _event_section(group: str, events: dict[tuple[str, str], list[Change]]) -> Section:
    topics = [Topic(tag, name, (), tuple(found)) for (tag, name), found in events.items()]
    sides = frozenset(
        effect.side
        for found in events.values()
        for change in found
        for effect in change.effects
        if effect.side is not Side.CODE
    )
    return Section(group, _TITLES.get(sides, "events"), _worst_first(topics))


def _type_section(types: dict[DeclId, list[Change]], folded: Sequence[Change]) -> Iterator[Section]:
    topics = []
    names = _names(types)
    for id_, found in types.items():
        events = tuple(dict.fromkeys(event for each in found for event in each.events))
        topics.append(Topic(names[id_], "", events, tuple(found)))
    rows = []
    for kind, title in (("declaration-removed", "removed"), ("declaration-added", "new")):
        same = [each for each in folded if each.kind == kind]
        if same:
            gone_or_new = _names(each.place.declaration for each in same)
            listed = tuple(sorted(gone_or_new.values()))
            rows.append((title, max(each.level for each in same), listed))
    if topics or rows:
        yield Section("", "Types", _worst_first(topics), tuple(rows))


def _names(ids: Iterable[DeclId]) -> dict[DeclId, str]:
    """What declarations are called, with the module where two have one name."""
    found = list(ids)
    times = Counter(map(str, found))
    return {id_: str(id_) if times[str(id_)] == 1 else f"{id_} ({id_.module})" for id_ in found}


def _worst_first(topics: Iterable[Topic]) -> tuple[Topic, ...]:
    return tuple(sorted(topics, key=lambda each: (-each.level, each.name, each.declaration)))


def step(change: Change) -> str:
    """Where in its topic a change is: `.field[]`, or "" for the whole."""
    end = change.old if change.kind == "field-renamed" and change.old else change.place
    return f".{end.field}{end.inside}" if end.field else end.inside


def phrase(change: Change) -> Phrase:
    """What happened, and for a rename how sure that is."""
    rename = change.rename
    if rename is None:
        return change.phrase
    sure = f"{rename.percent} %" if rename.confidence < 1 else "certain"
    return (*change.phrase, f" ({sure}: ", Quoted(rename.why), ")")


def reasons_of(change: Change) -> tuple[str, ...]:
    """What the change means, with the sides that it means this to."""
    told: dict[str, list[str]] = {}
    for effect in change.effects:
        if effect.why:
            told.setdefault(effect.why, []).append(effect.side.value)
    return tuple(f"{' and '.join(sides)}: {why}" for why, sides in told.items())
