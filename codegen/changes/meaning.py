"""Compare types of two specs by the sets of values that they accept.

Matched declarations count as one type even if they differ inside: that is reported once, at the
declaration, and not for each field that refers to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Final, TypeAlias

from ..model import (
    NULL,
    UNKNOWN,
    Array,
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
from ..wire import pattern
from .atoms import atoms
from .members import Members
from .proofs import Proofs
from .report import ChangeKind, Relation
from .version import Version, references_of

__all__ = ["Covering", "Difference", "Meaning"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference between an old and a new type.

    `inside` is the path from the whole type to the part that differs, `old` and `new` are its
    types. `values` and `variants` are the added or removed members.
    """

    kind: ChangeKind
    inside: str
    old: Type
    new: Type
    relation: Relation
    values: tuple[Literal, ...] = ()
    variants: tuple[Type, ...] = ()


_Entered: TypeAlias = frozenset[tuple[Type, Type]]
"""The pairs of types under comparison, which end the descent into recursive aliases."""
_Seen: TypeAlias = set[tuple[Type, Type]]
_BASES: Final[Mapping[str, tuple[Type, ...]]] = {
    "string": (Primitive("string"),),
    "number": (Primitive("number"), Primitive("integer")),
}


@dataclass(eq=False)
class Meaning:
    """Compares types of an old and a new spec; `same` are the matched declarations."""

    old: Version
    new: Version
    same: Mapping[DeclId, DeclId]
    _proofs: Proofs = field(default_factory=Proofs)
    _aliases: Proofs = field(default_factory=Proofs)

    # ------------------------------------------------------------------- equality

    def equal(self, old: Type, new: Type) -> bool:
        """Whether two types take the same values; False if they nest too deeply to tell."""
        try:
            return self._same_types(old, new)
        except RecursionError:
            return False

    def _same_types(self, old: Type, new: Type) -> bool:
        if isinstance(old, Ref) and isinstance(new, Ref):
            # Aliases may be recursive.
            return self._aliases.prove(old.id, new.id, lambda: self._same_members(old, new))
        return self._stays(old, new) or self._same_members(old, new)

    def _stays(self, old: Type, new: Type) -> bool:
        """Whether two types are equal as written, and their declarations are matched by id.

        It spares the descent into types that are recursive through hundreds of others.
        """
        return old == new and all(self.same.get(id_) == id_ for id_ in references_of(old))

    def _same_members(self, old: Type, new: Type) -> bool:
        gone, come = self._unmatched(old, new)
        return not gone and not come

    def _unmatched(self, old: Type, new: Type) -> tuple[list[Type], list[Type]]:
        """The members that only the old type has, and those that only the new one has."""
        left, right = list(_members(old)), list(_members(new))
        there = {member.id for member in right if isinstance(member, Ref)}
        still = {
            member.id: self.same[member.id]
            for member in left
            if isinstance(member, Ref) and self.same.get(member.id) in there
        }
        left = [m for m in left if not (isinstance(m, Ref) and m.id in still)]
        matched = set(still.values())
        right = [m for m in right if not (isinstance(m, Ref) and m.id in matched)]
        all_old, all_new = self.old.members(old), self.new.members(new)
        gone = [
            atom
            for atom in _parts_of(left, self.old, all_old)
            if not (atom in all_new.all and self._stays(atom, atom))
            and not self._is_in_new(atom, all_new)
        ]
        come = [
            atom
            for atom in _parts_of(right, self.new, all_new)
            if not (atom in all_old.all and self._stays(atom, atom))
            and not self._was_in_old(atom, all_old)
        ]
        return gone, come

    def _is_in_new(self, old: Type, members: Members) -> bool:
        """Whether an old type is equal to a member of a new one."""
        if isinstance(old, Ref) and self.same.get(old.id) in members.ids:
            return True
        alike = members.alike(old, self.old.by_id)
        return any(self._same_atoms(old, other) for other in alike)

    def _was_in_old(self, new: Type, members: Members) -> bool:
        """Whether a new type is equal to a member of an old one."""
        before = self._before.get(new.id, ()) if isinstance(new, Ref) else ()
        if any(id_ in members.ids for id_ in before):
            return True
        alike = members.alike(new, self.new.by_id)
        return any(self._same_atoms(other, new) for other in alike)

    @cached_property
    def _before(self) -> Mapping[DeclId, list[DeclId]]:
        """The old declarations of each new one."""
        before: dict[DeclId, list[DeclId]] = {}
        for old, new in self.same.items():
            before.setdefault(new, []).append(old)
        return before

    def _same_atoms(self, old: Type, new: Type) -> bool:
        match old, new:
            case Ref(before), Ref(after):
                return self.same.get(before) == after or self._same_objects(before, after)
            case Array(one), Array(other):
                return self._same_types(one, other)
            case Map(key, one), Map(other_key, other):
                return self._same_types(key, other_key) and self._same_types(one, other)
            case Tuple(here), Tuple(there):
                return len(here) == len(there) and all(
                    (a.optional, a.rest) == (b.optional, b.rest)
                    and self._same_types(a.type, b.type)
                    for a, b in zip(here, there, strict=True)
                )
            case Opaque(_, text), Opaque(_, other_text):
                return text == other_text
            case _:
                return old == new

    def _same_objects(self, old: DeclId, new: DeclId) -> bool:
        one, other = self.old.by_id.get(old), self.new.by_id.get(new)
        if not isinstance(one, Interface) or not isinstance(other, Interface):
            return False
        return self._proofs.prove(old, new, lambda: self._same_fields(one, other))

    def _same_fields(self, one: Interface, other: Interface) -> bool:
        left = {property_.wire_name: property_ for property_ in one.properties}
        right = {property_.wire_name: property_ for property_ in other.properties}
        if left.keys() != right.keys() or (one.index is None) != (other.index is None):
            return False
        indexes = one.index, other.index
        if indexes[0] is not None and indexes[1] is not None:
            same = self._same_atoms(indexes[0], indexes[1])
        else:
            same = True
        return same and all(
            left[name].required == right[name].required
            and self._same_types(left[name].type, right[name].type)
            for name in left
        )

    def replaced(
        self, old: Type, new: Type, inside: str = "", seen: _Seen | None = None
    ) -> Iterator[Difference]:
        """Object types that are replaced by others with the same values.

        That is no change on the wire, but the values are of another class. `seen` are the pairs of
        types of the whole walk: aliases that contain lists of each other have paths without number.
        """
        seen = set() if seen is None else seen
        if (old, new) in seen or self._stays(old, new):
            return
        seen.add((old, new))
        left, right = self.old.members(old).atoms, self.new.members(new)
        kept = {self.same.get(atom.id) for atom in left if isinstance(atom, Ref)}
        lists = [atom for atom in right.atoms if isinstance(atom, Array)]
        for one in left:
            if isinstance(one, Ref):
                still = self.same.get(one.id)
                if still is None or still in right.ids:
                    continue
                for other in right.objects(self.old.by_id.get(one.id), self.old.by_id):
                    if other.id not in kept and self._same_objects(one.id, other.id):
                        yield Difference("class-changed", inside, one, other, "equal")
            elif isinstance(one, Array):
                for array in lists:
                    yield from self.replaced(one.element, array.element, f"{inside}[]", seen)

    # ------------------------------------------------------------------- relation

    def relation(self, old: Type, new: Type) -> Relation:
        """The relation of the new type to the old one by their sets of values."""
        wider, narrower = self._takes_new(new, old), self._took_old(old, new)
        if wider and narrower:
            return "equal"
        return "wider" if wider else "narrower" if narrower else "other"

    def _solid_relation(self, old: Type, new: Type) -> Relation:
        """The relation of two types without null, which has a change of its own."""
        here, there = self.old.members(old).atoms, self.new.members(new).atoms
        if (NULL in here) == (NULL in there) or UNKNOWN in (*here, *there):
            return self.relation(old, new)
        left, right = (Union(tuple(a for a in members if a != NULL)) for members in (here, there))
        return self.relation(left, right)

    @staticmethod
    def _solid(type_: Type, version: Version) -> int:
        """The number of members of a type, null not counted."""
        return sum(atom != NULL for atom in version.members(type_).atoms)

    # ---------------------------------------------------------------- differences

    def differences(
        self, old: Type, new: Type, inside: str = "", entered: _Entered = frozenset()
    ) -> Iterator[Difference]:
        """The differences between two types, each narrowed to the smallest part that differs."""
        if (old, new) in entered or self._stays(old, new):
            return
        entered |= {(old, new)}
        gone, come = self._unmatched(old, new)
        if NULL in gone and UNKNOWN not in self.new.members(new).all:
            yield Difference("null-removed", inside, old, new, "narrower")
        if NULL in come and UNKNOWN not in self.old.members(old).all:
            yield Difference("null-added", inside, old, new, "wider")
        gone = [atom for atom in gone if atom != NULL]
        come = [atom for atom in come if atom != NULL]
        yield from self._in_parts(gone, come, inside, entered)
        open_sets = list(self._in_values(old, new, gone, come, inside))
        left = [atom for atom in gone if not isinstance(atom, Literal)]
        right = [atom for atom in come if not isinstance(atom, Literal)]
        # If a whole type is replaced, or one that was no union, its members are not reported.
        whole = bool(right) and self._solid(old, self.old) == 1
        whole |= bool(left) and self._solid(new, self.new) == 1 and bool(right)
        if whole or not all(isinstance(atom, Ref) for atom in (*left, *right)):
            yield Difference("type-changed", inside, old, new, self._solid_relation(old, new))
            return
        yield from open_sets
        yield from self._listed(old, new, gone, come, inside, opened=bool(open_sets))

    def _listed(
        self,
        old: Type,
        new: Type,
        gone: Sequence[Type],
        come: Sequence[Type],
        inside: str,
        *,
        opened: bool,
    ) -> Iterator[Difference]:
        """Literals and object types that were added or removed.

        `opened`: the set of literals was opened or closed, which is reported already.
        """
        lost = {atom for atom in gone if not self._takes_new(new, atom)}
        gained = {atom for atom in come if not self._took_old(old, atom)}
        for kind, atoms_of_kind, real in (("removed", gone, lost), ("added", come, gained)):
            change: Relation = "narrower" if kind == "removed" else "wider"
            values = tuple(atom for atom in atoms_of_kind if isinstance(atom, Literal))
            variants = tuple(atom for atom in atoms_of_kind if not isinstance(atom, Literal))
            if values:
                real_values = not opened and any(value in real for value in values)
                relation = change if real_values else "equal"
                named: ChangeKind = "values-removed" if kind == "removed" else "values-added"
                yield Difference(named, inside, old, new, relation, values)
            if variants:
                relation = change if any(variant in real for variant in variants) else "equal"
                named = "variants-removed" if kind == "removed" else "variants-added"
                yield Difference(named, inside, old, new, relation, (), variants)

    def _takes_new(self, new: Type, old: Type) -> bool:
        """Whether a new type takes every value of an old one."""
        return self._new_takes.takes(new, old)

    def _took_old(self, old: Type, new: Type) -> bool:
        """Whether an old type took every value of a new one."""
        return self._old_takes.takes(old, new)

    @cached_property
    def _new_takes(self) -> Covering:
        return Covering(self.new, self.old, {old: [new] for old, new in self.same.items()})

    @cached_property
    def _old_takes(self) -> Covering:
        return Covering(self.old, self.new, self._before)

    def _in_parts(
        self, gone: list[Type], come: list[Type], inside: str, entered: _Entered
    ) -> Iterator[Difference]:
        """Differences inside an array, map or tuple, if there is one of it on both sides."""
        for kind in (Array, Map, Tuple):
            left = [atom for atom in gone if isinstance(atom, kind)]
            right = [atom for atom in come if isinstance(atom, kind)]
            if len(left) == 1 == len(right):
                parts = list(self._parts(left[0], right[0]))
                if not parts:
                    continue
                gone.remove(left[0])
                come.remove(right[0])
                for step, one, other in parts:
                    yield from self.differences(one, other, inside + step, entered)

    def _parts(self, old: Type, new: Type) -> Iterator[tuple[str, Type, Type]]:
        match old, new:
            case Array(one), Array(other):
                yield "[]", one, other
            case Map(key, one), Map(other_key, other):
                if self.equal(key, other_key):
                    yield "[key]", one, other
            case Tuple(here), Tuple(there):
                if [(i.optional, i.rest) for i in here] == [(i.optional, i.rest) for i in there]:
                    for position, (a, b) in enumerate(zip(here, there, strict=True)):
                        yield f"[{position}]", a.type, b.type

    def _in_values(
        self, old: Type, new: Type, gone: list[Type], come: list[Type], inside: str
    ) -> Iterator[Difference]:
        """Sets of literals that were opened to any value of their kind, or closed."""
        before, after = self.old.members(old).atoms, self.new.members(new).atoms
        for kind, bases in _BASES.items():
            opened = [atom for atom in come if atom in bases]
            closed = [atom for atom in gone if atom in bases]
            if opened and _literals(before, kind) and not closed:
                come[:] = [atom for atom in come if atom not in opened]
                gone[:] = [atom for atom in gone if not _is_literal(atom, kind)]
                yield Difference("values-opened", inside, old, new, "wider")
            elif closed and _literals(after, kind) and not opened:
                gone[:] = [atom for atom in gone if atom not in closed]
                come[:] = [atom for atom in come if not _is_literal(atom, kind)]
                yield Difference("values-closed", inside, old, new, "narrower")


