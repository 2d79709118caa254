"""Derive the tables of an adapter: the conversion of each object of one spec to the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Any, Final, TypeAlias

from ..changes import Version
from ..changes.atoms import atoms, objects
from ..changes.meaning import Covering
from ..changes.report import Side
from ..facts.of_changes import EventFact, ValueFact
from ..model import (
    UNKNOWN,
    Array,
    DeclId,
    EventGroup,
    Interface,
    Literal,
    Map,
    Opaque,
    Primitive,
    Property,
    Ref,
    Tuple,
    Type,
    Union,
)
from ..runtime._adapt import (
    Becomes,
    Field,
    Form,
    Kind,
    Object,
    Scalar,
    Tables,
    Value,
    kind_of,
)
from ..text.records import dataclass
from .entries import merged, new_holders, put, required_of
from .kinds import elements_of, is_like_any, key_of, kinds_of, literals_of, take_all
from .pruning import pruned
from .routes import Pair, Path, Route, Routes
from .sides import Sides, closed, kinds_by_field

__all__ = ["Direction"]

_Place: TypeAlias = tuple[DeclId, str]
"""A field: its owner, and its wire name."""
_ANYTHING: Final = (UNKNOWN, Primitive("defined"))


@dataclass(eq=False)
class Direction:
    """Derives the tables from the old spec to the new one (`up`), or back."""

    routes: Routes
    up: bool
    _objects: dict[str, Object] = field(default_factory=dict)
    _values: dict[str, Value] = field(default_factory=dict)
    _names: dict[Pair, str] = field(default_factory=dict)
    _todo: list[Pair] = field(default_factory=list)
    _entered: dict[object, str] = field(default_factory=dict)

    @cached_property
    def _sides(self) -> Sides:
        return Sides(self.routes, self.up)

    @cached_property
    def _covering(self) -> Covering:
        """Tests whether the target accepts a type of the source unchanged."""
        return Covering(self._sides.target, self._sides.source, {})

    def tables(self, sides: Sequence[Side]) -> dict[Side, Tables]:
        """The tables for the events that each side reads or writes.

        A side is left out if one of the specs has no events of it.
        """
        events = {side: self._events(side) for side in sides if self._has_both(side)}
        while self._todo:
            pair = self._todo.pop()
            self._objects[self._names[pair]] = self._object(pair)
        tables, values, left = pruned(self._objects, self._values, list(events.values()))
        return {side: Tables(made, tables, values) for side, made in zip(events, left, strict=True)}

    def _has_both(self, side: Side) -> bool:
        versions = self._sides.source, self._sides.target
        return all(self._groups(version, side) for version in versions)

    # ---------------------------------------------------------------------- events

    def _groups(self, version: Version, side: Side) -> list[EventGroup]:
        return [group for group in version.model.groups if side in version.group_sides(group)]

    def _events(self, side: Side) -> dict[str | Path, dict[Scalar, Becomes]]:
        source, target = self._sides.source, self._sides.target
        there: dict[object, list[DeclId]] = {}
        for group in self._groups(target, side):
            for tag, ids in group.by_tag:
                there.setdefault(key_of(tag), []).extend(ids)
        events: dict[str | Path, dict[Scalar, Becomes]] = {}
        for group in self._groups(source, side):
            for tag, ids in group.by_tag:
                becomes = self._becomes(tag, ids, there)
                path = group.tag_path
                by_tag = events.setdefault(path[0] if len(path) == 1 else path, {})
                by_tag[tag] = merged(by_tag.get(tag), becomes)
        return events

    def _becomes(
        self, tag: Scalar, ids: Sequence[DeclId], there: Mapping[object, Sequence[DeclId]]
    ) -> Becomes:
        """The conversion of an event: the resulting events, each with its alternative pairs."""
        choices: list[list[Scalar]] = []
        same = [self._renamed.get(key_of(tag), tag)]
        if self.up:
            fact = self._facts.get(tag) if isinstance(tag, str) else None
            choices = [[option] for option in fact.becomes] if fact is not None else [[]]
            same = same if fact is None else []
        else:
            back = [old for old, new in self._renames if key_of(new) == key_of(tag)]
            same = back or [tag]
            choices = [[fact.event for fact in self._facts.values() if fact.becomes[:1] == (tag,)]]
        made = []
        for options in choices:
            pairs = [
                self._sides.pair(one, other)
                for one in ids
                for other in (
                    # The events of a fact go first where two alternatives keep as much.
                    *(id_ for option in options for id_ in there.get(key_of(option), ())),
                    *self._counterparts(one, same, there),
                )
            ]
            if pairs:
                made.append(tuple(dict.fromkeys(map(self._named, pairs))))
        return Becomes(tuple(made), "" if made else self._why_none(tag))

    def _counterparts(
        self, one: DeclId, tags: Sequence[Scalar], there: Mapping[object, Sequence[DeclId]]
    ) -> list[DeclId]:
        """The events that an event converts to, by their tags; only matched ones, if any."""
        options = [id_ for tag in tags for id_ in there.get(key_of(tag), ())]
        matched = [id_ for id_ in options if id_ in self._sides.partners.get(one, ())]
        return matched or options

    @cached_property
    def _facts(self) -> dict[str, EventFact]:
        facts = (cited.fact for cited in self.routes.report.facts)
        return {fact.event: fact for fact in facts if isinstance(fact, EventFact)}

    @cached_property
    def _renames(self) -> tuple[tuple[Scalar, Scalar], ...]:
        """The pairs of renamed tags."""
        return tuple(
            (rename.old.event.tag, rename.new.event.tag)
            for rename in self.routes.report.renames
            if rename.kind == "event"
            and rename.confidence >= self.routes.least
            and rename.old.event is not None
            and rename.new.event is not None
        )

    @cached_property
    def _renamed(self) -> dict[object, Scalar]:
        return {key_of(old): new for old, new in self._renames}

    def _why_none(self, tag: Scalar) -> str:
        for fact in self._facts.values():
            if not self.up and tag in fact.becomes[1:]:
                return f"{fact.event!r} stands for it: {fact.why}"
        return "the other version has no such event"

    # --------------------------------------------------------------------- objects

    def _named(self, pair: Pair) -> str:
        """The name of the table of a pair; the table is queued if it is new."""
        name = self._names.get(pair)
        if name is None:
            one, other = map(str, self._sides.ends(pair))
            name = plain = f"{one} -> {other}"
            number = 2
            while name in self._names.values():
                name, number = f"{plain} ({number})", number + 1
            self._names[pair] = name
            self._todo.append(pair)
        return name

    def _object(self, pair: Pair) -> Object:
        """Derive the table of a pair of objects."""
        one, other = self._sides.ends(pair)
        source, target = self._sides.source.by_id[one], self._sides.target.by_id[other]
        assert isinstance(source, Interface)
        assert isinstance(target, Interface)
        fields: dict[str, Field] = {}
        tags: dict[str, tuple[Scalar, ...]] = {}
        filled: set[str] = set()
        routes = self.routes.between(pair)
        arrived = [self._sides.paths(route)[1] for route in routes]
        for route in routes:
            path, to = self._sides.paths(route)
            made = self._field(pair, route)
            put(fields, path, made)
            if len(path) > 1:
                continue
            before = self._end(one, path)[1]
            allowed = self._allowed(before, made)
            if allowed:
                tags[path[0]] = allowed
            if len(to) == 1 and before.required:
                filled.add(to[0])
        self._say_gone(source, fields, other)
        tags = {**closed(one, self._sides.source), **tags}
        constants, needs = required_of(target, filled, (), self._literals)
        for holder in new_holders(arrived):
            owner = self._sides_end(other, holder)
            for inner in objects(owner.type, self._sides.target.by_id)[:1] if owner else ():
                declared = self._sides.target.by_id[inner]
                assert isinstance(declared, Interface)
                more = required_of(declared, set(), holder, self._literals)
                constants, needs = (*constants, *more[0]), (*needs, *more[1])
        wants = tuple(p.wire_name for p in source.properties if p.required)
        rest: Value | str | None = None
        if target.index is not None:
            place = (one if self.up else other, "")
            further = UNKNOWN if source.index is None else source.index.value
            rest = self._value(further, target.index.value, place)
        kinds = kinds_by_field(source, self._sides.source)
        return Object(tags, kinds, wants, fields, (), rest, constants, needs)

    def _end(self, root: DeclId, path: Path) -> _End:
        end = self.routes.end(self._sides.source, root, path)
        assert end is not None
        return end

    def _sides_end(self, root: DeclId, path: Path) -> Property | None:
        end = self.routes.end(self._sides.target, root, path)
        return None if end is None else end[1]

    def _field(self, pair: Pair, route: Route) -> Field:
        one, other = self._sides.ends(pair)
        path, to = self._sides.paths(route)
        owner, before = self._end(one, path)
        end = self.routes.end(self._sides.target, other, to)
        assert end is not None
        place = (owner, path[-1]) if self.up else (end[0], to[-1])
        value = self._value(before.type, end[1].type, place, route.moved)
        return Field(to, value, required=end[1].required)

    def _literals(self, type_: Type) -> tuple[Scalar, ...]:
        """The values of a union of literals of the target; empty for any other type."""
        members = atoms(type_, self._sides.target.by_id)
        values = tuple(member.value for member in members if isinstance(member, Literal))
        return values if len(values) == len(members) else ()

    def _allowed(self, before: Property, made: Field) -> tuple[Scalar, ...]:
        """The literals of a field that the target accepts, by which its object is recognized."""
        members = atoms(before.type, self._sides.source.by_id)
        values = [member.value for member in members if isinstance(member, Literal)]
        if len(values) < len(members) or not values:
            return ()
        rule = made.value
        if not isinstance(rule, Value):
            return tuple(values)
        formed = [form.old for form in rule.forms]
        taken = (rule.refused.get(kind_of(value)) for value in values)
        return tuple(
            value
            for value, some in zip(values, taken, strict=True)
            if some is None or value in some or value in formed
        )

    def _say_gone(self, source: Interface, fields: dict[str, Field], into: DeclId) -> None:
        """Add entries for the fields without a successor, also in objects that were split up.

        `into` is the object of the target.
        """
        for property_ in source.properties:
            name = property_.wire_name
            made = fields.get(name)
            if made is None or (not made.to and not made.fields):
                implied = self._implied(source.id, into, property_)
                why = self._why_gone(source.id, name)
                fields[name] = Field((), why=why, implied=implied)
            elif not made.to:
                inner = dict(made.fields)
                for id_ in objects(property_.type, self._sides.source.by_id):
                    declared = self._sides.source.by_id[id_]
                    assert isinstance(declared, Interface)
                    self._say_gone(declared, inner, into)
                fields[name] = made._replace(fields=inner, why=self._why_gone(source.id, name))

    def _implied(self, owner: DeclId, into: DeclId, property_: Property) -> tuple[Scalar, ...]:
        """The single value of a removed field if the way back restores it, else nothing."""
        members = atoms(property_.type, self._sides.source.by_id)
        if len(members) != 1 or not isinstance(members[0], Literal) or not property_.required:
            return ()
        matched = self._sides.matched_with(into)
        there = (self._sides.source.property_of(id_, property_.wire_name) for id_ in matched)
        others = {one.type for one in there if one is not None}
        if owner in self._sides.partners and owner not in matched:
            return ()
        if others - {property_.type} or self._is_all_that_tells(owner, into, property_):
            return ()
        return (members[0].value,)

    def _is_all_that_tells(self, owner: DeclId, into: DeclId, property_: Property) -> bool:
        """Whether only this removed field discriminates an object from another of its union."""
        for rival in self._sides.beside.get(owner, ()):
            field_ = self._sides.source.property_of(rival, property_.wire_name)
            if field_ is not None and field_.type == property_.type:
                continue
            for other in self._sides.partners.get(rival, ()):
                if other != into and not self._tells(into, other):
                    return True
        return False

    def _tells(self, one: DeclId, other: DeclId) -> bool:
        """Whether two objects of the target have a field with disjoint literals."""
        left, right = (closed(id_, self._sides.target) for id_ in (one, other))
        return any(not {*left[key]} & {*right[key]} for key in left.keys() & right.keys())

    def _why_gone(self, owner: DeclId, name: str) -> str:
        reason = self.routes.reasons.get((owner, name)) if self.up else None
        return f"left out: {reason}" if reason else ""

    # ---------------------------------------------------------------------- values

    def _value(
        self, before: Type, after: Type, place: _Place, moved: tuple[tuple[Path, Path], ...] = ()
    ) -> Value | str | None:
        """The rule for the values of a type; None if they stay the same."""
        left = atoms(before, self._sides.source.by_id)
        right = atoms(after, self._sides.target.by_id)
        key = left, right, place, moved
        if key in self._entered:
            name = self._entered[key] or f"{place[0]}.{place[1]} {len(self._values)}"
            self._entered[key] = name
            self._values.setdefault(name, Value())
            return name
        self._entered[key] = ""
        made = self._made(left, right, place, moved)
        name = self._entered.pop(key)
        if name:
            self._values[name] = made or Value()
            return name
        return made

    def _made(
        self,
        left: tuple[Type, ...],
        right: tuple[Type, ...],
        place: _Place,
        moved: tuple[tuple[Path, Path], ...],
    ) -> Value | None:
        forms = tuple(self._forms(left, right, place))
        if any(atom in _ANYTHING or isinstance(atom, Opaque) for atom in right):
            return Value(forms) if forms else None
        refused = self._refused(left, right)
        made = Value(forms, refused)
        if "object" not in refused:
            made = made._replace(objects=self._choices(left, right, moved))
        if "list" not in refused and not self._takes_tuples(left, right):
            ends = Union(elements_of(left)), Union(elements_of(right))
            made = made._replace(items=self._value(*ends, place))
        maps = [a for a in left if isinstance(a, Map)], [a for a in right if isinstance(a, Map)]
        if maps[0] and maps[1] and not made.objects:
            before, after = (Union(tuple(m.value for m in side)) for side in maps)
            made = made._replace(entries=self._value(before, after, place))
        return None if made == Value() else made

    def _forms(self, left: Sequence[Type], right: Sequence[Type], place: _Place) -> Iterator[Form]:
        """The replaced values: by facts, by renames, or of the only literal by the only literal."""
        yield from self._told_forms(right, place)
        if len(left) == 1 == len(right) and left != right:
            (one,), (other,) = left, right
            if isinstance(one, Literal) and isinstance(other, Literal):
                yield Form(one.value, other.value)

    def _told_forms(self, right: Sequence[Type], place: _Place) -> Iterator[Form]:
        for fact in self.routes.values.get(place, ()):
            if self.up:
                yield Form(fact.value, _json(fact), where=fact.where)
            elif isinstance(fact.form, dict):
                texts = tuple(key for key, value in fact.form.items() if isinstance(value, str))
                yield Form(_json(fact), fact.value, needs=texts or tuple(fact.form))
            elif Literal("string", fact.form) not in right:
                yield Form(fact.form, fact.value)
        for pair in self.routes.value_renames.get(place, ()):
            one, other = pair if self.up else pair[::-1]
            yield Form(one, other)

    def _refused(
        self, left: tuple[Type, ...], right: tuple[Type, ...]
    ) -> dict[Kind, tuple[Scalar, ...]]:
        """The kinds of values that the target does not accept, each with the exceptions it does."""
        lost: dict[Kind, None] = {}
        for atom in left:
            if not is_like_any(atom, right) and not self._covers(right, atom):
                kinds = (kind for kind in kinds_of(atom) if not take_all(right, kind))
                lost.update(dict.fromkeys(kinds))
        taken: dict[Kind, dict[Scalar, None]] = {kind: {} for kind in lost}
        for atom in dict.fromkeys((*left, *right)):
            if isinstance(atom, Literal) and (atom in right or self._covers(right, atom)):
                taken.get(kind_of(atom.value), {})[atom.value] = None
        return {kind: tuple(values) for kind, values in taken.items()}

    def _covers(self, right: tuple[Type, ...], atom: Type) -> bool:
        return self._covering.takes(Union(right), atom)

    def _takes_tuples(self, left: tuple[Type, ...], right: tuple[Type, ...]) -> bool:
        """Whether the target accepts the lists unchanged, as is decided for tuples only."""
        lists = [atom for atom in left if isinstance(atom, Array | Tuple)]
        tuples = any(isinstance(atom, Tuple) for atom in (*left, *right))
        return not lists or (tuples and all(self._covers(right, atom) for atom in lists))

    def _choices(
        self,
        left: tuple[Type, ...],
        right: tuple[Type, ...],
        moved: tuple[tuple[Path, Path], ...],
    ) -> tuple[str, ...]:
        """The tables of the alternative objects of a value."""
        if Primitive("object") in right or any(isinstance(atom, Map) for atom in left):
            return ()
        there = [atom.id for atom in right if isinstance(atom, Ref)]
        names: dict[str, None] = {}
        for atom in left:
            if not isinstance(atom, Ref):
                continue
            partners = [id_ for id_ in self._sides.partners.get(atom.id, ()) if id_ in there]
            likely = [id_ for id_ in there if self._may_be(atom.id, id_)]
            free = [id_ for id_ in likely if not self._sides.matched_with(id_)]
            options = partners or free or likely
            for option in options:
                names[self._named(self._sides.pair(atom.id, option, moved))] = None
            if not options:
                maps = [map_.value for map_ in right if isinstance(map_, Map)]
                names[self._alone(atom.id, maps if self._covers(right, atom) else None)] = None
        return tuple(names)

    def _alone(self, id_: DeclId, maps: Sequence[Type] | None) -> str:
        """Make the table of an object without a counterpart, which a map may accept."""
        name = f"{id_} -> nothing" if maps is None else f"{id_} -> any of {len(self._objects)}"
        declared = self._sides.source.by_id[id_]
        assert isinstance(declared, Interface)
        tags = closed(id_, self._sides.source)
        wants = tuple(p.wire_name for p in declared.properties if p.required)
        why = "the other version has no such object here" if maps is None else ""
        rest = self._value(UNKNOWN, Union(tuple(maps)), (id_, "")) if maps else None
        others = tuple(property_.wire_name for property_ in declared.properties)
        kinds = kinds_by_field(declared, self._sides.source)
        self._objects[name] = Object(tags, kinds, wants, {}, others, rest, why=why)
        return name

    def _may_be(self, one: DeclId, other: DeclId) -> bool:
        """Whether one object may become another: no literals of a common field are disjoint."""
        source = self._sides.source.by_id.get(one)
        if not isinstance(source, Interface):
            return False
        for property_ in source.properties:
            there = self._sides.target.property_of(other, property_.wire_name)
            if there is None:
                continue
            left = atoms(property_.type, self._sides.source.by_id)
            right = atoms(there.type, self._sides.target.by_id)
            values, others = literals_of(left), literals_of(right)
            place = (one if self.up else other, property_.wire_name)
            by_facts = {key_of(form.old) for form in self._told_forms(right, place)}
            if values and others and not values & (others | by_facts):
                return False
        return True


def _json(fact: ValueFact) -> str | dict[str, Any]:
    return fact.form if isinstance(fact.form, str) else dict(fact.form)


_End: TypeAlias = tuple[DeclId, Property]
