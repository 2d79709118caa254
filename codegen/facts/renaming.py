"""The kind of fact `[[rename]]`: the Python name of a class or a field."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Final

from ..model import Declaration, DeclId, Interface, Model, Rename
from ..text.diagnostics import Diagnostic, error
from ..text.records import dataclass
from ..text.source import Span
from .kinds import Entry, FactKind

__all__ = ["RENAMES", "RenameFact", "with_renames"]


@dataclass(frozen=True, slots=True)
class RenameFact:
    """The Python `name` of the declaration `match` or of its property; nested names follow it.

    `file` is a pattern for the module, where several modules declare one name.
    """

    match: str
    property: str | None
    file: str | None
    name: str
    why: str
    span: Span


def _read(entry: Entry) -> RenameFact | None:
    match, name = entry.pattern(), entry.text("name")
    if name is None and "name" not in entry.table:
        entry.error("an entry of [[rename]] has no `name`", 'Say the new name: `name = "..."`.')
    if name is not None and (not name.isidentifier() or keyword.iskeyword(name)):
        entry.error(f"{name!r} is no name in Python", "Use letters, digits and `_`.", "name")
        return None
    if match is None or name is None:
        return None
    inner, file, why = (entry.text(key) for key in ("property", "file", "why"))
    return RenameFact(match, inner, file, name, why or "", entry.span("match"))


def _selected(model: Model, fact: RenameFact) -> Iterator[Declaration]:
    for declaration in model.declarations:
        id_ = declaration.id
        if str(id_) == fact.match and (fact.file is None or fnmatchcase(id_.module, fact.file)):
            yield declaration


def _check(
    model: Model, facts: Sequence[RenameFact]
) -> tuple[tuple[RenameFact, ...], Sequence[Diagnostic]]:
    diagnostics = [
        error("RC501", message, fact.span, advice)
        for fact in facts
        for message, advice in _faults(model, fact)
    ]
    return tuple(facts), (*diagnostics, *_contradictions(model, facts))


def _contradictions(model: Model, facts: Sequence[RenameFact]) -> Iterator[Diagnostic]:
    """Errors for facts that are redundant, or that contradict another one of the same file.

    A file may override the names of the file that it extends.
    """
    latest: dict[tuple[object, str | None], RenameFact] = {}
    for fact in facts:
        selected: list[object] = [declaration.id for declaration in _selected(model, fact)]
        for about in selected or [(fact.match, fact.file)]:
            other = latest.setdefault((about, fact.property), fact)
            latest[about, fact.property] = fact
            if other is fact or (other.name != fact.name and other.span.file != fact.span.file):
                continue
            label = fact.match if fact.property is None else f"{fact.match}.{fact.property}"
            message = (
                f"{label!r} is called {fact.name!r} already"
                if other.name == fact.name
                else f"{label!r} is called {fact.name!r}, and {other.name!r} by another entry"
            )
            related = [(other.span, "the other entry is here")]
            yield error("RC501", message, fact.span, "Keep one of the two entries.", related)


def _faults(model: Model, fact: RenameFact) -> Iterator[tuple[str, str]]:
    selected = list(_selected(model, fact))
    drop = "Remove the entry, or correct its `match`: the spec does not have what it is about."
    if not selected and not _is_called_so(model, fact):
        yield f"{fact.match!r} selects no declaration", drop
    elif len(selected) > 1:
        modules = ", ".join(declaration.id.module for declaration in selected)
        advice = 'Say which one: `file = "*/NAME.d.ts"`.'
        yield f"{fact.match!r} selects several declarations, in {modules}", advice
    elif selected and fact.property is not None and not _has_property(selected[0], fact.property):
        yield f"{fact.match!r} has no property {fact.property!r}", drop


def _is_called_so(model: Model, fact: RenameFact) -> bool:
    """Whether the spec declares the new name itself, as a copy of it in one file may."""
    return fact.property is None and any(
        str(declaration.id) == fact.name for declaration in model.declarations
    )


def _has_property(declaration: Declaration, name: str) -> bool:
    return isinstance(declaration, Interface) and any(
        property_.wire_name == name for property_ in declaration.properties
    )


RENAMES: Final = FactKind(
    "rename", ("match", "property", "file", "name", "why"), _read, _check, corrects=True
)


def with_renames(model: Model, facts: Sequence[RenameFact]) -> Model:
    """Store the Python names of the facts in the model. Nothing on the wire changes."""
    renames: dict[tuple[DeclId, str | None], Rename] = {}
    for fact in facts:
        for declaration in _selected(model, fact):
            key = declaration.id, fact.property
            renames[key] = Rename(declaration.id, fact.property, fact.name, fact.span)
    return replace(model, renames=tuple(renames.values())) if renames else model
