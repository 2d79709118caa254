"""The target `peer`: what a server or a proxy needs beside the codec."""

from __future__ import annotations

from collections.abc import Iterable

from ...facts.answers import ANSWERS
from ..base import Derived, Emission, Request, Target

__all__ = ["TARGET"]


def _emit(request: Request) -> Emission:
    from .emission import emit

    return emit(request)


def _derived(request: Request) -> Iterable[Derived]:
    from .emission import derived

    return derived(request)


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
    derived=_derived,
)
