"""Run a job: compile its spec to a tree of files, unless its stamp says it is fresh."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ..facts.shipped import SHIPPED_PATHS
from ..project.freshness import RecordedFiles, Stamp, load_stamp, save_stamp, stamp_path, tool_sum
from ..project.job import Job, key_of
from ..sources.origin import GIT, NPM, OpenedSpec
from ..text.diagnostics import error
from ..text.records import dataclass
from .console import (
    EXIT_SPEC,
    EXIT_USAGE,
    chosen_facts,
    facts_text,
    fail,
    findings_text,
    opened_spec,
)
from .missing import assert_configured_files, with_similar_file

if TYPE_CHECKING:
    from ..output.tree import Tree
    from ..pipeline import Options, Result
    from ..sources.origin import Origin
__all__ = ["Made", "fresh_stamp", "keep_stamp", "make"]

_OF_THE_USER: Final = ("RC303", "RC304", "RC305", "RC306", "RC308", "RC742", "RC743")
"""Codes of errors of the pipeline that the command line or the configuration caused."""


@dataclass(frozen=True, slots=True)
class Made:
    """The result of a job.

    `inputs` has the sha256 of the files on the disk that were read, "" for a file that was looked
    for and does not exist. `packaged` has those of the files of a package, `origin` is that
    package. `shipped` has the sha256 of the shipped facts in use.
    """

    job: Job
    tree: Tree
    report: str
    inputs: Mapping[str, str]
    packaged: Mapping[str, str]
    origin: Origin | None
    shipped: Mapping[str, str] = field(default_factory=dict)


def _stamp_place(job: Job, cache: Path | None) -> Path | None:
    """The path of a job's stamp; None for a job whose inputs are unknown beforehand."""
    if cache is None or job.target_folders or (job.is_npm and not job.pinned):
        return None
    return stamp_path(cache, (tool_sum(), str(Path.cwd()), key_of(job)))


def fresh_stamp(job: Job, cache: Path | None) -> Stamp | None:
    """The stamp of an earlier run if its inputs and its output are unchanged."""
    place = _stamp_place(job, cache)
    return None if place is None else load_stamp(place, Path(job.folder))


def keep_stamp(made: Made, cache: Path | None, more: Mapping[str, str]) -> None:
    """Save the sums of the inputs of a run, once its output is written."""
    place = _stamp_place(made.job, cache)
    if place is not None:
        tree = made.tree
        save_stamp(place, {**made.inputs, **more}, tree.files, tree.package, made.report)


def make(
    job: Job,
    cache: Path | None,
    opened: OpenedSpec | None = None,
    seen: dict[str, str] | None = None,
) -> Made:
    """Compile a job's spec, which may be open already.

    The files on the disk are added to `seen` as they are read, with their sums. Ends the
    program with diagnostics if the spec cannot be used.
    """
    from ..output.manifest import with_manifests
    from ..output.tree import Tree

    inputs: dict[str, str] = {} if seen is None else seen
    if job.spec.startswith(GIT):
        advice = "Check the file out and name it: a package is made from files or npm packages."
        message = "a file of a commit is for diff, migrate and audit alone"
        fail(error("RC604", message, advice=advice, file=job.spec))
    assert_configured_files(job)
    opened = opened or opened_spec(job.spec)
    chosen = chosen_facts(job.facts, opened)
    inputs.update(chosen.looked_at)
    options = replace(
        job.options(chosen.source, cache),
        facts_found=chosen.is_found,
        spec_version=chosen.package_version,
    )
    read: dict[str, str] = {} if job.is_npm else inputs
    recorded = RecordedFiles(opened.files, Path(job.spec).parent, read)
    result = _compiled(replace(opened, files=recorded), options)
    source = chosen.source
    report = facts_text(chosen, result.used, job.spec) + findings_text(
        with_similar_file(result.diagnostics, job, opened.entry),
        result.sources,
        opened,
        None if source is None else source.path,
        verbose=job.verbose,
        config=None if job.config is None else job.config.path,
    )
    if result.failed or not result.files:
        click.echo(report, nl=False, err=True)
        asked = any(diagnostic.code in _OF_THE_USER for diagnostic in result.diagnostics)
        sys.exit(EXIT_USAGE if asked else EXIT_SPEC)
    tree = Tree(Path(job.folder), result.package, with_manifests(result.files, result.package))
    packaged = _below_package(recorded, opened) if job.is_npm else {}
    shipped = {used.path: used.sha256 for used in result.sources if used.path in SHIPPED_PATHS}
    return Made(job, tree, report, inputs, packaged, opened.origin, shipped)


def _below_package(recorded: RecordedFiles, opened: OpenedSpec) -> dict[str, str]:
    """The sha256 of the files of a package that were read, by their paths in the package."""
    import posixpath

    origin = opened.origin
    package = "" if origin is None else f"{NPM}{origin.name}@{origin.version}/"
    inside = posixpath.dirname(opened.shown.removeprefix(package))
    sums = {}
    for path, known in recorded.seen.items():
        if known:
            below = Path(path).relative_to(recorded.root).as_posix()
            sums[posixpath.normpath(posixpath.join(inside, below))] = known
    return sums


def _compiled(opened: OpenedSpec, options: Options) -> Result:
    from ..pipeline import compile_spec
    from ..targets import TargetError
    from .endings import show_cause

    try:
        result = compile_spec(opened.files, opened.entry, replace(options, origin=opened.origin))
    except TargetError as fault:
        show_cause(fault)
        raise click.BadParameter(str(fault), param_hint="--target") from None
    return replace(result, diagnostics=(*result.diagnostics, *opened.findings))
