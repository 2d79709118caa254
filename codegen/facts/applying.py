"""What facts do to a model: its quirks, which the declarations do not tell.

Each fact has to apply to something: one that no longer does is stale, and an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from ..model import Model
from ..text.diagnostics import Diagnostic
from ..text.records import dataclass
from .adding import MEMBERS
from .declaring import declare
from .defaults import DEFAULTS, with_defaults
from .events import EVENTS
from .grouping import GROUPS, blamed, with_groups
from .integers import INTEGERS, with_integers
from .kinds import CheckedFacts, FactKind, Facts
from .nullable import NULLABLE, with_nulls
from .reading import OWN_KINDS
from .renaming import RENAMES, with_renames

__all__ = ["Applied", "apply", "check"]

_CHANGES: Final[tuple[tuple[FactKind[Any, Any], Callable[[Model, Any], Model]], ...]] = (
    (DEFAULTS, with_defaults),
    (GROUPS, with_groups),
    (INTEGERS, with_integers),
    (NULLABLE, with_nulls),
    (RENAMES, with_renames),
)
"""The changes of a model by kind, in their order, behind the kinds that declare."""


@dataclass(frozen=True, slots=True)
class Applied:
    """The model with the facts in it, what the checks gave, and an error for each stale fact."""

    model: Model
    checked: CheckedFacts
    diagnostics: tuple[Diagnostic, ...]


def apply(model: Model, facts: Facts, kinds: Iterable[FactKind[Any, Any]] = OWN_KINDS) -> Applied:
    """Hold the facts of these kinds against a model, and put what they say into it.

    Each kind is held against what the kinds before it have made of the model, so that facts
    may be about what other facts declare. A fact that does not apply is an RC501.
    """
    spec = model
    model, stale = declare(spec, facts.of(MEMBERS), facts.of(EVENTS))
    diagnostics = list(stale)
    values: dict[str, object] = {
        MEMBERS.table: facts.of(MEMBERS),
        EVENTS.table: facts.of(EVENTS),
    }
    for kind, change in _CHANGES:
        values[kind.table], wrong = kind.check(model, facts.of(kind))
        diagnostics += blamed(wrong, spec, facts.of(GROUPS)) if kind is GROUPS else wrong
        model = change(model, facts.of(kind))
    others = [kind for kind in kinds if kind.table not in values]
    checked, stale = check(model, facts, others)
    return Applied(model, CheckedFacts({**values, **checked.values}), (*diagnostics, *stale))


def check(
    model: Model, facts: Facts, kinds: Iterable[FactKind[Any, Any]]
) -> tuple[CheckedFacts, tuple[Diagnostic, ...]]:
    """What the checks of these kinds give for a model, and an RC501 for each stale fact."""
    values: dict[str, object] = {}
    diagnostics: list[Diagnostic] = []
    for kind in kinds:
        values[kind.table], stale = kind.check(model, facts.of(kind))
        diagnostics += stale
    return CheckedFacts(values), tuple(diagnostics)
