"""`realtime-codegen SPEC`: generate a package, or check that it is fresh."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..freshness import RecordedFiles, load_stamp, save_stamp, stamp_path, tool_sum
from ..origin import NPM, OpenedSpec
from .console import (
    EXIT_SPEC,
    cache_folder,
    findings_text,
    opened_spec,
    read_facts,
)

if TYPE_CHECKING:
    from ..pipeline import Options, Result
    from ..source import SourceFile

__all__ = ["command"]


@click.command("generate")
@click.argument("spec")
@click.option("--target", "-t", "targets", multiple=True, help="What to emit; may be repeated.")
@click.option(
    "--output", "-o", "folder", default="generated", show_default=True, help="The output folder."
)
@click.option("--package", help="The name of the generated package.")
@click.option("--facts", type=click.Path(dir_okay=False), help="A file of facts about the spec.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if the output is not fresh.")
@click.option("--force", is_flag=True, help="Overwrite files that were edited or are in the way.")
@click.option("--strict", is_flag=True, help="Treat every warning as an error.")
@click.option("--verbose", "-v", is_flag=True, help="Show notes as well.")
@click.option(
    "--target-path",
    "target_folders",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with further targets.",
)
def command(
    spec: str,
    targets: tuple[str, ...],
    folder: str,
    package: str | None,
    facts: str | None,
    check: bool,
    force: bool,
    strict: bool,
    verbose: bool,
    target_folders: tuple[Path, ...],
) -> None:
    """Generate a package from SPEC, a file of declarations.

    SPEC is a path, or npm:PACKAGE@VERSION/PATH.d.ts for a file in a published package,
    which is fetched with your npm.
    """
    # Nothing here makes cycles worth collecting, and looking for them is a tenth of the time.
    gc.disable()
    cache = cache_folder()
    request = (spec, *targets, folder, str(package), str(facts), str(strict), str(verbose))
    stamp = None
    if cache is not None and not (check or target_folders or spec.startswith(NPM)):
        stamp = stamp_path(cache, (tool_sum(), str(Path.cwd()), *request))
        if _still_fresh(stamp, Path(folder)):
            return
    from ..manifest import with_manifests
    from ..output import Tree
    from ..pipeline import DEFAULT_TARGETS, Options
    from .trees import check_trees, write_trees

    options = Options(
        targets=tuple(dict.fromkeys(targets)) or DEFAULT_TARGETS,
        package=_checked_package(package),
        facts=read_facts(facts),
        target_folders=target_folders,
        strict=strict,
        compiled=cache,
    )
    opened = opened_spec(spec)
    recorded = RecordedFiles(opened.files, Path(spec).parent)
    result = _compiled(replace(opened, files=recorded), options)
    report = findings_text(result.diagnostics, result.sources, opened, facts, verbose=verbose)
    if result.failed or not result.files:
        click.echo(report, nl=False, err=True)
        sys.exit(EXIT_SPEC)
    tree = Tree(Path(folder), result.package, with_manifests(result.files, result.package))
    if check:
        check_trees((tree,))
        return
    click.echo(report, nl=False, err=True)
    write_trees((tree,), force=force)
    if stamp is not None:
        seen = {**recorded.seen, **_facts_sum(options.facts)}
        save_stamp(stamp, seen, tree.files, tree.package, report)


def _still_fresh(stamp: Path, folder: Path) -> bool:
    """Whether an earlier run's output stands as it was; if so, what that run said is said."""
    found = load_stamp(stamp, folder)
    if found is None:
        return False
    click.echo(found.report, nl=False, err=True)
    click.echo(f"{folder}/{found.package}: {len(found.outputs)} files, all fresh")
    return True


def _facts_sum(facts: SourceFile | None) -> dict[str, str]:
    return {} if facts is None else {facts.path: facts.sha256}


def _checked_package(package: str | None) -> str | None:
    import keyword

    if package is not None and (not package.isidentifier() or keyword.iskeyword(package)):
        raise click.BadParameter(f"{package!r} is no name for a package", param_hint="--package")
    return package


def _compiled(opened: OpenedSpec, options: Options) -> Result:
    from ..pipeline import compile_spec
    from ..targets import TargetError

    try:
        result = compile_spec(opened.files, opened.entry, replace(options, origin=opened.origin))
    except TargetError as fault:
        raise click.BadParameter(str(fault), param_hint="--target") from None
    return replace(result, diagnostics=(*result.diagnostics, *opened.findings))
