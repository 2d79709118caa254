"""Which of what was found is edited, and which is left to a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from .edits import Edit, Note
from .proposals import Found, Proposal, Strength
from .schema import distinctive
from .uses import UNSURE

__all__ = ["Verdict", "judge"]

_BOTH: Final = "The file has names of the new spec already ({}): see whether it is for both specs."


@dataclass(frozen=True, slots=True)
class Verdict:
    """The edits of a file, and the notes to it."""

    edits: tuple[Edit, ...]
    notes: tuple[Note, ...]


def judge(found: Found, *, bound: bool, other: bool, min_confidence: float) -> Verdict:
    """Decide on everything that a file's reading found.

    `bound`: it imports the generated package. `other`: it uses another protocol that has some
    of the same tags.
    """
    about = bound or len(found.tags) > 1
    # A program that knows a new name may serve both specs, or turn one into the other.
    both = sorted({proposal.new_tag for proposal in found.proposals} & found.fresh)
    edits: list[Proposal] = []
    notes: list[Note] = []
    for proposal in sorted(set(found.proposals)):
        if not _sure(proposal.name, proposal.strength, about=about, other=other and not bound):
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
    kept, ambiguous = _without_ambiguous(edits, fresh=bool(found.fresh))
    notes += ambiguous
    for note, strength in found.notes:
        if strength > Strength.LOOSE or about:
            notes.append(note)
    return Verdict(
        tuple(Edit(e.start, e.end, e.old.encode(), e.new.encode()) for e in kept),
        tuple(sorted(set(notes))),
    )


def _sure(name: str, strength: Strength, *, about: bool, other: bool) -> bool:
    """Whether a place means what is renamed."""
    if strength is Strength.SURE:
        return True
    if strength is Strength.LOOSE or other:
        return False
    return about if strength is Strength.WEAK or not distinctive(name) else True


def _without_ambiguous(edits: list[Proposal], *, fresh: bool) -> tuple[list[Proposal], list[Note]]:
    """Leave out renames of names that the new spec uses as well, unless the file is an old one.

    After an exchange of two names nobody can tell from them whether it has been made. A file is
    known to be old by another name that is renamed, and that the new spec does not have: after
    the run that name is gone, so that a second run changes nothing. A name that only the new
    spec has says the contrary.
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
    message = f"{proposal.what} is called {_bare(proposal)!r} now"
    return Note(proposal.start, proposal.end, UNSURE, message, advice)


def _bare(proposal: Proposal) -> str:
    return proposal.new.removeprefix(proposal.old.removesuffix(proposal.name))
