"""The movement of a protocol: replies, growing texts, and order.

A module for each topic: `answering` has replies, failures and calls, `growing` what is sent in
pieces, `places` the order of items, partial updates and totals. `spec` checks a fact against the
declarations: it finds events by name and resolves paths in them. Each record keeps the reason that
its entry gives, as `why`.
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
"""The kinds of fact about the movement of a protocol. None of them changes a declaration."""


def movement_of(facts: CheckedFacts) -> Movement:
    """The results of the checks of these kinds, as the model stores them."""
    return Movement(
        replies=facts[REPLIES],
        failures=facts[FAILURES],
        calls=facts[CALLS],
        deltas=facts[DELTAS],
        orders=facts[ORDERS],
        merges=facts[MERGES],
        totals=facts[TOTALS],
    )
