"""Which facts go with a spec: those that a user names, or those that come with the tool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Final

from ..sources.origin import OpenedSpec
from ..text.disk import DOCUMENT_LIMIT, read_file
from ..text.lines import text_sum, with_line_feeds
from ..text.records import dataclass
from ..text.similar import similar_name
from ..text.source import SourceFile
from .shipped import (
    CHANGES_OF_PACKAGES,
    SHIPPED,
    SHIPPED_CHANGES,
    Shipped,
    installed,
    published,
    shipped_source,
)

__all__ = [
    "CHANGE_WORDS",
    "NO_FACTS_WANTED",
    "WORDS",
    "ChosenFacts",
    "FactsError",
    "choose",
    "choose_change",
    "meant_word",
]

NO_FACTS_WANTED: Final = "none"
"""What users say for no facts at all."""

WORDS: Final = (*(facts.name for facts in SHIPPED), NO_FACTS_WANTED)
"""What is no path where facts are named; `./none` is the file of that name."""


class FactsError(ValueError):
    """Facts that are named and cannot be read; the text says why, with the path or the name."""


CHANGE_WORDS: Final = (*SHIPPED_CHANGES.values(), *CHANGES_OF_PACKAGES, NO_FACTS_WANTED)
"""What is no path where facts of a change are named: their names, and those of packages."""


@dataclass(frozen=True, slots=True)
class ChosenFacts:
    """The facts for a run.

    `shipped` are those of the tool that were chosen, and `is_found` says that nobody has named
    them. `package_version` is the version of the installed package, and `looked_at` has the
    sums of the files that the choice depends on, "" for one that does not exist.
    """

    source: SourceFile | None = None
    shipped: Shipped | None = None
    is_found: bool = False
    package_version: str | None = None
    looked_at: Mapping[str, str] = field(default_factory=dict)


def choose(wanted: str | None, opened: OpenedSpec) -> ChosenFacts:
    """The facts for a spec that is open.

    `wanted` is the path of a file, the name of facts that come with the tool, "none" for no
    facts, or None for those that are made for the spec's package. Raises FactsError.
    """
    if wanted is None:
        return _found(opened)
    if wanted == NO_FACTS_WANTED:
        return ChosenFacts()
    shipped = next((facts for facts in SHIPPED if facts.name == wanted), None)
    if shipped is not None:
        return ChosenFacts(_shipped(shipped.name), shipped)
    source = _read(wanted, WORDS)
    return ChosenFacts(source, looked_at={wanted: source.sha256})


def choose_change(wanted: str) -> SourceFile | None:
    """The facts of a change that are named: a file, a name, or a package whose specs both are.

    None for "none". Raises FactsError.
    """
    if wanted == NO_FACTS_WANTED:
        return None
    name = CHANGES_OF_PACKAGES.get(wanted, wanted)
    return _shipped(name) if name in SHIPPED_CHANGES.values() else _read(wanted, CHANGE_WORDS)


def _read(wanted: str, words: Sequence[str]) -> SourceFile:
    """The file of a path."""
    try:
        return SourceFile(wanted, with_line_feeds(read_file(wanted, DOCUMENT_LIMIT)))
    except OSError as fault:
        shown = wanted or "the empty name"
        raise FactsError(f"{shown}: {fault.strerror}{_meant(wanted, words)}") from None


def _shipped(name: str) -> SourceFile:
    try:
        return shipped_source(name)
    except OSError as fault:
        raise FactsError(f"{name}: {fault.strerror}; install the tool anew") from None


def meant_word(text: str) -> str:
    """The name of facts that a misspelt word stands for; "" if no name is similar."""
    return similar_name(text, WORDS) or ""


def _meant(wanted: str, words: Sequence[str]) -> str:
    """The word that a path without a folder may stand for, as the end of a message."""
    if "/" in wanted or "\\" in wanted:
        return ""
    close = similar_name(wanted, words)
    return f"; did you mean {close}?" if close else f"; the names are {', '.join(words)}"


def _found(opened: OpenedSpec) -> ChosenFacts:
    """The facts for the package that a spec is of, if there are any."""
    if opened.origin is not None:
        shipped = published(opened.origin)
        return (
            ChosenFacts() if shipped is None else ChosenFacts(_shipped(shipped.name), shipped, True)
        )
    place = installed(opened.shown)
    if place is None:
        return ChosenFacts()
    looked_at = {place.manifest: "" if place.data is None else text_sum(place.data)}
    if place.facts is None:
        return ChosenFacts(looked_at=looked_at)
    version = f"{place.facts.package}@{place.version}" if place.version else None
    return ChosenFacts(_shipped(place.facts.name), place.facts, True, version, looked_at)
