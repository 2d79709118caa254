"""Apply the facts of one version of a spec to another: entries that do not apply are left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from ..model import Model
from ..text.diagnostics import Diagnostic, Severity, error
from ..text.records import dataclass
from ..text.source import Span
from .applying import Applied, apply
from .kinds import FactEntry, FactKind, Facts

__all__ = ["Fitted", "UsedFacts", "apply_fitting", "apply_named"]


@dataclass(frozen=True, slots=True)
class UsedFacts:
    """The entries of a facts file that were applied, and the others with their reasons."""

    entries: tuple[FactEntry, ...] = ()
    idle: tuple[tuple[FactEntry, Diagnostic], ...] = ()


@dataclass(frozen=True, slots=True)
class Fitted:
    """The result of the applied facts, those facts, and the entries they are from."""

    applied: Applied
    facts: Facts
    used: UsedFacts


def apply_fitting(model: Model, facts: Facts, kinds: Sequence[FactKind[Any, Any]]) -> Fitted:
    """Like `apply`, but an entry of the facts file that does not apply is left out, with a note.

    An error without an entry in the file stays an error.
    """
    idle: dict[int, tuple[FactEntry, Diagnostic]] = {}
    while True:
        applied = apply(model, facts, kinds)
        known = len(idle)
        heads = _Heads(facts.entries)
        for diagnostic in applied.diagnostics:
            for entry in _about(model, heads, diagnostic, kinds):
                as_note = replace(diagnostic, severity=Severity.NOTE)
                idle.setdefault(id(entry), (entry, as_note))
        if len(idle) == known:
            break
        # An entry may depend on one that was left out: apply the remaining ones anew.
        facts = facts.without([entry for entry, _ in idle.values()])
    notes = tuple(dict.fromkeys(note for _, note in idle.values()))
    applied = replace(applied, diagnostics=(*notes, *applied.diagnostics))
    return Fitted(applied, facts, UsedFacts(facts.entries, tuple(idle.values())))


def apply_named(
    model: Model, facts: Facts, kinds: Sequence[FactKind[Any, Any]], shipped: str | None
) -> Fitted:
    """Like `apply`. `shipped` is the name of the facts if they come with the tool.

    If none of the entries of shipped facts applies, which the user cannot correct, that is one
    error.
    """
    used = UsedFacts(facts.entries)
    applied = apply(model, facts, kinds)
    stale = shipped is not None and bool(applied.diagnostics)
    if stale and not apply_fitting(model, facts, kinds).used.entries:
        message = f"none of the {len(facts.entries)} entries of {shipped} applies to this spec"
        advice = "Name the facts that are made for it, or leave --facts out."
        applied = replace(applied, diagnostics=(error("RC501", message, advice=advice),))
    return Fitted(applied, facts, used)


class _Heads:
    """The entries of a facts file by the lines of their heads."""

    def __init__(self, entries: Iterable[FactEntry]) -> None:
        self._by_line: dict[str, dict[int, list[FactEntry]]] = {}
        for entry in entries:
            lines = self._by_line.setdefault(entry.head.file, {})
            lines.setdefault(entry.head.line, []).append(entry)
        self._lines = {file: sorted(lines) for file, lines in self._by_line.items()}

    def above(self, span: Span) -> list[FactEntry]:
        """The entries with the last head at or before a place."""
        lines = self._lines.get(span.file, [])
        place = bisect_right(lines, span.line)
        return self._by_line[span.file][lines[place - 1]] if place else []


def _about(
    model: Model,
    heads: _Heads,
    diagnostic: Diagnostic,
    kinds: Iterable[FactKind[Any, Any]],
) -> list[FactEntry]:
    """The entries that caused an error: those whose head is the last one before its place.

    Of several in one line, those that fail their check by themselves.
    """
    span = diagnostic.span
    if span is None or diagnostic.severity is not Severity.ERROR:
        return []
    about = heads.above(span)
    if len(about) < 2:
        return about
    by_table = {kind.table: kind for kind in kinds}
    failing = [
        e for e in about if e.table in by_table and by_table[e.table].check(model, [e.record])[1]
    ]
    return failing or about
