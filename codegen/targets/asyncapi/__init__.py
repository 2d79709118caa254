"""The target `asyncapi`: the protocol as an AsyncAPI document."""

from __future__ import annotations

from ..base import Emission, Option, Request, Target

__all__ = ["TARGET"]


def _emit(request: Request) -> Emission:
    from .emission import emit

    return emit(request)


TARGET = Target(
    name="asyncapi",
    summary="The protocol as an AsyncAPI document (3.0): asyncapi/PACKAGE.json.",
    emit=_emit,
    options=(
        Option(
            "application",
            "text",
            "Whose document it is: who sends what the other one receives.",
            "client",
            ("client", "server"),
        ),
    ),
)
