"""Look-ups in the old spec by Python names: classes, fields, tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final, TypeAlias

from ..model import (
    NULL,
    Alias,
    Array,
    Declaration,
    DeclId,
    Interface,
    Literal,
    Map,
    Model,
    Property,
    Ref,
    Tuple,
    Type,
    Union,
)
from ..python.names import Names
from ..text.records import dataclass

__all__ = ["Holders", "Schema", "distinctive"]

Holders: TypeAlias = tuple[tuple[Interface, Property], ...]
"""The interfaces that have a field of one name, each with that field."""

_DEPTH: Final = 40
"""The depth at which the expansion of aliases ends, as they may be cyclic."""


def distinctive(tag: str) -> bool:
    """Whether a text is recognizable as a tag: `response.done` is, `error` is not."""
    return any(not (character.isalnum() or character == "_") for character in tag)


@dataclass(frozen=True)
class Schema:
    """A model with its Python names, and the look-ups that a migration needs."""

    model: Model
    names: Names

    @cached_property
    def declarations(self) -> dict[DeclId, Declaration]:
        """The declarations by their id."""
        return self.model.by_id()

    @cached_property
    def by_name(self) -> dict[str, DeclId]:
        """The declarations by the name of their class or alias."""
        return {name: id_ for id_, name in self.names.declarations.items()}

    @cached_property
    def decoders(self) -> dict[str, DeclId]:
        """The unions by the name of the function that decodes them."""
        return {
            f"decode_{self.names.stems[declaration.id]}": declaration.id
            for declaration in self.model.declarations
            if isinstance(declaration, Alias)
        }

    @cached_property
    def dispatchers(self) -> dict[str, DeclId]:
        """The groups of events by the name of their dispatcher."""
        return {f"{self.python_name(group.id)}Dispatcher": group.id for group in self.model.groups}

    @cached_property
    def tags(self) -> dict[str, tuple[tuple[DeclId, DeclId], ...]]:
        """The events by their tag, as pairs of a group and an interface.

        Only texts, as a number or a boolean in a program is no evidence of an event.
        """
        by_tag: dict[str, tuple[tuple[DeclId, DeclId], ...]] = {}
        for group in self.model.groups:
            for tag, id_ in group.members:
                if isinstance(tag, str):
                    by_tag[tag] = (*by_tag.get(tag, ()), (group.id, id_))
        return by_tag

    @cached_property
    def event_groups(self) -> dict[DeclId, tuple[DeclId, ...]]:
        """The groups of events by the interfaces of the events."""
        by_interface: dict[DeclId, tuple[DeclId, ...]] = {}
        for group in self.model.groups:
            for id_ in group.interfaces:
                by_interface[id_] = tuple(dict.fromkeys((*by_interface.get(id_, ()), group.id)))
        return by_interface

    @cached_property
    def discriminators(self) -> frozenset[str]:
        """The properties that are tags of events; those of inner objects are not included."""
        paths = (group.tag_path for group in self.model.groups)
        return frozenset(path[0] for path in paths if len(path) == 1)

    @cached_property
    def symbols(self) -> frozenset[str]:
        """The public names of a generated package that come from its spec."""
        tags = (f"{self.python_name(group.id)}Tag" for group in self.model.groups)
        return frozenset({*self.by_name, *self.decoders, *self.dispatchers, *tags})

    def python_name(self, id_: DeclId) -> str:
        """The name of a class or alias."""
        return self.names.declarations.get(id_, "")

    def tag_type(self, tag: str) -> Type | None:
        """The union of the events with a tag; None for an unknown tag."""
        return self.union(Ref(id_) for _, id_ in self.tags.get(tag, ()))

    def union(self, types: Iterable[Type]) -> Type | None:
        """The union of types; None if there are none."""
        members = tuple(dict.fromkeys(member for type_ in types for member in self.members(type_)))
        if not members:
            return None
        return members[0] if len(members) == 1 else Union(members)

    def members(self, type_: Type, depth: int = 0) -> Iterator[Type]:
        """The members of a type, without null; unions and aliases are expanded."""
        match type_:
            case Union(members):
                for member in members:
                    yield from self.members(member, depth + 1)
            case Ref(id_) if depth < _DEPTH and isinstance(
                declaration := self.declarations.get(id_), Alias
            ):
                yield from self.members(declaration.type, depth + 1)
            case _ if type_ != NULL:
                yield type_

    def interfaces(self, type_: Type) -> tuple[Interface, ...]:
        """The interfaces among the members of a type."""
        known = self._interfaces.get(type_)
        if known is None:
            known = self._interfaces[type_] = self._interfaces_of(type_)
        return known

    @cached_property
    def _interfaces(self) -> dict[Type, tuple[Interface, ...]]:
        return {}

    def _interfaces_of(self, type_: Type) -> tuple[Interface, ...]:
        return tuple(
            declaration
            for member in self.members(type_)
            if isinstance(member, Ref)
            and isinstance(declaration := self.declarations.get(member.id), Interface)
        )

    def element(self, type_: Type) -> Type | None:
        """The type of the elements of an array or tuple, or of the values of a map."""
        elements: list[Type] = []
        for member in self.members(type_):
            match member:
                case Array(element):
                    elements.append(element)
                case Tuple(items):
                    elements += [item.type for item in items]
                case Map(_, value):
                    elements.append(value)
        return self.union(elements)

    def property_of(self, owner: Interface, name: str, *, wire: bool) -> Property | None:
        """A property by its name on the wire, or by its Python name."""
        fields = self.names.fields.get(owner.id, {})
        for property_ in owner.properties:
            if name == (
                property_.wire_name
                if wire
                else fields.get(property_.wire_name, property_.wire_name)
            ):
                return property_
        return None

    def holders(self, type_: Type, name: str, *, wire: bool) -> Holders:
        """The interfaces of a type that have a field of a name, with that field."""
        return tuple(
            (owner, property_)
            for owner in self.interfaces(type_)
            if (property_ := self.property_of(owner, name, wire=wire)) is not None
        )

    def with_value(self, type_: Type, wire: str, value: str, *, keep: bool = True) -> Type | None:
        """Narrow a type to the members whose property may be a literal.

        Without `keep`: to the members whose property may have another value.
        """
        kept: list[Type] = []
        for member in self.members(type_):
            for owner in self.interfaces(member):
                holder = self.property_of(owner, wire, wire=True)
                literals = self.literals(holder.type) if holder is not None else ()
                if (keep and value in literals) or (not keep and literals != (value,)):
                    kept.append(member)
        return self.union(kept)

    def content(self, holders: Holders) -> Type | None:
        """The union of the types of a field in the interfaces that have it."""
        return self.union(property_.type for _, property_ in holders)

    def without(self, type_: Type, other: Type) -> Type | None:
        """A type without the members of another; None if none is left."""
        gone = tuple(self.members(other))
        return self.union(member for member in self.members(type_) if member not in gone)

    def common(self, type_: Type, other: Type) -> Type:
        """The members that two types share; the second type if they share none."""
        wanted = tuple(self.members(other))
        return self.union(e for e in self.members(type_) if e in wanted) or other

    def literals(self, type_: Type) -> tuple[str, ...]:
        """The string literals among the members of a type."""
        return tuple(
            member.value
            for member in self.members(type_)
            if isinstance(member, Literal) and isinstance(member.value, str)
        )
