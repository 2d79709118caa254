"""Decisions: how to tell which member of a union an object is.

A union of object types gets a tree. Each node looks at one property whose literal values
split the members; where no property does, the sets of keys decide. The order of the
members never does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from ..diagnostics import Diagnostic, error, warning
from ..model import (
    Alias,
    Array,
    ByKeys,
    ByTag,
    Decision,
    Declaration,
    DeclId,
    Enum,
    EventGroup,
    Interface,
    Literal,
    Map,
    Member,
    Property,
    Ref,
    Tuple,
    Type,
    Union,
    children,
    refs,
)

__all__ = ["discriminate", "event_groups", "object_members"]

Declarations = Mapping[DeclId, Declaration]

_INNERMOST: Final = 3  # How many objects deep a tag is looked for.


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An object member of a union: its type and its properties by name."""

    type: Type
    properties: Mapping[str, Property]


def discriminate(
    declarations: Sequence[Declaration],
) -> tuple[tuple[Declaration, ...], tuple[Diagnostic, ...]]:
    """The same declarations with a decision in every union that needs one."""
    by_id = {declaration.id: declaration for declaration in declarations}
    worker = _Discriminator(by_id)
    found = tuple(worker.declaration(declaration) for declaration in declarations)
    return found, tuple(worker.diagnostics)


