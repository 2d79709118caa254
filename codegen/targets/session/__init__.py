"""The target `session`: a connection that sends, waits, asks and remembers, for each protocol."""

from __future__ import annotations

from collections.abc import Iterable

from ...facts.audio import AUDIO
from ...facts.movement import CALLS, DELTAS, FAILURES, MERGES, ORDERS, REPLIES, TOTALS
from ..base import Derived, Emission, Request, Target

__all__ = ["TARGET"]


def _emit(request: Request) -> Emission:
    from .emission import emit

    return emit(request)


def _derived(request: Request) -> Iterable[Derived]:
    from .emission import derived

    return derived(request)


TARGET = Target(
    name="session",
    summary="A client's session: waits, requests, the conversation, reconnecting: session.py.",
    emit=_emit,
    requires=("dispatcher",),
    modules=("session",),
    runtime=(
        "_connected",
        "_conversation",
        "_link",
        "_moves",
        "_playing",
        "_running",
        "_session",
        "_waiting",
    ),
    facts=(AUDIO, REPLIES, FAILURES, CALLS, DELTAS, ORDERS, MERGES, TOTALS),
    derived=_derived,
)
