"""What the dispatchers of a package are called."""

from __future__ import annotations

from collections.abc import Mapping

from ..model import DeclId, Model
from ..python.names import Names, unused
from ..text.records import dataclass

__all__ = ["DispatcherNames", "dispatcher_names"]


@dataclass(frozen=True, slots=True)
class DispatcherNames:
    """The names of a group's dispatcher and of the alias of its tags."""

    dispatcher: str
    tag: str


def dispatcher_names(model: Model, names: Names) -> Mapping[DeclId, DispatcherNames]:
    """The names that belong to each group; none of them is that of a declaration."""
    taken = set(names.declarations.values())
    of_groups: dict[DeclId, DispatcherNames] = {}
    for group in model.groups:
        dispatcher = unused(f"{names.declarations[group.id]}Dispatcher", taken)
        tag = unused(f"{names.declarations[group.id]}Tag", {*taken, dispatcher})
        taken.update((dispatcher, tag))
        of_groups[group.id] = DispatcherNames(dispatcher, tag)
    return of_groups