class _Discriminator:
    def __init__(self, by_id: Declarations) -> None:
        self.by_id = by_id
        self.properties: dict[DeclId, dict[str, Property]] = {}
        self.literal_cache: dict[DeclId, tuple[Literal, ...] | None] = {}
        self.contained = _contained(by_id.values())
        self.diagnostics: list[Diagnostic] = []
        self.owner: Declaration | None = None
        self.alike: list[list[Type]] = []

    def declaration(self, declaration: Declaration) -> Declaration:
        self.owner = declaration
        match declaration:
            case Interface():
                properties = tuple(
                    replace(p, type=self.type(p.type)) if _holds_union(p.type) else p
                    for p in declaration.properties
                )
                index = declaration.index
                if index is not None:
                    index = Map(index.key, self.type(index.value))
                return replace(declaration, properties=properties, index=index)
            case Alias(type=type_):
                return replace(declaration, type=self.type(type_))
            case Enum():
                return declaration

    def type(self, type_: Type) -> Type:
        match type_:
            case Union(members):
                inner = tuple(map(self.type, members))
                return Union(inner, self.decision(type_))
            case Array(element):
                return Array(self.type(element))
            case Map(key, value):
                return Map(key, self.type(value))
            case Tuple(items):
                return Tuple(tuple(replace(item, type=self.type(item.type)) for item in items))
            case _:
                return type_

    def decision(self, union: Union) -> Decision | None:
        """How to tell the object members apart; None where at most one is an object."""
        candidates = [self.candidate(member) for member in object_members(union, self.by_id)]
        if len(candidates) <= 1:
            return None
        decision = self.tree(candidates, frozenset())
        for alike in _overlapping(self.alike):
            names = ", ".join(map(_type_name, alike))
            message = f"members of a union cannot be told apart: {names}"
            advice = "An object that fits several of them is read as the first."
            self.report(warning, "RC208", message, advice, alike)
        self.alike.clear()
        return decision

    def candidate(self, type_: Type) -> _Candidate:
        if not isinstance(type_, Ref):
            return _Candidate(type_, {})
        known = self.properties.get(type_.id)
        if known is None:
            declaration = self.by_id[type_.id]
            assert isinstance(declaration, Interface)
            known = {p.wire_name: p for p in declaration.properties}
            self.properties[type_.id] = known
        return _Candidate(type_, known)

    # ---------------------------------------------------------------- the tree

    def tree(
        self,
        candidates: Sequence[_Candidate],
        used: frozenset[str],
        *,
        tagged: bool = True,
        clean: bool = True,
    ) -> Decision:
        """The decision among candidates.

        `tagged` is false where their tag is missing; `clean` says that every member of the
        whole union requires the tags that led here.
        """
        if len(candidates) == 1:
            return Member(candidates[0].type)
        split = self.best_split(candidates, used)
        if split is None:
            if tagged:
                self.report_alike(candidates, clean)
            return ByKeys(tuple(candidate.type for candidate in candidates))
        name, branches, absent, other = split
        inner = used | {name}
        clean = clean and not absent and not other
        return ByTag(
            name,
            tuple(
                (literal, self.tree(group, inner, tagged=tagged, clean=clean))
                for literal, group in branches
            ),
            self.tree(absent, inner, tagged=False) if absent else None,
            self.tree(other, inner, tagged=False) if other else None,
        )

    def best_split(
        self, candidates: Sequence[_Candidate], used: frozenset[str]
    ) -> (
        tuple[str, list[tuple[Literal, list[_Candidate]]], list[_Candidate], list[_Candidate]]
        | None
    ):
        """The property that splits the members best.

        Best is where most members are alone under their value, then where most members
        require it, then the first in the first member that has it.
        """
        best = None
        best_score: tuple[int, int, int] | None = None
        for name in _names(candidates):
            if name in used:
                continue
            split = self.split(name, candidates)
            if split is None:
                continue
            branches, absent, other, score = split
            if best_score is None or score > best_score:
                best, best_score = (name, branches, absent, other), score
        return best

    def split(
        self, name: str, candidates: Sequence[_Candidate]
    ) -> (
        tuple[
            list[tuple[Literal, list[_Candidate]]],
            list[_Candidate],
            list[_Candidate],
            tuple[int, int, int],
        ]
        | None
    ):
        tagged = [(c, self.tag_values(c.properties.get(name))) for c in candidates]
        literals = dict.fromkeys(v for _, values in tagged if values for v in values)
        if not literals:
            return None
        other = [c for c, values in tagged if values is None]
        absent = [
            c for c, _ in tagged if name not in c.properties or not c.properties[name].required
        ]
        branches = [
            (literal, [c for c, values in tagged if values is None or literal in values])
            for literal in literals
        ]
        widest = max(len(group) for _, group in branches)
        if widest == len(candidates) or len(absent) == len(candidates) == len(other):
            return None
        alone = sum(len(group) == 1 for _, group in branches)
        required = len(candidates) - len(absent)
        return branches, absent, other, (-len(other) - widest, required, alone)

    def tag_values(self, item: Property | None) -> tuple[Literal, ...] | None:
        """The literal values of a property; None where it has other values, or is missing."""
        return None if item is None else self.literals(item.type)

    def literals(self, type_: Type) -> tuple[Literal, ...] | None:
        match type_:
            case Literal():
                return (type_,)
            case Union(members):
                found: list[Literal] = []
                for member in members:
                    inner = self.literals(member)
                    if inner is None:
                        return None
                    found += inner
                return tuple(dict.fromkeys(found))
            case Ref(id=id_):
                if id_ not in self.literal_cache:
                    self.literal_cache[id_] = None
                    self.literal_cache[id_] = self.declared_literals(self.by_id.get(id_))
                return self.literal_cache[id_]
            case _:
                return None

    def declared_literals(self, declaration: Declaration | None) -> tuple[Literal, ...] | None:
        match declaration:
            case Alias(type=type_):
                return self.literals(type_)
            case Enum(members=members):
                values = tuple(member.value for member in members if member.value is not None)
                return values if values and len(values) == len(members) else None
            case _:
                return None

    # ------------------------------------------------------- tags of inner objects

    def told_by_inner_tags(self, candidates: Sequence[_Candidate]) -> bool:
        """Whether any two members require, at some depth, literals of which none is shared."""
        return all(
            self.are_apart(one.properties, other.properties, _INNERMOST)
            for one, other in combinations(candidates, 2)
        )

    def are_apart(
        self, one: Mapping[str, Property], other: Mapping[str, Property], depth: int
    ) -> bool:
        for name, item in one.items():
            twin = other.get(name)
            if twin is None or not (item.required and twin.required):
                continue
            literals, others = self.literals(item.type), self.literals(twin.type)
            if literals is not None and others is not None:
                if not set(literals) & set(others):
                    return True
            elif depth and self.are_apart(
                self.inside(item.type), self.inside(twin.type), depth - 1
            ):
                return True
        return False

    def inside(self, type_: Type) -> Mapping[str, Property]:
        """The properties of the interface that a type is; none if it is something else."""
        while isinstance(type_, Ref):
            declaration = self.by_id.get(type_.id)
            if isinstance(declaration, Interface):
                return self.candidate(type_).properties
            if not isinstance(declaration, Alias):
                break
            type_ = declaration.type
        return {}

    # ------------------------------------------------------------- diagnostics

    def report_alike(self, candidates: Sequence[_Candidate], clean: bool) -> None:
        """Members that neither a tag nor their keys tell apart."""
        owner = self.owner
        if owner is None or self.told_by_inner_tags(candidates):
            return
        shared = self.shared_tag(candidates)
        types = [candidate.type for candidate in candidates]
        if shared is None:
            if _same_keys(candidates):
                self.alike.append(types)
            return
        name, literal = shared
        names = ", ".join(map(_type_name, types))
        message = f"members of a union share the tag {name} = {literal.value!r}: {names}"
        events = isinstance(owner, Alias) and owner.id not in self.contained
        if clean and events and _same_keys(candidates):
            self.report(error, "RC203", message, "Give each member a tag of its own.", types)
        else:
            advice = "They are told apart by their keys; a tag of their own would be safer."
            self.report(warning, "RC203", message, advice, types)

    def report(
        self,
        kind: Callable[..., Diagnostic],
        code: str,
        message: str,
        advice: str,
        members: Sequence[Type],
    ) -> None:
        """Add a diagnostic on a union, with the places of some of its members."""
        spans = [self.by_id[each.id].span for each in members if isinstance(each, Ref)]
        related = tuple((span, "declared here") for span in spans if span is not None)
        place = self.owner.span if self.owner is not None else None
        self.diagnostics.append(kind(code, message, place, advice, related))

    def shared_tag(self, candidates: Sequence[_Candidate]) -> tuple[str, Literal] | None:
        for name, item in candidates[0].properties.items():
            values = self.tag_values(item) if item.required else None
            if values is None or len(values) != 1 or values[0].kind != "string":
                continue
            if all(self.tag_values(c.properties.get(name)) == values for c in candidates):
                return name, values[0]
        return None


