"""Decide which proposals become edits, and which become notes for a person."""

from __future__ import annotations

from collections import Counter
from typing import Final

from ..text.records import dataclass
from .edits import Edit, Note
from .proposals import Collected, Proposal, Strength
from .schema import distinctive
from .uses import UNSURE

__all__ = ["Verdict", "judge"]

_BOTH: Final = "The file has names of the new spec already ({}): see whether it is for both specs."


@dataclass(frozen=True, slots=True)
class Verdict:
    """The edits and the notes of a file."""

    edits: tuple[Edit, ...]
    notes: tuple[Note, ...]


def judge(collected: Collected, *, bound: bool, other: bool, min_confidence: float) -> Verdict:
    """Judge the proposals and notes that were collected from a file.

    `bound`: the file imports the generated package. `other`: it uses another protocol, which shares
    tags with this one. Proposals below `min_confidence` become notes.
    """
    about = bound or len(collected.tags) > 1
    evidence = _Evidence(collected, about, other and not bound, min_confidence)
    edits: list[Proposal] = []
    notes: list[Note] = []
    for proposal in sorted(set(collected.proposals), key=_place):
        objection = evidence.objection(proposal)
        if objection is None:
            edits.append(proposal)
        elif objection:
            notes.append(_unsure(proposal, objection))
    kept, ambiguous = _without_ambiguous(edits, fresh=bool(collected.fresh))
    notes += ambiguous
    for note, strength in collected.notes:
        if strength > Strength.LOOSE or about or collected.strong:
            notes.append(note)
    return Verdict(tuple(map(_edit, kept)), tuple(sorted(set(notes))))


class _Evidence:
    """The tags of both specs that a file uses.

    `about`: the file is about the protocol, by its import of the package or by several tags.
    `other`: it uses another protocol.
    """

    def __init__(
        self, collected: Collected, about: bool, other: bool, min_confidence: float
    ) -> None:
        self._about = about
        self._other = other
        self._min_confidence = min_confidence
        proposals = collected.proposals
        # A program that uses both names may serve both specs, or convert between them.
        self._both = sorted({proposal.new_tag for proposal in proposals} & collected.fresh)
        renamed = Counter(proposal.new_tag for proposal in set(proposals))
        self._served = {tag for tag in self._both if collected.fresh_uses[tag] >= renamed[tag]}
        """The new tags that the file already has beside the old ones."""
        self._edited = {p.name for p in proposals if p.new_tag and self._is_sure(p)}
        """The old tags with a certain use, which makes their other uses certain."""

    def objection(self, proposal: Proposal) -> str | None:
        """The advice of the note that replaces an edit, or "" to drop it; None for an edit."""
        if proposal.new_tag in self._served:
            return ""
        is_distinctive = distinctive(proposal.name)
        together = proposal.new_tag and proposal.name in self._edited and is_distinctive
        if not together and not self._is_sure(proposal):
            return "Rename it if it is the event." if is_distinctive else ""
        if proposal.new_tag and self._both:
            return _BOTH.format(", ".join(map(repr, self._both)))
        if proposal.confidence < self._min_confidence:
            return (
                f"The confidence is {proposal.confidence:.0%}; --min-confidence "
                f"{proposal.confidence:.2g} renames it."
            )
        return None

    def _is_sure(self, proposal: Proposal) -> bool:
        """Whether a use is certain enough to be edited."""
        if proposal.strength is Strength.SURE:
            return True
        if proposal.strength is Strength.LOOSE or self._other:
            return False
        if proposal.strength is Strength.WEAK or not distinctive(proposal.name):
            return self._about
        return True


def _place(proposal: Proposal) -> tuple[object, ...]:
    return proposal.start, proposal.end, proposal.old, proposal.new, proposal.strength


def _edit(proposal: Proposal) -> Edit:
    if proposal.parts:
        return Edit(proposal.start, proposal.end, b"", b"", proposal.parts)
    return Edit(proposal.start, proposal.end, proposal.old.encode(), proposal.new.encode())


def _without_ambiguous(edits: list[Proposal], *, fresh: bool) -> tuple[list[Proposal], list[Note]]:
    """Drop renames of names that the new spec uses as well, unless the file is for the old spec.

    When two names are exchanged, the names alone do not show whether a file has been migrated. A
    renamed name that the new spec lacks shows that it has not; such a name is gone after a run, so
    a second run changes nothing. A `fresh` file has names that only the new spec has: it has been
    migrated.
    """
    old = any(not edit.reused for edit in edits) and not fresh
    if old:
        return edits, []
    advice = "The new spec has this name too, for something else: rename it if the code is old."
    return (
        [edit for edit in edits if not edit.reused],
        [_unsure(edit, advice) for edit in edits if edit.reused],
    )


def _unsure(proposal: Proposal, advice: str) -> Note:
    message = f"{proposal.label} is called {_bare(proposal)!r} now"
    return Note(proposal.start, proposal.end, UNSURE, message, advice)


def _bare(proposal: Proposal) -> str:
    return proposal.new.removeprefix(proposal.old.removesuffix(proposal.name))
