"""Find the object type that a misfit is in, which a fact has to name."""

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

    `steps` lead from an object of the type to the misfit: the first step is a property, the others
    are inside it. `value` is the value at that place.
    """

    owner: DeclId
    steps: Steps
    value: Any


class OwningWalk(Walk):
    """A walk that records the object type in which each misfit is.

    `ids` has the declaration of each `Object` by its `id()`. A misfit is identified by its steps,
    whose tail is the same list on each level: the innermost object that has recorded it owns it.
    """

    __slots__ = ("_ids", "_owners")

    def __init__(self, shapes: Shapes, ids: Mapping[int, DeclId], most: int) -> None:
        super().__init__(shapes, undeclared=True, most=most)
        self._ids = ids
        # The steps are kept alive, so that their `id()` is not reused.
        self._owners: dict[int, tuple[Steps, DeclId]] = {}

    def _object(self, shape: Object, value: dict[str, Any]) -> Found | None:
        problems = super()._object(shape, value)
        if problems is not None:
            owner = self._ids[id(shape)]
            for misfit in problems.first:
                self._owners[id(misfit.steps)] = misfit.steps, owner
        return problems

    def site(self, steps: Steps, value: Any) -> Site | None:
        """The site of a misfit that this walk has found at the end of some steps."""
        site: Site | None = None
        while steps is not None:
            _, owner = self._owners.get(id(steps), (None, None))
            if owner is not None:
                site = Site(owner, steps, value)
            _, steps = steps
        return site
