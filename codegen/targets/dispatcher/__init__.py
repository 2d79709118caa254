"""The target `dispatcher`: a typed dispatcher for each event group of the spec."""

from __future__ import annotations

from collections.abc import Iterator

from ..base import Derived, Emission, Request, Target

__all__ = ["TARGET"]


def _emit(request: Request) -> Emission:
    from .emission import emit

    return emit(request)


def _derived(request: Request) -> Iterator[Derived]:
    from .._dispatchers import derived_names

    return derived_names(request.model, request.names)


TARGET = Target(
    name="dispatcher",
    summary="Typed dispatchers, one for each group of events: dispatcher.py.",
    emit=_emit,
    requires=("dataclasses",),
    by_default=True,
    modules=("dispatcher", "_dispatcher_types"),
    runtime=("_dispatch", "_peek", "_registrations", "_unwrap"),
    derived=_derived,
)
