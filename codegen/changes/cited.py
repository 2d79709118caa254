"""Check facts of a change against a report: which apply, and which renames they confirm."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from ..facts.of_changes import (
    ChangeFact,
    DialectFact,
    EventFact,
    FieldFact,
    GoneFact,
    ListFact,
    TextFact,
    ValueFact,
)
from ..facts.selecting import properties, selector
from ..model import Array, DeclId, Literal, Primitive, Property, Type
from ..text.diagnostics import Diagnostic, error
from .atoms import atoms
from .report import Change, ChangeReport, Cited
from .version import Version

__all__ = ["cited"]

_DROP = "Remove the entry, or correct it: the two specs do not have what it is about."


def cited(
    old: Version, new: Version, report: ChangeReport, facts: Sequence[ChangeFact]
) -> tuple[ChangeReport, tuple[Diagnostic, ...]]:
    """Add the facts that apply to a report; each of the others is an RC501.

    A rename or a move that a fact confirms gets the confidence 1.
    """
    kept: list[Cited] = []
    diagnostics: list[Diagnostic] = []
    changes = list(report.changes)
    for fact in facts:
        problem = _Holding(old, new, changes).problem(fact)
        if problem:
            diagnostics.append(error("RC501", problem, fact.span, _DROP))
            continue
        kept.append(Cited(fact, tuple(_fields(old, fact))))
        if isinstance(fact, FieldFact):
            changes = [_confirmed(change, fact) for change in changes]
    return replace(report, changes=tuple(changes), facts=tuple(kept)), tuple(diagnostics)


def _fields(old: Version, fact: ChangeFact) -> Iterator[tuple[DeclId, str]]:
    """The fields of the old spec that a fact selects."""
    if isinstance(fact, FieldFact | GoneFact | ValueFact | ListFact):
        selects = selector([fact.match])
        for id_, property_ in properties(old.model):
            if selects(id_, property_) and _takes(old, property_, fact):
                yield id_, property_.wire_name


def _takes(version: Version, property_: Property, fact: ChangeFact) -> bool:
    """Whether the type of a field has a fact's values.

    For a value that is `undeclared`, a field with any literals is enough.
    """
    members = atoms(property_.type, version.by_id)
    match fact:
        case ValueFact(value=value, undeclared=undeclared):
            if undeclared and any(isinstance(member, Literal) for member in members):
                return True
            return _takes_texts(members, [value])
        case ListFact(values=values):
            lists = [member for member in members if isinstance(member, Array)]
            return any(_takes_texts(atoms(list_.element, version.by_id), values) for list_ in lists)
    return True


def _takes_texts(members: Sequence[Type], texts: Sequence[str]) -> bool:
    return Primitive("string") in members or all(Literal("string", t) in members for t in texts)


class _Holding:
    """Checks whether a fact applies to two specs and the changes between them."""

    def __init__(self, old: Version, new: Version, changes: Sequence[Change]) -> None:
        self.old = old
        self.new = new
        self.changes = changes

    def problem(self, fact: ChangeFact) -> str:
        """The reason why a fact does not apply; "" if it does."""
        match fact:
            case FieldFact(match, path):
                expected = f"is {'.'.join(path)} now"
                return self._selected(fact, match, expected, lambda change: _is_at(change, path))
            case GoneFact(match):
                expected = "is removed"
                return self._selected(fact, match, expected, lambda c: c.kind == "field-removed")
            case ValueFact(match, value):
                if not list(_fields(self.old, fact)):
                    return f"no field that {match!r} selects takes {value!r}"
                return ""
            case ListFact(match, values):
                if not list(_fields(self.old, fact)):
                    return f"no field that {match!r} selects takes a list of {list(values)!r}"
                return ""
            case EventFact(event, becomes):
                return self._events(event, becomes)
            case TextFact() | DialectFact():
                return ""
            case _:
                assert_never(fact)

    def _selected(
        self, fact: ChangeFact, match: str, expected: str, holds: Callable[[Change], bool]
    ) -> str:
        about = set(_fields(self.old, fact))
        if not about:
            return f"{match!r} selects no field"
        for change in self.changes:
            if change.old and (change.old.declaration, change.old.field) in about and holds(change):
                return ""
        return f"no field that {match!r} selects {expected}"

    def _events(self, event: str, becomes: Sequence[str]) -> str:
        tags = [
            {tag for group in version.model.groups for tag in group.tags}
            for version in (self.old, self.new)
        ]
        if event not in tags[0]:
            return f"the old spec has no event {event!r}"
        missing = [tag for tag in becomes if tag not in tags[1]]
        return f"the new spec has no event {missing[0]!r}" if missing else ""


def _is_at(change: Change, path: tuple[str, ...]) -> bool:
    if change.move is not None:
        return change.move.new_path == path
    rename = change.rename
    return rename is not None and rename.kind == "field" and (rename.new_name,) == path


def _confirmed(change: Change, fact: FieldFact) -> Change:
    """Mark the rename or the move that a fact confirms as certain; other changes stay."""
    old = change.old
    if old is None or not _is_at(change, fact.new):
        return change
    declared = Property(old.field, old.type or Primitive("unknown"))
    if not selector([fact.match])(old.declaration, declared):
        return change
    why = fact.why or "the facts of the change"
    if change.move is not None:
        return replace(change, move=replace(change.move, confidence=1.0, why=why))
    assert change.rename is not None
    return replace(change, rename=replace(change.rename, confidence=1.0, why=why))
