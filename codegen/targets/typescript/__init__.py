"""The target `typescript`: the whole model as one declaration file without imports."""

from __future__ import annotations

from ..base import Emission, Request, Target

__all__ = ["TARGET"]


def _emit(request: Request) -> Emission:
    from .emission import emit

    return emit(request)


TARGET = Target(
    name="typescript",
    summary="The spec as one TypeScript file without imports: typescript/PACKAGE.d.ts.",
    emit=_emit,
)
