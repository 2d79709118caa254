"""Collect the mends that would make a recording fit a model."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, Final, NamedTuple, TypeAlias

from ..model import Alias, DeclId, EventGroup, Interface, Model, refs
from ..model.groups import group_of
from ..runtime._tags import with_tag
from ..text.records import dataclass
from .catalogue import Catalogue, Direction, direction_of
from .checker import Checker, Findings
from .findings import Found, Kind, Steps, pattern
from .mending import Mend, Mender, NewEvent, NewProperty, NewValue, NoTag, event_of
from .observed import Observed

__all__ = ["MOST_MENDS", "TOO_MANY", "First", "Observer", "Refused", "Seen", "Unmended", "about"]

Refused: TypeAlias = "Mapping[Mend | tuple[type[Mend], str], str]"
"""The reasons to refuse mends: single ones, or all of a kind for a declaration or property."""

MOST_MENDS: Final = 2000
TOO_MANY: Final = "there are too many others"
_MOST_UNMENDED: Final = 500
_MOST_NAMES: Final = 100
_MOST_CANDIDATES: Final = 20
_NAMED: Final = re.compile(r"[\w.$]{1,200}")
_LIMITS: Final[Mapping[type[Mend], tuple[int, str]]] = {
    NewValue: (20, "values"),
    NewProperty: (_MOST_NAMES, "properties"),
}
"""The limit of mends for a place or an object type; above it, values are free texts."""
_LIKE: Final = 0.75  # The least similarity of two tags of one event.


class First(NamedTuple):
    """The first occurrence of a misfit."""

    file: str
    line: int


@dataclass(slots=True)
class Seen:
    """The observations of one mend: number of events, their tags, and the first place.

    `value` is the type of an undeclared property. Of an event, `fields` are its fields, each with
    the number of events that have it, and `like` the declared events that it could be. Of a missing
    tag, `distances` are those of the objects from each member of the union.
    """

    path: str
    first: First
    count: int
    tags: dict[str, None]
    value: Observed
    fields: dict[str, tuple[int, Observed]]
    like: tuple[tuple[str, DeclId], ...] | None
    distances: dict[DeclId, tuple[int, int]]


@dataclass(slots=True)
class Unmended:
    """A misfit without a mend, the number of events, and the reason.

    `message` is the first one of them, and `others` is whether there are different ones.
    """

    tag: str
    path: str
    message: str
    why: str
    first: First
    count: int
    others: bool = False


class Observer:
    """Collects the misfits of messages as mends.

    `ignored` are kinds of misfits that do not count; `refused` are mends that are not to be
    proposed. `overfull` are places with too many mends to be credible.
    """

    def __init__(
        self, model: Model, checker: Checker, catalogue: Catalogue, ignored: Collection[Kind]
    ) -> None:
        self.mender: Final = Mender(model)
        self.mends: Final[dict[Mend, Seen]] = {}
        self.unmended: Final[dict[tuple[str, str, str, str], Unmended]] = {}
        self.refused: Refused = {}
        self.overfull: Final[dict[tuple[type[Mend], str], str]] = {}
        self._checker = checker
        self._catalogue = catalogue
        self._ignored = ignored
        self._full: Final = {str(id_): id_ for id_ in self.mender.by_id}
        self._by_property = _by_property(model)
        self._sizes: dict[tuple[type[Mend], str], int] = {}

    def note(
        self,
        tag: str,
        direction: Direction | None,
        message: Mapping[str, Any],
        findings: Findings,
        first: First,
    ) -> None:
        """Add the findings of one message."""
        seen: set[Mend | tuple[str, str, str]] = set()
        for finding in findings:
            if finding.misfit.kind in self._ignored:
                continue
            if finding.misfit.kind is Kind.UNKNOWN_EVENT:
                mend = self._unknown(finding.misfit.value, direction)
            else:
                mend = self.mender.mend(finding)
            if not isinstance(mend, str):
                mend = self._why_not(mend) or mend
            if isinstance(mend, str):
                key = (pattern(finding.steps), finding.misfit.expected, mend)
                if key not in seen:
                    seen.add(key)
                    self._leave(tag, finding, mend, first)
                continue
            entry = self.mends.get(mend)
            if entry is None:
                entry = self.mends[mend] = self._new(mend, finding, first)
            if mend not in seen:
                seen.add(mend)
                entry.count += 1
                entry.tags[tag] = None
            self._look(mend, entry, finding, message)

    def _leave(self, tag: str, finding: Found, why: str, first: First) -> None:
        misfit = finding.misfit
        key = tag, pattern(finding.steps), misfit.expected, why
        known = self.unmended.get(key)
        if known is not None:
            known.count += 1
            known.others |= known.message != misfit.summary
        elif len(self.unmended) < _MOST_UNMENDED:
            self.unmended[key] = Unmended(tag, key[1], misfit.summary, why, first, 1)

    def _why_not(self, mend: Mend) -> str:
        """The reason to refuse a mend; "" if there is none."""
        place = type(mend), about(mend)
        why = self.refused.get(mend) or self.refused.get(place)
        if why or mend in self.mends:
            return why or ""
        if len(self.mends) >= MOST_MENDS:
            return TOO_MANY
        self._sizes[place] = size = self._sizes.get(place, 0) + 1
        most, plural = _LIMITS.get(type(mend), (MOST_MENDS, ""))
        if size > most:
            self.overfull[place] = f"there are more than {most} such {plural}"
        return self.overfull.get(place, "")

    def _new(self, mend: Mend, finding: Found, first: First) -> Seen:
        value, like = Observed(), None
        if isinstance(mend, NewProperty):
            value = Observed(self._by_property.get(mend.property, ()))
        if isinstance(mend, NewEvent):
            group = self.group(mend.group)
            like = tuple((tag, id_) for tag, id_ in group.members if isinstance(tag, str))
        return Seen(pattern(finding.steps), first, 0, {}, value, {}, like, {})

    def group(self, id_: DeclId) -> EventGroup:
        """The group of a union that is known to be one."""
        group = group_of(self.mender.by_id, id_)
        assert isinstance(group, EventGroup)
        return group

    # ----------------------------------------------------------------- undeclared events

    def _unknown(self, tag: Any, direction: Direction | None) -> Mend | str:
        """The mend that declares the event of an unknown tag."""
        if tag is None:
            return "a message without a tag is no event"
        groups = [group for group in self._catalogue.groups if group.members]
        sides = [group for group in groups if direction in (None, direction_of(group))]
        if direction is None:
            sides.sort(key=lambda group: direction_of(group) != "server")
        chosen = sides or [group for group in groups if direction_of(group) is None]
        if not chosen:
            return "there is no group of events that it could be of"
        return event_of(chosen[0].id, tag)

    def _look(self, mend: Mend, seen: Seen, finding: Found, message: Mapping[str, Any]) -> None:
        """Observe the values of a mend."""
        if isinstance(mend, NewProperty):
            assert finding.site is not None
            seen.value.add(finding.site.value, self._fits)
        elif isinstance(mend, NewEvent):
            path = self.group(mend.group).tag_path
            self._look_at_event(mend, seen, _object_around(message, finding.steps, len(path)))
        elif isinstance(mend, NoTag):
            value = _object_around(message, finding.steps, mend.keys)
            for id_ in self.mender.members(mend.match):
                misfits, others = seen.distances.get(id_, (0, 0))
                findings = self._checker.check(id_, value)
                kinds = [inner.misfit.kind for inner in findings]
                undeclared = kinds.count(Kind.UNDECLARED)
                seen.distances[id_] = misfits + len(kinds) - undeclared, others + undeclared

    def _look_at_event(self, mend: NewEvent, seen: Seen, value: Mapping[str, Any]) -> None:
        path = self.group(mend.group).tag_path
        for field, inner in value.items():
            if field == path[0]:
                continue
            if field not in seen.fields and len(seen.fields) >= _MOST_NAMES:
                continue
            count, observed = seen.fields.get(field) or (
                0,
                Observed(self._by_property.get(field, ())),
            )
            observed.add(inner, self._fits)
            seen.fields[field] = count + 1, observed
        seen.like = tuple(
            (tag, id_)
            for tag, id_ in seen.like or ()
            if not self._checker.check(id_, with_tag(value, path, tag))
        )

    def _fits(self, declaration: str, value: Any) -> bool:
        return not self._checker.check(self._full[declaration], value)

    def like(self, mend: NewEvent, seen: Seen) -> str:
        """The declared event whose tag is an older spelling of this one; "" if there is none."""
        group = self.group(mend.group)
        common = set.intersection(*(_fields(self.mender.by_id[id_]) for id_ in group.interfaces))
        if not isinstance(mend.tag, str) or not seen.fields.keys() - common:
            return ""
        likeness = {
            str(id_): SequenceMatcher(None, tag, mend.tag).ratio() for tag, id_ in seen.like or ()
        }
        best = max(likeness, key=lambda name: likeness[name], default="")
        return best if likeness.get(best, 0) >= _LIKE else ""


def about(mend: Mend) -> str:
    """The declaration or the property that a mend changes."""
    return str(mend.group) if isinstance(mend, NewEvent) else mend.match


def _object_around(message: Mapping[str, Any], steps: Steps, count: int) -> Mapping[str, Any]:
    """The object from which the last `count` of some steps lead on."""
    objects: list[Any] = [message]
    while steps is not None and steps[1] is not None:
        step, steps = steps
        objects.append(objects[-1][step])
    around: Mapping[str, Any] = objects[-min(count, len(objects))]
    return around


def _fields(declaration: object) -> set[str]:
    assert isinstance(declaration, Interface)
    return {item.wire_name for item in declaration.properties}


def _by_property(model: Model) -> dict[str, list[str]]:
    """The object types at the properties of a name, if facts can name them."""
    by_id = model.by_id()
    full = {str(id_): id_ for id_ in by_id}
    by_name: dict[str, dict[str, None]] = {}
    for name, id_ in _used(model):
        is_object = isinstance(by_id[id_], Interface | Alias)
        if is_object and full[str(id_)] == id_ and _NAMED.fullmatch(str(id_)):
            by_name.setdefault(name, {})[str(id_)] = None
    return {name: list(names)[:_MOST_CANDIDATES] for name, names in by_name.items()}


def _used(model: Model) -> Iterator[tuple[str, DeclId]]:
    for declaration in model.declarations:
        if isinstance(declaration, Interface):
            for item in declaration.properties:
                yield from ((item.wire_name, id_) for id_ in refs(item.type))
