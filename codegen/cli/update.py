"""`realtime-codegen update`: move pinned packages to a newer version, and report changes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..output.tree import Revision
from ..project.config import SpecConfig, read_config
from ..sources.npm import NpmError, PackageName, newest, newest_now, precedence
from ..sources.npm_source import split_npm
from ..sources.origin import NPM, OpenedSpec, OriginError
from ..text.diagnostics import error, format_diagnostic, note, printable
from ..text.documents import read_toml
from ..text.records import dataclass
from .completing import complete_names
from .console import EXIT_SPEC, cache_folder, fail, opened_spec
from .endings import verbose_option
from .helping import HelpedCommand
from .jobs import Made, keep_stamp, make
from .project import (
    Project,
    assert_apart,
    assert_as_locked,
    config_place,
    job_of,
    load_project,
    lock_revision,
    unchanged,
)

if TYPE_CHECKING:
    from ..changes import ChangeReport

__all__ = ["command"]


@dataclass(frozen=True, slots=True)
class _Move:
    """A spec and the new version of its package."""

    spec: SpecConfig
    old: PackageName
    new: PackageName

    @property
    def source(self) -> str:
        """The source with the new version."""
        rest = self.spec.written.removeprefix(f"{NPM}{self.old}")
        return f"{NPM}{self.new}{rest}"


@click.command(
    "update",
    cls=HelpedCommand,
    examples=(
        "realtime-codegen update --dry-run",
        "realtime-codegen update ga --to 7.60.0",
    ),
)
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=complete_names)
@click.option("--to", metavar="VERSION", help="The version, range or tag to move to.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@click.option("--force", is_flag=True, help="Overwrite files that were edited or are in the way.")
@click.option("--config", type=click.Path(dir_okay=False), help="The configuration file to use.")
@verbose_option
def command(
    names: tuple[str, ...], to: str | None, dry_run: bool, force: bool, config: str | None
) -> None:
    """Move the npm: specs of the configuration to the newest version, or to the one of --to.

    Rewrites the version in the configuration, generates, writes the lock file, and prints
    what changed between the versions. All of it happens, or nothing.
    """
    project = load_project(config, names, writes=not dry_run)
    specs = _npm_specs(project, names)
    packages = {_package_of(spec).name for spec in specs}
    if to is not None and len(packages) > 1:
        message = f"name specs of one package; these are of {', '.join(sorted(packages))}"
        raise click.BadParameter(message, param_hint="--to")
    moves = [move for spec in specs if (move := _move(spec, to)) is not None]
    if moves:
        _update(project, moves, dry_run=dry_run, force=force)


def _npm_specs(project: Project, names: Sequence[str]) -> list[SpecConfig]:
    chosen = project.chosen(names)
    for spec in chosen:
        if not spec.job.is_npm and names:
            message = f"{spec.written} is a file, which has no newer version"
            advice = "Change the file, and run realtime-codegen."
            fail(error("RC754", message, advice=advice, file=spec.name))
    npm_specs = [spec for spec in chosen if spec.job.is_npm]
    if not npm_specs:
        click.echo("no spec is of a package: nothing to update")
    return npm_specs


def _package_of(spec: SpecConfig) -> PackageName:
    package_and_path = split_npm(spec.job.spec.removeprefix(NPM))
    if package_and_path is None:
        advice = "Write npm:PACKAGE@VERSION/PATH.d.ts, with one exact version."
        fail(error("RC754", f"{spec.written} is not pinned", advice=advice, file=spec.name))
    return package_and_path[0]


def _move(spec: SpecConfig, to: str | None) -> _Move | None:
    """The new version for a spec; None, with a message, if it stays."""
    old = _package_of(spec)
    try:
        version = newest_now(PackageName(old.name, to or "latest"))
    except NpmError as fault:
        advice = fault.advice
        there = newest(PackageName(old.name, "latest")) if fault.missing and to else None
        if there is not None:
            advice = f"{advice} The newest is {there}."
        fail(error("RC602", fault.message, advice=advice, file=spec.name), EXIT_SPEC)
    is_newer = precedence(version) > precedence(old.version)
    if version == old.version or (to is None and not is_newer):
        said = "is pinned already" if to else "is the newest"
        click.echo(f"{spec.name}: {old} {said}")
        return None
    return _Move(spec, old, PackageName(old.name, version))


def _update(project: Project, moves: Sequence[_Move], *, dry_run: bool, force: bool) -> None:
    from .trees import write_trees

    cache = cache_folder()
    config = _rewritten(project, moves)
    sources = {move.spec.name: move.source for move in moves}
    opened = [opened_spec(move.source) for move in moves]
    made = [
        make(replace(job_of(project, move.spec), spec=move.source, pinned=False), cache, spec)
        for move, spec in zip(moves, opened, strict=True)
    ]
    assert_apart(made)
    assert_as_locked(project, made)
    for result in made:
        click.echo(result.report, nl=False, err=True)
    if dry_run:
        _show_moves(moves, opened, "would move")
        for result in made:
            _show_extent(result)
        click.echo("nothing was written")
        return
    from ..text.lines import text_sum

    more = {str(project.config.path): text_sum(config)}
    others: dict[Path, bytes | Revision] = {
        config_place(project): unchanged(project, config),
        project.lock_path: lock_revision(project, made, more, sources),
    }
    write_trees([result.tree for result in made], project.config.folder, others, force=force)
    # The next run looks up the job that the new text of the configuration gives.
    specs = read_config(Path.cwd() / project.config.path, Path.cwd()).specs
    configured = {spec.name: replace(spec.job, pinned=True) for spec in specs}
    for result in made:
        keep_stamp(replace(result, job=configured[result.job.name]), cache, more)
    _show_moves(moves, opened, "moved")


def _show_moves(moves: Sequence[_Move], opened: Sequence[OpenedSpec], verb: str) -> None:
    from .diff import report_text

    for move, spec in zip(moves, opened, strict=True):
        versions = f"{move.old.version} -> {move.new.version}"
        click.echo(f"{move.spec.name}: {move.old.name} {verb} {versions}")
        report = _report_of(move, spec)
        if report is not None:
            click.echo(report_text(report, on_disk=False), nl=False)
            if not report.changes:
                click.echo("the files differ in the version that they name, and in order alone")
            if report.breaks:
                specs = f"{move.spec.job.spec} {move.source}"
                click.echo(f"programs: realtime-codegen migrate {printable(specs)} PATH...")


def _show_extent(made: Made) -> None:
    from ..output.tree import compare

    changed = len(compare(made.tree))
    click.echo(f"{made.tree.folder}/{made.tree.package}: {changed} files would change")


def _report_of(move: _Move, new: OpenedSpec) -> ChangeReport | None:
    """The changes between the versions; failing to tell them is only a note."""
    from ..sources.opening import open_spec
    from .diff import compared
    from .pairs import Reading

    try:
        job = move.spec.job
        old = open_spec(job.spec)
        return compared(old, new, reading=Reading.of(job))
    except OriginError as fault:
        message = f"what changed cannot be told: {fault.diagnostic.message}"
        diagnostic = note("RC754", message, file=move.spec.name)
        click.echo(format_diagnostic(diagnostic, {}), nl=False, err=True)
        return None


# ----------------------------------------------------------------- the configuration


def _rewritten(project: Project, moves: Sequence[_Move]) -> bytes:
    """The text of the configuration with the new versions, otherwise unchanged."""
    old = project.config.source.data.decode("utf-8")
    text = old
    for move in sorted(moves, key=lambda move: move.spec.span, reverse=True):
        start, end = move.spec.span
        written = text[start:end]
        pinned, moved = str(move.old), str(move.new)
        token = written.replace(pinned, moved) if written.count(pinned) == 1 else ""
        if not token:  # The source is written with escapes, so that its text is not found.
            token = json.dumps(move.source, ensure_ascii=False)
        text = text[:start] + token + text[end:]
    if not _differ_in_sources_only(read_toml(old), read_toml(text), moves):
        message = "the version cannot be rewritten in the configuration"
        advice = f"Write {moves[0].source} there yourself."
        fail(error("RC754", message, advice=advice, file=str(project.config.path)))
    return text.encode("utf-8")


def _differ_in_sources_only(
    old: Mapping[str, Any], new: Mapping[str, Any], moves: Sequence[_Move]
) -> bool:
    """Whether two configurations differ only in the sources of the moves."""
    for content in (old, new):
        table: Any = content.get("tool", {}).get("realtime-codegen", content)
        for move in moves:
            source = table["specs"][move.spec.name].pop("source")
            if content is new and source != move.source:
                return False
    return old == new
