"""One of the two compared specs, with the look-ups that the comparison needs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Final

from ..model import (
    Alias,
    Declaration,
    DeclId,
    Enum,
    EventGroup,
    Interface,
    Literal,
    Model,
    Property,
    Ref,
    Tag,
    TagPath,
    Type,
    references,
    refs,
)
from ..model.groups import group_of
from ..model.notation import notation
from ..model.paths import properties_along
from ..python.names import FieldCase, Names
from ..targets import package_names
from ..text.records import dataclass
from .atoms import atoms
from .members import Members
from .report import EventName, Side

__all__ = ["Version", "references_of", "tag_of"]

_CAPITALISED: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]*")
_CLIENT: Final = frozenset({"Client", "Request", "Outgoing"})
_SERVER: Final = frozenset({"Server", "Response", "Incoming"})
_BOTH: Final = frozenset({Side.READERS, Side.WRITERS})


@dataclass(frozen=True)
class Version:
    """A spec's model and the Python names of its declarations.

    `sides` has the side of event groups by the name of their union, where the name itself does not
    imply it (`RealtimeServerEvent` is read).
    """

    model: Model
    names: Names
    sides: tuple[tuple[str, Side], ...] = ()

    @classmethod
    def of(
        cls,
        model: Model,
        entry: str,
        sides: tuple[tuple[str, Side], ...] = (),
        field_case: FieldCase = "wire",
    ) -> Version:
        """Make the version of a model; `entry` is the file whose declarations keep their names.

        `field_case` is the option that the package was generated with.
        """
        return cls(model, package_names(model, entry, None, field_case)[0], sides)

    @cached_property
    def features(self) -> dict[Type, frozenset[str]]:
        """The features of types that were compared, by which their likeness is told."""
        return {}

    @cached_property
    def _members(self) -> dict[int, tuple[Type, Members]]:
        return {}

    def members(self, type_: Type) -> Members:
        """The members of a type, computed once for each object that is a type."""
        known = self._members.get(id(type_))
        if known is None:
            made = Members(atoms(type_, self.by_id), self.by_id)
            known = self._members[id(type_)] = type_, made  # The type stays, and so does its id.
        return known[1]

    def objects(self, type_: Type) -> tuple[DeclId, ...]:
        """The interfaces that a type refers to, through aliases and unions."""
        return self.members(type_).interfaces

    @cached_property
    def _properties(self) -> dict[DeclId, Mapping[str, Property]]:
        return {}

    @cached_property
    def by_id(self) -> Mapping[DeclId, Declaration]:
        """The declarations by their id."""
        return self.model.by_id()

    @cached_property
    def groups(self) -> Mapping[DeclId, EventGroup]:
        """The event groups by the id of their union."""
        return {group.id: group for group in self.model.groups}

    @cached_property
    def group_events(self) -> Mapping[DeclId, Mapping[EventName, tuple[DeclId, ...]]]:
        """The events of each group, with their declarations: several may share a tag."""
        events_of: dict[DeclId, dict[EventName, tuple[DeclId, ...]]] = {}
        for group in self.model.groups:
            events = {EventName.of(group.id, tag): ids for tag, ids in group.by_tag}
            if group.other:
                events[EventName(group.id, "other", "")] = group.other
            events_of[group.id] = events
        return events_of

    @cached_property
    def own_events(self) -> Mapping[DeclId, tuple[EventName, ...]]:
        """The events of each declaration that is the class of an event."""
        events_of: dict[DeclId, list[EventName]] = {}
        for group in self.model.groups:
            for event, ids in self.group_events[group.id].items():
                for id_ in ids:
                    events_of.setdefault(id_, []).append(event)
        return {id_: tuple(events) for id_, events in events_of.items()}

    @cached_property
    def tagged_events(self) -> Mapping[tuple[DeclId, str], tuple[EventName, ...]]:
        """The events that a property is the tag of, by its interface and wire name."""
        events_of: dict[tuple[DeclId, str], list[EventName]] = {}
        for id_, events in self.own_events.items():
            for event in events:
                along = properties_along(self.by_id, id_, self.groups[event.group].tag_path)
                for owner, item in along[-1:]:
                    events_of.setdefault((owner.id, item.wire_name), []).append(event)
        return {place: tuple(events) for place, events in events_of.items()}

    @cached_property
    def events(self) -> Mapping[DeclId, tuple[EventName, ...]]:
        """The events whose messages contain a declaration, in the order of the groups."""
        events_of: dict[DeclId, list[EventName]] = {}
        for group in self.model.groups:
            for event, ids in self.group_events[group.id].items():
                for reached in self._reached(list(ids)):
                    events_of.setdefault(reached, []).append(event)
        return {id_: tuple(dict.fromkeys(events)) for id_, events in events_of.items()}

    @cached_property
    def users(self) -> Mapping[DeclId, tuple[DeclId, ...]]:
        """The declarations that refer directly to a declaration."""
        users_of: dict[DeclId, list[DeclId]] = {}
        for declaration in self.model.declarations:
            for id_ in references(declaration):
                users_of.setdefault(id_, []).append(declaration.id)
        return {id_: tuple(users) for id_, users in users_of.items()}

    @cached_property
    def directions(self) -> Mapping[DeclId, frozenset[Side]]:
        """The sides that read or write a declaration.

        They are those of the groups that reach it or, without any, of the unreferenced declarations
        that reach it, by their names; both if the names imply none.
        """
        known: dict[DeclId, set[Side]] = {}
        roots: list[tuple[DeclId, frozenset[Side]]] = [
            (id_, self.group_sides(group))
            for group in self.model.groups
            for id_ in group.interfaces
        ]
        in_groups = set(self._reached([id_ for id_, _ in roots]))
        for id_ in self.by_id:
            if id_ not in in_groups and id_ not in self.users and id_ not in self.groups:
                sides = _root_sides(id_.path[-1])
                if len(sides) == 1:
                    roots.append((id_, sides))
        for id_, sides in roots:
            for reached in self._reached([id_]):
                known.setdefault(reached, set()).update(sides)
        known.update({group.id: set(self.group_sides(group)) for group in self.model.groups})
        return {id_: frozenset(known.get(id_, _BOTH)) for id_ in self.by_id}

    def with_groups_of(self, other: Version) -> Version:
        """Add the groups of the other version where this one has a matching union.

        By itself, a union of one event or one that is referred to does not become a group.
        """
        paths = {group.id.path for group in self.model.groups}
        groups = [
            group
            for candidate in other.model.groups
            if candidate.id.path not in paths and (group := self._group_like(candidate)) is not None
        ]
        if not groups:
            return self
        model = replace(self.model, groups=(*self.model.groups, *groups))
        return replace(self, model=model)

    def without_groups(self, ids: Collection[DeclId]) -> Version:
        """The version with these unions as plain types."""
        groups = tuple(group for group in self.model.groups if group.id not in ids)
        return replace(self, model=replace(self.model, groups=groups))

    def has_alias(self, id_: DeclId) -> bool:
        """Whether exactly one alias has the path of this declaration of the other spec."""
        return len(self._aliases(id_)) == 1

    def _aliases(self, id_: DeclId) -> list[Alias]:
        return [
            declaration
            for declaration in self.model.declarations
            if declaration.id.path == id_.path and isinstance(declaration, Alias)
        ]

    def _group_like(self, group: EventGroup) -> EventGroup | None:
        """Make the group of the alias with this path; None unless all its members are events."""
        same = [
            declaration
            for declaration in self.model.declarations
            if declaration.id.path == group.id.path
        ]
        if len(same) != 1 or not isinstance(same[0], Alias):
            return None
        made = group_of(self.by_id, same[0].id)
        if isinstance(made, EventGroup):
            return made if made.tag_path == group.tag_path else None
        members = []
        for atom in atoms(same[0].type, self.by_id):
            tag = self._tag(atom, group.tag_path)
            if tag is None or not isinstance(atom, Ref):
                return None
            members.append((tag, atom.id))
        like = EventGroup(same[0].id, group.tag_path, tuple(members))
        return like if len(like.tags) == len(members) > 0 else None

    def _tag(self, type_: Type, path: TagPath) -> Tag | None:
        if not isinstance(type_, Ref):
            return None
        properties = [item for _, item in properties_along(self.by_id, type_.id, path)]
        if len(properties) < len(path) or not all(item.required for item in properties):
            return None
        tag = properties[-1].type
        if not isinstance(tag, Literal) or isinstance(tag.value, float):
            return None
        return tag.value

    def group_sides(self, group: EventGroup) -> frozenset[Side]:
        """The sides of a group: as configured, else by its name, else both."""
        given = frozenset(side for name, side in self.sides if name == str(group.id))
        return given or _group_sides(group.id.path[-1])

    def _reached(self, start: list[DeclId]) -> Iterator[DeclId]:
        seen = dict.fromkeys(start)
        rest = list(start)
        while rest:
            id_ = rest.pop()
            yield id_
            declaration = self.by_id.get(id_)
            for reference in references(declaration) if declaration is not None else ():
                if reference not in seen:
                    seen[reference] = None
                    rest.append(reference)

    def text(self, type_: Type) -> str:
        """A type in TypeScript's notation, with the spec's names."""
        return notation(type_, str)

    def property_of(self, id_: DeclId, wire_name: str) -> Property | None:
        """A property of an interface."""
        known = self._properties.get(id_)
        if known is None:
            declaration = self.by_id.get(id_)
            items = declaration.properties if isinstance(declaration, Interface) else ()
            known = self._properties[id_] = {item.wire_name: item for item in items}
        return known.get(wire_name)


def _group_sides(name: str) -> frozenset[Side]:
    """The sides of a union of events by the words in its name: a server's events are read."""
    words = frozenset(_CAPITALISED.findall(name))
    sent, received = words & _CLIENT, words & _SERVER
    if bool(sent) == bool(received):
        return _BOTH
    return frozenset({Side.WRITERS if sent else Side.READERS})


def _root_sides(name: str) -> frozenset[Side]:
    """The sides of a type outside of events, by the naming conventions of generated SDKs."""
    if name.endswith(("Params", "Request")):
        return frozenset({Side.WRITERS})
    return frozenset({Side.READERS}) if name.endswith("Response") else _BOTH


def references_of(node: Declaration | Type) -> tuple[DeclId, ...]:
    """The declarations that a declaration or type directly refers to."""
    if isinstance(node, Interface | Alias | Enum):
        return references(node)
    return tuple(refs(node))


def tag_of(declaration: Declaration | None) -> tuple[str, str] | None:
    """The tag of an interface: name and value of its first required string literal."""
    if not isinstance(declaration, Interface):
        return None
    for property_ in declaration.properties:
        if (
            property_.required
            and isinstance(property_.type, Literal)
            and isinstance(property_.type.value, str)
        ):
            return property_.wire_name, property_.type.value
    return None
