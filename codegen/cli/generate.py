"""`realtime-codegen [SPEC]`: generate packages, or check that they are fresh."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import Field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ..project.job import Job, Kind, Setting, settings
from ..text.diagnostics import error
from ..text.records import dataclass
from .completing import (
    complete_facts,
    complete_folders,
    complete_options,
    complete_specs,
    complete_targets,
)
from .console import EXIT_SPEC, cache_folder, fail, is_source
from .endings import keep_verbose
from .helping import HelpedCommand, meant_command
from .jobs import Made, fresh_stamp, keep_stamp, make
from .options import FACTS_METAVAR

if TYPE_CHECKING:
    from ..output.tree import Revision
    from ..project.freshness import Stamp
    from ..sources.origin import OpenedSpec
    from ..targets import GivenOption
    from .project import Project

__all__ = ["command"]


@dataclass(frozen=True, slots=True)
class _Mode:
    """The options of a run; with `--watch`, it records the files that it reads."""

    check: bool
    force: bool
    watched: bool = False


_STDIN: Final = "-"
_OPTIONS: Final = ("help", "version")
"""Options of the group that have equivalents among the commands."""
_STDIN_NAME: Final = "stdin.d.ts"

_OF_CLICK: Final[Mapping[Kind, Mapping[str, Any]]] = {
    "texts": {"multiple": True},
    "options": {"multiple": True, "metavar": "TEXT"},
    "flag": {"default": None},
    "facts": {"metavar": FACTS_METAVAR},
    "folders": {
        "multiple": True,
        "type": click.Path(exists=True, file_okay=False, path_type=Path),
    },
}
"""The arguments of a click option for each kind of setting."""


def _target_options(
    _ctx: click.Context, _parameter: click.Parameter, texts: tuple[str, ...]
) -> tuple[GivenOption, ...]:
    """Parse the values of the option for targets, `TARGET.NAME=VALUE`."""
    if not texts:
        return ()
    from ..targets import GivenOption

    given = []
    for text in texts:
        path, equals, value = text.partition("=")
        target, dot, name = path.partition(".")
        if not (target and dot and name and equals):
            raise click.BadParameter(f"{text!r} is not TARGET.NAME=VALUE")
        given.append(GivenOption(target, name, value))
    return tuple(given)


_CALLBACKS: Final[Mapping[str, Any]] = {
    "verbose": keep_verbose,
    "target_options": _target_options,
}


def _says(field: Field[Any], setting: Setting) -> str:
    """The help of an option with its default, which click lacks, as it may be configured."""
    value = field.default
    if setting.kind == "flag":
        positive, _, negative = setting.flags[0].partition("/")
        value = (positive if value else negative).removeprefix("--")
    return f"{setting.says}  [default: {value}]" if isinstance(value, str) else setting.says


_COMPLETERS: Final = {
    "targets": complete_targets,
    "facts": complete_facts,
    "folder": complete_folders,
    "target_options": complete_options,
}


def _settings(command: Callable[..., None]) -> Callable[..., None]:
    """Add an option for each field of `Job` that has flags."""
    for field, setting in reversed(tuple(settings())):
        if setting.flags:
            how = _OF_CLICK.get(setting.kind, {})
            if setting.choices:
                how = {"type": click.Choice(setting.choices)}
            callback = _CALLBACKS.get(field.name)
            option = click.option(
                *setting.flags,
                field.name,
                help=_says(field, setting),
                callback=callback,
                shell_complete=_COMPLETERS.get(field.name),
                **how,
            )
            command = option(command)
    return command


class _Generate(HelpedCommand):
    """The command, whose help lists the targets."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the targets below the options."""
        from ..targets import discover

        targets = discover(None)
        with formatter.section("Targets (* without --target)"):
            formatter.write_dl(
                [
                    (f"{name}{'*' * targets[name].by_default}", targets[name].summary)
                    for name in sorted(targets)
                ]
            )
        super().format_epilog(ctx, formatter)


