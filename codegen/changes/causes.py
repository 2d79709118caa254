"""The report by cause: one entry for equal changes in several places."""

from __future__ import annotations

from collections.abc import Sequence

from ..text.diagnostics import printable
from .outline import phrase, reasons_of, shown, step, summary
from .report import Change, ChangeReport, Level, plain_text

__all__ = ["by_cause", "to_causes"]


def by_cause(changes: Sequence[Change]) -> tuple[tuple[Change, ...], ...]:
    """Group the changes that have one cause, the worst first, then the group with most places.

    Changes have one cause if rule, words, field and effects are equal. Renames are grouped by their
    pair of names instead of the field.
    """
    causes: dict[object, list[Change]] = {}
    for change in changes:
        names = (change.rename.old_name, change.rename.new_name) if change.rename else None
        step = (change.place.field, change.place.inside) if names is None else names
        causes.setdefault((change.kind, change.words, step, change.effects), []).append(change)
    groups = map(tuple, causes.values())
    return tuple(sorted(groups, key=lambda group: (-group[0].level, -len(group))))


def to_causes(report: ChangeReport, *, level: Level = Level.SAFE, docs: bool = False) -> str:
    """The report as text by cause, with a summary as its last line."""
    lines = []
    groups = by_cause(shown(report, level, docs=docs))
    for group in groups:
        change = group[0]
        said = plain_text(phrase(change))
        count = f"{len(group)} places" if len(group) > 1 else printable(change.subject)
        heading = f"{change.kind}: {printable(f'{step(change)} {said}'.lstrip())}  ({count})"
        lines.append(f"{change.level.label:8}  {heading}")
        lines += [f"{'':10}{printable(reason)}" for reason in reasons_of(change)]
        if len(group) > 1:
            lines += [f"{'':10}- {printable(_named(place))}" for place in group]
    lines.append(f"{summary(report)}; {len(groups)} {'cause' if len(groups) == 1 else 'causes'}")
    return "\n".join(lines) + "\n"


def _named(change: Change) -> str:
    span = change.place.span
    return change.subject if span is None else f"{change.subject}  [{span}]"
