"""The target `audio`: functions that turn fields with audio into bytes and back."""

from __future__ import annotations

from collections.abc import Iterable

from ...facts.audio import AUDIO, AUDIO_FORMATS
from ..base import Derived, Emission, Notes, Request, Target

__all__ = ["TARGET"]


def _emit(request: Request) -> Emission:
    from .emission import emit

    return emit(request)


def _notes(request: Request) -> Notes:
    from .emission import notes

    return notes(request)


def _derived(request: Request) -> Iterable[Derived]:
    from .emission import derived

    return derived(request)


TARGET = Target(
    name="audio",
    summary="Audio fields to bytes and back: audio.py.",
    emit=_emit,
    requires=("dataclasses",),
    by_default=True,
    modules=("audio",),
    runtime=("_audio",),
    reserved=("audio_base64", "audio_bytes"),
    facts=(AUDIO, AUDIO_FORMATS),
    notes=_notes,
    derived=_derived,
)
