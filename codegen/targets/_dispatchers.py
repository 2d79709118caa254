"""The names of a package's dispatchers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ..model import DeclId, Model
from ..python.identifiers import unused
from ..python.names import Names
from ..text.records import dataclass
from ._derived import Derived, exported_if_free

__all__ = ["UNHANDLED", "DispatcherNames", "derived_names", "dispatcher_names"]


@dataclass(frozen=True, slots=True)
class DispatcherNames:
    """The names of a group's dispatcher and of the alias of its tags."""

    dispatcher: str
    tag: str


UNHANDLED: Final = "UnhandledEventError"


def derived_names(model: Model, names: Names) -> Iterator[Derived]:
    """The names of dispatchers, and of the error that the package exports unless it collides."""
    for id_, own in dispatcher_names(model, names).items():
        union = names.declarations[id_]
        yield Derived(own.dispatcher, f"{union}Dispatcher", f"the dispatcher of {id_}")
        yield Derived(own.tag, f"{union}Tag", f"the alias of the tags of {id_}")
    if model.groups:
        yield exported_if_free(UNHANDLED, names)


def dispatcher_names(model: Model, names: Names) -> Mapping[DeclId, DispatcherNames]:
    """The names that belong to each group; they differ from all names of declarations."""
    taken = set(names.declarations.values())
    of_groups: dict[DeclId, DispatcherNames] = {}
    for group in model.groups:
        dispatcher = unused(f"{names.declarations[group.id]}Dispatcher", taken)
        tag = unused(f"{names.declarations[group.id]}Tag", {*taken, dispatcher})
        taken.update((dispatcher, tag))
        of_groups[group.id] = DispatcherNames(dispatcher, tag)
    return of_groups
