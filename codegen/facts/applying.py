"""Apply facts to a model, which then has what the declarations lack.

A stale fact, which applies to nothing in the model, is an error.
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
"""The kinds that change a model, in their order; `[[member]]` and `[[event]]` come before them."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A model with facts applied, the results of the checks, and the errors of stale facts."""

    model: Model
    checked: CheckedFacts
    diagnostics: tuple[Diagnostic, ...]


def apply(model: Model, facts: Facts, kinds: Iterable[FactKind[Any, Any]] = OWN_KINDS) -> Applied:
    """Check the facts of these kinds against a model, and apply them.

    Each kind sees the changes of the kinds before it, so facts may be about what other facts
    declare. A fact that does not apply is an RC501.
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
    """Check the facts of these kinds; return the results, and an RC501 for each stale fact."""
    values: dict[str, object] = {}
    diagnostics: list[Diagnostic] = []
    for kind in kinds:
        values[kind.table], stale = kind.check(model, facts.of(kind))
        diagnostics += stale
    return CheckedFacts(values), tuple(diagnostics)
