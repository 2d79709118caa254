"""The target `pydantic`: a model of pydantic for each class: pydantic_models.py."""

from __future__ import annotations

from ..base import Emission, Request, Target

__all__ = ["TARGET"]


def _emit(request: Request) -> Emission:
    from .emission import emit

    return emit(request)


TARGET = Target(
    name="pydantic",
    summary="Models of pydantic (2.9 and newer), as the dataclasses: pydantic_models.py.",
    emit=_emit,
    requires=("dataclasses",),
    modules=("pydantic_models",),
    runtime=("_members",),
)
