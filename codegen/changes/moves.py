"""Fields that moved into, out of or across objects: the new place of a removed field.

A move is recognized by the names (of the field, and of the objects around it), by the type, by the
documentation, and by the other fields that moved along. It has a confidence; where two places are
equally likely, none is chosen.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Final, TypeAlias

from ..model import NULL, Array, DeclId, Interface, Literal, Primitive, Property, Ref, Type
from ..text.records import dataclass
from .likeness import Likeness, docs_alike, types_alike, words
from .match import Matching
from .version import Version

__all__ = ["Moved", "Path", "moved_fields"]

Path: TypeAlias = tuple[str, ...]
"""The wire names from an object to a field nested in it."""

_DEPTH: Final = 4
_MOST_PATHS: Final = 400
_MOST_PAIRS: Final = 20_000
_LEAST: Final = 0.6
_LEAST_NAME: Final = 0.75
_SAME_NAME: Final = 0.9
_TIE: Final = 0.02
_COMMON: Final = 2
_OTHER_TEXT: Final = 0.5
_ANOTHER: Final = 0.2
_ALONG: Final = 2
_STRUCTURED: Final = frozenset({"object", "list"})
_IN_ONE_OBJECT: Final = 0.4
"""The share of the missing confidence that a common root object adds."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A field with another path in the object `root`, which is `new_root` in the new spec.

    `old_owner` and `new_owner` are the objects that declare the field.
    """

    root: DeclId
    new_root: DeclId
    old_path: Path
    new_path: Path
    old_owner: DeclId
    new_owner: DeclId
    old: Property
    new: Property
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class _Place:
    """A field nested in an object, by its path."""

    path: Path
    owner: DeclId
    declared: Property

    @property
    def holders(self) -> tuple[str, ...]:
        """The words in the names of the enclosing objects."""
        return tuple(word for name in self.path[:-1] for word in words(name))

    @property
    def words(self) -> tuple[str, ...]:
        """The words in the field's name."""
        return words(self.path[-1]) or (self.path[-1],)


