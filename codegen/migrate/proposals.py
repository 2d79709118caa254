"""What reading a file yields: places where something renamed is used, and how sure that is."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from .edits import Note

__all__ = ["Found", "Proposal", "Strength"]


class Strength(enum.IntEnum):
    """How sure a place is to mean what is renamed.

    LOOSE: the text alone says so. WEAK: its place fits as well (a comparison, a table of tags).
    STRONG: it stands where the tag of an event stands (`event["type"] == ...`). SURE: the
    value's class is known.
    """

    LOOSE = 0
    WEAK = 1
    STRONG = 2
    SURE = 3


@dataclass(frozen=True, slots=True, order=True)
class Proposal:
    """An edit that may be made: `what` says in words what is renamed.

    `name` is the old name without what surrounds it. `reused` if the new spec uses the old
    name too, for something else. `new_tag` is set where it is the tag of an event.
    """

    start: int
    end: int
    old: str
    new: str
    name: str
    what: str
    strength: Strength
    confidence: float
    reused: bool
    new_tag: str = ""


@dataclass(slots=True)
class Found:
    """Everything that reading a file yields.

    `tags` are the tags of the old spec that the file uses as such, `fresh` the names that only
    the new spec has, `notes` what needs a person, with the strength of the place.
    """

    proposals: list[Proposal] = field(default_factory=list)
    notes: list[tuple[Note, Strength]] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    fresh: set[str] = field(default_factory=set)
