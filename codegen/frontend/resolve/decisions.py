"""Decisions: which member of a union an object is.

A union of object types gets a decision tree. Each node tests one property whose literal values
split the members; if there is none, or only one that would copy too many members, the keys and
values decide when an object is read. The order of the members never chooses a property.

The property may be in a nested object that all members require, if no property of the members
themselves is a tag of all of them.

The size of a tree is linear in the members of its union, and so is the work on it: a split that
gives a member to several branches is paid for from an allowance of a few entries for each member,
and the depth of splits is limited.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from itertools import islice
from typing import Final

from ...model import (
    NULL,
    UNKNOWN,
    Alias,
    ByKeys,
    ByTag,
    Decision,
    Declaration,
    DeclId,
    Enum,
    Interface,
    Literal,
    Map,
    Member,
    Opaque,
    Primitive,
    Ref,
    TagPath,
    TagType,
    Template,
    Type,
    Union,
)
from ...text.records import dataclass
from .inner_tags import InnerTags
from .splits import Candidate, Split, Tag

__all__ = ["Candidate", "Decider", "Declarations", "Undecided", "object_members"]

Declarations = Mapping[DeclId, Declaration]

_OPEN: Final = tuple(Primitive(name) for name in ("string", "number", "integer"))
_ALLOWANCE: Final = 4  # The number of additional entries of a tree for each member.
_DEEPEST: Final = 6  # The depth of a tree.
_MOST_SPLITS: Final = 60_000  # The splits that are tried in a spec, beside a few for each node.
_FEW_SPLITS: Final = 8
_MOST_LOOKS: Final = 1000  # The literals of a member that are looked at for each node.


@dataclass(frozen=True, slots=True)
class Undecided:
    """Members that no property discriminates if the tags before them are present."""

    candidates: tuple[Candidate, ...]


@dataclass(slots=True)
class _Work:
    """The state while one union is decided: the allowance left, and the parts made so far."""

    allowance: int
    made: dict[tuple[tuple[int, ...], frozenset[TagPath], bool], Decision] = field(
        default_factory=dict
    )
    undecided: dict[tuple[int, ...], None] = field(default_factory=dict)


class Decider:
    """Makes the decisions of a spec; equal subtrees of one decision are one object.

    `steps` counts the visits of properties, members and literals.
    """

    def __init__(self, by_id: Declarations) -> None:
        self.by_id = by_id
        self.steps = 0
        self._left = _MOST_SPLITS
        self._members: dict[int, tuple[Type, tuple[Type, ...]]] = {}
        self._candidates: dict[Type, Candidate] = {}
        self._tags: dict[DeclId, Tag | None] = {}
        self._inner = InnerTags(self)
        self._decided: dict[tuple[Type, ...], tuple[Decision | None, tuple[Undecided, ...]]] = {}

    def decide(self, union: Union) -> tuple[Decision | None, tuple[Undecided, ...]]:
        """The decision of a union, and the groups of members that no property discriminates.

        The decision is None if at most one member is an object.
        """
        members = object_members(union, self.by_id, self._members)
        decision = self._decided.get(members)
        if decision is None:
            decision = self._decided[members] = self._decide(members)
        return decision

    def _decide(self, members: tuple[Type, ...]) -> tuple[Decision | None, tuple[Undecided, ...]]:
        if len(members) <= 1:
            return None, ()
        candidates = [self.candidate(member) for member in members]
        work = _Work(_ALLOWANCE * len(members))
        decision = self._tree(work, candidates, tuple(range(len(members))), frozenset(), True)
        undecided = tuple(
            Undecided(tuple(candidates[place] for place in places)) for places in work.undecided
        )
        return decision, undecided

    def candidate(self, type_: Type) -> Candidate:
        """A member with its properties, of which a map has none."""
        known = self._candidates.get(type_)
        if known is None:
            declaration = self.by_id.get(type_.id) if isinstance(type_, Ref) else None
            properties = declaration.properties if isinstance(declaration, Interface) else ()
            self.steps += len(properties)
            tags = ((property_.wire_name, self._tag(property_.type)) for property_ in properties)
            known = self._candidates[type_] = Candidate(
                type_,
                {property_.wire_name: property_ for property_ in properties},
                {property_.wire_name: place for place, property_ in enumerate(properties)},
                {name: tag for name, tag in tags if tag is not None},
            )
        return known

    # ---------------------------------------------------------------- the tree

    def _tree(
        self,
        work: _Work,
        candidates: Sequence[Candidate],
        places: tuple[int, ...],
        used: frozenset[TagPath],
        tagged: bool,
    ) -> Decision:
        """Decide among some candidates; `tagged` is false if they lack the tag before."""
        if len(places) == 1:
            return Member(candidates[places[0]].type)
        key = (places, used, tagged)
        made = work.made.get(key)
        if made is None:
            made = work.made[key] = self._node(work, candidates, places, used, tagged)
        return made

    def _node(
        self,
        work: _Work,
        candidates: Sequence[Candidate],
        places: tuple[int, ...],
        used: frozenset[TagPath],
        tagged: bool,
    ) -> Decision:
        split = self._best_split(work, candidates, places, used)
        if split is None:
            if tagged:
                work.undecided[places] = None
            return ByKeys(tuple(candidates[place].type for place in places))
        inner = used | {split.path}

        def way(group: list[int], tagged: bool) -> Decision | None:
            if not group:
                return None
            return self._tree(work, candidates, tuple(sorted(group)), inner, tagged)

        branches: list[tuple[TagType, Decision]] = []
        for value, group in split.branches().items():
            then = way(group, tagged and (value != NULL or split.is_null_a_tag))
            assert then is not None
            branches.append((value, then))
        # Where null is a value of it, a required property that is missing may stand for null.
        lacking = {*split.absent, *split.null}
        is_null = bool(split.null) and len(lacking) == len(split.null)
        absent = dict(branches)[NULL] if is_null else way(list(lacking), False)
        other = split.anywhere + split.open
        return ByTag(split.path, tuple(branches), absent, way(other, False))

    def _best_split(
        self,
        work: _Work,
        candidates: Sequence[Candidate],
        places: tuple[int, ...],
        used: frozenset[TagPath],
    ) -> Split | None:
        """The best property to split by, paid for; None if there is none.

        A nested one is preferred if it leaves smaller groups, or if no direct one is a tag of all
        members.
        """
        if len(used) >= _DEEPEST:
            return None
        best, price = self._own_split(work, candidates, places, used)
        if best is None or not best.is_of_all or best.widest > 1:
            inner = self._inner_split(work, candidates, places, used)
            if inner is not None and (
                best is None or not best.is_of_all or inner.widest < best.widest
            ):
                best, price = inner, inner.price(len(places))
        work.allowance -= max(price, 0)
        self.steps += len(places) + max(price, 0)
        return best

    def _own_split(
        self,
        work: _Work,
        candidates: Sequence[Candidate],
        places: tuple[int, ...],
        used: frozenset[TagPath],
    ) -> tuple[Split | None, int]:
        """The best direct property to split by, and its price.

        The best one has the smallest group behind a value, then the most members that require it,
        then the most that are alone under their value; ties go to the first declared.
        """
        best: Split | None = None
        best_score, best_price = (0, 0, 0), 0
        for name in self._common_tags(candidates, places, used):
            if self._tells_none_apart(name, candidates, places):
                continue
            split = self._split(name, candidates, places, not used)
            if not split.sizes:
                continue  # Null alone is no value to look up.
            sizes = split.sizes.values()
            required = len(places) - split.lacking
            price = split.price(len(places))
            if split.widest == len(places) or price > work.allowance:
                continue
            alone = sum(size + len(split.anywhere) == 1 for size in sizes)
            score = (-len(split.anywhere) - split.widest, required, alone)
            if best is None or score > best_score:
                best, best_score, best_price = split, score, price
        return best, best_price

    def _inner_split(
        self,
        work: _Work,
        candidates: Sequence[Candidate],
        places: tuple[int, ...],
        used: frozenset[TagPath],
    ) -> Split | None:
        """The best nested property to split by; None if there is none.

        All members require it and the objects on the path. The best one has the smallest group
        behind a value, then the most members alone under their value; ties go to the shorter path.
        """
        best: Split | None = None
        best_score = (0, 0)
        for split in self._inner.splits(candidates, places, not used):
            score = (-split.widest, split.alone)
            is_better = best is None or score > best_score
            if is_better and split.path not in used and split.price(len(places)) <= work.allowance:
                best, best_score = split, score
            if best_score == (-1, len(places)):
                break
        return best

    def _common_tags(
        self, candidates: Sequence[Candidate], places: tuple[int, ...], used: frozenset[TagPath]
    ) -> list[str]:
        """The properties that have literals in at least half of the members, in their order.

        What the member of the most properties alone has tells none of the others apart, so its
        properties are only looked up. Of each other member the first literals count.
        """
        largest = max(places, key=lambda place: len(candidates[place].properties))
        own = candidates[largest].tags
        most = _MOST_LOOKS if self._left >= 0 else _FEW_SPLITS * _FEW_SPLITS
        counts: dict[str, int] = {}
        for place in places:
            if place != largest:
                member = candidates[place]
                names = member.tags if len(places) > 2 else member.properties
                for name in islice(names, most):
                    counts[name] = counts.get(name, 0) + (name in member.tags)
                self.steps += 1 + min(len(names), most)
        least = (len(places) + 1) // 2
        common = [
            name
            for name, count in counts.items()
            if count + (name in own) >= least and (name,) not in used
        ]
        ordered = sorted(common, key=lambda name: self._first(name, candidates, places))
        self._left -= max(0, len(ordered) - _FEW_SPLITS)
        return ordered if self._left >= 0 else ordered[:_FEW_SPLITS]

    def _first(
        self, name: str, candidates: Sequence[Candidate], places: tuple[int, ...]
    ) -> tuple[int, int]:
        """The first declaration of a property: the index of the member, and the index in it."""
        for place in places:
            self.steps += 1
            position = candidates[place].positions.get(name)
            if position is not None:
                return place, position
        return len(candidates), 0

    def _tells_none_apart(
        self, name: str, candidates: Sequence[Candidate], places: tuple[int, ...]
    ) -> bool:
        """Whether all members that have a property have the same literals there.

        Others lack it, so that any member may be behind these literals. Such are most properties of
        an interface beside its heir.
        """
        common: tuple[Literal, ...] | None = None
        for place in places:
            candidate = candidates[place]
            tag = candidate.tags.get(name)
            if tag is None:
                if name in candidate.properties:
                    return False
            elif common not in (None, tag.values):
                return False
            else:
                common = tag.values
        self.steps += len(places)
        return True

    def _split(
        self,
        name: str,
        candidates: Sequence[Candidate],
        places: tuple[int, ...],
        is_first: bool,
    ) -> Split:
        """Split some of the candidates by a property.

        The first property may be the tag of the union: all members require it, as a literal or as
        any text or number. Then a literal means the members that have it: TypeScript cannot express
        "any text but these", so an open member is for the other values. So is one with a pattern,
        also where members may lack the property.
        """
        tagged: dict[int, tuple[Tag, list[int]]] = {}
        null: list[int] = []
        absent: list[int] = []
        others: list[int] = []
        nullable: list[int] = []
        for place in places:
            item, tag = candidates[place].properties.get(name), candidates[place].tags.get(name)
            self.steps += 1
            if tag is None:
                others.append(place)
            else:
                tagged.setdefault(id(tag), (tag, []))[1].append(place)
            if item is None or not item.required:
                absent.append(place)
            if tag is not None and tag.null:
                null.append(place)
            elif tag is None and item is not None and self._can_be_null(item.type):
                nullable.append(place)
        if null or any(self.is_pattern(candidates[p].properties[name].type) for p in nullable):
            null += nullable
        elif absent:  # No declared value is null, so that it stands for a missing property.
            absent = list(dict.fromkeys(absent + nullable))
        sizes: dict[Literal, int] = {}
        for tag, group in tagged.values():
            self.steps += len(tag.values)
            for value in tag.values:
                sizes[value] = sizes.get(value, 0) + len(group)
        split = Split((name,), list(tagged.values()), sizes, null, absent, others, [])
        items = [candidates[place].properties.get(name) for place in others]
        types = [UNKNOWN if item is None else item.type for item in items]
        if is_first and all(
            self.is_pattern(type_) or (not absent and self.is_open(type_)) for type_ in types
        ):
            split.anywhere, split.open = [], others
        return split

    def is_pattern(self, type_: Type) -> bool:
        """Whether a type has patterns, and at most literals and null beside them."""
        parts = list(self.behind(type_))
        return any(isinstance(part, Template) for part in parts) and all(
            isinstance(part, Literal | Template) or part == NULL for part in parts
        )

    def is_open(self, type_: Type) -> bool:
        """Whether a type accepts any text or any number, even if it also lists literals."""
        return all(map(_is_scalar, self.behind(type_)))

    def behind(self, type_: Type) -> Iterator[Type]:
        """The members of a type behind aliases. Each alias is looked into once."""
        seen: set[DeclId] = set()
        pending = [type_]
        while pending:
            current = pending.pop()
            declared = self.by_id.get(current.id) if isinstance(current, Ref) else None
            if isinstance(current, Union):
                pending += current.members
            elif not isinstance(declared, Alias):
                yield current
            elif declared.id not in seen:
                seen.add(declared.id)
                pending.append(declared.type)

    # ------------------------------------------------------------------- types

    def _tag(self, type_: Type) -> Tag | None:
        """The literal values of a type, null aside; None if it has other values."""
        match type_:
            case Literal():
                return Tag((type_,), False)
            case Primitive("null"):
                return Tag((), True)
            case Union(members):
                literals: list[Literal] = []
                null = False
                for member in members:
                    inner = self._tag(member)
                    if inner is None:
                        return None
                    literals += inner.values
                    null = null or inner.null
                self.steps += len(literals)
                return Tag(tuple(dict.fromkeys(literals)), null)
            case Ref(id=id_):
                if id_ not in self._tags:
                    self._tags[id_] = None
                    self._tags[id_] = self._declared_tag(self.by_id.get(id_))
                return self._tags[id_]
            case _:
                return None

    def _declared_tag(self, declaration: Declaration | None) -> Tag | None:
        match declaration:
            case Alias(type=type_):
                return self._tag(type_)
            case Enum(members=members):
                values = tuple(member.value for member in members if member.value is not None)
                return Tag(values, False) if values and len(values) == len(members) else None
            case _:
                return None

    def _can_be_null(self, type_: Type) -> bool:
        match type_:
            case Union(members):
                return any(map(self._can_be_null, members))
            case Ref(id=id_):
                declaration = self.by_id.get(id_)
                return (
                    isinstance(declaration, Alias)
                    and isinstance(declaration.type, Union)
                    and (NULL in declaration.type.members)
                )
            case _:
                return isinstance(type_, Opaque) or type_ in (NULL, UNKNOWN)


def _is_scalar(type_: Type) -> bool:
    return isinstance(type_, Literal | Template) or type_ in _OPEN


def object_members(
    type_: Type, by_id: Declarations, known: dict[int, tuple[Type, tuple[Type, ...]]]
) -> tuple[Type, ...]:
    """The object members of a type behind aliases: references to interfaces, and maps.

    In source order, each once. `known` is a cache by the `id()` of the type, which is kept so that
    it is not reused.
    """
    objects: dict[Type, None] = {}
    seen: set[DeclId] = set()
    pending = [type_]
    while pending:
        current = pending.pop()
        if id(current) in known:
            objects.update(dict.fromkeys(known[id(current)][1]))
        elif isinstance(current, Union):
            pending.extend(reversed(current.members))
        elif isinstance(current, Map):
            objects[current] = None
        elif isinstance(current, Ref) and current.id not in seen:
            seen.add(current.id)
            declaration = by_id.get(current.id)
            if isinstance(declaration, Interface):
                objects[current] = None
            elif isinstance(declaration, Alias):
                pending.append(declaration.type)
    members = tuple(objects)
    known[id(type_)] = (type_, members)
    return members
