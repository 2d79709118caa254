"""Find the configuration of a project, choose specs of it, and write its lock file."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NoReturn

import click

from .. import __version__
from ..output.manifest import top_of
from ..output.transaction import ChangedError, settle
from ..output.tree import Revision
from ..project.config import Config, ConfigError, SpecConfig, find_config, read_config
from ..project.job import Job
from ..project.lock import (
    LOCK_NAME,
    NO_LOCK,
    Lock,
    LockedSpec,
    LockError,
    lock_text,
    manifests_of,
    read_lock,
    relative,
)
from ..sources.origin import NPM
from ..text.diagnostics import error, format_diagnostic, printable
from ..text.disk import DOCUMENT_LIMIT, read_file
from ..text.lines import text_sum
from ..text.records import dataclass
from ..text.similar import similar_name
from .console import EXIT_SPEC, EXIT_USAGE, fail, is_source
from .helping import meant_command
from .jobs import Made

__all__ = [
    "Project",
    "assert_apart",
    "assert_as_locked",
    "config_place",
    "configured_for",
    "configured_job",
    "configured_names",
    "job_of",
    "load_project",
    "lock_revision",
    "locked_anew",
    "open_project",
    "say_configured",
    "unchanged",
]

_NO_CONFIG: Final = (
    "Name a file of declarations, realtime-codegen FILE, or write one with realtime-codegen init."
)


@dataclass(frozen=True, slots=True)
class Project:
    """A configuration with its lock file."""

    config: Config
    lock: Lock

    @property
    def lock_path(self) -> Path:
        """The path of the lock file, which may not exist yet."""
        return self.config.folder / LOCK_NAME

    def chosen(self, names: Sequence[str]) -> tuple[SpecConfig, ...]:
        """The specs with these names, all without names. Ends the program for an unknown name."""
        known = {spec.name: spec for spec in self.config.specs}
        for name in names:
            if name not in known:
                close = similar_name(name, known)
                command = None if close else meant_command(name)
                advice = f"Configured: {', '.join(known)}."
                if close or command:
                    advice = f"Did you mean {close or f'the command {command}'}?"
                diagnostic = error("RC744", f"no spec {name!r} is configured", advice=advice)
                fail(replace(diagnostic, file=str(self.config.path)))
        return tuple(known[name] for name in dict.fromkeys(names)) or self.config.specs


def open_project(path: str | None, *, writes: bool = False) -> Project | None:
    """Open the project of a configuration, or of the working directory; None if there is none.

    A run that `writes` first recovers from an interrupted run, before anything is read, as that may
    have changed the configuration. Ends the program if the configuration or its lock file cannot be
    used.
    """
    here = Path.cwd()
    place = here / path if path is not None else find_config(here)
    if place is None:
        return None
    if writes:
        _settle(place.parent)
    try:
        config = read_config(place, here)
    except ConfigError as fault:
        sources = {} if fault.source is None else {fault.source.path: fault.source}
        for diagnostic in dict.fromkeys(fault.diagnostics):
            click.echo(f"{format_diagnostic(diagnostic, sources)}", err=True)
        sys.exit(EXIT_USAGE)
    return Project(config, _lock_beside(config))


def _settle(folder: Path) -> None:
    try:
        settle((folder,))
    except OSError as fault:
        message = f"{fault.filename or folder}: {fault.strerror}"
        advice = "A run was cut off, and cannot be finished there. Nothing was written."
        fail(error("RC402", message, advice=advice))


def configured_names() -> tuple[str, ...]:
    """The names of the specs configured here; none if the configuration cannot be read."""
    return tuple(spec.name for spec in _specs_here())


def configured_job(name: str) -> Job | None:
    """The job of the spec configured here by a name; None if there is none.

    Ends the program if the configuration cannot be used.
    """
    if is_source(name):
        return None
    project = open_project(None)
    specs = () if project is None else project.config.specs
    return next((spec.job for spec in specs if spec.name == name), None)


def configured_for(*wanted: str, project: Project | None = None) -> tuple[Job | None, ...]:
    """The jobs of configured specs, by their names or their sources; None for any other.

    A source means the first spec that has it. The configuration is `project`'s, or else the one
    here. Ends the program if it cannot be used, but a name needs it.
    """
    named = [spec for spec in wanted if not is_source(spec) and not Path(spec).is_file()]
    if project is None and named:
        project = open_project(None)
    specs = _specs_here() if project is None and not named else ()
    if project is not None:
        specs = project.config.specs
    return tuple(
        next((own.job for own in specs if _is_meant(own, spec, by_name=spec in named)), None)
        for spec in wanted
    )


def _specs_here() -> tuple[SpecConfig, ...]:
    """The specs configured here; none if the configuration cannot be read."""
    place = find_config(Path.cwd())
    try:
        return () if place is None else read_config(place, Path.cwd()).specs
    except ConfigError:
        return ()


def _is_meant(configured: SpecConfig, spec: str, *, by_name: bool) -> bool:
    if by_name:
        return configured.name == spec
    return is_source(spec) and _is_same(configured.job.spec, spec)


def say_configured(job: Job) -> None:
    """Say that settings of a configured spec are used."""
    where = "" if job.config is None else f", {printable(job.config.path)}"
    click.echo(f"configuration: {printable(job.name)}{where}", err=True)


def _is_same(source: str, other: str) -> bool:
    """Whether two sources are equal: the text of a package's, else the resolved path."""
    if source.startswith(NPM) or other.startswith(NPM):
        return source == other
    return os.path.realpath(source) == os.path.realpath(other)


