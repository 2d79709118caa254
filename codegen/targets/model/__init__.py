"""The target `model`: the intermediate model as JSON, for other programs and for review."""

from __future__ import annotations

from ..base import Emission, Request, Target

__all__ = ["TARGET"]


def _emit(request: Request) -> Emission:
    from .emission import emit

    return emit(request)


TARGET = Target(
    name="model",
    summary="The intermediate model as JSON: model/PACKAGE.json.",
    emit=_emit,
)
