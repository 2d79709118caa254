"""`realtime-codegen check`: compare the output with the lock file, without a network."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from ..sources.origin import OpenedSpec, OriginError
from ..text.diagnostics import Diagnostic, error, format_diagnostic, note
from .completing import complete_names
from .console import EXIT_DIFFERENT, cache_folder, fail
from .endings import verbose_option
from .helping import HelpedCommand
from .jobs import make
from .project import assert_as_locked, job_of, load_project, locked_anew
from .trees import are_fresh

if TYPE_CHECKING:
    from ..project.config import SpecConfig
    from ..project.job import Job
    from ..project.lock import LockedSpec
    from .project import Project

__all__ = ["command"]

_AGAIN: Final = "Run realtime-codegen, and commit what it writes."
_UNDO: Final = "Undo the edit; realtime-codegen --force does so as well."
_MOST_NAMED: Final = 20


@click.command(
    "check",
    cls=HelpedCommand,
    examples=(
        "realtime-codegen check",
        "realtime-codegen check ga --config tools/realtime-codegen.toml",
    ),
)
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=complete_names)
@click.option("--config", type=click.Path(dir_okay=False), help="The configuration file to use.")
@verbose_option
def command(names: tuple[str, ...], config: str | None) -> None:
    """Check that the output of configured specs is what the lock file says.

    Needs no network. A spec on the disk, and one whose package is in npm's cache, is
    generated again and compared; of any other, the sums of the files are compared with those
    in the manifests and the lock file. Exits with 1 if something differs.
    """
    project = load_project(config, names)
    fresh = [_is_sound(project, spec) for spec in project.chosen(names)]
    if not all(fresh):
        sys.exit(EXIT_DIFFERENT)


def _is_sound(project: Project, spec: SpecConfig) -> bool:
    """Check one spec and report the result."""
    locked = project.lock.specs.get(spec.name)
    if locked is None or locked.source != spec.written:
        said = "is not in the lock file" if locked is None else f"is locked as {locked.source}"
        _say(error("RC753", f"{spec.written} {said}", advice=_AGAIN, file=spec.name))
        return False
    job = job_of(project, spec)
    opened = _opened_offline(job)
    if opened is not None:
        made = make(job, cache_folder(), opened)
        if not (job.is_npm and opened.findings):
            assert_as_locked(project, [made])
            fresh = are_fresh([made.tree], {project.lock_path: locked_anew(project, [made])})
            if fresh:
                click.echo(f"{spec.name}: {len(made.tree.files)} files are what the spec gives")
            return fresh
        _say_sums_only(job, opened.findings[0].message)
    return _has_locked_sums(project, spec.name, locked)


def _opened_offline(job: Job) -> OpenedSpec | None:
    """Open the spec of a job offline; None for a package that is not in npm's cache."""
    from ..sources.opening import open_spec

    try:
        return open_spec(job.spec, offline=True)
    except OriginError as fault:
        if fault.usage:
            fail(fault.diagnostic)
        _say_sums_only(job, fault.diagnostic.message)
        return None


def _say_sums_only(job: Job, reason: str) -> None:
    message = f"not generated again, only the sums are compared: {reason}"
    advice = "Run realtime-codegen --check, which fetches the package, for the whole comparison."
    _say(note("RC753", message, advice=advice, file=job.name))


def _has_locked_sums(project: Project, name: str, locked: LockedSpec) -> bool:
    from ..project.lock import drift

    differences = drift(locked, project.config.folder)
    for path, wrong in differences[:_MOST_NAMED]:
        _say(error("RC753", wrong, advice=_UNDO if wrong == "edited" else _AGAIN, file=path))
    if len(differences) > _MOST_NAMED:
        click.echo(f"and {len(differences) - _MOST_NAMED} more", err=True)
    if not differences:
        count = len(locked.output)
        click.echo(
            f"{name}: the files have the sums of their manifests ({count}) and the lock file"
        )
    return not differences


def _say(diagnostic: Diagnostic) -> None:
    click.echo(format_diagnostic(diagnostic, {}), nl=False, err=True)
