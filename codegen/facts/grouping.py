"""The kind of fact `[[group]]`: a union of the messages of a connection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from ..model import Model
from ..model.groups import named_groups
from ..text.diagnostics import Diagnostic, error
from ..text.records import dataclass
from ..text.source import Span
from .kinds import Entry, FactKind

__all__ = ["GROUPS", "GroupFact", "blamed", "with_groups"]

_DROP: Final = "Remove the entry, or correct it."


@dataclass(frozen=True, slots=True)
class GroupFact:
    """The union `match` is a group of events, in addition to those found in the spec."""

    match: str
    why: str
    span: Span


def _read(entry: Entry) -> GroupFact | None:
    match, why = entry.text("match"), entry.text("why")
    if match is None:
        if "match" not in entry.table:
            entry.error("an entry of [[group]] has no `match`", 'Name a union: `match = "Event"`.')
        return None
    return GroupFact(match, why or "", entry.span("match"))


def _check(
    model: Model, facts: Sequence[GroupFact]
) -> tuple[tuple[GroupFact, ...], Sequence[Diagnostic]]:
    diagnostics: list[Diagnostic] = []
    for fact in facts:
        problems = list(_problems(model, fact))
        diagnostics += (error("RC501", problem, fact.span, _DROP) for problem in problems)
        model = model if problems else with_groups(model, [fact])
    return tuple(facts), tuple(diagnostics)


GROUPS: Final = FactKind("group", ("match", "why"), _read, _check, corrects=True)


def _problems(model: Model, fact: GroupFact) -> Iterator[str]:
    if any(str(group.id) == fact.match for group in model.groups):
        yield f"{fact.match!r} is a group without the entry"
        return
    _, reasons = named_groups(model, [fact.match])
    yield from (reason.text for reason in reasons)


def with_groups(model: Model, facts: Iterable[GroupFact]) -> Model:
    """Append the groups that the facts name to those of the model."""
    known = {group.id for group in model.groups}
    groups, _ = named_groups(model, [fact.match for fact in facts])
    added = tuple(group for group in groups if group.id not in known)
    return replace(model, groups=(*model.groups, *added)) if added else model


def blamed(
    stale: Iterable[Diagnostic], before: Model, facts: Sequence[GroupFact]
) -> Iterator[Diagnostic]:
    """Give the errors of facts that apply to the bare spec the advice that they are redundant.

    `before` is the model without any facts.
    """
    _, faults = _check(before, facts)
    without = {fault.span for fault in faults}
    for fault in stale:
        drop = "Another entry says so: drop one."
        yield fault if fault.span in without else replace(fault, advice=drop)
