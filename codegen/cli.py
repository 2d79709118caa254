"""The command. The only module that prints, exits or reads the environment."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from . import __version__
from .diagnostics import Diagnostic, Severity, error, format_diagnostic
from .freshness import RecordedFiles, load_stamp, save_stamp, stamp_path, tool_sum
from .origin import NPM, OpenedSpec, OriginError

if TYPE_CHECKING:
    from .pipeline import Options, Result
    from .source import SourceFile, Span

__all__ = ["main"]

EXIT_DIFFERENT = 1
EXIT_USAGE = 2
EXIT_SPEC = 3


class _DefaultGroup(click.Group):
    """A group whose command may be left out: `realtime-codegen SPEC` generates."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and self.get_command(ctx, args[0]) is None:
            return super().resolve_command(ctx, ["generate", *args])
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = self.list_commands(ctx)
        if args and args[0] not in (*known, "--help", "--version", "-h"):
            args = ["generate", *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=_DefaultGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="A path alone generates: realtime-codegen SPEC is realtime-codegen generate SPEC.",
)
@click.version_option(__version__, prog_name="realtime-codegen")
def main() -> None:
    """Turn TypeScript declarations of a protocol into a Python package to vendor.

    Exit codes: 0 fine; 1 a difference was found; 2 usage or configuration; 3 the spec could
    not be used.
    """