def _names(candidates: Sequence[_Candidate]) -> dict[str, None]:
    return dict.fromkeys(name for candidate in candidates for name in candidate.properties)


def _same_keys(candidates: Sequence[_Candidate]) -> bool:
    """Whether keys cannot tell two of the members apart.

    They require the same keys, and what one declares the other declares too.
    """
    keys = [
        (
            frozenset(name for name, item in c.properties.items() if item.required),
            frozenset(c.properties),
        )
        for c in candidates
    ]
    return any(
        one[0] == other[0] and (one[1] <= other[1] or other[1] <= one[1])
        for one, other in combinations(keys, 2)
    )


def _overlapping(groups: Sequence[Sequence[Type]]) -> list[list[Type]]:
    """The groups, those made one that have a member in common."""
    found: list[list[Type]] = []
    for group in groups:
        apart = [other for other in found if not set(other) & set(group)]
        joined = [each for other in found if other not in apart for each in other]
        found = [*apart, list(dict.fromkeys((*joined, *group)))]
    return found


def _type_name(type_: Type) -> str:
    return str(type_.id) if isinstance(type_, Ref) else "an index signature"


def _holds_union(type_: Type) -> bool:
    return isinstance(type_, Union) or any(map(_holds_union, children(type_)))


def object_members(type_: Type, by_id: Declarations) -> Iterator[Type]:
    """The object members of a type behind aliases: references to interfaces, and maps.

    In source order, each once.
    """
    yield from dict.fromkeys(_objects(type_, by_id, frozenset()))


def _objects(type_: Type, by_id: Declarations, seen: frozenset[DeclId]) -> Iterator[Type]:
    match type_:
        case Union(members):
            for member in members:
                yield from _objects(member, by_id, seen)
        case Map():
            yield type_
        case Ref(id=id_) if id_ not in seen:
            match by_id.get(id_):
                case Interface():
                    yield type_
                case Alias(type=inner):
                    yield from _objects(inner, by_id, seen | {id_})


def event_groups(
    declarations: Sequence[Declaration], exported: Sequence[DeclId]
) -> tuple[EventGroup, ...]:
    """The unions that a socket carries.

    An exported alias of a union whose members are all interfaces, told apart by one
    required string tag, and which no property of any declaration contains.
    """
    by_id = {declaration.id: declaration for declaration in declarations}
    contained = _contained(declarations)
    groups: list[EventGroup] = []
    for id_ in exported:
        declaration = by_id.get(id_)
        if isinstance(declaration, Alias) and id_ not in contained:
            group = _group(declaration, by_id)
            if group is not None:
                groups.append(group)
    return tuple(groups)


def _contained(declarations: Iterable[Declaration]) -> frozenset[DeclId]:
    """What some property refers to: a part of a message, not a message of its own."""
    by_id = {declaration.id: declaration for declaration in declarations}
    found: set[DeclId] = set()
    pending = [
        id_
        for declaration in by_id.values()
        if isinstance(declaration, Interface)
        for item in declaration.properties
        for id_ in refs(item.type)
    ]
    while pending:
        id_ = pending.pop()
        declared = by_id.get(id_)
        if id_ not in found and isinstance(declared, Alias):
            pending += refs(declared.type)
        found.add(id_)
    return frozenset(found)


def _group(alias: Alias, by_id: Declarations) -> EventGroup | None:
    union = alias.type
    if not isinstance(union, Union) or not isinstance(union.decision, ByTag):
        return None
    decision = union.decision
    if decision.absent is not None or decision.other is not None:
        return None
    members: list[tuple[str, DeclId]] = []
    for literal, inner in decision.branches:
        if not isinstance(literal.value, str) or not isinstance(inner, Member):
            return None
        if not isinstance(inner.type, Ref):
            return None
        members.append((literal.value, inner.type.id))
    objects = list(object_members(union, by_id))
    plain = all(isinstance(member, Ref) for member in _leaves(union, by_id))
    return EventGroup(alias.id, decision.property, tuple(members)) if plain and objects else None


def _leaves(union: Union, by_id: Declarations) -> Iterator[Type]:
    """The members behind aliases of unions."""
    for member in union.members:
        declaration = by_id.get(member.id) if isinstance(member, Ref) else None
        if isinstance(declaration, Alias) and isinstance(declaration.type, Union):
            yield from _leaves(declaration.type, by_id)
        elif isinstance(declaration, Interface) or not isinstance(member, Ref):
            yield member
        else:
            yield declaration.type if isinstance(declaration, Alias) else member