def moved_fields(old: Version, new: Version, matching: Matching) -> tuple[Moved, ...]:
    """The moves between two matched specs, in the order of the old one."""
    search = _Search(old, new, matching)
    moves: list[Moved] = []
    for declaration in old.model.declarations:
        there = matching.declarations.get(declaration.id)
        root, new_root = declaration, new.by_id.get(there) if there is not None else None
        if isinstance(root, Interface) and isinstance(new_root, Interface):
            moves += search.moves(root, new_root)
    return tuple(moves)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An old and a new place that may be of one field; `name` is the likeness of their names."""

    old: _Place
    new: _Place
    name: float

    @property
    def holders(self) -> tuple[Path, Path]:
        """The paths of the enclosing objects before and after."""
        return self.old.path[:-1], self.new.path[:-1]

    @property
    def outermost(self) -> tuple[Path, Path]:
        """The outermost of the enclosing objects before and after."""
        before, after = self.holders
        return before[:1], after[:1]


@dataclass(eq=False)
class _Search:
    old: Version
    new: Version
    matching: Matching
    _changed: dict[DeclId, bool] = field(default_factory=dict)

    @cached_property
    def _kept_new(self) -> frozenset[tuple[DeclId, str]]:
        """The fields of the new spec that are matched."""
        return frozenset(
            (self.matching.declarations[id_], name)
            for id_, fields in self.matching.fields.items()
            for name in fields.values()
        )

    @cached_property
    def _times(self) -> Mapping[str, int]:
        """The number of objects that have a field of a name, in the spec that has more."""
        times: Counter[str] = Counter()
        for version in (self.old, self.new):
            times |= Counter(
                property_.wire_name
                for declaration in version.model.declarations
                if isinstance(declaration, Interface)
                for property_ in declaration.properties
            )
        return times

    def moves(self, root: Interface, new_root: Interface) -> Iterator[Moved]:
        """The moves within one pair of matched objects."""
        if not self._may_have(root, new_root):
            return
        before = list(_places(root, self.old))
        after = {place.path: place for place in _places(new_root, self.new)}
        mapped = self._mapped(root, [place.path for place in before])
        kept = frozenset(mapped.values())
        gone = [p for p in before if mapped[p.path] not in after and self._is_gone(p)]
        come = [p for path, p in after.items() if path not in kept and self._is_new(p)]
        if len(gone) * len(come) > _MOST_PAIRS:
            return
        candidates = [
            _Candidate(one, other, name)
            for one in gone
            for other in come
            if not self._within_another_pair(root, one.path, mapped[one.path], other.path)
            and (name := self._names(one, other)) >= _LEAST_NAME
            and not _is_tag(one.declared)
            and not _is_tag(other.declared)
        ]
        for candidate, likeness in self._chosen(candidates):
            yield Moved(
                root.id,
                new_root.id,
                candidate.old.path,
                candidate.new.path,
                candidate.old.owner,
                candidate.new.owner,
                candidate.old.declared,
                candidate.new.declared,
                min(0.99, likeness.score + (1 - likeness.score) * _IN_ONE_OBJECT),
                likeness.why,
            )

    def _is_gone(self, place: _Place) -> bool:
        """Whether the field is unmatched in its owner, so that not only its path changed."""
        return place.declared.wire_name not in self.matching.fields.get(place.owner, ())

    def _is_new(self, place: _Place) -> bool:
        """Whether the field is new in its owner, so that not only its path changed."""
        return (place.owner, place.declared.wire_name) not in self._kept_new

    def _may_have(self, root: Interface, new_root: Interface) -> bool:
        """Whether these two objects, or objects directly in them, gained or lost fields."""
        return self._is_changed(root) or any(
            isinstance(inner := self.old.by_id.get(id_), Interface) and self._is_changed(inner)
            for property_ in root.properties
            for id_ in self.old.objects(property_.type)
        )

    def _is_changed(self, interface: Interface) -> bool:
        known = self._changed.get(interface.id)
        if known is None:
            fields = self.matching.fields.get(interface.id)
            there = self.new.by_id.get(self.matching.declarations.get(interface.id, interface.id))
            known = (
                fields is None
                or len(fields) < len(interface.properties)
                or (isinstance(there, Interface) and len(fields) < len(there.properties))
            )
            self._changed[interface.id] = known
        return known

    def _mapped(self, root: Interface, paths: Iterable[Path]) -> dict[Path, Path]:
        """The path that each field would have in the new spec if it had not moved.

        The path of an object comes before those of its fields.
        """
        mapped: dict[Path, Path] = {(): ()}
        inside: dict[Path, tuple[DeclId, ...]] = {(): (root.id,)}
        for path in paths:
            *above, name = path
            holding = [
                (owner, property_)
                for owner in inside[tuple(above)]
                if (property_ := self.old.property_of(owner, name)) is not None
            ]
            kept = (self.matching.fields.get(owner, {}).get(name) for owner, _ in holding)
            there = next((there for there in kept if there is not None), name)
            mapped[path] = (*mapped[tuple(above)], there)
            inside[path] = tuple(
                id_ for _, property_ in holding for id_ in self.old.objects(property_.type)
            )
        del mapped[()]
        return mapped

    def _within_another_pair(
        self, root: Interface, path: Path, mapped: Path, new_path: Path
    ) -> bool:
        """Whether a pair is a rename, or is found from matched objects further in."""
        if len(path) == len(new_path) == 1:
            return True
        if len(path) == 1 or len(new_path) == 1 or mapped[0] != new_path[0]:
            return False
        property_ = self.old.property_of(root.id, path[0])
        inner = self.old.objects(property_.type) if property_ is not None else ()
        return any(id_ in self.matching.fields for id_ in inner)

    def _names(self, old: _Place, new: _Place) -> float:
        """The likeness of two places by the words in their names, from 0 to 1."""
        here, there = old.words, new.words
        if here == there:
            return _SAME_NAME
        for whole, part, holders in ((here, there, new.holders), (there, here, old.holders)):
            if len(whole) > len(part) and whole[-len(part) :] == part:
                rest = Counter(whole[: -len(part)])
                unsaid = rest - Counter(holders)
                return 1.0 - unsaid.total() / len(whole)
        one, other = Counter(old.holders + here), Counter(new.holders + there)
        if one == other and set(here) & set(there):
            return 1.0
        return 0.0

    def _chosen(self, candidates: Sequence[_Candidate]) -> Iterator[tuple[_Candidate, Likeness]]:
        """The candidates above the bound of likeness, each place in one; of equal ones none."""
        along: defaultdict[tuple[Path, Path], set[Path]] = defaultdict(set)
        near: defaultdict[tuple[Path, Path], set[Path]] = defaultdict(set)
        for candidate in candidates:
            if self._types(candidate) >= _OTHER_TEXT and self._speaks(candidate):
                along[candidate.holders].add(candidate.old.path)
                near[candidate.outermost].add(candidate.old.path)
        scored = []
        for candidate in candidates:
            itself = {candidate.old.path}
            others = along[candidate.holders] - itself
            nearby = near[candidate.outermost] - others - itself
            likeness = self._likeness(candidate, len(others), len(nearby))
            if likeness.score >= _LEAST:
                scored.append((candidate, likeness))
        # An object that moved as a whole goes before the fields in it.
        scored.sort(key=lambda pair: (_depth(pair[0]), -pair[1].score, *_paths(pair[0])))
        left: set[Path] = set()
        right: set[Path] = set()
        for position, (candidate, likeness) in enumerate(scored):
            one, other = candidate.old.path, candidate.new.path
            if _is_taken(one, left) or _is_taken(other, right):
                continue
            rival = any(
                (next_.old.path == one) != (next_.new.path == other)
                and _depth(next_) == _depth(candidate)
                and next_likeness.score > likeness.score - _TIE
                and not _is_taken(next_.old.path, left)
                and not _is_taken(next_.new.path, right)
                for next_, next_likeness in scored[position + 1 :]
            )
            left.add(one)
            right.add(other)
            if not rival:
                yield candidate, likeness

    def _types(self, candidate: _Candidate) -> float:
        """The likeness of the types, by their structure or by their kinds of values."""
        one, other = candidate.old.declared.type, candidate.new.declared.type
        kinds = _kinds(one, self.old), _kinds(other, self.new)
        opened = kinds[0] | kinds[1]
        left, right = ({_open(kind, opened) for kind in side} for side in kinds)
        total = len(left) + len(right)
        shared = 2 * len(left & right) / total if (left | right) - _STRUCTURED else 0.0
        return max(types_alike(one, other, (self.old, self.new)), shared)

    def _is_common(self, candidate: _Candidate) -> bool:
        """Whether the name is weak evidence, as several objects have a field of that name."""
        times = self._times[candidate.old.path[-1]]
        return candidate.name <= _SAME_NAME and times >= _COMMON

    def _in_other_objects(self, candidate: _Candidate) -> bool:
        """Whether the old owner is unmatched, and no word is in the names around both places."""
        old, new = candidate.old, candidate.new
        return (
            len(old.path) > 1
            and len(new.path) > 1
            and not set(old.holders) & set(new.holders)
            and old.owner not in self.matching.declarations
        )

    def _docs(self, candidate: _Candidate) -> float:
        return docs_alike(candidate.old.declared.doc, candidate.new.declared.doc)

    def _speaks(self, candidate: _Candidate) -> bool:
        """Whether a candidate is likely by itself, so that it is evidence for its neighbours."""
        return not self._is_common(candidate) or self._docs(candidate) >= _OTHER_TEXT

    def _likeness(self, candidate: _Candidate, beside: int, nearby: int) -> Likeness:
        """The likelihood of a candidate, with `beside` others between the same two objects.

        `nearby` are moves between other objects under the same outermost one. A name that many
        objects have is weak evidence: documentation or other fields have to confirm it.
        """
        old, new = candidate.old, candidate.new
        types = self._types(candidate)
        said = candidate.name > _SAME_NAME
        documented = bool(old.declared.doc and new.declared.doc)
        docs = self._docs(candidate)
        along = beside + nearby / 2
        weight = 0.4 if not said and not along else 0.2
        common = self._is_common(candidate)
        documents_tell = docs >= (_OTHER_TEXT if common else _ANOTHER) or not (documented or common)
        if not said and not beside and not documents_tell:
            return Likeness(0.0, "")
        if not said and docs < _OTHER_TEXT and self._in_other_objects(candidate):
            return Likeness(0.0, "")
        if types == 0 and not along and not (said and docs >= _OTHER_TEXT):
            return Likeness(0.0, "")
        return Likeness.of(
            (
                ("name", 0.6 if said else 0.4, candidate.name),
                ("type", 0.3, types),
                ("documentation", weight if documented else 0.0, docs),
                ("fields moved along", 0.2 if along else 0.0, min(1.0, along / _ALONG)),
            )
        )


def _kinds(type_: Type, version: Version) -> frozenset[str]:
    """The members of a type as marks: `string` for any string, `string:a` for a certain one."""
    marks: set[str] = set()
    for atom in version.members(type_).atoms:
        match atom:
            case Primitive(name) if atom != NULL:
                marks.add("number" if name == "integer" else name)
            case Literal(kind, value):
                marks.add(f"{kind}:{value}")
            case Ref():
                marks.add("object")
            case Array():
                marks.add("list")
    return frozenset(marks)


def _open(mark: str, marks: frozenset[str]) -> str:
    """The mark widened to its kind where one of the types accepts every value of the kind."""
    kind = mark.partition(":")[0]
    return kind if kind in marks else mark


def _paths(candidate: _Candidate) -> tuple[Path, Path]:
    return candidate.old.path, candidate.new.path


def _depth(candidate: _Candidate) -> int:
    return min(len(path) for path in _paths(candidate))


def _is_taken(path: Path, taken: set[Path]) -> bool:
    """Whether a path, a prefix of it or an extension of it is in a pair already."""
    return any(path[: len(other)] == other or other[: len(path)] == path for other in taken)


def _is_tag(property_: Property) -> bool:
    return isinstance(property_.type, Literal)


def _places(root: Interface, version: Version) -> Iterator[_Place]:
    """The fields of an object and of the objects nested in it, but not in lists or maps."""
    queue: list[tuple[Path, DeclId, frozenset[DeclId]]] = [((), root.id, frozenset((root.id,)))]
    seen: set[Path] = set()
    while queue and len(seen) < _MOST_PATHS:
        path, id_, above = queue.pop(0)
        declaration = version.by_id.get(id_)
        if not isinstance(declaration, Interface):
            continue
        for property_ in declaration.properties:
            inner = (*path, property_.wire_name)
            if inner not in seen:
                seen.add(inner)
                yield _Place(inner, id_, property_)
            if len(inner) < _DEPTH and not _has_list(property_, version):
                queue += [
                    (inner, object_, above | {object_})
                    for object_ in version.objects(property_.type)
                    if object_ not in above
                ]


def _has_list(property_: Property, version: Version) -> bool:
    return any(isinstance(atom, Array) for atom in version.members(property_.type).atoms)
