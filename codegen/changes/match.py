"""Match the declarations, events and fields of the old spec with those of the new one.

First by identity on the wire (the tag of an event, the name of a field), then by name, then by use
(the declarations that one field refers to), and at last by likeness. A match by likeness has a
confidence; below a bound there is no match.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import field, replace
from typing import Final, NamedTuple, TypeAlias, TypeVar

from ..frontend.deep import deeply
from ..model import (
    Alias,
    Array,
    Declaration,
    DeclId,
    EventGroup,
    Interface,
    Map,
    Property,
    Ref,
    Tuple,
    Type,
    tag_key,
)
from ..text.records import dataclass
from .likeness import (
    declarations_alike,
    names_alike,
    properties_alike,
    renamed_alike,
    shared_words,
    structure_alike,
    words,
)
from .report import EventName
from .version import Version, tag_of

__all__ = ["Match", "Matching", "Uncompared", "match", "matched"]

_ALIKE: Final = 0.6
_FREE_ALIKE: Final = 0.75
_POSITIONS_ALIKE: Final = 0.4
_POSITION_COUNTS: Final = 0.4
_AHEAD: Final = 0.15
_TAGS_ALIKE: Final = 0.5
_MERGED_ALIKE: Final = 0.85
_TIE: Final = 0.02
_MOST_COMPARED: Final = 40_000
"""As many pairs in one place are compared by likeness; where there are more, none are renamed."""


class Uncompared(NamedTuple):
    """A place with too many pairs to look for renames; None for the declarations of the specs.

    `old` and `new` say how many fields, events or types have no match there.
    """

    place: DeclId | None
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Match:
    """The certainty of a match: `confidence` is 1 if a name or tag stayed the same."""

    confidence: float
    why: str


_SURE: Final = Match(1.0, "the same name")


@dataclass(frozen=True)
class Matching:
    """The matches, as maps from the old spec to the new one.

    `fields` has the matched fields of each matched interface, by its old id. `events` are by
    group and tag.
    """

    groups: Mapping[DeclId, DeclId]
    declarations: Mapping[DeclId, DeclId]
    events: Mapping[EventName, EventName]
    fields: Mapping[DeclId, Mapping[str, str]]
    how: Mapping[DeclId, Match]
    how_events: Mapping[EventName, Match]
    how_fields: Mapping[tuple[DeclId, str], Match]
    uncompared: tuple[Uncompared, ...] = ()


def match(old: Version, new: Version) -> Matching:
    """Match two specs."""
    matcher = _Matcher(old, new)
    deeply(matcher.run)
    return Matching(
        matcher.groups,
        matcher.same,
        matcher.events,
        matcher.fields,
        matcher.how,
        matcher.how_events,
        matcher.how_fields,
        tuple(matcher.uncompared.values()),
    )


def matched(old: Version, new: Version) -> tuple[Version, Version, Matching]:
    """Match two specs, and drop the groups that are a plain union in the other spec."""
    matching = match(old, new)
    left = [id_ for id_ in old.groups if id_ not in matching.groups and new.has_alias(id_)]
    there = set(matching.groups.values())
    came = [id_ for id_ in new.groups if id_ not in there and old.has_alias(id_)]
    if left or came:
        old, new = old.without_groups(left), new.without_groups(came)
        matching = match(old, new)
    return old, new, matching


@dataclass(eq=False)
class _Matcher:
    old: Version
    new: Version
    groups: dict[DeclId, DeclId] = field(default_factory=dict)
    same: dict[DeclId, DeclId] = field(default_factory=dict)
    events: dict[EventName, EventName] = field(default_factory=dict)
    fields: dict[DeclId, dict[str, str]] = field(default_factory=dict)
    how: dict[DeclId, Match] = field(default_factory=dict)
    how_events: dict[EventName, Match] = field(default_factory=dict)
    how_fields: dict[tuple[DeclId, str], Match] = field(default_factory=dict)
    uncompared: dict[DeclId | None, Uncompared] = field(default_factory=dict)
    _place: DeclId | None = None
    """The declaration that is matched part by part, if one is."""
    _taken: set[DeclId] = field(default_factory=set)
    _queue: deque[tuple[DeclId, DeclId]] = field(default_factory=deque)

    @property
    def versions(self) -> tuple[Version, Version]:
        return self.old, self.new

    def run(self) -> None:
        self._match_groups()
        self._match_tags()
        self._match_names()
        self._follow()
        while self._match_alike():
            self._follow()
        self._match_renamed_events()

    # -------------------------------------------------------------- declarations

    def _pair(self, old: DeclId, new: DeclId, match_: Match, *, merged: bool = False) -> bool:
        """Match two declarations; False if one of them is matched already.

        Several old declarations may be `merged` into one new one.
        """
        if old in self.same or (new in self._taken and not merged):
            return False
        self.same[old] = new
        self.how[old] = match_
        self._taken.add(new)
        self._queue.append((old, new))
        return True

    def _open(self) -> tuple[list[Declaration], list[Declaration]]:
        """The old and the new declarations that have no match yet."""
        return (
            [
                declaration
                for declaration in self.old.model.declarations
                if declaration.id not in self.same
            ],
            [
                declaration
                for declaration in self.new.model.declarations
                if declaration.id not in self._taken
            ],
        )

    def _match_groups(self) -> None:
        """Match unions of events by their names, as declarations are; then by their tags."""
        for key in _NAMES:
            left, right = self._open_groups()
            here, there = _unique(left, self.old, key), _unique(right, self.new, key)
            for name, union in here.items():
                if name in there:
                    self._pair_groups(union.id, there[name].id, _SURE)
        there_open = {union.id for union in self._open_groups()[1]}
        for union in self._open_groups()[0]:
            group = self.old.groups[union.id]
            alike = [id_ for id_ in there_open if _most_tags(group, self.new.groups[id_])]
            if len(alike) == 1:
                there_open.remove(alike[0])
                self._pair_groups(union.id, alike[0], Match(0.9, "most of its events"))

    def _pair_groups(self, old: DeclId, new: DeclId, match_: Match) -> None:
        self.groups[old] = new
        self._pair(old, new, match_)

    def _open_groups(self) -> tuple[list[Declaration], list[Declaration]]:
        """The old and the new unions of events that have no match yet."""
        taken = set(self.groups.values())
        old = [group.id for group in self.old.model.groups if group.id not in self.groups]
        new = [group.id for group in self.new.model.groups if group.id not in taken]
        return [self.old.by_id[id_] for id_ in old], [self.new.by_id[id_] for id_ in new]

    def _match_tags(self) -> None:
        """Match events that kept their tag, whatever their classes are called."""
        for group in self.old.model.groups:
            if group.id not in self.groups:
                continue
            there = self.new.groups[self.groups[group.id]]
            here, others = self.old.group_events[group.id], self.new.group_events[there.id]
            for event, before in here.items():
                same = replace(event, group=there.id)
                if same not in others:
                    continue
                self.events[event] = same
                after = others[same]
                if len(before) == len(after) == 1:
                    why = f"both are the event {event.text!r}"
                    self._pair(before[0], after[0], Match(1.0, why), merged=True)

    def _match_names(self) -> None:
        for key in _NAMES:
            left, right = self._open()
            here, there = _unique(left, self.old, key), _unique(right, self.new, key)
            for name, declaration in here.items():
                if name in there:
                    self._pair(declaration.id, there[name].id, _SURE)

    # ----------------------------------------------------------------------- use

    def _follow(self) -> None:
        """Match the declarations that matched ones refer to from the same fields."""
        while self._queue:
            old_id, new_id = self._queue.popleft()
            self._place = old_id
            old, new = self.old.by_id.get(old_id), self.new.by_id.get(new_id)
            if isinstance(old, Interface) and isinstance(new, Interface):
                self._match_fields(old, new)
            elif isinstance(old, Alias) and isinstance(new, Alias) and old_id not in self.groups:
                self._match_use(old.type, new.type)
        self._place = None

    def _are_too_many(self, old: Sized, new: Sized) -> bool:
        """Whether so many are not compared pair by pair, which the report says then."""
        if len(old) * len(new) <= _MOST_COMPARED:
            return False
        self.uncompared.setdefault(self._place, Uncompared(self._place, len(old), len(new)))
        return True

    def _match_fields(self, old: Interface, new: Interface) -> None:
        left = {property_.wire_name: property_ for property_ in old.properties}
        right = {property_.wire_name: property_ for property_ in new.properties}
        matched = {name: name for name in left if name in right}
        for name in matched:
            self._match_use(left[name].type, right[name].type)
        gone = [property_ for name, property_ in left.items() if name not in right]
        come = [property_ for name, property_ in right.items() if name not in left]
        renamed = list(self._renamed_fields(gone, come))
        if gone and not renamed:
            renamed += self._renamed_in_place(old.properties, new.properties)
        for before, after, why in renamed:
            matched[before.wire_name] = after.wire_name
            self.how_fields[old.id, before.wire_name] = why
            self._match_use(before.type, after.type)
        self.fields[old.id] = matched
        if old.index is not None and new.index is not None:
            self._match_use(old.index, new.index)

    def _renamed_fields(
        self, gone: Sequence[Property], come: Sequence[Property]
    ) -> Iterator[tuple[Property, Property, Match]]:
        if self._are_too_many(gone, come):
            return
        scored = []
        for before in gone:
            for after in come:
                likeness = renamed_alike(before, after, self.versions)
                if likeness is not None:
                    scored.append((likeness.score, before, after, likeness.why))
        for score, before, after, why in _best(scored, _wire_name):
            yield before, after, Match(min(score, 0.99), why)

    def _renamed_in_place(
        self, old: Sequence[Property], new: Sequence[Property]
    ) -> Iterator[tuple[Property, Property, Match]]:
        """The rename of the only property with another name, the order having stayed.

        The old and the new name share a word; the type may differ.
        """
        if len(old) != len(new):
            return
        pairs = zip(old, new, strict=True)
        changed = [pair for pair in pairs if pair[0].wire_name != pair[1].wire_name]
        if len(changed) == 1 and self._is_within(*changed[0]):
            return
        if len(changed) == 1 and len(old) > 1:
            before, after = changed[0]
            likeness = properties_alike(before, after, self.versions)
            if shared_words(before.wire_name, after.wire_name):
                score = likeness.score + (1 - likeness.score) * _POSITION_COUNTS
                yield before, after, Match(min(score, 0.99), f"in the same place: {likeness.why}")

    def _is_within(self, before: Property, after: Property) -> bool:
        """Whether a field was nested into the object that took its place: `a_b` is `a.b` now."""
        inner = (
            property_.wire_name
            for id_ in self.new.objects(after.type)
            if isinstance(declaration := self.new.by_id[id_], Interface)
            for property_ in declaration.properties
        )
        return any(words(before.wire_name) == words(f"{after.wire_name}_{name}") for name in inner)

    def _match_use(self, old: Type, new: Type) -> None:
        """Match the declarations that two types refer to from corresponding positions."""
        match old, new:
            case Ref(before), Ref(after) if before not in self.same:
                if after in self._taken:
                    self._merge(before, after)
                else:
                    self._match_position([before], [after])
                return
            case Array(one), Array(other):
                self._match_use(one, other)
                return
            case Map(_, one), Map(_, other):
                self._match_use(one, other)
                return
            case Tuple(here), Tuple(there):
                for one_item, other_item in zip(here, there, strict=False):
                    self._match_use(one_item.type, other_item.type)
                return
        left = [id_ for id_ in self.old.objects(old) if id_ not in self.same]
        right = self.new.objects(new)
        self._match_position(left, [id_ for id_ in right if id_ not in self._taken])
        if len(left) == 1 and left[0] not in self.same and len(right) > 1:
            self._match_position_by_likeness(left, right, merged=True)

    def _merge(self, before: DeclId, after: DeclId) -> None:
        """Match a declaration with an already matched one that has nearly the same structure."""
        one, other = self.old.by_id[before], self.new.by_id[after]
        if isinstance(one, Interface) and isinstance(other, Interface):
            likeness = declarations_alike(one, other, self.versions)
            shared = structure_alike(one, other, self.versions)
            if shared >= _MERGED_ALIKE:
                why = f"in the same place, merged with others: {likeness.why}"
                self._pair(before, after, Match(min(0.99, 0.5 + shared / 2), why), merged=True)

    def _match_position(self, left: Sequence[DeclId], right: Sequence[DeclId]) -> None:
        """Match declarations that are used in one position: by tag, then by likeness."""
        tagged: dict[tuple[str, str], list[DeclId]] = {}
        for after in right:
            if (tag := tag_of(self.new.by_id[after])) is not None:
                tagged.setdefault(tag, []).append(after)
        placed: set[DeclId] = set()
        for before in left:
            tag = tag_of(self.old.by_id[before])
            if tag is not None and len(tagged.get(tag, ())) == 1:
                after = tagged.pop(tag)[0]
                self._pair(before, after, Match(0.95, f"the same place and tag {tag[1]!r}"))
                placed.add(after)
        self._match_position_by_likeness(
            [id_ for id_ in left if id_ not in self.same],
            [id_ for id_ in right if id_ not in placed],
        )

    def _match_position_by_likeness(
        self, left: Sequence[DeclId], right: Sequence[DeclId], *, merged: bool = False
    ) -> None:
        """Match declarations that are used in one position by likeness.

        A single old declaration needs less likeness than one of several.
        """
        if self._are_too_many(left, right):
            return
        pairs = []
        for before in left:
            for after in right:
                one, other = self.old.by_id[before], self.new.by_id[after]
                if type(one) is type(other):
                    likeness = declarations_alike(one, other, self.versions)
                    pairs.append((likeness.score, before, after, likeness.why))
        if len(left) == 1:
            ranked = sorted((score for score, *_ in pairs), reverse=True)
            ahead = len(ranked) < 2 or ranked[0] - ranked[1] >= _AHEAD
            least = _POSITIONS_ALIKE if ahead else _ALIKE
        else:
            least = _ALIKE
        alike = [pair for pair in pairs if pair[0] >= least]
        for score, before, after, why in _best(alike, str):
            # The shared position adds to the confidence.
            certainty = min(0.99, score + (1 - score) * _POSITION_COUNTS)
            self._pair(before, after, Match(certainty, f"in the same place: {why}"), merged=merged)

    # ------------------------------------------------------------------ likeness

    def _match_alike(self) -> bool:
        """Match the remaining declarations by likeness; False if none were alike enough."""
        left, right = self._open()
        left = [declaration for declaration in left if self._is_free(declaration.id)]
        if self._are_too_many(left, right):
            return False
        pairs = []
        for one in left:
            event = one.id in self.old.own_events
            for other in right:
                if self._comparable(one, other):
                    likeness = declarations_alike(one, other, self.versions)
                    if likeness.score >= (_ALIKE if event else _FREE_ALIKE):
                        pairs.append((likeness.score, one.id, other.id, likeness.why))
        done = False
        for score, before, after, why in _best(pairs, str):
            done |= self._pair(before, after, Match(min(score, 0.99), why))
        return done

    def _comparable(self, old: Declaration, new: Declaration) -> bool:
        if type(old) is not type(new) or old.id in self.old.groups or new.id in self.new.groups:
            return False
        here, there = self.old.own_events.get(old.id), self.new.own_events.get(new.id)
        if here is None or there is None:
            return here is there
        groups = {event.group for event in there}
        return any(self.groups.get(event.group) in groups for event in here)

    def _is_free(self, id_: DeclId) -> bool:
        """Whether a declaration may be matched with any other by likeness.

        Events may. Others may not if their parent declaration is gone, or if one that refers to
        them is matched: then they would have been matched by use.
        """
        if id_ in self.old.own_events:
            return True
        parent = DeclId(id_.module, id_.path[:-1])
        if parent in self.old.by_id and parent not in self.same:
            return False
        return not any(user in self.same for user in self.old.users.get(id_, ()))

    # -------------------------------------------------------------------- events

    def _match_renamed_events(self) -> None:
        """Match events that lost their tag with those of the matched classes, if they are alike."""
        taken = set(self.events.values())
        for group in self.old.model.groups:
            pairs = ((e, id_) for e, ids in self.old.group_events[group.id].items() for id_ in ids)
            for event, id_ in pairs:
                there = self.same.get(id_)
                if event in self.events or there is None or group.id not in self.groups:
                    continue
                for other in self.new.own_events.get(there, ()):
                    if other.group != self.groups[group.id] or other in taken:
                        continue
                    one, two = self.old.by_id[id_], self.new.by_id[there]
                    likeness = declarations_alike(one, two, self.versions)
                    if "other" in (event.kind, other.kind):
                        continue
                    if likeness.score < _ALIKE or names_alike(event.text, other.text) < _TAGS_ALIKE:
                        continue
                    self.events[event] = other
                    self.how_events[event] = Match(min(likeness.score, 0.99), likeness.why)
                    taken.add(other)
                    break


_Item = TypeVar("_Item")
_KeyOf: TypeAlias = Callable[[Version, Declaration], object]


def _id(_version: Version, declaration: Declaration) -> object:
    return declaration.id


def _path(_version: Version, declaration: Declaration) -> object:
    return declaration.id.path


def _python_name(version: Version, declaration: Declaration) -> object:
    return version.names.declarations[declaration.id]


_NAMES: Final = (_id, _path, _python_name)
"""The names that a declaration is known by, the surest first."""


def _wire_name(property_: Property) -> str:
    return property_.wire_name


def _unique(
    items: Iterable[Declaration], version: Version, key: _KeyOf
) -> dict[object, Declaration]:
    """Declarations by key, without those that share a key."""
    unique: dict[object, Declaration | None] = {}
    for declaration in items:
        name = key(version, declaration)
        unique[name] = None if name in unique else declaration
    return {name: declaration for name, declaration in unique.items() if declaration is not None}


def _most_tags(one: EventGroup, other: EventGroup) -> bool:
    left, right = (set(map(tag_key, group.tags)) for group in (one, other))
    return len(left & right) * 2 > max(len(left), len(right))


def _best(
    scored: Sequence[tuple[float, _Item, _Item, str]], name: Callable[[_Item], str]
) -> Iterator[tuple[float, _Item, _Item, str]]:
    """Choose pairs greedily by likeness, each item in one pair; ties are left out."""
    order = sorted(scored, key=lambda pair: (-pair[0], name(pair[1]), name(pair[2])))
    left: set[str] = set()
    right: set[str] = set()
    for position, (score, one, other, why) in enumerate(order):
        here, there = name(one), name(other)
        if here in left or there in right:
            continue
        rivals = [
            rival
            for rival_score, rival, other_rival, _ in order[position + 1 :]
            if rival_score > score - _TIE
            and (name(rival) == here or name(other_rival) == there)
            and name(rival) not in left
            and name(other_rival) not in right
        ]
        left.add(here)
        right.add(there)
        if not rivals:
            yield score, one, other, why
