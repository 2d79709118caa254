"""The target `dataclasses`: models.py, the shapes of the declarations, and codec.py."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..base import Derived, Emission, Request, Target

__all__ = ["TARGET"]

_RUNTIME: Final = tuple(
    f"_{name}"
    for name in """
    apart checks choice codec compile native number parts problems pydantic readers record runtime
    shapes strict table template unions unset wire writers
    """.split()
)


def _emit(request: Request) -> Emission:
    from .emission import emit

    return emit(request)


def _derived(request: Request) -> Iterable[Derived]:
    from .emission import derived

    return derived(request)


TARGET = Target(
    name="dataclasses",
    summary="Dataclasses, and the codec that reads and writes them: models.py, codec.py.",
    emit=_emit,
    decodes=True,
    by_default=True,
    modules=("models", "codec", "_schema"),
    runtime=_RUNTIME,
    reserved=tuple(
        "UNSET NATIVE UnknownEvent DecodeError UnsetType Maybe decode encode to_dict".split()
    ),
    classes="objects",
    derived=_derived,
)
