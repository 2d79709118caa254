"""Which object type a misfit is in, and where: what a fact has to name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..model import DeclId
from ..runtime._problems import Found, Steps
from ..runtime._shapes import Object, Shapes
from ..runtime._strict import Walk

__all__ = ["OwningWalk", "Site"]


class Site(NamedTuple):
    """The innermost declared object type around a misfit.

    `steps` lead from an object of the type to the misfit: its first step is a property, and what
    follows is inside of the property. `value` is the value at that place.
    """

    owner: DeclId
    steps: Steps
    value: Any


class OwningWalk(Walk):
    """A comparison that notes the object type in which each misfit is.

    `ids` has the declaration of each `Object` by its identity. A misfit is known by its steps,
    whose tail is the same list on each level: the innermost object that has noted it owns it.
    """

    __slots__ = ("_ids", "_owners")

    def __init__(self, shapes: Shapes, ids: Mapping[int, DeclId], most: int) -> None:
        super().__init__(shapes, undeclared=True, most=most)
        self._ids = ids
        # The steps are kept, so that no others get their identity.
        self._owners: dict[int, tuple[Steps, DeclId]] = {}

    def _object(self, shape: Object, value: dict[str, Any]) -> Found | None:
        problems = super()._object(shape, value)
        if problems is not None:
            owner = self._ids[id(shape)]
            for misfit in problems.first:
                self._owners[id(misfit.steps)] = misfit.steps, owner
        return problems

    def site(self, steps: Steps, value: Any) -> Site | None:
        """The place of a misfit that this walk has found at the end of some steps."""
        site: Site | None = None
        while steps is not None:
            _, owner = self._owners.get(id(steps), (None, None))
            if owner is not None:
                site = Site(owner, steps, value)
            _, steps = steps
        return site
