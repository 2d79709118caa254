"""Routes: the pairs of fields of the old and the new spec, from a comparison.

Moves, renames and the facts of the change come from the report. They lead from the old spec to the
new one; the other direction reads them in reverse.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TypeAlias

from ..changes import ChangeReport, Version
from ..changes.atoms import objects
from ..facts.of_changes import FieldFact, GoneFact, ValueFact
from ..model import DeclId, Interface, Property
from ..text.records import dataclass

__all__ = ["Pair", "Path", "Route", "Routes"]

Path: TypeAlias = tuple[str, ...]
"""The wire names from an object to a field nested in it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An object of the old spec and its counterpart in the new one.

    `moved` are moves within it that the comparison found from an enclosing object.
    """

    old: DeclId
    new: DeclId
    moved: tuple[tuple[Path, Path], ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """A field of a pair of objects: its two paths, and the moves within its value."""

    old: Path
    new: Path
    moved: tuple[tuple[Path, Path], ...] = ()


@dataclass(frozen=True)
class Routes:
    """The routes of fields; renames and moves with less confidence than `least` do not count."""

    old: Version
    new: Version
    report: ChangeReport
    least: float

    @cached_property
    def matches(self) -> frozenset[tuple[DeclId, DeclId]]:
        """The pairs of matched objects."""
        return frozenset(self.report.same)

    @cached_property
    def values(self) -> dict[tuple[DeclId, str], tuple[ValueFact, ...]]:
        """The facts about replaced values, by the old field."""
        by_field: dict[tuple[DeclId, str], tuple[ValueFact, ...]] = {}
        for cited in self.report.facts:
            if isinstance(cited.fact, ValueFact):
                for place in cited.fields:
                    by_field[place] = (*by_field.get(place, ()), cited.fact)
        return by_field

    @cached_property
    def value_renames(self) -> dict[tuple[DeclId, str], tuple[tuple[str, str], ...]]:
        """The pairs of renamed texts, by the old field."""
        by_field: dict[tuple[DeclId, str], tuple[tuple[str, str], ...]] = {}
        for rename in self.report.renames:
            if rename.kind == "value" and rename.confidence >= self.least:
                place = rename.old.declaration, rename.old.field
                pair = rename.old_name, rename.new_name
                by_field[place] = (*by_field.get(place, ()), pair)
        return by_field

    @cached_property
    def reasons(self) -> dict[tuple[DeclId, str], str]:
        """The reasons why fields of the old spec have no successor."""
        return {
            place: cited.fact.why
            for cited in self.report.facts
            if isinstance(cited.fact, GoneFact)
            for place in cited.fields
        }

    def between(self, pair: Pair) -> tuple[Route, ...]:
        """The routes of the fields of two objects, in the order of the old one."""
        old, new = self.old.by_id[pair.old], self.new.by_id[pair.new]
        assert isinstance(old, Interface)
        assert isinstance(new, Interface)
        moves = [move for move in (*self._moves(pair), *pair.moved) if self._exist(pair, move)]
        moves = _apart(moves)
        left = {path for path, _ in moves}
        taken = {path for _, path in moves}
        whole: dict[str, Path] = {}
        for property_ in old.properties:
            name = property_.wire_name
            if (name,) in left:
                continue
            way = self._way(pair, name, taken)
            if way is not None:
                whole[name] = way
                taken.add(way)
        routes = []
        for property_ in old.properties:
            name = property_.wire_name
            there = whole.get(name)
            if there is not None:
                inner = tuple(
                    (one[1:], other[len(there) :])
                    for one, other in moves
                    if one[:1] == (name,)
                    and len(one) > 1
                    and len(other) > len(there)
                    and other[: len(there)] == there
                )
                routes.append(Route((name,), there, inner))
            routes += [
                Route(one, other)
                for one, other in moves
                if one[0] == name
                and not (there is not None and len(one) > 1 and other[: len(there)] == there)
            ]
        return tuple(routes)

    def _way(self, pair: Pair, name: str, taken: set[Path]) -> Path | None:
        """The path of a field in the new object; None if it has none there."""
        candidates = [
            self._told.get((pair.old, name)),
            (name,),
            *self._ways.get(name, ()),
        ]
        matched = (pair.old, pair.new) in self.matches
        for path in candidates[: 2 if matched else None]:
            if path is not None and path not in taken and self.end(self.new, pair.new, path):
                return path
        return None

    def _moves(self, pair: Pair) -> tuple[tuple[Path, Path], ...]:
        return self._moved.get((pair.old, pair.new), ())

    def _exist(self, pair: Pair, move: tuple[Path, Path]) -> bool:
        old, new = move
        there = self.end(self.old, pair.old, old), self.end(self.new, pair.new, new)
        return all(end is not None for end in there)

    @cached_property
    def _moved(self) -> dict[tuple[DeclId, DeclId], tuple[tuple[Path, Path], ...]]:
        moved: dict[tuple[DeclId, DeclId], tuple[tuple[Path, Path], ...]] = {}
        for change in self.report.of_kind("field-moved"):
            move = change.move
            if move is not None and move.confidence >= self.least:
                roots = move.root, move.new_root
                moved[roots] = (*moved.get(roots, ()), (move.old_path, move.new_path))
        return moved

    @cached_property
    def _told(self) -> dict[tuple[DeclId, str], Path]:
        """The new paths of fields, by renames of the comparison and by facts."""
        renamed: dict[tuple[DeclId, str], Path] = {}
        for rename in self.report.renames:
            if rename.kind == "field" and rename.confidence >= self.least:
                renamed[rename.old.declaration, rename.old.field] = (rename.new.field,)
        for cited in self.report.facts:
            if isinstance(cited.fact, FieldFact):
                renamed.update(dict.fromkeys(cited.fields, cited.fact.new))
        return renamed

    @cached_property
    def _ways(self) -> dict[str, tuple[Path, ...]]:
        """The new paths of fields by wire name, in any object: a guess for unmatched objects."""
        ways: dict[str, dict[Path, None]] = {}
        for (_, name), path in self._told.items():
            ways.setdefault(name, {})[path] = None
        for moves in self._moved.values():
            for old, new in moves:
                shared = _shared(old, new)
                if len(old) == shared + 1:
                    ways.setdefault(old[-1], {})[new[shared:]] = None
        return {
            name: tuple(sorted(paths, key=lambda p: (len(p), p))) for name, paths in ways.items()
        }

    def end(self, version: Version, root: DeclId, path: Path) -> tuple[DeclId, Property] | None:
        """Resolve a path to its field and the owner; None if it leads nowhere."""
        return next(self._ends(version, (root,), path), None)

    def _ends(
        self, version: Version, owners: tuple[DeclId, ...], path: Path
    ) -> Iterator[tuple[DeclId, Property]]:
        for owner in owners:
            property_ = version.property_of(owner, path[0])
            if property_ is None:
                continue
            if len(path) == 1:
                yield owner, property_
            else:
                yield from self._ends(version, objects(property_.type, version.by_id), path[1:])


def _shared(old: Path, new: Path) -> int:
    """The length of the common prefix of two paths, their last steps left out."""
    shared = 0
    for one, other in zip(old[:-1], new[:-1], strict=False):
        if one != other:
            break
        shared += 1
    return shared


def _apart(moves: list[tuple[Path, Path]]) -> list[tuple[Path, Path]]:
    """Drop the moves one of whose ends overlaps that of an earlier move."""
    kept: list[tuple[Path, Path]] = []
    for old, new in moves:
        clashes = any(_nested(old, one) or _nested(new, other) for one, other in kept)
        if not clashes:
            kept.append((old, new))
    return kept


def _nested(one: Path, other: Path) -> bool:
    return one[: len(other)] == other or other[: len(one)] == one
