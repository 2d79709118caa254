"""The target `strategies`: strategies of Hypothesis for each class and union: strategies.py."""

from __future__ import annotations

from collections.abc import Iterable

from ..base import Derived, Emission, Request, Target

__all__ = ["TARGET"]


def _emit(request: Request) -> Emission:
    from .emission import emit

    return emit(request)


def _derived(request: Request) -> Iterable[Derived]:
    from .emission import derived

    return derived(request)


TARGET = Target(
    name="strategies",
    summary="Strategies of Hypothesis for each class and union, for tests: strategies.py.",
    emit=_emit,
    requires=("dataclasses",),
    modules=("strategies",),
    runtime=("_ranks", "_strategies", "_tags"),
    derived=_derived,
)
