"""Load two specs to compare, with their facts and the settings of the configuration."""

from __future__ import annotations

from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..text.diagnostics import Severity
from ..text.records import dataclass
from .console import EXIT_SPEC, chosen_facts, findings_text, loaded_with, opened_spec
from .project import configured_for, say_configured

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..changes import ChangeReport, Version
    from ..changes.report import Side
    from ..facts.choosing import ChosenFacts
    from ..facts.integers import IntegerFact
    from ..facts.of_changes import ChangeFact
    from ..pipeline import Loaded
    from ..project.job import Job
    from ..python.names import FieldCase
    from ..sources.origin import OpenedSpec
    from ..text.source import SourceFile
    from .project import Project

__all__ = [
    "Account",
    "Reading",
    "assert_unions",
    "compared_specs",
    "compared_versions",
    "loaded_pair",
    "reading_of",
    "with_change_facts",
]


@dataclass(frozen=True, slots=True)
class Reading:
    """The settings to read two specs with: facts, and the case of Python fields.

    `facts` are for both, unless `facts_of` has those of each, which the configuration gives two
    configured specs. `integers` are facts of the configuration `config`, `change_facts` those of
    the change.
    """

    facts: str | None = None
    facts_of: tuple[str | None, ...] = ()
    folders: tuple[Path, ...] = ()
    field_case: FieldCase = "wire"
    integers: tuple[IntegerFact, ...] = ()
    config: SourceFile | None = None
    change_facts: str | None = None

    @classmethod
    def of(cls, job: Job) -> Reading:
        """The settings of a configured spec."""
        return cls(job.facts, (), job.target_folders, job.field_case, job.integers, job.config)

    @property
    def named(self) -> tuple[str | None, ...]:
        """The `--facts` value for each of the two specs."""
        return self.facts_of or (self.facts, self.facts)


def reading_of(
    specs: Sequence[str],
    facts: str | None,
    folders: tuple[Path, ...],
    field_case: FieldCase | None,
    change_facts: str | None = None,
    project: Project | None = None,
) -> tuple[tuple[str, ...], Reading]:
    """Resolve specs, which may be names in the configuration, and the settings to read them with.

    If several of the specs are configured, the settings of the last one count; options go before.
    The configuration is that of `project`, where it was read before.
    """
    configured = list(zip(specs, configured_for(*specs, project=project), strict=True))
    jobs = [job for _, job in configured if job is not None]
    own = Reading.of(jobs[-1]) if jobs else Reading()
    if jobs and own != Reading(config=own.config):
        say_configured(jobs[-1])
    sources = tuple(spec if job is None else job.spec for spec, job in configured)
    facts_of = tuple(job.facts for job in jobs)
    is_own = facts is None and len(jobs) == len(specs) == 2 and len(set(facts_of)) == 2
    return sources, replace(
        own,
        facts_of=facts_of if is_own else (),
        facts=own.facts if facts is None else facts,
        folders=folders or own.folders,
        field_case=field_case or own.field_case,
        change_facts=change_facts,
    )


