"""Helpers of all commands: exit codes, opening specs, showing problems."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import click

from ..sources.origin import GIT, NPM, OpenedSpec, OriginError
from ..text.diagnostics import Diagnostic, Severity, error, format_diagnostic, printable
from ..text.disk import read_file
from ..text.similar import missing_file_advice

if TYPE_CHECKING:
    from ..facts.choosing import ChosenFacts
    from ..facts.fitting import UsedFacts
    from ..facts.integers import IntegerFact
    from ..pipeline import Loaded
    from ..text.source import SourceFile, Span

__all__ = [
    "EXIT_DIFFERENT",
    "EXIT_SPEC",
    "EXIT_USAGE",
    "cache_folder",
    "chosen_facts",
    "facts_text",
    "fail",
    "findings_text",
    "is_source",
    "loaded_with",
    "opened_spec",
    "unreadable",
]

EXIT_DIFFERENT: Final = 1
EXIT_USAGE: Final = 2
EXIT_SPEC: Final = 3


def cache_folder() -> Path | None:
    """The folder for compiled templates and stamps; None if there is none.

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


def chosen_facts(wanted: str | None, opened: OpenedSpec) -> ChosenFacts:
    """Choose the facts of the option `--facts`. Raises BadParameter if they cannot be read."""
    from ..facts.choosing import FactsError, choose

    try:
        return choose(wanted, opened)
    except FactsError as fault:
        raise click.BadParameter(str(fault), param_hint="--facts") from None


def loaded_with(
    chosen: ChosenFacts,
    opened: OpenedSpec,
    target_folders: tuple[Path, ...] = (),
    integers: tuple[IntegerFact, ...] = (),
    config: SourceFile | None = None,
) -> Loaded:
    """Load the model of a spec with the chosen facts, and the facts of a configuration.

    Raises BadParameter for a folder of targets that cannot be used.
    """
    from ..pipeline import Options, load_model
    from ..targets import TargetError

    options = Options(
        facts=chosen.source,
        facts_found=chosen.is_found,
        origin=opened.origin,
        spec_version=chosen.package_version,
        target_folders=target_folders,
        integers=integers,
        config=config,
    )
    try:
        return load_model(opened.files, opened.entry, options)
    except TargetError as fault:
        raise click.BadParameter(str(fault), param_hint="--target-path") from None


def facts_text(chosen: ChosenFacts, used: UsedFacts, spec: str) -> str:
    """A line about the shipped facts in use; "" if there are none."""
    if chosen.shipped is None:
        return ""
    count = len(used.entries)
    text = f"facts: {chosen.shipped.name}, "
    if used.idle:
        text += f"{count} of {count + len(used.idle)} entries apply"
        text += f" (realtime-codegen facts {printable(spec)} lists them)"
    else:
        text += f"{count} entries"
    return f"{text}; --facts none leaves them out\n" if chosen.is_found else f"{text}\n"


def is_source(spec: str) -> bool:
    """Whether an argument is a path or a package, and no name of a configured spec."""
    return spec.startswith((GIT, NPM)) or any(mark in spec for mark in "./\\:")


def opened_spec(spec: str) -> OpenedSpec:
    """Open the spec of an argument. Ends the program if it cannot be opened."""
    from ..sources.opening import open_spec

    try:
        return open_spec(spec)
    except OriginError as fault:
        fail(fault.diagnostic, EXIT_USAGE if fault.usage else EXIT_SPEC)


def fail(
    diagnostic: Diagnostic, code: int = EXIT_USAGE, sources: Sequence[SourceFile] = ()
) -> NoReturn:
    """Show a diagnostic, with the code frames of the `sources`, and end the program."""
    by_path = {source.path: source for source in sources}
    click.echo(format_diagnostic(diagnostic, by_path), nl=False, err=True)
    sys.exit(code)


def unreadable(fault: OSError | ValueError, file: str, advice: str) -> NoReturn:
    """End the program with an RC731 for a recording. Advice of the fault itself comes first."""
    why = fault.strerror if isinstance(fault, OSError) else fault
    advice = getattr(fault, "advice", "") or advice
    fail(error("RC731", f"the recording cannot be read: {why}", advice=advice, file=file))


def _shown_span(span: Span, opened: OpenedSpec, own: frozenset[str | None]) -> Span:
    return span if span.file in own else span._replace(file=opened.shown_path(span.file))


def _shown(diagnostic: Diagnostic, opened: OpenedSpec, own: frozenset[str | None]) -> Diagnostic:
    span = diagnostic.span
    if diagnostic.code == "RC101":
        return _unreadable(replace(diagnostic, file=opened.shown_path(diagnostic.file)))
    return replace(
        diagnostic,
        span=_shown_span(span, opened, own) if span is not None else None,
        related=tuple((_shown_span(s, opened, own), words) for s, words in diagnostic.related),
    )


def _unreadable(diagnostic: Diagnostic) -> Diagnostic:
    """Replace the message about a path that exists but is no readable file."""
    try:
        read_file(diagnostic.file)
    except IsADirectoryError:
        message, advice = "this is a folder", "Name a file of declarations in it."
    except (FileNotFoundError, NotADirectoryError):
        if diagnostic.severity is not Severity.ERROR or diagnostic.span is not None:
            return diagnostic
        message = f"there is no file {diagnostic.file!r}"
        advice = missing_file_advice(diagnostic.file)
    except ValueError:
        return diagnostic
    except PermissionError:
        message, advice = "the file cannot be read", "Make it readable."
    except OSError as fault:
        message = f"the file cannot be read: {fault.strerror}"
        advice = diagnostic.advice if diagnostic.severity is not Severity.ERROR else _NO_SPEC
    else:
        return diagnostic
    return replace(diagnostic, message=message, advice=advice)


_NO_SPEC: Final = "Name a regular file of declarations."


_ALWAYS_SHOWN: Final = frozenset({"RC307"})
"""Codes of notes that are shown without `--verbose`, as they say that output is missing."""


def findings_text(
    diagnostics: Iterable[Diagnostic],
    sources: Sequence[SourceFile],
    opened: OpenedSpec,
    facts: str | None,
    *,
    verbose: bool,
    config: str | None = None,
) -> str:
    """Format the diagnostics of a run, with their code frames.

    `facts` and `config` are the user's files: their paths are shown as given.
    """
    own = frozenset((facts, config))
    by_path = {
        source.path if source.path in own else opened.shown_path(source.path): source
        for source in sources
    }
    notes = 0
    lines: list[str] = []
    for diagnostic in diagnostics:
        hidden = not verbose and diagnostic.code not in _ALWAYS_SHOWN
        if diagnostic.severity is Severity.NOTE and hidden:
            notes += 1
            continue
        shown = _shown(diagnostic, opened, own)
        lines.append(f"{format_diagnostic(shown, by_path)}\n")
    if notes:
        lines.append(f"{notes} notes; --verbose shows them\n")
    return "".join(lines)
