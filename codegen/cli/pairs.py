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

    from ..changes import ChangeReport, Version
    from ..facts.choosing import ChosenFacts
    from ..pipeline import Loaded
    from ..sources.origin import OpenedSpec
    from ..text.source import SourceFile

__all__ = ["loaded_pair", "with_change_facts"]


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


def with_change_facts(
    versions: tuple[Version, Version],
    opened: tuple[OpenedSpec, OpenedSpec],
    report: ChangeReport,
    wanted: str | None,
    facts: str | None,
) -> ChangeReport:
    """The report with the facts of the change: a file, those of a name, or found for the pair.

    None are found where `--facts none` is given. An entry of named facts that does not apply
    ends the program; of found ones it is left out.
    """
    from ..changes.cited import cited
    from ..facts.of_changes import change_facts

    source = _change_source(opened, wanted, facts)
    if source is None:
        return report
    records, problems = change_facts(source)
    cited_report, idle = cited(*versions, report, records)
    if problems or (idle and wanted is not None):
        new = opened[1]
        text = findings_text((*problems, *idle), (source,), new, source.path, verbose=False)
        click.echo(text, nl=False, err=True)
        raise click.exceptions.Exit(EXIT_SPEC)
    name = source.path.removeprefix("facts:")
    count = f", {len(records) - len(idle)} of {len(records)} entries apply" if idle else ""
    way = "; --change-facts none leaves them out" if wanted is None else ""
    click.echo(f"facts of the change: {name}{count}{way}", err=True)
    return cited_report


def _change_source(
    opened: tuple[OpenedSpec, OpenedSpec], wanted: str | None, facts: str | None
) -> SourceFile | None:
    from ..facts.choosing import NO_FACTS_WANTED
    from ..facts.shipped import SHIPPED_CHANGES, shipped_source
    from ..text.disk import DOCUMENT_LIMIT, read_file
    from ..text.lines import with_line_feeds
    from ..text.source import SourceFile

    if wanted is None and facts != NO_FACTS_WANTED:
        sides = [chosen_facts(None, one).shipped for one in opened]
        names = tuple(side.name for side in sides if side is not None)
        name = SHIPPED_CHANGES.get((names[0], names[1])) if len(names) == len(sides) else None
        return None if name is None else shipped_source(name)
    if wanted is None or wanted == NO_FACTS_WANTED:
        return None
    if wanted in SHIPPED_CHANGES.values():
        return shipped_source(wanted)
    try:
        return SourceFile(wanted, with_line_feeds(read_file(wanted, DOCUMENT_LIMIT)))
    except OSError as fault:
        message = f"{wanted}: {fault.strerror}"
        raise click.BadParameter(message, param_hint="--change-facts") from None
