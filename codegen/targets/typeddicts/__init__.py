"""The target `typeddicts`: typed_dicts.py."""

from __future__ import annotations

from ..base import Emission, Request, Target

__all__ = ["TARGET"]


def _emit(request: Request) -> Emission:
    from .emission import emit

    return emit(request)


TARGET = Target(
    name="typeddicts",
    summary="TypedDicts, exactly the spec: typed_dicts.py.",
    emit=_emit,
    by_default=True,
    modules=("typed_dicts",),
    runtime=("_parts", "_references"),
    classes="dicts",
)