def _members(type_: Type) -> Iterator[Type]:
    if isinstance(type_, Union):
        for member in type_.members:
            yield from _members(member)
    else:
        yield type_


def _flat(types: Sequence[Type], version: Version) -> tuple[Type, ...]:
    return atoms(Union(tuple(types)), version.by_id)


def _parts_of(some: Sequence[Type], version: Version, whole: Members) -> tuple[Type, ...]:
    """The atoms of some members of a type, or of the `whole` if theirs are absorbed in it.

    `string` is absorbed by an alias of `any` beside it, `true` forms `boolean` with `false`.
    """
    parts = _flat(some, version)
    return parts if whole.all.issuperset(parts) else whole.atoms


def _is_literal(type_: Type, kind: str) -> bool:
    return isinstance(type_, Literal) and type_.kind == kind


def _literals(types: Sequence[Type], kind: str) -> bool:
    return any(_is_literal(type_, kind) for type_ in types)


@dataclass(eq=False)
class Covering:
    """Tests whether a type of one spec accepts every value of a type of the other.

    `same` are the declarations of the wide one that are those of the narrow one.
    """

    wide: Version
    narrow: Version
    same: Mapping[DeclId, Collection[DeclId]]
    _proofs: Proofs = field(default_factory=Proofs)
    _aliases: Proofs = field(default_factory=Proofs)

    def takes(self, wide: Type, narrow: Type) -> bool:
        """Whether `wide` accepts every value of `narrow`; False if they nest too deeply."""
        try:
            return self._takes(wide, narrow)
        except RecursionError:
            return False

    def _takes(self, wide: Type, narrow: Type) -> bool:
        if isinstance(wide, Ref) and isinstance(narrow, Ref):
            return self._aliases.prove(wide.id, narrow.id, lambda: self._members(wide, narrow))
        return self._members(wide, narrow)

    def _members(self, wide: Type, narrow: Type) -> bool:
        there = self.wide.members(wide)
        return all(self._is_taken(atom, there) for atom in self.narrow.members(narrow).atoms)

    def _is_taken(self, narrow: Type, members: Members) -> bool:
        same = self.same.get(narrow.id, ()) if isinstance(narrow, Ref) else ()
        if any(id_ in members.ids for id_ in same):
            return True
        takers = members.takers(narrow, self.narrow.by_id)
        return any(self._atom(other, narrow) for other in takers)

    def _atom(self, wide: Type, narrow: Type) -> bool:
        match wide, narrow:
            case Primitive("unknown"), _:
                return True
            case Primitive("defined"), _:
                return narrow not in (NULL, Primitive("unknown"))
            case Primitive("object"), Array() | Tuple() | Map() | Ref():
                return True
            case Primitive("string"), Template() | Literal("string"):
                return True
            case Primitive("number"), Primitive("integer") | Literal("number"):
                return True
            case Primitive("integer"), Literal("number", value):
                return float(value).is_integer()
            case Primitive("boolean"), Literal("boolean"):
                return True
            case Template(), Literal("string", value):
                return pattern(wide.parts).allows(str(value))
            case Array(element), Array(other):
                return self._takes(element, other)
            case Array(element), Tuple(items):
                return all(self._takes(element, item.type) for item in items)
            case Tuple(here), Tuple(there):
                return len(here) == len(there) and all(
                    self._takes(a.type, b.type) and (a.optional or not b.optional)
                    for a, b in zip(here, there, strict=True)
                )
            case Map(key, value), Map(other_key, other):
                return self._takes(key, other_key) and self._takes(value, other)
            case Map(_, value), Ref(id_):
                declared = self.narrow.by_id.get(id_)
                return isinstance(declared, Interface) and all(
                    self._takes(value, property_.type) for property_ in declared.properties
                )
            case Ref(before), Ref(after):
                return before in self.same.get(after, ()) or self._objects(before, after)
            case Opaque(_, text), Opaque(_, other_text):
                return text == other_text
            case _:
                return wide == narrow

    def _objects(self, wide: DeclId, narrow: DeclId) -> bool:
        one, other = self.wide.by_id.get(wide), self.narrow.by_id.get(narrow)
        if not isinstance(one, Interface) or not isinstance(other, Interface):
            return False
        return self._proofs.prove(wide, narrow, lambda: self._fields(one, other))

    def _fields(self, wide: Interface, narrow: Interface) -> bool:
        there = {property_.wire_name: property_ for property_ in narrow.properties}
        known = {property_.wire_name for property_ in wide.properties}
        if wide.index is None and (narrow.index is not None or there.keys() - known):
            # A field that the wider type does not declare is none of its values.
            return False
        return all(
            self._field(property_, there.get(property_.wire_name)) for property_ in wide.properties
        )

    def _field(self, wide: Property, narrow: Property | None) -> bool:
        if narrow is None:
            return not wide.required
        if wide.required and not narrow.required:
            return False
        return self._takes(wide.type, narrow.type)
