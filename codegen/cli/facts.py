"""`realtime-codegen facts [SPEC]`: which facts there are, and which of them apply to a spec."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import click

from ..facts.shipped import SHIPPED
from ..sources.origin import NPM
from ..text.diagnostics import Severity, printable
from .completing import complete_specs
from .console import (
    EXIT_DIFFERENT,
    EXIT_SPEC,
    chosen_facts,
    findings_text,
    loaded_with,
    opened_spec,
)
from .endings import verbose_option
from .helping import HelpedCommand
from .options import facts_options
from .project import configured_job

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..facts.choosing import ChosenFacts
    from ..facts.fitting import UsedFacts
    from ..facts.kinds import FactEntry

__all__ = ["command"]

_WIDEST: Final = 60
"""The width of the column of patterns, in characters; wider ones break the alignment."""


@click.command(
    "facts",
    cls=HelpedCommand,
    examples=(
        "realtime-codegen facts npm:openai@7.59.0/resources/live/live.d.ts",
        "realtime-codegen facts spec.d.ts --facts facts.toml --format json",
    ),
)
@click.argument("spec", required=False, shell_complete=complete_specs)
@facts_options
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json", "toml")),
    default="table",
    show_default=True,
    help="How the facts are listed; toml: the file itself, to begin one of your own with.",
)
@verbose_option
def command(
    spec: str | None, facts: str | None, target_folders: tuple[Path, ...], form: str
) -> None:
    """List the facts that apply to SPEC, those that do not, and where they are from.

    SPEC is a file of declarations, npm:PACKAGE@VERSION/PATH.d.ts, or a name of your configuration,
    whose facts then count. Without it, the facts that come with the tool are listed.

    Exits with 1 if an entry of facts that --facts names does not apply.

    """
    if spec is None:
        if facts is not None or form == "toml":
            raise click.UsageError("name the SPEC that the facts are about")
        click.echo(_shipped_as_json() if form == "json" else _shipped_as_text(), nl=False)
        return
    if (job := configured_job(spec)) is not None:
        spec, facts = job.spec, facts or job.facts
        target_folders = target_folders or job.target_folders
    opened = opened_spec(spec)
    chosen = chosen_facts(facts, opened)
    if form == "toml":
        click.echo(b"" if chosen.source is None else chosen.source.data, nl=False)
        return
    loaded = loaded_with(replace(chosen, is_found=True), opened, target_folders)
    wrong = [d for d in loaded.diagnostics if d.severity is Severity.ERROR]
    if wrong:
        text = findings_text(wrong, loaded.sources, opened, loaded.facts_path, verbose=False)
        click.echo(text, nl=False, err=True)
        sys.exit(EXIT_SPEC)
    printer = _as_json if form == "json" else _as_text
    click.echo(printer(spec, chosen, loaded.used), nl=False)
    if loaded.used.idle and not chosen.is_found:
        sys.exit(EXIT_DIFFERENT)


def _shipped_as_text() -> str:
    width = max(len(facts.name) for facts in SHIPPED)
    return "".join(
        f"{facts.name:{width}}  {NPM}{facts.package}@VERSION/{facts.paths[0]}.d.ts"
        f"{'' if facts.is_found else ', by name'}\n"
        for facts in SHIPPED
    )


def _shipped_as_json() -> str:
    return _dumped(
        [
            {"name": facts.name, "package": facts.package, "paths": list(facts.paths)}
            for facts in SHIPPED
        ]
    )


def _as_text(spec: str, chosen: ChosenFacts, used: UsedFacts) -> str:
    if chosen.source is None:
        return f"no facts for {printable(spec)}\n"
    why = f", which are for the package {chosen.shipped.package}" if chosen.shipped else ""
    lines = [f"{_name(chosen)}{why if chosen.is_found else ''}", *_table("apply", used.entries)]
    if used.idle:
        reasons = {id(entry): reason.message for entry, reason in used.idle}
        idle = [replace(entry, why=reasons[id(entry)]) for entry, _ in used.idle]
        lines += _table("do not apply", idle)
    return "".join(f"{printable(line)}\n" for line in lines)


def _name(chosen: ChosenFacts) -> str:
    """The name of the shipped facts, or the path of the facts file."""
    if chosen.shipped is not None:
        return chosen.shipped.name
    return "" if chosen.source is None else chosen.source.path


def _table(verb: str, entries: Sequence[FactEntry]) -> list[str]:
    """Format a heading, and a line for each entry: kind, pattern, reason and place."""
    kinds = max((len(entry.table) for entry in entries), default=0)
    abouts = min(max((len(entry.about) for entry in entries), default=0), _WIDEST)
    return [
        f"entries that {verb}: {len(entries)}",
        *(
            f"  {entry.table:{kinds}}  {entry.about:{abouts}}  {entry.why}  "
            f"({entry.span.file}:{entry.span.line})"
            for entry in entries
        ),
    ]


def _as_json(spec: str, chosen: ChosenFacts, used: UsedFacts) -> str:
    document: dict[str, Any] = {
        "spec": spec,
        "facts": _name(chosen) or None,
        "found": chosen.is_found,
        "sha256": None if chosen.source is None else chosen.source.sha256,
        "applies": [_entry(entry) for entry in used.entries],
        "idle": [{**_entry(entry), "reason": reason.message} for entry, reason in used.idle],
    }
    return _dumped(document)


def _entry(entry: FactEntry) -> dict[str, object]:
    place = {"file": entry.span.file, "line": entry.span.line}
    return {"kind": entry.table, "about": entry.about, "why": entry.why, **place}


def _dumped(document: object) -> str:
    import json

    return json.dumps(document, indent=2) + "\n"
