"""Find ambiguous members of unions, for the diagnostics about them.

Two members are distinguished by their keys: one requires a key that the other lacks, or each
declares a key that the other lacks. Different literals that both require, at some depth, also
distinguish them, and so do patterns without a common text and values of different kinds. The work
is linear in the number of members.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import combinations
from typing import Final, TypeAlias, TypeVar

from ...model import Alias, DeclId, Interface, Literal, Primitive, Ref, Template, Type
from .decisions import Candidate, Decider

__all__ = ["Likeness", "may_share"]

_INNERMOST: Final = 3  # The depth at which the search for nested tags ends.
_MOST_LOOKS: Final = 256  # The number of properties after which nested objects are skipped.
_MOST_PAIRS: Final = 50  # The number of distinct sets of keys up to which all pairs are compared.

_KINDS: Final = ("string", "number", "boolean", "null")

Scalar: TypeAlias = Literal | Template | Primitive
_Path: TypeAlias = tuple[str, ...]
_T = TypeVar("_T")
_K = TypeVar("_K", bound=Hashable)


class Likeness:
    """Finds ambiguous members; `steps` counts as in a `Decider`."""

    def __init__(self, decider: Decider) -> None:
        self._decider = decider
        self._tags: dict[Type, dict[_Path, tuple[Literal, ...]]] = {}
        self._groups: dict[tuple[Type, ...], list[list[Candidate]]] = {}
        self._keys: dict[Type, tuple[frozenset[str], frozenset[str]]] = {}
        """The keys that members require, and all that they declare."""
        self.steps = 0

    def told_by_tags(self, candidates: Sequence[Candidate]) -> bool:
        """Whether literals at some depth distinguish any two of the members."""
        return all(len(group) == 1 for group in self._by_tags(candidates))

    def groups(self, candidates: Sequence[Candidate]) -> list[list[Candidate]]:
        """The groups of members that neither literals nor keys distinguish."""
        groups: list[list[Candidate]] = []
        for group in _grouped(candidates, lambda candidate: self._keys_of(candidate)[0]):
            self.steps += len(group)
            if len(group) > 1:
                groups += self._alike(group)
        return groups

    def _alike(self, group: Sequence[Candidate]) -> list[list[Candidate]]:
        """The ambiguous ones of members that require the same keys: many unions have the same."""
        types = tuple(candidate.type for candidate in group)
        groups = self._groups.get(types)
        if groups is None:
            groups = self._groups[types] = []
            for inner in self._by_tags(group):
                groups += filter(self._overlap, self._by_declared_keys(inner))
        return groups

    def _keys_of(self, candidate: Candidate) -> tuple[frozenset[str], frozenset[str]]:
        """The keys that a member requires, and all that it declares."""
        keys = self._keys.get(candidate.type)
        if keys is None:
            properties = candidate.properties
            self.steps += len(properties)
            required = (name for name, item in properties.items() if item.required)
            keys = self._keys[candidate.type] = (frozenset(required), frozenset(properties))
        return keys

    def _overlap(self, group: Sequence[Candidate]) -> bool:
        """Whether two members of a group may have the same values, as far as these are scalars."""
        if len(group) > _MOST_PAIRS:
            return True
        required = [name for name, item in group[0].properties.items() if item.required]
        for name in required[:_MOST_LOOKS]:
            self.steps += len(group)
            items = [candidate.properties.get(name) for candidate in group]
            values = [
                self._scalars(item.type) if item is not None and item.required else None
                for item in items
            ]
            if not any(may_share(*pair) for pair in combinations(values, 2)):
                return False
        return True

    def _scalars(self, type_: Type) -> list[Scalar] | None:
        """The literals, patterns and kinds that a type consists of; None if it has other values."""
        scalars: list[Scalar] = []
        for member in self._decider.behind(type_):
            self.steps += 1
            if not isinstance(member, Literal | Template | Primitive):
                return None
            if isinstance(member, Primitive) and member.name not in _KINDS:
                return None
            scalars.append(member)
        return scalars if len(scalars) <= _MOST_PAIRS else None

    def _by_tags(self, candidates: Sequence[Candidate]) -> list[list[Candidate]]:
        """Partition members such that a required tag distinguishes any two groups."""
        done: list[list[Candidate]] = []
        pending = [(list(candidates), 0)]
        while pending:
            group, start = pending.pop()
            paths = list(self._inner_tags(group[0]))
            for index in range(start, len(paths) if len(group) > 1 else 0):
                apart = self._split(group, paths[index])
                if len(apart) > 1:
                    # Another first member has other paths to try.
                    pending += [(part, index + 1 if part[0] is group[0] else 0) for part in apart]
                    break
            else:
                done.append(group)
        return done

    def _split(self, group: Sequence[Candidate], path: _Path) -> list[list[Candidate]]:
        """Partition members by shared literals at a path; None if some have none there."""
        owner: dict[Literal, int] = {}
        same: dict[int, int] = {}
        joined = list(range(len(group)))

        def root(place: int) -> int:
            while joined[place] != place:
                joined[place] = joined[joined[place]]
                place = joined[place]
            return place

        for place, candidate in enumerate(group):
            literals = self._inner_tags(candidate).get(path)
            self.steps += 1
            if literals is None:
                return [list(group)]
            twin = same.setdefault(id(literals), place)
            joined[root(place)] = root(twin)
            if twin != place:
                continue  # Members that refer to one declared set of literals.
            self.steps += len(literals)
            for literal in literals:
                joined[root(place)] = root(owner.setdefault(literal, place))
        return [[group[place] for place in places] for places in _grouped(range(len(group)), root)]

    def _by_declared_keys(self, group: list[Candidate]) -> list[list[Candidate]]:
        """The members of a group in which one declares all keys of another."""
        same = _grouped(group, lambda candidate: self._keys_of(candidate)[1])
        if len(same) == 1 or len(same) > _MOST_PAIRS:
            return [group] if len(group) > 1 else []
        keys = [self._keys_of(members[0])[1] for members in same]
        alike: dict[int, None] = {
            place: None for place, members in enumerate(same) if len(members) > 1
        }
        for one, other in combinations(range(len(same)), 2):
            self.steps += 1
            if keys[one] <= keys[other] or keys[other] <= keys[one]:
                alike.update({one: None, other: None})
        chosen = {id(candidate) for place in alike for candidate in same[place]}
        similar = [candidate for candidate in group if id(candidate) in chosen]
        return [similar] if similar else []

    def _inner_tags(self, candidate: Candidate) -> dict[_Path, tuple[Literal, ...]]:
        """The literals that a member requires, by the path of the properties."""
        tags = self._tags.get(candidate.type)
        if tags is not None:
            return tags
        tags = self._tags[candidate.type] = {}
        pending: deque[tuple[Candidate, _Path]] = deque([(candidate, ())])
        looks = 0
        while pending and looks < _MOST_LOOKS:
            current, path = pending.popleft()
            for name, item in current.properties.items():
                looks += 1
                tag = current.tags.get(name)
                if not item.required or (tag is not None and tag.null):
                    continue
                if tag is not None:
                    tags[*path, name] = tag.values
                elif len(path) < _INNERMOST:
                    inner = self._inside(item.type)
                    if inner is not None:
                        pending.append((inner, (*path, name)))
        self.steps += looks
        return tags

    def _inside(self, type_: Type) -> Candidate | None:
        """The interface behind aliases; None for any other type."""
        seen: set[DeclId] = set()
        while isinstance(type_, Ref) and type_.id not in seen:
            seen.add(type_.id)
            declaration = self._decider.by_id.get(type_.id)
            if isinstance(declaration, Interface):
                return self._decider.candidate(type_)
            if not isinstance(declaration, Alias):
                break
            type_ = declaration.type
        return None


def may_share(one: Sequence[Scalar] | None, other: Sequence[Scalar] | None) -> bool:
    """Whether two sets of literals, patterns and kinds may have a value in common."""
    if one is None or other is None:
        return True
    return any(_may_be_one(left, right) for left in one for right in other)


def _kind(scalar: Scalar) -> str:
    match scalar:
        case Literal(kind=kind):
            return kind
        case Template():
            return "string"
        case Primitive(name=name):
            return name


def _may_be_one(left: Scalar, right: Scalar) -> bool:
    if _kind(left) != _kind(right):
        return False
    if isinstance(left, Primitive) or isinstance(right, Primitive):
        return True
    if isinstance(left, Literal) and isinstance(right, Literal):
        return left == right
    (head, tail), (other_head, other_tail) = _ends(left), _ends(right)
    heads = head.startswith(other_head) or other_head.startswith(head)
    return heads and (tail.endswith(other_tail) or other_tail.endswith(tail))


def _ends(text: Literal | Template) -> tuple[str, str]:
    """The fixed text at the beginning and at the end."""
    if isinstance(text, Literal):
        return str(text.value), str(text.value)
    first, last = text.parts[0], text.parts[-1]
    return first if isinstance(first, str) else "", last if isinstance(last, str) else ""


def _grouped(items: Iterable[_T], key: Callable[[_T], _K]) -> list[list[_T]]:
    """Group items by equal keys, in the order of first occurrence."""
    groups: dict[_K, list[_T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.values())
