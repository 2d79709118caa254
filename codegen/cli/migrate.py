"""`realtime-codegen migrate OLD NEW PATH...`: rewrite a program for a new spec."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ..text.diagnostics import Diagnostic, Severity, error, format_diagnostic, printable, warning
from .completing import complete_files, complete_specs
from .console import EXIT_DIFFERENT, fail
from .endings import verbose_option
from .helping import HelpedCommand, field_case_option
from .options import change_facts_option, facts_options
from .pairs import reading_of
from .planning import plan_of

if TYPE_CHECKING:
    from ..migrate.files import Found
    from ..migrate.packages import PackageName, Packages
    from ..migrate.rewrite import Outcome
    from ..python.names import FieldCase
    from ..text.source import SourceFile

__all__ = ["command"]

_FORMATS: Final = ("text", "json", "github")
_CONFIDENCE: Final = 0.75


@click.command(
    "migrate",
    cls=HelpedCommand,
    examples=(
        "realtime-codegen migrate old.d.ts new.d.ts src tests",
        "realtime-codegen migrate old.d.ts new.d.ts src --package my_types=their_types --write",
    ),
)
@click.argument("old", shell_complete=complete_specs)
@click.argument("new", shell_complete=complete_specs)
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="PATH...",
    type=Path,
    shell_complete=complete_files,
)
@click.option(
    "--diff/--write",
    "dry",
    default=True,
    help="Show what would change, or change it.  [default: diff]",
)
@click.option(
    "--package",
    "packages",
    multiple=True,
    metavar="NAME[=NEW]",
    help="The dotted name by which the program imports the generated package, wherever it is "
    "vendored, and the one that takes its place; may be repeated. "
    "[default: the generated packages in the project]",
)
@click.option(
    "--exclude",
    "excluded",
    multiple=True,
    metavar="GLOB",
    help="Files and folders that are left out; may be repeated.",
)
@click.option(
    "--min-confidence",
    default=_CONFIDENCE,
    show_default=True,
    type=click.FloatRange(0, 1),
    help="Renames that are less certain are left to you.",
)
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True,
    help="How what is left to you is printed; github: as annotations of a workflow.",
)  # fmt: skip
@facts_options
@change_facts_option
@field_case_option
@verbose_option
def command(
    old: str,
    new: str,
    paths: tuple[Path, ...],
    dry: bool,
    packages: tuple[str, ...],
    excluded: tuple[str, ...],
    min_confidence: float,
    form: str,
    facts: str | None,
    target_folders: tuple[Path, ...],
    change_facts: str | None,
    field_case: FieldCase | None,
) -> None:
    """Rewrite Python code that was written for OLD so that it is right for NEW.

    Renamed classes, tags of events and fields are changed where the code uses them as such;
    all else stays to the byte. PATHs are files or folders. What needs a person is listed with
    its place. OLD and NEW may be names of your configuration; of a spec that is configured,
    its facts and field-case count.

    Exits with 1 if something would change, or is left to you.
    """
    from ..migrate.rewrite import Options, migrate

    names = [_package_name(package) for package in packages]
    files = _found(paths, excluded) if dry else _settled(paths, excluded)
    options_of_specs = facts, target_folders, field_case, change_facts
    (old, new), reading = reading_of((old, new), *options_of_specs)
    plan = plan_of(old, new, reading)
    if not files:
        _assert_any(paths, excluded)
    options = Options(min_confidence, _packages(names, paths))
    shown = {file.path: file.shown for file in files}
    outcomes = migrate([(file.path, file.data) for file in files], plan, options)
    findings = list(_findings(outcomes, shown))
    changed = [outcome for outcome in outcomes if outcome.changed]
    pythons = sorted({outcome.python for outcome in outcomes if outcome.python}, key=_number)
    if pythons and not dry:
        message = f"nothing is written: a file is written for Python {pythons[-1]}"
        click.echo(f"{message}; run the command with that", err=True)
    dry = dry or bool(pythons)
    if not dry:
        _write(changed)
    _report(form, outcomes, shown, findings, dry=dry)
    if findings or (dry and changed):
        sys.exit(EXIT_DIFFERENT)


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


# --------------------------------------------------------------------------- input


def _package_name(text: str) -> PackageName:
    from ..migrate.packages import PackageName

    old, _, new = text.partition("=")
    parts = [tuple(name.split(".")) for name in (old, new) if name]
    if not old or not all(part.isidentifier() for path in parts for part in path):
        raise click.BadParameter(f"{text!r} is no dotted name", param_hint="--package")
    return PackageName(parts[0], parts[1] if len(parts) > 1 else ())


def _packages(names: Sequence[PackageName], paths: Sequence[Path]) -> Packages:
    from ..migrate.files import generated_packages
    from ..migrate.packages import Packages, folder_parts

    folders = () if names else map(folder_parts, generated_packages(paths))
    return Packages(tuple(names), tuple(folders))


def _found(paths: Sequence[Path], excluded: Sequence[str]) -> list[Found]:
    from ..migrate.files import find

    try:
        return find(paths, excluded)
    except OSError as fault:
        raise click.BadParameter(f"{fault.filename}: {fault.strerror}", param_hint="PATH") from None


def _assert_any(paths: Sequence[Path], excluded: Sequence[str]) -> None:
    """Raise BadParameter if there is no Python file, also none that is excluded."""
    if not (excluded and _found(paths, ())):
        where = printable(", ".join(map(str, paths)))
        skipped = "generated and hidden files and environments do not count"
        message = f"no Python file is found in {where}; {skipped}"
        raise click.BadParameter(message, param_hint="PATH")


def _settled(paths: Sequence[Path], excluded: Sequence[str]) -> list[Found]:
    """The files of the program, after recovery from an interrupted run."""
    from ..migrate.files import settle

    files = _found(paths, excluded)
    try:
        return _found(paths, excluded) if settle(file.path.parent for file in files) else files
    except OSError as fault:
        place = fault.filename or ""
        fail(error("RC724", f"{place}: {fault.strerror}", advice="Run the command again."))


# -------------------------------------------------------------------------- output


def _source(outcome: Outcome, shown: str) -> SourceFile:
    from ..text.source import SourceFile

    return SourceFile(shown, outcome.body)


_LEFT: Final = "Mend it, or leave it out with --exclude; then run the command again."


def _findings(
    outcomes: Sequence[Outcome], shown: dict[Path, str]
) -> Iterator[tuple[Diagnostic, SourceFile]]:
    """Convert the notes on a program to diagnostics, file by file."""
    for outcome in outcomes:
        source = _source(outcome, shown[outcome.path])
        if outcome.problem:
            message = f"this file is left as it is: {outcome.problem}"
            yield error("RC721", message, advice=_LEFT, file=source.path), source
        for note in outcome.notes:
            span = source.span(note.start, note.end)
            yield warning(note.code, note.message, span, note.advice), source


def _write(changed: Sequence[Outcome]) -> None:
    from ..migrate.files import Changed, ChangedError, write

    try:
        write(Changed(outcome.path, outcome.before, outcome.after) for outcome in changed)
    except OSError as fault:
        place = fault.filename or ""
        fail(error("RC724", f"{place}: {fault.strerror}", advice="Run the command again."))
    except ChangedError as fault:
        message = f"{fault}: somebody else has changed the file"
        fail(error("RC724", message, advice="Nothing was written: run the command again."))


def _report(
    form: str,
    outcomes: Sequence[Outcome],
    shown: dict[Path, str],
    findings: Sequence[tuple[Diagnostic, SourceFile]],
    *,
    dry: bool,
) -> None:
    changed = [outcome for outcome in outcomes if outcome.changed]
    diagnostics = [finding for finding, _ in findings]
    if form == "json":
        from ..migrate.report import to_json

        click.echo(to_json(outcomes, shown, diagnostics, written=not dry), nl=False)
        return
    if form == "github":
        from ..migrate.report import to_commands

        click.echo(to_commands(diagnostics), nl=False)
        return
    from ..migrate.report import diff_of

    if dry:
        for outcome in changed:
            click.echo(diff_of(outcome, shown[outcome.path]), nl=False)
    for diagnostic, source in findings:
        click.echo(f"{format_diagnostic(diagnostic, {source.path: source})}\n", nl=False, err=True)
    click.echo(_summary(outcomes, diagnostics, dry=dry), err=True)


def _summary(outcomes: Sequence[Outcome], findings: Sequence[Diagnostic], *, dry: bool) -> str:
    changed = [outcome for outcome in outcomes if outcome.changed]
    unreadable = sum(finding.severity is Severity.ERROR for finding in findings)
    left = len(findings) - unreadable
    edits = _count(sum(outcome.edits for outcome in changed), "edit")
    verb = "would change" if dry else "changed"
    parts = [f"{_count(len(outcomes), 'file')} read", f"{len(changed)} {verb} ({edits})"]
    if left:
        parts.append(f"{_count(left, 'place')} left to you")
    if unreadable:
        parts.append(f"{_count(unreadable, 'file')} not readable")
    return printable("; ".join(parts))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