@main.command()
@click.argument("spec")
@click.option("--target", "-t", "targets", multiple=True, help="What to emit; may be repeated.")
@click.option(
    "--output", "-o", "folder", default="generated", show_default=True, help="The output folder."
)
@click.option("--package", help="The name of the generated package.")
@click.option("--facts", type=click.Path(dir_okay=False), help="A file of facts about the spec.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if the output is not fresh.")
@click.option("--strict", is_flag=True, help="Treat every warning as an error.")
@click.option("--verbose", "-v", is_flag=True, help="Show notes as well.")
@click.option(
    "--target-path",
    "target_folders",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with further targets.",
)
def generate(
    spec: str,
    targets: tuple[str, ...],
    folder: str,
    package: str | None,
    facts: str | None,
    check: bool,
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
    cache = _cache_folder()
    request = (spec, *targets, folder, str(package), str(facts), str(strict), str(verbose))
    stamp = None
    if cache is not None and not (check or target_folders or spec.startswith(NPM)):
        stamp = stamp_path(cache, (tool_sum(), str(Path.cwd()), *request))
        if _still_fresh(stamp, Path(folder)):
            return
    from .pipeline import DEFAULT_TARGETS, Options

    options = Options(
        targets=tuple(dict.fromkeys(targets)) or DEFAULT_TARGETS,
        package=_checked_package(package),
        facts=_read_facts(facts),
        target_folders=target_folders,
        strict=strict,
        compiled=cache,
    )
    opened = _opened(spec)
    recorded = RecordedFiles(opened.files, Path(spec).parent)
    result = _compiled(replace(opened, files=recorded), options)
    report = _report(result.diagnostics, result.sources, opened, facts, verbose=verbose)
    if result.failed or not result.files:
        click.echo(report, nl=False, err=True)
        sys.exit(EXIT_SPEC)
    if check:
        _check(Path(folder), result)
        return
    click.echo(report, nl=False, err=True)
    _write(Path(folder), result)
    if stamp is not None:
        seen = {**recorded.seen, **_facts_sum(options.facts)}
        save_stamp(stamp, seen, result.files, result.package, report)


def _cache_folder() -> Path | None:
    """Where compiled templates and stamps are kept; None where there is no such place.

    `REALTIME_CODEGEN_CACHE` names it, and is empty for none; otherwise it is in the user's
    cache folder.
    """
    named = os.environ.get("REALTIME_CODEGEN_CACHE")
    if named == "":
        return None
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folder = Path(named) if named else base / "realtime-codegen"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (OSError, RuntimeError):
        return None
    return folder if os.access(folder, os.W_OK) else None


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


def _read_facts(path: str | None) -> SourceFile | None:
    if path is None:
        return None
    from .source import SourceFile

    try:
        return SourceFile(path, Path(path).read_bytes())
    except OSError as fault:
        raise click.BadParameter(f"{path}: {fault.strerror}", param_hint="--facts") from None


def _opened(spec: str) -> OpenedSpec:
    """The spec that an argument names; ends the program where it cannot be opened."""
    from .opening import open_spec

    try:
        return open_spec(spec)
    except OriginError as fault:
        _fail(fault.diagnostic, EXIT_USAGE if fault.usage else EXIT_SPEC)


def _compiled(opened: OpenedSpec, options: Options) -> Result:
    from .pipeline import compile_spec
    from .targets import TargetError

    try:
        result = compile_spec(opened.files, opened.entry, replace(options, origin=opened.origin))
    except TargetError as fault:
        raise click.BadParameter(str(fault), param_hint="--target") from None
    return replace(result, diagnostics=(*result.diagnostics, *opened.findings))


def _check(folder: Path, result: Result) -> None:
    from .output import compare

    differences = compare(folder, result.package, result.files)
    for difference in differences:
        click.echo(difference.diff, nl=False)
    if differences:
        kinds = ", ".join(
            f"{count} {kind}"
            for kind in ("changed", "missing", "stale")
            if (count := sum(d.kind == kind for d in differences))
        )
        click.echo(
            f"{folder}: not fresh: {kinds}; run without --check to bring it up to date", err=True
        )
        sys.exit(EXIT_DIFFERENT)


def _write(folder: Path, result: Result) -> None:
    from .output import write

    try:
        changed = write(folder, result.package, result.files)
    except OSError as fault:
        place = fault.filename or str(folder)
        _fail(error("RC402", f"{place}: {fault.strerror}", advice="Nothing was written."))
    count = len(result.files)
    state = f"{len(changed)} changed" if changed else "all fresh"
    click.echo(f"{folder}/{result.package}: {count} files, {state}")


def _fail(diagnostic: Diagnostic, code: int = EXIT_USAGE) -> NoReturn:
    click.echo(format_diagnostic(diagnostic, {}), nl=False, err=True)
    sys.exit(code)


# ------------------------------------------------------------------- diagnostics


def _shown_span(span: Span, opened: OpenedSpec, facts: str | None) -> Span:
    return span if span.file == facts else replace(span, file=opened.shown_path(span.file))


def _shown(diagnostic: Diagnostic, opened: OpenedSpec, facts: str | None) -> Diagnostic:
    span, file = diagnostic.span, diagnostic.file
    return replace(
        diagnostic,
        span=_shown_span(span, opened, facts) if span is not None else None,
        file=opened.shown_path(file) if diagnostic.code == "RC101" else file,
        related=tuple((_shown_span(s, opened, facts), words) for s, words in diagnostic.related),
    )


def _report(
    diagnostics: Iterable[Diagnostic],
    sources: Sequence[SourceFile],
    opened: OpenedSpec,
    facts: str | None,
    *,
    verbose: bool,
) -> str:
    """What a run has to say: its diagnostics with their code frames."""
    by_path = {
        source.path if source.path == facts else opened.shown_path(source.path): source
        for source in sources
    }
    notes = 0
    lines: list[str] = []
    for diagnostic in diagnostics:
        if diagnostic.severity is Severity.NOTE and not verbose:
            notes += 1
            continue
        shown = _shown(diagnostic, opened, facts)
        lines.append(f"{format_diagnostic(shown, by_path)}\n")
    if notes:
        lines.append(f"{notes} notes; --verbose shows them\n")
    return "".join(lines)


# ----------------------------------------------------------------- other commands


@main.command()
def targets() -> None:
    """List what can be emitted."""
    from .targets import discover

    found = discover(None)
    width = max(map(len, found))
    for name in sorted(found):
        click.echo(f"{name:{width}}  {found[name].summary}")
