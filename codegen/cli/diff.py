"""`realtime-codegen diff OLD NEW`: report what changed between two specs, and what it breaks."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, Final

import click

from ..sources.origin import GIT, NPM
from ..text.diagnostics import printable
from .completing import complete_rules, complete_specs
from .console import EXIT_DIFFERENT, EXIT_SPEC, findings_text, opened_spec
from .endings import verbose_option
from .helping import HelpedCommand, field_case_option
from .options import change_facts_option, facts_options
from .pairs import Reading, assert_unions, loaded_pair, reading_of, with_change_facts
from .policy import accept, chosen_policy, judged_by
from .project import open_project

if TYPE_CHECKING:
    from pathlib import Path

    from ..changes import ChangeReport, Version
    from ..changes.report import Level, Side
    from ..changes.table import Role
    from ..pipeline import Loaded
    from ..python.names import FieldCase
    from ..sources.origin import OpenedSpec

__all__ = ["command", "compared", "report_text"]

_LEVELS: Final = ("breaking", "risky", "safe")
_BLIND: Final = ("RC101", "RC106", "RC107", "RC602")
"""Codes of the diagnostics to show: they are about parts of a spec that cannot be compared."""
_FORMATS: Final = ("table", "causes", "markdown", "json", "github", "junit")


@click.command(
    "diff",
    cls=HelpedCommand,
    examples=(
        "realtime-codegen diff old.d.ts new.d.ts",
        "realtime-codegen diff npm:openai@7.58.0/index.d.ts new.d.ts --docs --exit-zero",
        "realtime-codegen diff git:origin/main:spec.d.ts spec.d.ts --severity values-added=safe",
        "realtime-codegen diff old.d.ts new.d.ts --accepted accepted-changes.toml --accept",
        "realtime-codegen diff --since realtime-codegen.lock --format markdown --level breaking",
    ),
)
@click.argument("specs", nargs=-1, metavar="OLD NEW", shell_complete=complete_specs)
@click.option(
    "--since",
    "lock",
    metavar="LOCK",
    type=click.Path(dir_okay=False),
    help="Compare the packages that this file pins with the newest; then name specs, or none.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="table",
    show_default=True,
    help="How the changes are printed; causes: one entry for what happened at several places; "
    "github: as annotations of a workflow; junit: as XML.",
)
@click.option(
    "--level",
    type=click.Choice(_LEVELS),
    help="The least that is shown.  [default: safe; risky for github]",
)
@click.option("--docs", is_flag=True, help="Show changes of documentation as well.")
@click.option("--read", "read", multiple=True, metavar="UNION", help="A union that clients read.")
@click.option(
    "--written", "written", multiple=True, metavar="UNION", help="A union that clients write."
)
@click.option(
    "--severity",
    "severities",
    multiple=True,
    metavar="RULE=LEVEL",
    shell_complete=complete_rules,
    help="What a rule means here: breaking, risky, safe or off; may be repeated.",
)
@click.option(
    "--accepted",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Changes that were seen to and do not count as breaking.",
)
@click.option("--accept", "accepting", is_flag=True, help="Add what breaks to the accepted file.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 even if something breaks.")
@facts_options
@change_facts_option
@field_case_option
@verbose_option
def command(
    specs: tuple[str, ...],
    lock: str | None,
    form: str,
    level: str | None,
    docs: bool,
    read: tuple[str, ...],
    written: tuple[str, ...],
    severities: tuple[str, ...],
    accepted: str | None,
    accepting: bool,
    exit_zero: bool,
    facts: str | None,
    target_folders: tuple[Path, ...],
    change_facts: str | None,
    field_case: FieldCase | None,
) -> None:
    """List the changes from OLD to NEW, and which of them break programs.

    OLD and NEW are files of declarations, npm:PACKAGE@VERSION/PATH.d.ts, git:REV:PATH.d.ts for
    a file as a commit of this repository has it, or names of your configuration; of a spec
    that is configured, its facts and field-case count.

    A change is judged for those who read events and for those who write them: which is which
    follows from the name of a union, as in RealtimeServerEvent (read), or from --read and
    --written.

    [diff] of the configuration here may set levels by rule, and name the accepted changes.

    Exits with 1 if something breaks.
    """
    if lock is None and len(specs) != 2:
        raise click.UsageError("Name two specs, OLD and NEW, or use --since LOCK.")
    project = open_project(None)
    chosen = chosen_policy(severities, accepted, project, missing=accepting)
    if accepting and chosen.path is None:
        raise click.UsageError("--accept needs --accepted FILE, or accepted in [diff].")
    reports = {}
    options = facts, target_folders, field_case, change_facts
    if lock is None:
        (before, after), reading = reading_of(specs, *options, project)
        old, new = opened_spec(before), opened_spec(after)
        reports[""] = compared(old, new, read, written, reading)
    else:
        from .since import pairs

        for pair in pairs(lock, specs):
            _, reading = reading_of((pair.name,), *options, project)
            reports[pair.name] = compared(pair.old, pair.new, read, written, reading)
    reports = judged_by(chosen, reports)
    on_disk = lock is None and not specs[1].startswith((GIT, NPM))
    if form == "junit":
        text = _junit(reports, level, docs=docs)
    else:
        text = _texts(reports, form, level, docs=docs, on_disk=on_disk, named=lock is not None)
    click.echo(text, nl=False, color=True)
    if accepting:
        click.echo(f"{chosen.path}: {accept(chosen, reports.values())} accepted", err=True)
    elif any(report.breaks for report in reports.values()) and not exit_zero:
        sys.exit(EXIT_DIFFERENT)


def _junit(reports: dict[str, ChangeReport], level: str | None, *, docs: bool) -> str:
    from ..changes.junit import to_junit
    from ..changes.report import Level

    return to_junit(reports, level=Level[(level or "safe").upper()], docs=docs)


def _texts(
    reports: dict[str, ChangeReport],
    form: str,
    level: str | None,
    *,
    docs: bool,
    on_disk: bool,
    named: bool,
) -> str:
    texts = {
        name: report_text(report, form, level=level, docs=docs, on_disk=on_disk, color=_colored())
        for name, report in reports.items()
    }
    return _together(texts, form, named=named)


def _together(texts: dict[str, str], form: str, *, named: bool) -> str:
    """Join reports; the JSON of several specs becomes one object by their names."""
    if not named:
        return "".join(texts.values())
    if form == "json":
        import json

        documents = {name: json.loads(text) for name, text in texts.items()}
        return json.dumps(documents, indent=2) + "\n"
    if form in ("table", "causes"):
        return "\n".join(f"{printable(name)}\n{text}" for name, text in texts.items())
    return ("\n" if form == "markdown" else "").join(texts.values())


def compared(
    old: OpenedSpec,
    new: OpenedSpec,
    read: tuple[str, ...] = (),
    written: tuple[str, ...] = (),
    reading: Reading | None = None,
) -> ChangeReport:
    """Compare two specs with the facts that `loaded_pair` chooses.

    Ends the program if one of them cannot be used.
    """
    from ..changes import compare, placed
    from ..changes.report import Side

    reading = reading or Reading()
    loaded = loaded_pair(old, new, reading)
    sides = (*((name, Side.READERS) for name in read), *((name, Side.WRITERS) for name in written))
    before, after = loaded
    versions = (
        _version(old, before, sides, reading.field_case),
        _version(new, after, sides, reading.field_case),
    )
    assert_unions(versions, sides)
    report = compare(*versions)
    for text in report.notes:
        click.echo(f"note: {printable(text)}", err=True)
    report = with_change_facts(versions, (old, new), report, reading)
    return placed(report, old.shown_path, new.shown_path)


def _version(
    opened: OpenedSpec, loaded: Loaded, sides: tuple[tuple[str, Side], ...], field_case: FieldCase
) -> Version:
    """Make the version of a loaded spec. Shows its diagnostics; errors end the program."""
    from dataclasses import replace

    from ..changes import Version

    model = loaded.model
    diagnostics = (*loaded.diagnostics, *opened.findings)
    if model is not None:
        diagnostics = tuple(diagnostic for diagnostic in diagnostics if diagnostic.code in _BLIND)
    text = findings_text(diagnostics, loaded.sources, opened, loaded.facts_path, verbose=False)
    click.echo(text, nl=False, err=True)
    if model is None:
        sys.exit(EXIT_SPEC)
    # Facts may name the spec, which is the same for both versions: show the argument instead.
    if opened.origin is None:
        spec = replace(model.spec, name=opened.shown, version="")
    else:
        spec = replace(model.spec, name=opened.origin.name)
    return Version.of(replace(model, spec=spec), opened.entry, sides, field_case)


def report_text(
    report: ChangeReport,
    form: str = "table",
    *,
    level: str | None = None,
    docs: bool = False,
    on_disk: bool = True,
    color: bool = False,
) -> str:
    """The text of a report in one of the formats of the command."""
    from ..changes.report import Level

    least = Level[(level or ("risky" if form == "github" else "safe")).upper()]
    if form == "json":
        from ..changes.as_json import to_json

        return to_json(report, level=least)
    if form == "markdown":
        from ..changes.as_markdown import to_markdown

        return to_markdown(report, level=least, docs=docs)
    if form == "causes":
        from ..changes.causes import to_causes

        return to_causes(report, level=least, docs=docs)
    if form == "github":
        from ..changes.github import to_commands

        return to_commands(report, level=least, docs=docs, on_disk=on_disk)
    return _table(report, least, docs=docs, color=color)


def _table(report: ChangeReport, level: Level, *, docs: bool, color: bool) -> str:
    from ..changes.table import to_text

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    return to_text(report, level=level, docs=docs, width=width, paint=_painted if color else _plain)


def _plain(_role: Role, text: str) -> str:
    return text


def _painted(role: Role, text: str) -> str:
    match role:
        case "breaking":
            return click.style(text, fg="red", bold=True)
        case "risky":
            return click.style(text, fg="yellow")
        case "safe":
            return click.style(text, fg="green")
        case "heading":
            return click.style(text, bold=True, underline=True)
        case "topic":
            return click.style(text, bold=True)
        case "aside":
            return click.style(text, dim=True)


def _colored() -> bool:
    """Whether to use colours: on terminals, unless `NO_COLOR` or `TERM=dumb` is set."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and sys.stdout.isatty()
