"""The two specs of one direction of an adapter, and the pairs of their objects."""

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
    """The source and the target of one direction, and the pairs of their objects."""

    routes: Routes
    up: bool

    @cached_property
    def source(self) -> Version:
        """The spec of the events that are converted."""
        return self.routes.old if self.up else self.routes.new

    @cached_property
    def target(self) -> Version:
        """The spec of the events that result."""
        return self.routes.new if self.up else self.routes.old

    def pair(self, one: DeclId, other: DeclId, moved: tuple[tuple[Path, Path], ...] = ()) -> Pair:
        """Make a pair of an object of the source and one of the target."""
        return Pair(one, other, moved) if self.up else Pair(other, one, moved)

    def ends(self, pair: Pair) -> tuple[DeclId, DeclId]:
        """The objects of a pair in the source and in the target."""
        return (pair.old, pair.new) if self.up else (pair.new, pair.old)

    def paths(self, route: Route) -> tuple[Path, Path]:
        """The paths of a route in the source and in the target."""
        return (route.old, route.new) if self.up else (route.new, route.old)

    @cached_property
    def partners(self) -> dict[DeclId, tuple[DeclId, ...]]:
        """The objects of the target that are matched with each object of the source."""
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
    """The fields of an object whose types are literals, with these values."""
    by_field: dict[str, tuple[Scalar, ...]] = {}
    declared = version.by_id[id_]
    for property_ in declared.properties if isinstance(declared, Interface) else ():
        members = atoms(property_.type, version.by_id)
        values = tuple(member.value for member in members if isinstance(member, Literal))
        if values and len(values) == len(members):
            by_field[property_.wire_name] = values
    return by_field


def kinds_by_field(source: Interface, version: Version) -> dict[str, tuple[Kind, ...]]:
    """The kinds of values of an object's fields; fields of any kind are left out."""
    kinds: dict[str, tuple[Kind, ...]] = {}
    for property_ in source.properties:
        members = atoms(property_.type, version.by_id)
        own = tuple(dict.fromkeys(kind for atom in members for kind in kinds_of(atom)))
        if len(own) < len(ALL_KINDS):
            kinds[property_.wire_name] = own
    return kinds
