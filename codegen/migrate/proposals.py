"""Proposals and notes that are collected from a file, with the strength of their evidence."""

from __future__ import annotations

import enum
from collections import Counter
from dataclasses import field

from ..text.records import dataclass
from .edits import Note, Parts
from .ranges import Ranges

__all__ = ["Collected", "Proposal", "Strength"]


class Strength(enum.IntEnum):
    """The strength of the evidence that a text or name means the renamed item.

    LOOSE: only the text matches. WEAK: the context fits as well (a comparison, a table of tags).
    STRONG: it is used as the tag of an event (`event["type"] == ...`). SURE: the class of the value
    is known.
    """

    LOOSE = 0
    WEAK = 1
    STRONG = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """A possible edit; `label` describes the renamed item.

    `name` is the old name, without a prefix that `old` may have. `reused`: the new spec has the old
    name too, for something else. `new_tag` is the new tag, if an event is renamed. With `parts`,
    they are the new text, of which `new` is a description.
    """

    start: int
    end: int
    old: str
    new: str
    name: str
    label: str
    strength: Strength
    confidence: float
    reused: bool
    new_tag: str = ""
    parts: Parts = ()


@dataclass(slots=True)
class Collected:
    """The proposals, notes and names that are collected from a file.

    `tags` are the tags of the old spec that the file uses. `fresh` are its names that only the new
    spec has, and `fresh_uses` counts them. `strong` are the tags each of which shows that the file
    is for the protocol. The `notes` have the strengths of the uses that they are for. `touched` are
    the places of proposals and notes.
    """

    proposals: list[Proposal] = field(default_factory=list)
    notes: list[tuple[Note, Strength]] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    fresh: set[str] = field(default_factory=set)
    strong: set[str] = field(default_factory=set)
    fresh_uses: Counter[str] = field(default_factory=Counter)
    touched: Ranges = field(default_factory=Ranges)

    def propose(self, proposal: Proposal) -> None:
        """Add a proposal."""
        self.proposals.append(proposal)
        self.touched.add((proposal.start, proposal.end))

    def note(self, note: Note, strength: Strength) -> None:
        """Add a note."""
        self.notes.append((note, strength))
        self.touched.add((note.start, note.end))
