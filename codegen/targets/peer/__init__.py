"""The target `peer`: what a server or a proxy needs beside the codec."""

from __future__ import annotations

from ...facts.answers import ANSWERS
from ..base import Emission, Request, Target

__all__ = ["TARGET"]


def _emit(request: Request) -> Emission:
    from .emission import emit

    return emit(request)


TARGET = Target(
    name="peer",
    summary="For servers and proxies: the tag of a message, the answer to a misfit: peer.py.",
    emit=_emit,
    requires=("dataclasses",),
    by_default=True,
    modules=("peer",),
    runtime=("_peek", "_peer"),
    reserved=("event_type",),
    facts=(ANSWERS,),
)
