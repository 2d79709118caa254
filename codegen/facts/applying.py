"""What facts do to a model: its quirks, which the declarations do not tell.

Each fact has to apply to something: one that no longer does is stale, and an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..model import Model
from ..text.diagnostics import Diagnostic
from ..text.records import dataclass
from .adding import MEMBERS, with_members
from .defaults import DEFAULTS, with_defaults
from .events import EVENTS, with_events
from .grouping import GROUPS, lost_groups, with_groups
from .integers import INTEGERS, with_integers
from .kinds import CheckedFacts, FactKind, Facts
from .nullable import NULLABLE, with_nulls
from .reading import OWN_KINDS
from .renaming import RENAMES, with_renames

__all__ = ["Applied", "apply", "check"]


@dataclass(frozen=True, slots=True)
class Applied:
    """The model with the facts in it, what the checks gave, and an error for each stale fact."""

    model: Model
    checked: CheckedFacts
    diagnostics: tuple[Diagnostic, ...]


def apply(model: Model, facts: Facts, kinds: Iterable[FactKind[Any, Any]] = OWN_KINDS) -> Applied:
    """Hold the facts of these kinds against a model, and put what they say into it.

    A fact that does not apply is an RC501.
    """
    checked, diagnostics = check(model, facts, kinds)
    changed = with_members(model, facts.of(MEMBERS))
    changed = with_events(changed, facts.of(EVENTS))
    changed = with_defaults(changed, facts.of(DEFAULTS))
    diagnostics += tuple(lost_groups(model, changed, facts.of(GROUPS)))
    changed = with_groups(changed, facts.of(GROUPS))
    changed = with_nulls(with_integers(changed, facts.of(INTEGERS)), facts.of(NULLABLE))
    return Applied(with_renames(changed, facts.of(RENAMES)), checked, diagnostics)


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
