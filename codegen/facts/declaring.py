"""The facts that declare, `[[member]]` and `[[event]]`: in any order, and about one another."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Model
from ..text.diagnostics import Diagnostic, error
from .adding import MemberFact, member_faults, with_member
from .events import EventFact, event_faults, with_event

__all__ = ["declare"]


def declare(
    model: Model, members: Sequence[MemberFact], events: Sequence[EventFact]
) -> tuple[Model, tuple[Diagnostic, ...]]:
    """The model with what the facts declare, and an RC501 for each fact that does not apply.

    An entry may be about what another one declares, wherever the two stand. As an event that is
    like another one is a copy of it, each is declared when all members are that can be.
    """
    while True:
        model, members = _with_members(model, members)
        event = next((fact for fact in events if not any(event_faults(model, fact))), None)
        if event is None:
            break
        model = with_event(model, event)
        events = [fact for fact in events if fact is not event]
    faults = [(fact.span, *fault) for fact in members for fault in member_faults(model, fact)]
    faults += [(fact.span, *fault) for fact in events for fault in event_faults(model, fact)]
    return model, tuple(error("RC501", text, span, advice) for span, text, advice in faults)


def _with_members(model: Model, facts: Sequence[MemberFact]) -> tuple[Model, Sequence[MemberFact]]:
    """The model with the facts that apply to it, and those that do not."""
    while True:
        left: list[MemberFact] = []
        for fact in facts:
            if any(member_faults(model, fact)):
                left.append(fact)
            else:
                model = with_member(model, fact)
        if len(left) == len(facts):
            return model, left
        facts = left
