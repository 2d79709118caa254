"""Two specs that are compared, with the facts of both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from ..text.diagnostics import Severity
from .console import EXIT_SPEC, chosen_facts, findings_text, loaded_with

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ..facts.choosing import ChosenFacts
    from ..pipeline import Loaded
    from ..sources.origin import OpenedSpec

__all__ = ["loaded_pair"]


def loaded_pair(
    old: OpenedSpec, new: OpenedSpec, facts: str | None, folders: tuple[Path, ...] = ()
) -> tuple[Loaded, Loaded]:
    """The models of two specs with facts, which are what `--facts` says or found for each.

    Facts are found for both or count for neither: what they say of one side alone is no change
    of the declarations. An entry may apply to one version only; one of named facts that applies
    to neither ends the program.
    """
    chosen = [chosen_facts(facts, opened) for opened in (old, new)]
    if any(side.shipped is None for side in chosen) and facts is None:
        chosen = [chosen_facts("none", opened) for opened in (old, new)]
    before, after = (
        loaded_with(replace(side, found=True), opened, folders)
        for side, opened in zip(chosen, (old, new), strict=True)
    )
    _say(chosen)
    if facts is not None:
        _assert_used(before, after, new)
    return before, after


def _say(chosen: Iterable[ChosenFacts]) -> None:
    """Tell which facts of the tool are used."""
    shipped = {side.shipped.name: side.found for side in chosen if side.shipped is not None}
    if shipped:
        way = "; --facts none leaves them out" if any(shipped.values()) else ""
        click.echo(f"facts: {', '.join(shipped)}{way}", err=True)


def _assert_used(before: Loaded, after: Loaded, opened: OpenedSpec) -> None:
    """End the program for an entry that applies to neither version."""
    idle = {(entry.head, entry.table, entry.about) for entry, _ in before.used.idle}
    wrong = [
        replace(reason, severity=Severity.ERROR)
        for entry, reason in after.used.idle
        if (entry.head, entry.table, entry.about) in idle
    ]
    if wrong:
        text = findings_text(wrong, after.sources, opened, after.facts_path, verbose=False)
        click.echo(text, nl=False, err=True)
        raise click.exceptions.Exit(EXIT_SPEC)
