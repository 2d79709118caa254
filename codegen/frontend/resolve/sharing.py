"""Merge declarations with one origin: a type that was computed several times is one class.

An intersection, an `Omit` or an instance of a generic type is a new type at each place that leads
to it. If the properties of two of these are declared at the same places, and have the same types
down to the last of them, the spec has one type: one declaration replaces both. Types that have a
name in the spec are never merged.

The work is near-linear: declarations start in groups of the same origin, and a group is split only
after a group that its members refer to was split (Hopcroft's minimization of automata).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from ...model import (
    Alias,
    Array,
    Declaration,
    DeclId,
    Interface,
    Map,
    Property,
    Ref,
    Tuple,
    Type,
    Union,
    refs,
    types_of,
)
from ...text.source import Span
from .reduction import flat, union_of_types

__all__ = ["Groups", "Renaming", "of_same_places", "rank", "shared"]

_ANY: Final = DeclId("", ())

_Places: TypeAlias = tuple[Span | None, ...]
_Path: TypeAlias = tuple[str, ...]


def shared(declarations: Sequence[Declaration]) -> tuple[Declaration, ...]:
    """Merge equal declarations.

    The one that the spec names is kept, or else the one with the shortest path.
    """
    stands_for = {
        declaration.id: kept
        for group in Groups(of_same_places(declarations)).divided()
        for kept in [min((item.id for item in group), key=rank)]
        for declaration in group
        if declaration.id != kept
    }
    if not stands_for:
        return tuple(declarations)
    renaming = Renaming(stands_for)
    return tuple(
        renaming.declaration(declaration)
        for declaration in declarations
        if declaration.id not in stands_for
    )


def _is_named(id_: DeclId) -> bool:
    return not any(segment.startswith((".", "<")) for segment in id_.path)


def rank(id_: DeclId) -> tuple[bool, int, int, _Path, str]:
    """The quality of a declaration's name, as a sort key: less is better.

    A name that the spec gives, in however many namespaces, is the best one. It does not depend on
    the order of the declarations.
    """
    instances = sum(segment.startswith("<") for segment in id_.path)
    return not _is_named(id_), instances, len(id_.path), id_.path, id_.module


def of_same_places(declarations: Iterable[Declaration]) -> list[list[Declaration]]:
    """Group the declarations of equal origins that differ in their references only.

    At most one of a group has a name in the spec.
    """
    placed = [(declaration, _places(declaration)) for declaration in declarations]
    uses = Counter(places for _, places in placed)
    groups: dict[tuple[_Places, Declaration], list[Declaration]] = {}
    for declaration, places in placed:
        # Few declarations share their origins with another one.
        if places and uses[places] > 1 and None not in places:
            groups.setdefault((places, _without_refs(declaration)), []).append(declaration)
    several = (group for group in groups.values() if len(group) > 1)
    return [group for group in map(_with_one_name, several) if len(group) > 1]


def _with_one_name(group: list[Declaration]) -> list[Declaration]:
    """The group; without the named ones, if it has several."""
    anonymous = [declaration for declaration in group if not _is_named(declaration.id)]
    return group if len(group) - len(anonymous) < 2 else anonymous


def _places(declaration: Declaration) -> _Places:
    """The places where a declaration's properties are declared; empty if it is never merged.

    An instance without data is declared where its generic type is.
    """
    match declaration:
        case Interface(properties=(), span=span):
            return (span,)
        case Interface(properties=properties):
            return tuple(item.span for item in properties)
        case Alias(id=id_, span=span) if not _is_named(id_):
            return (span,)
        case _:
            return ()


def _without_refs(declaration: Declaration) -> Declaration:
    """A declaration without its id and the ids of its references."""
    everything = dict.fromkeys((id_ for t in types_of(declaration) for id_ in refs(t)), _ANY)
    return replace(Renaming(everything, whole=False).declaration(declaration), id=_ANY)


class Groups:
    """Groups of declarations that may be equal, refined until references agree.

    A declaration is a number here, and so is a group. `steps` counts visits of a declaration.
    """

    def __init__(self, groups: Sequence[Sequence[Declaration]]) -> None:
        self.steps = 0
        self._all = [declaration for group in groups for declaration in group]
        self._group_of: list[int] = []
        self._members: list[dict[int, None]] = []
        for group in groups:
            start = len(self._group_of)
            self._members.append(dict.fromkeys(range(start, start + len(group))))
            self._group_of += [len(self._members) - 1] * len(group)
        numbers = {declaration.id: number for number, declaration in enumerate(self._all)}
        self._refs: list[list[int | DeclId]] = []
        self._users: list[list[int]] = [[] for _ in self._all]
        for user, declaration in enumerate(self._all):
            used = [numbers.get(id_, id_) for t in types_of(declaration) for id_ in refs(t)]
            self._refs.append(used)
            for number in dict.fromkeys(used):
                if isinstance(number, int):
                    self._users[number].append(user)

    def divided(self) -> list[list[Declaration]]:
        """Refine the groups until all members of a group refer to members of the same groups."""
        waiting = {group: dict(members) for group, members in enumerate(self._members)}
        while waiting:
            group, changed = waiting.popitem()
            for moved in self._divide(group, changed):
                for user in self._users[moved]:
                    waiting.setdefault(self._group_of[user], {})[user] = None
        return [[self._all[number] for number in members] for members in self._members]

    def _divide(self, group: int, changed: Mapping[int, None]) -> list[int]:
        """Split a group some of whose members refer to other groups now.

        The largest part keeps its number, so that a declaration changes its group a few times at
        most.
        """
        parts: dict[tuple[int | DeclId, ...], list[int]] = {}
        for number in changed:
            parts.setdefault(self._referred(number), []).append(number)
        leaving = sorted(parts.values(), key=len)
        others = len(self._members[group]) - len(changed)
        if others < len(leaving[-1]):
            leaving.pop()
            if others:
                leaving.append([n for n in self._members[group] if n not in changed])
        for part in leaving:
            self.steps += len(part)
            for number in part:
                del self._members[group][number]
                self._group_of[number] = len(self._members)
            self._members.append(dict.fromkeys(part))
        return [number for part in leaving for number in part]

    def _referred(self, number: int) -> tuple[int | DeclId, ...]:
        """The ids that a declaration refers to."""
        self.steps += 1 + len(self._refs[number])
        return tuple(
            used if isinstance(used, DeclId) else self._group_of[used]
            for used in self._refs[number]
        )


class Renaming:
    """Renames references. Unions are reduced if they are to be `whole`.

    A type that many places share stays one object.
    """

    def __init__(self, ids: Mapping[DeclId, DeclId], *, whole: bool = True) -> None:
        self._ids = ids
        self._whole = whole
        self._known: dict[int, tuple[Type, Type]] = {}

    def declaration(self, declaration: Declaration) -> Declaration:
        """Rename the references of a declaration; its own id stays."""
        match declaration:
            case Interface(properties=properties, index=index):
                types = [self._type(item.type) for item in properties]
                map_ = None if index is None else self._map(index)
                if map_ is index and all(map(_is_type_of, properties, types)):
                    return declaration
                renamed = tuple(
                    item if item.type is type_ else replace(item, type=type_)
                    for item, type_ in zip(properties, types, strict=True)
                )
                return replace(declaration, properties=renamed, index=map_)
            case Alias(type=type_):
                return replace(declaration, type=self._type(type_))
            case _:
                return declaration

    def _type(self, type_: Type) -> Type:
        if id(type_) not in self._known:
            is_touched = any(id_ in self._ids for id_ in refs(type_))
            self._known[id(type_)] = (type_, self._renamed(type_) if is_touched else type_)
        return self._known[id(type_)][1]

    def _map(self, map_: Map) -> Map:
        renamed = self._type(map_)
        assert isinstance(renamed, Map)
        return renamed

    def _renamed(self, type_: Type) -> Type:
        match type_:
            case Ref(id=id_):
                return Ref(self._ids.get(id_, id_))
            case Array(element):
                return Array(self._type(element))
            case Map(key, value):
                return Map(self._type(key), self._type(value))
            case Tuple(items):
                return Tuple(tuple(replace(i, type=self._type(i.type)) for i in items))
            case Union(members):
                renamed = [self._type(member) for member in members]
                if not self._whole:
                    return Union(tuple(renamed))
                return union_of_types(part for member in renamed for part in flat(member))
            case _:
                return type_


def _is_type_of(item: Property, type_: Type) -> bool:
    return item.type is type_
