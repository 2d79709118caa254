"""Mends: the fact that would make a misfit fit, or the reason why none can."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from ..model import (
    Alias,
    Array,
    Declaration,
    DeclId,
    EventGroup,
    Interface,
    Map,
    Model,
    Ref,
    TagPath,
    Tuple,
    Type,
    Union,
    leaves,
)
from ..model.groups import group_of
from ..model.paths import path_text
from ..runtime._number import LongInteger
from ..text.records import dataclass
from .findings import Found, Key, Kind, Steps

__all__ = [
    "Mend",
    "Mender",
    "NewEvent",
    "NewProperty",
    "NewValue",
    "NoTag",
    "NotThere",
    "Null",
    "can_be_written",
    "event_of",
]

_LONGEST: Final = 200
_TOML_BITS: Final = 63
_IN_PATTERN: Final = re.compile(r"[*?[]")
_NOT_WRITTEN: Final = "a facts file cannot have such a value"
_NO_LITERAL: Final = "no fact says of a declared place that it has values of another kind"


@dataclass(frozen=True, slots=True)
class Null:
    """`[[nullable]]`: the properties that a pattern selects can be null."""

    match: str


@dataclass(frozen=True, slots=True)
class NotThere:
    """`[[member]]`: a required property of an object type becomes optional."""

    match: str
    property: str


@dataclass(frozen=True, slots=True)
class NewProperty:
    """`[[member]]`: an object type gets an undeclared property."""

    match: str
    property: str


@dataclass(frozen=True, slots=True)
class NewValue:
    """`[[member]]`: an alias or a property gets one more value."""

    match: str
    kind: str
    value: str | int | float | bool


@dataclass(frozen=True, slots=True)
class NoTag:
    """`[[default]]`: the member of a union for objects without the tag, at the end of some keys."""

    match: str
    tag: str
    keys: int = 1


@dataclass(frozen=True, slots=True)
class NewEvent:
    """`[[event]]`: a group of events gets one with a new tag."""

    group: DeclId
    kind: str
    tag: str | int


Mend: TypeAlias = Null | NotThere | NewProperty | NewValue | NoTag | NewEvent


class _Spot(NamedTuple):
    """A place that facts can name: an alias or a property, and the number of enclosing lists."""

    match: str
    lists: int
    type: Type


def can_be_written(value: Any) -> bool:
    """Whether a value, or a name, can be written in a facts file."""
    if isinstance(value, bool):
        return True
    if isinstance(value, str):
        return len(value) <= _LONGEST and value.isprintable()
    if isinstance(value, int):
        return value.bit_length() <= _TOML_BITS
    return isinstance(value, float) and not isinstance(value, LongInteger) and math.isfinite(value)


class Mender:
    """Finds the mend for a misfit with a model."""

    def __init__(self, model: Model) -> None:
        self.by_id: Final[Mapping[DeclId, Declaration]] = model.by_id()

    def mend(self, finding: Found) -> Mend | str:
        """The mend for a misfit, or the reason why there is none."""
        kind, site = finding.misfit.kind, finding.site
        if site is None or site.steps is None:
            return "it is in no declared property"
        owner, (name, inner) = site.owner, site.steps
        if not isinstance(name, str) or isinstance(name, Key):
            return "no fact is about what an index signature declares"
        if not can_be_written(name):
            return _NOT_WRITTEN
        if inner is not None:
            return self._inside(finding, owner, name, list(_listed(inner)))
        match kind:
            case Kind.MISSING:
                return NotThere(str(owner), name)
            case Kind.UNDECLARED:
                return NewProperty(str(owner), name)
            case _ if site.value is None:
                return Null(_IN_PATTERN.sub(r"[\g<0>]", f"{owner}.{name}"))
            case _:
                return _value(f"{owner}.{name}", finding)

    def _inside(
        self, finding: Found, owner: DeclId, name: str, steps: list[str | int]
    ) -> Mend | str:
        """The mend for a misfit in a list, a map, or a tagged union."""
        assert finding.site is not None
        last, value = steps[-1], finding.site.value
        if isinstance(last, int):
            spot = self._spot(owner, name, steps)
            if spot is None or value is None:
                return "no fact is about an element of such a list"
            return _value(f"{spot.match}{'[]' * spot.lists}", finding)
        spot = None if isinstance(last, Key) else self._spot(owner, name, steps[:-1])
        path: TagPath = (last,)
        if spot is None:
            spot, path = self._tagged(owner, name, steps)
        if spot is None:
            return "no fact is about the values of a map"
        if finding.misfit.kind is Kind.MISSING or value is None:
            return NoTag(self._named(spot), path_text(path), len(path))
        group = self.group(spot.type)
        if group is None:
            return "no fact adds a member to a union that has no name, or that no tag tells apart"
        if group.tag_path != path:
            return "no fact says of an object that it is something else"
        return event_of(group.id, value)

    def _tagged(
        self, owner: DeclId, name: str, steps: list[str | int]
    ) -> tuple[_Spot | None, TagPath]:
        """The tagged union that a step into the objects with its tag belongs to."""
        for start in range(len(steps) - 2, -1, -1):
            path = tuple(step for step in steps[start:] if isinstance(step, str))
            spot = self._spot(owner, name, steps[:start])
            group = None if spot is None else self.group(spot.type)
            if group is not None and group.tag_path[: len(path)] == path:
                return spot, group.tag_path
        return None, ()

    def _spot(self, owner: DeclId, name: str, steps: list[str | int]) -> _Spot | None:
        """Resolve steps within a property to a place; None if no fact can name it."""
        declared = self.by_id[owner]
        assert isinstance(declared, Interface)
        type_ = next(item.type for item in declared.properties if item.wire_name == name)
        spot = _Spot(f"{owner}.{name}", 0, type_)
        for step in steps:
            entered = next(self._entered(spot, step), None)
            if entered is None:
                return None
            spot = entered
        return spot

    def _entered(self, spot: _Spot, step: str | int) -> Iterator[_Spot]:
        """The places one step inside, through lists and maps."""
        match spot.type:
            case Ref(id_) if isinstance(alias := self.by_id[id_], Alias):
                yield from self._entered(_Spot(str(id_), 0, alias.type), step)
            case Union(members):
                for member in members:
                    yield from self._entered(spot._replace(type=member), step)
            case Array(element) if isinstance(step, int):
                yield _Spot(spot.match, spot.lists + 1, element)
            case Map(_, value) if isinstance(step, str):
                yield _Spot(spot.match, spot.lists, value)
            case Tuple():
                return  # A fact would be for all positions of a tuple.
            case _:
                return

    def _named(self, spot: _Spot) -> str:
        """The name of the union at a place in facts: that of its alias, if it has one."""
        match, type_ = spot.match, spot.type
        while isinstance(type_, Ref) and isinstance(alias := self.by_id[type_.id], Alias):
            match, type_ = str(alias.id), alias.type
        return match

    def group(self, type_: Type) -> EventGroup | None:
        """The group behind a reference to an alias, if it can be one."""
        if not isinstance(type_, Ref):
            return None
        declared = self.by_id[type_.id]
        if isinstance(declared, Alias) and isinstance(declared.type, Ref):
            return self.group(declared.type)
        group = group_of(self.by_id, type_.id)
        return group if isinstance(group, EventGroup) else None

    def members(self, match: str) -> list[DeclId]:
        """The members of a union that fit an object and that facts can name."""
        members: dict[DeclId, None] = {}
        for declaration in self.by_id.values():
            if isinstance(declaration, Alias) and str(declaration.id) == match:
                members |= dict.fromkeys(_members(declaration.type))
            elif isinstance(declaration, Interface) and match.startswith(str(declaration.id)):
                for item in declaration.properties:
                    if f"{declaration.id}.{item.wire_name}" == match:
                        members |= dict.fromkeys(_members(item.type))
        return list(members)


def _members(type_: Type) -> Iterator[DeclId]:
    match type_:
        case Union(_, decision) if decision is not None:
            yield from (leaf.id for leaf in leaves(decision) if isinstance(leaf, Ref))
        case Array(element) | Map(_, element):
            yield from _members(element)
        case _:
            return


def _value(match: str, finding: Found) -> Mend | str:
    misfit = finding.misfit
    assert finding.site is not None
    value = finding.site.value
    if misfit.absent:
        return "the value is secret"
    if misfit.kind not in (Kind.UNKNOWN_VALUE, Kind.WRONG_TYPE) or isinstance(value, dict | list):
        return _NO_LITERAL
    if not can_be_written(value):
        return _NOT_WRITTEN
    return NewValue(match, type(value).__name__, value)


def event_of(group: DeclId, tag: Any) -> Mend | str:
    """The event that a group needs for a tag, or the reason why it cannot have one."""
    if not isinstance(tag, str | int) or not can_be_written(tag):
        return "a tag is a text or a whole number that a facts file can have"
    return NewEvent(group, type(tag).__name__, tag)


def _listed(steps: Steps) -> Iterator[str | int]:
    while steps is not None:
        step, steps = steps
        yield step