_EXAMPLES: Final = (
    "realtime-codegen spec.d.ts -o src --package my_types",
    "realtime-codegen spec.d.ts -t dataclasses -t dispatcher --root MyEvent",
    "realtime-codegen npm:openai@7.59.0/resources/realtime/realtime.d.ts -o src",
    "realtime-codegen --check",
    "cat spec.d.ts | realtime-codegen - --package my_types",
)


@click.command("generate", cls=_Generate, examples=_EXAMPLES)
@click.argument("specs", nargs=-1, metavar="[SPEC]", shell_complete=complete_specs)
@_settings
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if the output is not fresh.")
@click.option("--force", is_flag=True, help="Overwrite files that were edited or are in the way.")
@click.option(
    "--watch", is_flag=True, help="Go on, and run again when a file that was read changes."
)
@click.option("--config", type=click.Path(dir_okay=False), help="The configuration file to use.")
def command(
    specs: tuple[str, ...],
    check: bool,
    force: bool,
    watch: bool,
    config: str | None,
    **options: Any,
) -> None:
    """Generate a package from SPEC, a file of declarations.

    SPEC is a path, or npm:PACKAGE@VERSION/PATH.d.ts for a file in a published package,
    which is fetched with your npm. It may also be one or more names of your configuration,
    realtime-codegen.toml or [tool.realtime-codegen] in pyproject.toml; no SPEC means all of
    them; - reads the declarations from standard input. Options go before what is configured.
    """
    if options.get("folder") == "":
        raise click.BadParameter("is empty; `.` is the working directory", param_hint="--output")
    given = {name: value for name, value in options.items() if value not in (None, ())}
    mode = _Mode(check, force)
    if not watch:
        _run(specs, config, given, mode, {})
        return
    if specs == (_STDIN,):
        raise click.UsageError("standard input does not change: leave out --watch, or name a file")
    from .watch import watch as watch_files

    watch_files(lambda seen: _run(specs, config, given, replace(mode, watched=True), seen))


def _run(
    specs: tuple[str, ...],
    config: str | None,
    given: dict[str, Any],
    mode: _Mode,
    seen: dict[str, str],
) -> None:
    """Do one run; the files that it reads are added to `seen`."""
    if config is None and len(specs) == 1 and (is_source(specs[0]) or specs[0] == _STDIN):
        _run_one(Job(specs[0], **given), mode, seen)
        return
    from .project import load_project, open_project

    writes = not mode.check
    if config is not None or not specs:
        project: Project | None = load_project(config, writes=writes)
    else:
        project = open_project(None, writes=writes)
    if len(specs) == 1 and (project is None or _is_file(specs[0], project)):
        if not Path(specs[0]).exists() and _similar(specs[0]):
            raise click.UsageError(f"{specs[0]!r} is no command and no file{_similar(specs[0])}")
        _run_one(Job(specs[0], **given), mode, seen)
        return
    if project is None or any(map(is_source, specs)):
        said = "name one file of declarations, or names of a configuration"
        if not is_source(specs[0]) and not Path(specs[0]).exists():
            said = f"{specs[0]!r} is no command and no file; {said}"
        raise click.UsageError(f"{said}{''.join(filter(None, map(_similar, specs[:2])))}")
    seen[project.config.source.path] = project.config.source.sha256
    _run_project(project, specs, given, mode, seen)


def _similar(word: str) -> str:
    """The end of a message: the command or option that is similar to a word; "" for none."""
    if word in _OPTIONS:
        return f"; did you mean --{word}?"
    command = meant_command(word)
    return f"; did you mean the command {command}?" if command else ""


def _is_file(spec: str, project: Project) -> bool:
    return (
        spec not in {configured.name for configured in project.config.specs}
        and Path(spec).is_file()
    )


def _run_one(job: Job, mode: _Mode, seen: dict[str, str]) -> None:
    """Generate from the command line alone."""
    cache = cache_folder()
    opened = _standard_input() if job.spec == _STDIN else None
    if not (mode.check or mode.watched or opened):
        stamp = fresh_stamp(job, cache)
        if stamp is not None:
            _report_fresh(job, stamp)
            return
    from .trees import check_trees, write_trees

    _record_targets((job,), mode, seen)
    made = make(job, cache, opened, seen=seen)
    if mode.check:
        check_trees((made.tree,))
        return
    click.echo(made.report, nl=False, err=True)
    write_trees((made.tree,), force=mode.force)
    if opened is None:
        keep_stamp(made, cache, {})


