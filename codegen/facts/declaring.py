"""Apply the facts that declare, `[[member]]` and `[[event]]`, which may refer to one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..model import Interface, Model
from ..text.diagnostics import Diagnostic, error
from ..text.records import dataclass
from .adding import MemberFact, member_faults, with_member
from .events import EventFact, declared_by, event_faults, with_event

__all__ = ["declare"]


@dataclass(frozen=True, slots=True)
class _Declared:
    """A model with the facts that apply, and the other facts with their errors."""

    model: Model
    members: Sequence[MemberFact]
    events: Sequence[EventFact]
    stale: tuple[Diagnostic, ...]


def declare(
    model: Model, members: Sequence[MemberFact], events: Sequence[EventFact]
) -> tuple[Model, tuple[Diagnostic, ...]]:
    """Add the declarations of facts to a model; an RC501 for each fact that does not apply.

    Facts may refer to what others declare, in any order, and types to any event of a fact, also in
    circles.
    """
    diagnostics: list[Diagnostic] = []
    while True:
        declared = _declared(model, members, events)
        diagnostics += declared.stale
        if not declared.events:
            return declared.model, tuple(diagnostics)
        # A fact that names an event which cannot be declared does not apply either.
        left = {id(fact) for fact in (*declared.members, *declared.events)}
        members = [fact for fact in members if id(fact) not in left]
        events = [fact for fact in events if id(fact) not in left]


def _declared(
    model: Model, members: Sequence[MemberFact], events: Sequence[EventFact]
) -> _Declared:
    """Apply facts, taking for granted that each of the events can be declared.

    An event with `like` copies another one, so it is declared after all members that apply.
    """
    promised = declared_by(model, events)
    while True:
        model, members = _with_members(model, members, promised)
        event = next(
            (fact for fact in events if not any(event_faults(model, fact, promised))), None
        )
        if event is None:
            break
        model = with_event(model, event, promised)
        events = [fact for fact in events if fact is not event]
    faults = [
        (fact.span, *fault) for fact in members for fault in member_faults(model, fact, promised)
    ]
    faults += [
        (fact.span, *fault) for fact in events for fault in event_faults(model, fact, promised)
    ]
    stale = tuple(error("RC501", text, span, advice) for span, text, advice in faults)
    return _Declared(model, members, events, stale)


def _with_members(
    model: Model, facts: Sequence[MemberFact], promised: Mapping[str, Interface]
) -> tuple[Model, Sequence[MemberFact]]:
    """Apply the facts that do, in as many rounds as it takes; return the others as well."""
    while True:
        left: list[MemberFact] = []
        for fact in facts:
            if any(member_faults(model, fact, promised)):
                left.append(fact)
            else:
                model = with_member(model, fact, promised)
        if len(left) == len(facts):
            return model, left
        facts = left
