"""The two specs of one direction of an adapter, and how their objects are paired."""

from __future__ import annotations

from functools import cached_property

from ..changes import Version
from ..changes.atoms import atoms, objects
from ..model import DeclId, Interface, Literal, types_of
from ..runtime._adapt import Kind, Scalar
from ..text.records import dataclass
from .kinds import ALL_KINDS, kinds_of, within
from .routes import Pair, Path, Route, Routes

__all__ = ["Sides", "closed", "kinds_by_field"]


@dataclass(frozen=True)
class Sides:
    """The two specs in the direction of the adapter, and how their objects are paired."""

    routes: Routes
    up: bool

    @cached_property
    def source(self) -> Version:
        """The spec that events come from."""
        return self.routes.old if self.up else self.routes.new

    @cached_property
    def target(self) -> Version:
        """The spec that events are made of."""
        return self.routes.new if self.up else self.routes.old

    def pair(self, one: DeclId, other: DeclId, moved: tuple[tuple[Path, Path], ...] = ()) -> Pair:
        """A pair of an object of the source and one of the target."""
        return Pair(one, other, moved) if self.up else Pair(other, one, moved)

    def ends(self, pair: Pair) -> tuple[DeclId, DeclId]:
        """The object of the source and the object of the target."""
        return (pair.old, pair.new) if self.up else (pair.new, pair.old)

    def paths(self, route: Route) -> tuple[Path, Path]:
        """The path in the source and that in the target."""
        return (route.old, route.new) if self.up else (route.new, route.old)

    @cached_property
    def partners(self) -> dict[DeclId, tuple[DeclId, ...]]:
        """The objects of the target that one of the source is matched with."""
        partners: dict[DeclId, tuple[DeclId, ...]] = {}
        for old, new in self.routes.report.same:
            one, other = (old, new) if self.up else (new, old)
            partners[one] = (*partners.get(one, ()), other)
        return partners

    @cached_property
    def beside(self) -> dict[DeclId, frozenset[DeclId]]:
        """The other members of the unions that an object of the source is in."""
        beside: dict[DeclId, frozenset[DeclId]] = {}
        for declaration in self.source.model.declarations:
            for type_ in within(types_of(declaration)):
                members = frozenset(objects(type_, self.source.by_id))
                for member in members:
                    beside[member] = beside.get(member, frozenset()) | (members - {member})
        return beside

    def matched_with(self, target: DeclId) -> tuple[DeclId, ...]:
        """The objects of the source that are matched with one of the target."""
        return tuple(one for one, others in self.partners.items() if target in others)


def closed(id_: DeclId, version: Version) -> dict[str, tuple[Scalar, ...]]:
    """The fields of an object that have certain values alone, and these."""
    by_field: dict[str, tuple[Scalar, ...]] = {}
    declared = version.by_id[id_]
    for property_ in declared.properties if isinstance(declared, Interface) else ():
        members = atoms(property_.type, version.by_id)
        values = tuple(member.value for member in members if isinstance(member, Literal))
        if values and len(values) == len(members):
            by_field[property_.wire_name] = values
    return by_field


def kinds_by_field(source: Interface, version: Version) -> dict[str, tuple[Kind, ...]]:
    """The kinds of values that the fields of an object have; not those that have any."""
    kinds: dict[str, tuple[Kind, ...]] = {}
    for property_ in source.properties:
        members = atoms(property_.type, version.by_id)
        own = tuple(dict.fromkeys(kind for atom in members for kind in kinds_of(atom)))
        if len(own) < len(ALL_KINDS):
            kinds[property_.wire_name] = own
    return kinds
