"""How a protocol moves: what answers what, what grows, what is in order.

A module for what belongs together: `answering` has replies, failures and calls, `growing` what
is sent in pieces, `places` the order of items, partial updates and totals. Each fact is held
against the declarations by `spec`, which finds events by their name and follows paths in them.
Each keeps the reason that its entry gives, as `why`.
"""

from __future__ import annotations

from typing import Any, Final

from ...model import Movement
from ..kinds import CheckedFacts, FactKind
from .answering import CALLS, FAILURES, REPLIES
from .growing import DELTAS
from .places import MERGES, ORDERS, TOTALS

__all__ = [
    "CALLS",
    "DELTAS",
    "FAILURES",
    "MERGES",
    "MOVEMENT",
    "ORDERS",
    "REPLIES",
    "TOTALS",
    "movement_of",
]

MOVEMENT: Final[tuple[FactKind[Any, Any], ...]] = (
    REPLIES,
    FAILURES,
    CALLS,
    DELTAS,
    ORDERS,
    MERGES,
    TOTALS,
)
"""The kinds of fact that say how a protocol moves. None of them changes a declaration."""


def movement_of(facts: CheckedFacts) -> Movement:
    """What the checks of these kinds gave, as the model has it."""
    return Movement(
        replies=facts[REPLIES],
        failures=facts[FAILURES],
        calls=facts[CALLS],
        deltas=facts[DELTAS],
        orders=facts[ORDERS],
        merges=facts[MERGES],
        totals=facts[TOTALS],
    )
