"""Decide which proposals become edits, and which become notes for a person."""

from __future__ import annotations

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
    # A program that uses both names may serve both specs, or convert between them.
    both = sorted({proposal.new_tag for proposal in collected.proposals} & collected.fresh)
    served = {
        tag
        for tag in both
        if collected.fresh_uses[tag] >= sum(p.new_tag == tag for p in set(collected.proposals))
    }
    edited = {
        proposal.name
        for proposal in collected.proposals
        if proposal.new_tag
        and _sure(proposal.name, proposal.strength, about=about, other=other and not bound)
    }
    edits: list[Proposal] = []
    notes: list[Note] = []
    for proposal in sorted(set(collected.proposals), key=_place):
        together = proposal.new_tag and proposal.name in edited and distinctive(proposal.name)
        if proposal.new_tag in served:
            # The file already has the new tag beside the old one.
            continue
        if not together and not _sure(
            proposal.name, proposal.strength, about=about, other=other and not bound
        ):
            if distinctive(proposal.name):
                notes.append(_unsure(proposal, "Rename it if it is the event."))
        elif proposal.new_tag and both:
            notes.append(_unsure(proposal, _BOTH.format(", ".join(map(repr, both)))))
        elif proposal.confidence < min_confidence:
            advice = (
                f"The confidence is {proposal.confidence:.0%}; --min-confidence "
                f"{proposal.confidence:.2g} renames it."
            )
            notes.append(_unsure(proposal, advice))
        else:
            edits.append(proposal)
    kept, ambiguous = _without_ambiguous(edits, fresh=bool(collected.fresh))
    notes += ambiguous
    for note, strength in collected.notes:
        if strength > Strength.LOOSE or about or collected.strong:
            notes.append(note)
    return Verdict(
        tuple(map(_edit, kept)),
        tuple(sorted(set(notes))),
    )


def _place(proposal: Proposal) -> tuple[object, ...]:
    return proposal.start, proposal.end, proposal.old, proposal.new, proposal.strength


def _edit(proposal: Proposal) -> Edit:
    if proposal.parts:
        return Edit(proposal.start, proposal.end, b"", b"", proposal.parts)
    return Edit(proposal.start, proposal.end, proposal.old.encode(), proposal.new.encode())


def _sure(name: str, strength: Strength, *, about: bool, other: bool) -> bool:
    """Whether a use is certain enough to be edited."""
    if strength is Strength.SURE:
        return True
    if strength is Strength.LOOSE or other:
        return False
    return about if strength is Strength.WEAK or not distinctive(name) else True


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
