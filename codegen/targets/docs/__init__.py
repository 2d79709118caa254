"""The target `docs`: a handbook of a protocol in Markdown."""

from __future__ import annotations

from ...facts.history import CHANGED
from ...facts.movement import MOVEMENT
from ..base import Emission, Request, Target

__all__ = ["TARGET"]


def _emit(request: Request) -> Emission:
    from .emission import emit

    return emit(request)


TARGET = Target(
    name="docs",
    summary="Reference documentation in Markdown: docs/PACKAGE/.",
    emit=_emit,
    by_default=True,
    facts=(*MOVEMENT, CHANGED),
)
