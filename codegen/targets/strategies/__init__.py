"""The target `strategies`: strategies of Hypothesis for each class and union: strategies.py."""

from __future__ import annotations

from ..base import Emission, Request, Target

__all__ = ["TARGET"]


def _emit(request: Request) -> Emission:
    from .emission import emit

    return emit(request)


TARGET = Target(
    name="strategies",
    summary="Strategies of Hypothesis for each class and union, for tests: strategies.py.",
    emit=_emit,
    requires=("dataclasses",),
    modules=("strategies",),
    runtime=("_ranks", "_strategies"),
)