def _lock_beside(config: Config) -> Lock:
    place = config.folder / LOCK_NAME
    try:
        data = read_file(place, DOCUMENT_LIMIT)
    except FileNotFoundError:
        data = None
    except OSError as fault:
        _fail_lock(place, str(fault.strerror))
    return _lock_of(place, data)


def _lock_of(place: Path, data: bytes | None) -> Lock:
    try:
        return NO_LOCK if data is None else read_lock(data)
    except LockError as fault:
        _fail_lock(place, str(fault))


def _fail_lock(place: Path, said: str) -> NoReturn:
    advice = "Restore it, or delete it and run realtime-codegen, which writes it anew."
    diagnostic = error("RC751", f"the lock file cannot be used: {said}", advice=advice)
    fail(replace(diagnostic, file=relative(place, Path.cwd())))


def load_project(path: str | None, names: Sequence[str] = (), *, writes: bool = False) -> Project:
    """Like `open_project`, but ends the program if there is no configuration.

    `names` are the specs of the arguments, for which there has to be one.
    """
    project = open_project(path, writes=writes)
    if project is None and names:
        advice = "Write one with realtime-codegen init. For a file: realtime-codegen FILE --check."
        fail(error("RC744", f"no configuration is found that names {names[0]!r}", advice=advice))
    if project is None:
        message = "no SPEC is named, and no configuration is found"
        fail(error("RC744", message, advice=_NO_CONFIG))
    return project


def job_of(project: Project, spec: SpecConfig) -> Job:
    """The job of a configured spec."""
    locked = project.lock.specs.get(spec.name)
    return replace(spec.job, pinned=locked is not None and locked.source == spec.written)


def assert_apart(made: Sequence[Made]) -> None:
    """End the program if two specs write to one folder: each would remove the other's files.

    Names that differ in case, or in how an accent is written, are one folder on many systems.
    """
    writers: dict[str, str] = {}
    for result in made:
        folder = os.path.realpath(result.tree.folder)
        for top in sorted({top_of(path, result.tree.package) for path in result.tree.files}):
            place_key = unicodedata.normalize("NFC", f"{folder}/{top}").casefold()
            other = writers.setdefault(place_key, result.job.name)
            if other != result.job.name:
                place = (result.tree.folder / top).as_posix()
                message = f"{other} and {result.job.name} both write to {place}"
                advice = "Give one of them another `output`, `package` or `targets`."
                fail(error("RC745", message, advice=advice))


def assert_as_locked(project: Project, made: Sequence[Made]) -> None:
    """End the program if a package differs from the one in the lock file."""
    for result in made:
        locked = project.lock.specs.get(result.job.name)
        if locked is None or result.origin is None or not result.job.pinned:
            continue
        wrong = [
            path
            for path in sorted(result.packaged.keys() & locked.files.keys())
            if result.packaged[path] != locked.files[path]
        ]
        if result.origin.integrity != locked.integrity or wrong:
            package = f"{result.origin.name}@{result.origin.version}"
            message = f"{package} is not the package that the lock file has"
            advice = (
                "Find out why a published version changed. Delete its table from the lock file "
                "only if you trust the new one."
            )
            diagnostic = error("RC752", message, advice=advice, file=result.job.spec)
            fail(diagnostic, EXIT_SPEC)


def locked_anew(
    project: Project, made: Sequence[Made], sources: Mapping[str, str] | None = None
) -> bytes:
    """The new text of the lock file; `sources` are the new sources of specs that change."""
    folder = project.config.folder
    written = {spec.name: spec.written for spec in project.config.specs} | dict(sources or {})
    specs = {name: old for name, old in project.lock.specs.items() if name in written}
    for result in made:
        own = {relative(path, folder): known for path, known in result.inputs.items() if known}
        origin = result.origin
        specs[result.job.name] = LockedSpec(
            written[result.job.name],
            "" if origin is None else origin.version,
            "" if origin is None else origin.integrity,
            {**result.packaged, **own, **result.shipped},
            manifests_of(result.tree, folder),
        )
    return lock_text(Lock(__version__, specs)).encode("utf-8")


def config_place(project: Project) -> Path:
    """The path of the configuration file, with links resolved."""
    return Path(os.path.realpath(project.config.path))


def unchanged(project: Project, new: bytes | None = None) -> Revision:
    """A revision of the configuration that has to be as it was read, and stays by default."""

    def revised(present: bytes | None) -> bytes:
        if present != project.config.source.data:
            raise ChangedError(project.config.path)
        return project.config.source.data if new is None else new

    return revised


def lock_revision(
    project: Project,
    made: Sequence[Made],
    sums: dict[str, str],
    sources: Mapping[str, str] | None = None,
) -> Revision:
    """A revision of the lock file; the sha256 of its new content is added to `sums`.

    Entries of other specs that were written meanwhile are kept.
    """

    def revised(present: bytes | None) -> bytes:
        now = replace(project, lock=_lock_of(project.lock_path, present))
        data = locked_anew(now, made, sources)
        sums[str(project.lock_path)] = text_sum(data)
        return data

    return revised