@dataclass(frozen=True, slots=True)
class Account:
    """A record of a comparison for the cache: the files it read, and the lines it printed.

    `inputs` has the sha256 of each file on the disk, "" for each that does not exist.
    """

    inputs: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Print a line to stderr, and record it."""
        click.echo(text, err=True)
        self.said.append(text)

    def recorded(self, opened: OpenedSpec, spec: str) -> OpenedSpec:
        """Open a spec on the disk such that the files read are recorded."""
        from ..project.freshness import RecordedFiles

        return replace(opened, files=RecordedFiles(opened.files, Path(spec).parent, self.inputs))


def loaded_pair(
    old: OpenedSpec, new: OpenedSpec, reading: Reading, account: Account | None = None
) -> tuple[Loaded, Loaded]:
    """Load the models of two specs with facts: those of `--facts`, or shipped ones.

    Shipped facts count for both or for neither: facts about one side alone would look like changes
    of the declarations. An entry may apply to one version only; one of named facts that applies to
    neither ends the program. Inputs and output are recorded in the account.
    """
    account = account or Account()
    facts = next((named for named in reading.named if named is not None), None)
    chosen = [
        chosen_facts(named, opened) for named, opened in zip(reading.named, (old, new), strict=True)
    ]
    for side in chosen:
        account.inputs.update(side.looked_at)
    if any(side.shipped is None for side in chosen) and facts is None:
        chosen = [chosen_facts("none", opened) for opened in (old, new)]
    before, after = (
        _loaded(replace(side, is_found=True), opened, reading)
        for side, opened in zip(chosen, (old, new), strict=True)
    )
    _say(chosen, account)
    if facts is not None:
        _assert_used(before, after, new)
    return before, after


def compared_versions(
    old: str, new: str, reading: Reading, sides: tuple[tuple[str, Side], ...] = ()
) -> tuple[Version, Version, ChangeReport]:
    """Load two specs, and compare them with the facts of both and of the change.

    `sides` are as those of `Version`. Ends the program if a spec cannot be used.
    """
    specs = opened_spec(old), opened_spec(new)
    return compared_specs(specs, reading, sides, Account())


def compared_specs(
    specs: tuple[OpenedSpec, OpenedSpec],
    reading: Reading,
    sides: tuple[tuple[str, Side], ...],
    account: Account,
) -> tuple[Version, Version, ChangeReport]:
    """Like `compared_versions`, for specs that are open; inputs and output are recorded."""
    from ..changes import compare

    pair = loaded_pair(*specs, reading, account)
    before, after = (
        _version(*side, reading.field_case, sides) for side in zip(specs, pair, strict=True)
    )
    assert_unions((before, after), sides)
    report = with_change_facts((before, after), specs, compare(before, after), reading, account)
    return before, after, report


def assert_unions(versions: Iterable[Version], sides: Iterable[tuple[str, Side]]) -> None:
    """End the program if an option names a union that is no event group of either spec."""
    from ..changes.report import Side

    known = {str(group.id) for version in versions for group in version.model.groups}
    for name, side in sides:
        if name not in known:
            option = "--read" if side is Side.READERS else "--written"
            listed = ", ".join(sorted(known)) or "none"
            message = f"{name!r} is no union of events; there are: {listed}"
            raise click.BadParameter(message, param_hint=option)


def _version(
    opened: OpenedSpec, loaded: Loaded, field_case: FieldCase, sides: tuple[tuple[str, Side], ...]
) -> Version:
    """Make the version of a loaded spec. Ends the program if it cannot be used."""
    from ..changes import Version

    if loaded.model is None:
        diagnostics = (*loaded.diagnostics, *opened.findings)
        text = findings_text(diagnostics, loaded.sources, opened, loaded.facts_path, verbose=False)
        click.echo(text, nl=False, err=True)
        raise click.exceptions.Exit(EXIT_SPEC)
    return Version.of(loaded.model, opened.entry, sides, field_case)


def _loaded(chosen: ChosenFacts, opened: OpenedSpec, reading: Reading) -> Loaded:
    """Load a spec with facts; configured facts that do not apply to it are left out."""
    loaded = loaded_with(chosen, opened, reading.folders, reading.integers, reading.config)
    config = None if reading.config is None else reading.config.path
    stale = {d.span for d in loaded.diagnostics if d.span is not None and d.span.file == config}
    kept = tuple(fact for fact in reading.integers if fact.span not in stale)
    if len(kept) == len(reading.integers):
        return loaded
    return loaded_with(chosen, opened, reading.folders, kept, reading.config)


def _say(chosen: Iterable[ChosenFacts], account: Account) -> None:
    """Say which shipped facts are in use."""
    shipped = {side.shipped.name: side.is_found for side in chosen if side.shipped is not None}
    if shipped:
        way = "; --facts none leaves them out" if any(shipped.values()) else ""
        account.say(f"facts: {', '.join(shipped)}{way}")


def _assert_used(before: Loaded, after: Loaded, opened: OpenedSpec) -> None:
    """End the program if an entry of the facts applies to neither version."""
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
    reading: Reading,
    account: Account | None = None,
) -> ChangeReport:
    """Add the facts of the change to a report: those of an option, or of the pair of specs.

    With `--facts none` no facts of the pair are used. An entry of a named file that does not apply
    ends the program; one of a shipped file, which the user cannot correct, is left out as long as
    others apply. Inputs and output are recorded in the account.
    """
    from ..changes.cited import cited
    from ..facts.of_changes import change_facts
    from ..facts.shipped import SHIPPED_PATHS

    account = account or Account()
    wanted = reading.change_facts
    source = _change_source(opened, reading)
    if source is None:
        if wanted is None and reading.facts != "none":
            _tell_fitting(versions, report, account)
        return report
    if source.path == wanted:
        account.inputs[source.path] = source.sha256
    records, problems = change_facts(source)
    cited_report, idle = cited(*versions, report, records)
    if source.path in SHIPPED_PATHS and wanted is not None:
        if not _fitting(cited_report):
            message = f"none of the entries of {wanted} applies to these two specs"
            raise click.BadParameter(message, param_hint="--change-facts")
    elif problems or (idle and wanted is not None):
        new = opened[1]
        text = findings_text((*problems, *idle), (source,), new, source.path, verbose=False)
        click.echo(text, nl=False, err=True)
        raise click.exceptions.Exit(EXIT_SPEC)
    name = source.path.removeprefix("facts:")
    count = f", {len(records) - len(idle)} of {len(records)} entries apply" if idle else ""
    way = "; --change-facts none leaves them out" if wanted is None else ""
    account.say(f"facts of the change: {name}{count}{way}")
    return cited_report


def _change_source(opened: tuple[OpenedSpec, OpenedSpec], reading: Reading) -> SourceFile | None:
    """The facts of a change: those of the option, or those shipped for the facts of both specs."""
    from ..facts.choosing import NO_FACTS_WANTED, FactsError, choose_change
    from ..facts.shipped import SHIPPED_CHANGES, shipped_source

    wanted = reading.change_facts
    if wanted is None:
        if reading.facts == NO_FACTS_WANTED:
            return None
        named = reading.facts_of or (None, None)
        sides = [chosen_facts(*side).shipped for side in zip(named, opened, strict=True)]
        names = tuple(side.name for side in sides if side is not None)
        name = SHIPPED_CHANGES.get((names[0], names[1])) if len(names) == len(sides) else None
        return None if name is None else shipped_source(name)
    try:
        return choose_change(wanted)
    except FactsError as fault:
        raise click.BadParameter(str(fault), param_hint="--change-facts") from None


def _tell_fitting(
    versions: tuple[Version, Version], report: ChangeReport, account: Account
) -> None:
    """Mention shipped facts of a change that fit two specs of an unknown package.

    These are copies of single files, for which facts are only used on demand.
    """
    from ..changes.cited import cited
    from ..facts.of_changes import change_facts
    from ..facts.shipped import SHIPPED_CHANGES, shipped_source

    for name in SHIPPED_CHANGES.values():
        records, _ = change_facts(shipped_source(name))
        applying, about = _fitting(cited(*versions, report, records)[0]), _about_specs(records)
        if 2 * applying > about > 0:
            account.say(f"facts of the change: {name} fits; --change-facts {name} uses it")


def _fitting(report: ChangeReport) -> int:
    """The number of facts in a report that its two specs confirm."""
    return _about_specs(cited.fact for cited in report.facts)


def _about_specs(facts: Iterable[ChangeFact]) -> int:
    """The number of facts about declarations; facts about texts of programs apply to any spec."""
    from ..facts.of_changes import DialectFact, TextFact

    return sum(not isinstance(fact, TextFact | DialectFact) for fact in facts)
