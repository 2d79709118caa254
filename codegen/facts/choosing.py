"""Choose the facts for a spec: those that a user names, or those shipped for its package."""

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
"""The option's value for no facts at all."""

WORDS: Final = (*(facts.name for facts in SHIPPED), NO_FACTS_WANTED)
"""The values of the option that are no paths; `./none` is a file of that name."""


class FactsError(ValueError):
    """Named facts that cannot be read; the text has the path or the name, and the reason."""


CHANGE_WORDS: Final = (*SHIPPED_CHANGES.values(), *CHANGES_OF_PACKAGES, NO_FACTS_WANTED)
"""The values of the option for facts of a change that are no paths."""


@dataclass(frozen=True, slots=True)
class ChosenFacts:
    """The facts for a run.

    `shipped` are the chosen facts of the tool, and `is_found` says that no option named them.
    `package_version` is the version of the installed package, and `looked_at` has the sha256 of the
    files that the choice depends on, "" for one that does not exist.
    """

    source: SourceFile | None = None
    shipped: Shipped | None = None
    is_found: bool = False
    package_version: str | None = None
    looked_at: Mapping[str, str] = field(default_factory=dict)


def choose(wanted: str | None, opened: OpenedSpec) -> ChosenFacts:
    """Choose the facts for an open spec.

    `wanted` is the path of a file, the name of shipped facts, "none" for no facts, or None for
    those of the spec's package. Raises FactsError.
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
    """Choose the facts of a change: a file, a name, or a package that both specs are of.

    None for "none". Raises FactsError.
    """
    if wanted == NO_FACTS_WANTED:
        return None
    name = CHANGES_OF_PACKAGES.get(wanted, wanted)
    return _shipped(name) if name in SHIPPED_CHANGES.values() else _read(wanted, CHANGE_WORDS)


def _read(wanted: str, words: Sequence[str]) -> SourceFile:
    """Read a facts file. Raises FactsError, which suggests one of the `words` if one is similar."""
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
    """The name of facts that is similar to a misspelt word; "" if there is none."""
    return similar_name(text, WORDS) or ""


def _meant(wanted: str, words: Sequence[str]) -> str:
    """The end of a message about a missing file: the word that its name is similar to."""
    if "/" in wanted or "\\" in wanted:
        return ""
    close = similar_name(wanted, words)
    return f"; did you mean {close}?" if close else f"; the names are {', '.join(words)}"


def _found(opened: OpenedSpec) -> ChosenFacts:
    """The facts shipped for the spec's package, which may be fetched or installed."""
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
