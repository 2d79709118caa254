"""The members of a type, found by what they can have in common with a member of another type.

A union may have thousands of members. Those that can be equal to some other type, or take all its
values, are found here without a look at each of them; whether they do is for others to tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import cached_property
from itertools import chain
from typing import TypeAlias

from ..model import (
    Array,
    Declaration,
    DeclId,
    Interface,
    Literal,
    Map,
    Opaque,
    Primitive,
    Property,
    Ref,
    Template,
    Tuple,
    Type,
    Union,
)
from ..text.records import dataclass
from .atoms import atoms, interfaces

__all__ = ["Members"]

_Declarations: TypeAlias = Mapping[DeclId, Declaration]
_Key: TypeAlias = tuple[str, Literal | None]
"""A field that an object requires, and a literal that it may have there; None if it has others."""


@dataclass(frozen=True)
class Members:
    """The members of a type, as `atoms` gives them, and the declarations that they refer to."""

    atoms: tuple[Type, ...]
    declarations: _Declarations = field(repr=False)

    @cached_property
    def all(self) -> frozenset[Type]:
        """The members as a set."""
        return frozenset(self.atoms)

    @cached_property
    def ids(self) -> frozenset[DeclId]:
        """The declarations that are members."""
        return frozenset(atom.id for atom in self.atoms if isinstance(atom, Ref))

    @cached_property
    def interfaces(self) -> tuple[DeclId, ...]:
        """The interfaces that are members, in the order of the type."""
        return interfaces(self.atoms, self.declarations)

    def alike(self, other: Type, declarations: _Declarations) -> Iterator[Type]:
        """The members that may be equal to another type, which refers to its own declarations.

        Declarations that are matched are left out, unless they are alike.
        """
        match other:
            case Ref(id_):
                yield from self.objects(declarations.get(id_), declarations)
            case Array() | Map() | Tuple() | Opaque():
                yield from self._of_kind(type(other))
            case _ if other in self.all:
                yield other

    def takers(self, other: Type, declarations: _Declarations) -> Iterator[Type]:
        """The members that may take all values of another type, which refers to its declarations.

        Declarations that are matched are left out, unless they are alike.
        """
        yield from self._of_kind(Primitive)
        match other:
            case Ref():
                yield from self._of_kind(Map)
            case Tuple():
                yield from self._of_kind(Array)
            case Literal("string", value):
                yield from self._templates_for(str(value))
        if not isinstance(other, Primitive):
            yield from self.alike(other, declarations)

    def objects(self, other: Declaration | None, declarations: _Declarations) -> list[Ref]:
        """The interfaces that may be equal to another one, or take it, in the order of the type."""
        if not isinstance(other, Interface):
            return []
        fitting = self._objects.for_(other, declarations)
        return sorted(fitting, key=self._positions.__getitem__)

    @cached_property
    def _positions(self) -> Mapping[Type, int]:
        return {atom: position for position, atom in enumerate(self.atoms)}

    @cached_property
    def _by_kind(self) -> Mapping[type[Type], list[Type]]:
        by_kind: dict[type[Type], list[Type]] = {}
        for atom in self.atoms:
            by_kind.setdefault(type(atom), []).append(atom)
        return by_kind

    def _of_kind(self, kind: type[Type]) -> Iterable[Type]:
        return self._by_kind.get(kind, ())

    @cached_property
    def _templates(self) -> Mapping[int, Mapping[str, list[Type]]]:
        """The template literal types by the length of the text that they begin with, and by it."""
        by_length: dict[int, dict[str, list[Type]]] = {}
        for atom in self._of_kind(Template):
            assert isinstance(atom, Template)
            first = atom.parts[0] if atom.parts else ""
            start = first if isinstance(first, str) else ""
            by_length.setdefault(len(start), {}).setdefault(start, []).append(atom)
        return by_length

    def _templates_for(self, text: str) -> Iterator[Type]:
        for length, by_start in self._templates.items():
            yield from by_start.get(text[:length], ())

    @cached_property
    def _objects(self) -> _Objects:
        return _Objects.of(self._of_kind(Ref), self.declarations)


@dataclass(frozen=True, slots=True)
class _Objects:
    """Interfaces by the rarest of the fields that they require, and by its literals.

    `by_name` has those with literals by the field alone. Those that require nothing are `loose`,
    by each of their fields; or they are `open`, with no fields or any others.
    """

    by_key: dict[_Key, list[Ref]] = field(default_factory=dict)
    by_name: dict[str, list[Ref]] = field(default_factory=dict)
    loose: dict[str, list[Ref]] = field(default_factory=dict)
    open: list[Ref] = field(default_factory=list)

    @classmethod
    def of(cls, members: Iterable[Type], declarations: _Declarations) -> _Objects:
        """Sort the interfaces among the members of a type."""
        keys: dict[Ref, list[list[_Key]]] = {}
        for member in members:
            declared = declarations.get(member.id) if isinstance(member, Ref) else None
            if isinstance(member, Ref) and isinstance(declared, Interface):
                required = (item for item in declared.properties if item.required)
                keys[member] = [_keys(item, declarations) for item in required]
        counts = Counter(key for fields in keys.values() for own in fields for key in own)
        made = cls()
        for member, fields in keys.items():
            declared = declarations[member.id]
            assert isinstance(declared, Interface)
            if fields:
                made._add(member, min(fields, key=lambda own: max(counts[key] for key in own)))
            elif declared.properties and declared.index is None:
                for item in declared.properties:
                    made.loose.setdefault(item.wire_name, []).append(member)
            else:
                made.open.append(member)
        return made

    def _add(self, member: Ref, keys: list[_Key]) -> None:
        for key in keys:
            self.by_key.setdefault(key, []).append(member)
        name, literal = keys[0]
        if literal is not None:
            self.by_name.setdefault(name, []).append(member)

    def for_(self, other: Interface, declarations: _Declarations) -> Iterator[Ref]:
        """The interfaces that have what they require in another one, each once."""
        for item in other.properties:
            yield from self.by_key.get((item.wire_name, None), ())
            if item.wire_name in self.by_name:
                yield from self._with_value(item, declarations)
        yield from self.open
        fields = [self.loose.get(item.wire_name, []) for item in other.properties]
        if fields:
            yield from min(fields, key=len)
        else:
            yield from dict.fromkeys(chain.from_iterable(self.loose.values()))

    def _with_value(self, item: Property, declarations: _Declarations) -> Iterable[Ref]:
        """The interfaces with a literal that a field has, or with any if the field has no value."""
        values = atoms(item.type, declarations)
        if not values:
            return self.by_name[item.wire_name]
        first = values[0]
        return self.by_key.get((item.wire_name, first), ()) if isinstance(first, Literal) else ()


def _keys(item: Property, declarations: _Declarations) -> list[_Key]:
    """What a required field is known by: its literals, if it is nothing else as it is written."""
    written = item.type.members if isinstance(item.type, Union) else (item.type,)
    if all(isinstance(member, Literal) for member in written):
        values = atoms(item.type, declarations)
        literals = [value for value in values if isinstance(value, Literal)]
        if values and len(literals) == len(values):
            return [(item.wire_name, value) for value in literals]
    return [(item.wire_name, None)]
