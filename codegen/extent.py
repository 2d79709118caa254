"""Limits of what a run generates: too many declarations, or none for a target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from .model import EventGroup, Model
from .model.groups import why_no_groups
from .targets.base import Emission
from .text.diagnostics import Diagnostic, error, note

__all__ = [
    "BYTES_OF_A_DECLARATION",
    "MOST_DECLARATIONS",
    "idle_targets",
    "most_declarations",
    "too_many",
]

MOST_DECLARATIONS: Final = 8000
"""The number of declarations that are generated without an option to allow more."""

BYTES_OF_A_DECLARATION: Final = 256
"""A spec gets one more of them for this many bytes."""

_SECONDS_OF_A_DECLARATION: Final = 0.001
_BYTES_OF_MEMORY: Final = 40_000
"""The cost of a small declaration, measured with the default targets."""


def most_declarations(size: int) -> int:
    """The number of declarations that a spec of `size` bytes may have by default."""
    return MOST_DECLARATIONS + size // BYTES_OF_A_DECLARATION


def too_many(
    count: int, size: int, entry: str, *, at_least: bool = False
) -> tuple[Diagnostic, ...]:
    """An error if a spec of `size` bytes has far more declarations than usual.

    `count` is a lower bound if the resolution stopped early: `at_least`.
    """
    most = most_declarations(size)
    if count <= most and not at_least:
        return ()
    seconds = count * _SECONDS_OF_A_DECLARATION
    megabytes = count * _BYTES_OF_MEMORY / 1e6
    becomes = "becomes at least" if at_least else "becomes"
    message = (
        f"the spec {becomes} {count:,} classes and aliases, more than the {most:,} that {size:,} "
        f"bytes may become without being asked for; they take about {seconds:,.0f} s and "
        f"{megabytes:,.0f} MB of memory"
    )
    advice = (
        "Name those that you need, with --root NAME or as `roots` of the configuration; "
        "--large makes all of them."
    )
    return (error("RC309", message, advice=advice, file=entry),)


def idle_targets(
    names: Sequence[str],
    emissions: Sequence[Emission],
    entry: str,
    model: Model,
    cut: Sequence[EventGroup],
) -> tuple[Diagnostic, ...]:
    """A note for each reason why targets generate nothing.

    `cut` are the groups of the whole spec if no root reaches any of them.
    """
    idle: dict[str, list[str]] = {}
    reasons = _why_cut(model, cut)
    for name, emission in zip(names, emissions, strict=True):
        if not emission.pages and emission.why_empty:
            idle.setdefault(reasons.get(emission.why_empty, emission.why_empty), []).append(name)
    notes: list[Diagnostic] = []
    for why, targets in idle.items():
        which = (
            f"targets {' and '.join(targets)} make" if targets[1:] else f"target {targets[0]} makes"
        )
        text = f"the {which} nothing of this spec: {why}"
        notes.append(note("RC307", text, file=entry))
    return tuple(notes)


def _why_cut(model: Model, cut: Sequence[EventGroup]) -> dict[str, str]:
    """Replace the reason why a part of a spec has no groups, where the whole spec has some."""
    if not cut:
        return {}
    known = " or ".join(str(group.id) for group in cut[:2])
    tag = next((tag for group in cut for tag in group.tags if isinstance(tag, str)), None)
    more = "" if tag is None else f", or the type of an event such as {tag}"
    text = f"no root reaches a union of events; add the root {known}{more}"
    return {why_no_groups(model): text}
