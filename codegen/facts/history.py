"""The kind of fact `[[changed]]`: the version of a spec in which something was added or changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fnmatch import translate
from typing import Final

from ..model import DeclId, Model
from ..text.diagnostics import Diagnostic, error
from ..text.records import dataclass
from ..text.source import Span
from .kinds import Entry, FactKind
from .selecting import by_full_name, properties

__all__ = ["CHANGED", "Change", "ChangedFact"]

_ADVICE: Final = "Mend the entry, or remove it: the spec does not have what it is about."


@dataclass(frozen=True, slots=True)
class ChangedFact:
    """A change of the declaration or the properties that `match` selects, in `version`."""

    match: str
    version: str
    why: str
    span: Span


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a declaration, or of a property, in a version; `what` describes it."""

    declaration: DeclId
    property: str | None
    version: str
    what: str


def _read(entry: Entry) -> ChangedFact | None:
    match, version, why = entry.pattern(), entry.text("version"), entry.text("why")
    for key, text, example in (("version", version, "7.1.0"), ("why", why, "new, optional")):
        if text is None and key not in entry.table:
            entry.error(f"an entry of [[changed]] has no `{key}`", f'Write `{key} = "{example}"`.')
    if match is None or not version or not why:
        return None
    return ChangedFact(match, version, why, entry.span("match"))


def _check(
    model: Model, facts: Sequence[ChangedFact]
) -> tuple[tuple[Change, ...], Sequence[Diagnostic]]:
    changes: list[Change] = []
    stale: list[Diagnostic] = []
    declared = by_full_name(model) if facts else {}
    paths = [(id_, property_.wire_name) for id_, property_ in properties(model)] if facts else []
    for fact in facts:
        whole = declared.get(fact.match)
        selected = [(whole.id, None)] if whole is not None else list(_selected(paths, fact.match))
        changes += (Change(id_, name, fact.version, fact.why) for id_, name in selected)
        if not selected:
            message = f"{fact.match!r} is no declaration, and selects no property"
            stale.append(error("RC501", message, fact.span, _ADVICE))
    return tuple(changes), stale


def _selected(
    paths: Sequence[tuple[DeclId, str]], pattern: str
) -> Iterator[tuple[DeclId, str | None]]:
    """The properties that a pattern selects: by their whole path if it has a dot, or by name."""
    matches = re.compile(translate(pattern)).match
    for id_, name in paths:
        if matches(f"{id_}.{name}" if "." in pattern else name):
            yield id_, name


CHANGED: Final = FactKind("changed", ("match", "version", "why"), _read, _check)