def _standard_input() -> OpenedSpec:
    """Read the declarations on standard input into a file."""
    from ..sources.origin import OpenedSpec
    from ..text.disk import SOURCE_LIMIT
    from ..text.source import MemoryFiles

    data = sys.stdin.buffer.read(SOURCE_LIMIT + 1)
    if len(data) > SOURCE_LIMIT:
        raise click.UsageError(f"standard input has more than {SOURCE_LIMIT} bytes")
    if not data.strip():
        advice = "Pipe declarations into it, or name a file."
        fail(error("RC103", "standard input is empty", advice=advice), EXIT_SPEC)
    return OpenedSpec(MemoryFiles({_STDIN_NAME: data}), _STDIN_NAME, _STDIN_NAME)


def _report_fresh(job: Job, stamp: Stamp) -> None:
    """Print the stored findings of a job whose files are up to date."""
    click.echo(stamp.report, nl=False, err=True)
    click.echo(f"{job.folder}/{stamp.package}: {len(stamp.outputs)} files, all fresh")


def _run_project(
    project: Project,
    names: Sequence[str],
    given: dict[str, Any],
    mode: _Mode,
    seen: dict[str, str],
) -> None:
    """Generate the configured specs together: if one cannot be used, nothing is written."""
    from .project import (
        assert_apart,
        assert_as_locked,
        config_place,
        job_of,
        lock_revision,
        locked_anew,
        unchanged,
    )

    chosen = project.chosen(names)
    if "package" in given and len(chosen) > 1:
        raise click.BadParameter("it can only name one package", param_hint="--package")
    jobs = [_with_given(job_of(project, spec), given) for spec in chosen]
    cache = cache_folder()
    if not (mode.check or mode.watched):
        stamps = [fresh_stamp(job, cache) for job in jobs]
        fresh = [(job, stamp) for job, stamp in zip(jobs, stamps, strict=True) if stamp]
        if len(fresh) == len(jobs):
            for job, stamp in fresh:
                _report_fresh(job, stamp)
            return
    from .trees import check_trees, write_trees

    _record_targets(jobs, mode, seen)
    made = [_noted(job, cache, seen) for job in jobs]
    assert_apart(made)
    assert_as_locked(project, made)
    trees = [result.tree for result in made]
    # The lock file is about the configured job, not about options that override it.
    locks = not given.keys() - {"verbose"}
    if mode.check:
        expected = {project.lock_path: locked_anew(project, made)} if locks else {}
        check_trees(trees, expected)
        return
    for result in made:
        click.echo(result.report, nl=False, err=True)
    others: dict[Path, bytes | Revision] = {config_place(project): unchanged(project)}
    more = {project.config.source.path: project.config.source.sha256}
    if locks:
        others[project.lock_path] = lock_revision(project, made, more)
    write_trees(trees, project.config.folder, others, force=mode.force)
    for result in made:
        job = replace(result.job, pinned=result.job.pinned or locks)
        keep_stamp(replace(result, job=job), cache, more)


def _with_given(job: Job, given: dict[str, Any]) -> Job:
    """Override a job with the options of the command line; target options count one by one."""
    options = job.target_options + given.get("target_options", ())
    placed = tuple(own for own in job.placed if own.field not in given)
    return replace(job, **{**given, "target_options": options, "placed": placed})


def _record_targets(jobs: Sequence[Job], mode: _Mode, seen: dict[str, str]) -> None:
    """Record the source files of the user's own targets, so that they are watched."""
    folders = dict.fromkeys(folder for job in jobs for folder in job.target_folders)
    if mode.watched and folders:
        from .watch import target_sums

        seen.update(target_sums(folders))


def _noted(job: Job, cache: Path | None, seen: dict[str, str]) -> Made:
    """Run a job; its files are recorded even if it fails."""
    own: dict[str, str] = {}
    try:
        return make(job, cache, seen=own)
    finally:
        seen.update(own)
