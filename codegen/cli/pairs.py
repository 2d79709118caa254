"""Two specs that are compared, with the facts of both and the settings of the configuration."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from ..text.diagnostics import Severity
from ..text.records import dataclass
from .console import EXIT_SPEC, chosen_facts, findings_text, loaded_with
from .project import configured_for, say_configured

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ..facts.choosing import ChosenFacts
    from ..facts.integers import IntegerFact
    from ..pipeline import Loaded
    from ..project.job import Job
    from ..python.names import FieldCase
    from ..sources.origin import OpenedSpec
    from ..text.source import SourceFile

__all__ = ["Reading", "loaded_pair", "reading_of"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How two specs are read: with which facts, and what their fields are called in Python.

    `integers` are facts of the configuration `config`.
    """

    facts: str | None = None
    folders: tuple[Path, ...] = ()
    field_case: FieldCase = "wire"
    integers: tuple[IntegerFact, ...] = ()
    config: SourceFile | None = None

    @classmethod
    def of(cls, job: Job) -> Reading:
        """How a configured spec is read."""
        return cls(job.facts, job.target_folders, job.field_case, job.integers, job.config)


def reading_of(
    specs: Sequence[str],
    facts: str | None,
    folders: tuple[Path, ...],
    field_case: FieldCase | None,
) -> tuple[tuple[str, ...], Reading]:
    """The sources of specs, which may be names of the configuration, and how they are read.

    The configuration counts where one of the specs is configured, the last of them first;
    options count more.
    """
    configured = [(spec, configured_for(spec)) for spec in specs]
    jobs = [job for _, job in configured if job is not None]
    own = Reading.of(jobs[-1]) if jobs else Reading()
    if jobs and own != Reading(config=own.config):
        say_configured(jobs[-1])
    sources = tuple(spec if job is None else job.spec for spec, job in configured)
    return sources, replace(
        own,
        facts=own.facts if facts is None else facts,
        folders=folders or own.folders,
        field_case=field_case or own.field_case,
    )


def loaded_pair(old: OpenedSpec, new: OpenedSpec, reading: Reading) -> tuple[Loaded, Loaded]:
    """The models of two specs with facts, which are what `--facts` says or found for each.

    Facts are found for both or count for neither: what they say of one side alone is no change
    of the declarations. An entry may apply to one version only; one of named facts that applies
    to neither ends the program.
    """
    facts = reading.facts
    chosen = [chosen_facts(facts, opened) for opened in (old, new)]
    if any(side.shipped is None for side in chosen) and facts is None:
        chosen = [chosen_facts("none", opened) for opened in (old, new)]
    before, after = (
        _loaded(replace(side, found=True), opened, reading)
        for side, opened in zip(chosen, (old, new), strict=True)
    )
    _say(chosen)
    if facts is not None:
        _assert_used(before, after, new)
    return before, after


def _loaded(chosen: ChosenFacts, opened: OpenedSpec, reading: Reading) -> Loaded:
    """A spec with facts; those of the configuration that do not apply to it are left out."""
    loaded = loaded_with(chosen, opened, reading.folders, reading.integers, reading.config)
    config = None if reading.config is None else reading.config.path
    stale = {d.span for d in loaded.diagnostics if d.span is not None and d.span.file == config}
    kept = tuple(fact for fact in reading.integers if fact.span not in stale)
    if len(kept) == len(reading.integers):
        return loaded
    return loaded_with(chosen, opened, reading.folders, kept, reading.config)


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
