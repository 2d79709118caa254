"""Names that targets derive from declarations, and renames that collide with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from ..model import DeclId, Model, Rename
from ..python.identifiers import function_stem, unused
from ..python.names import Names
from ..text.diagnostics import Diagnostic, error
from ..text.records import dataclass

__all__ = ["Derived", "called_after", "exported_if_free", "taken_names"]

_CHOOSE: Final = "Choose another name."


@dataclass(frozen=True, slots=True)
class Derived:
    """A name at the top of a module that a target derives from a declaration.

    `wanted` is the name if no declaration has it, and `name` the actual one, "" if it is then left
    out; `description` describes the named item for messages.
    """

    name: str
    wanted: str
    description: str


def called_after(names: Names, id_: DeclId, verb: str, description: str) -> Derived:
    """The name of a function that is derived from the stem of a declaration."""
    return Derived(
        f"{verb}{names.stems[id_]}",
        f"{verb}{function_stem(names.declarations[id_], ())}",
        f"{description} {id_}",
    )


def exported_if_free(name: str, names: Names) -> Derived:
    """A name that the package exports unless a declaration has it."""
    is_free = name not in names.declarations.values()
    return Derived(name if is_free else "", name, "a name of the package itself")


def taken_names(
    model: Model, derived: Callable[[Model], Iterable[Derived]]
) -> Iterator[Diagnostic]:
    """An error for each name in a fact that collides with a derived name.

    `derived` makes the derived names of a model. Collisions that also occur without the names of
    facts are no errors.
    """
    chosen = (*model.renames, *(name for name in model.added if name.property is None))
    moved = _moved(derived(model)) if chosen else {}
    if not moved:
        return
    before = _moved(derived(_without(model, chosen)))
    for wanted, known in moved.items():
        if wanted in before:
            continue
        rename = _culprit(model, chosen, wanted, derived)
        instead = f"and would be {known.name!r}" if known.name else "and would be out of reach"
        message = (
            f"{rename.declaration} cannot be called {rename.name!r}: {known.description} is called "
            f"{wanted!r}, {instead}"
        )
        yield error("RC302", message, rename.span, _CHOOSE)


def _moved(derived: Iterable[Derived]) -> dict[str, Derived]:
    """The derived names that differ from the wanted ones, by these."""
    return {name.wanted: name for name in derived if name.name != name.wanted}


def _without(model: Model, chosen: Sequence[Rename]) -> Model:
    """The model without these names of facts; added declarations get other names."""
    renames = [rename for rename in model.renames if rename not in chosen]
    taken = {declaration.id.path[0] for declaration in model.declarations}
    for name in model.added:
        if name in chosen and all(name.declaration != rename.declaration for rename in renames):
            free = unused("Unnamed", taken)
            taken.add(free)
            renames.append(replace(name, name=free))
    return replace(model, renames=tuple(renames))


def _culprit(
    model: Model,
    chosen: Sequence[Rename],
    wanted: str,
    derived: Callable[[Model], Iterable[Derived]],
) -> Rename:
    """The first name whose removal frees `wanted`, or the last one if no single one does."""
    for name in chosen:
        if wanted not in _moved(derived(_without(model, [name]))):
            return name
    return chosen[-1]
