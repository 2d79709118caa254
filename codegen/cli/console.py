"""Helpers of all commands: exit codes, opening specs, showing problems."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import click

from ..sources.origin import OpenedSpec, OriginError
from ..text.diagnostics import Diagnostic, Severity, format_diagnostic
from ..text.disk import DOCUMENT_LIMIT, read_file

if TYPE_CHECKING:
    from ..text.source import SourceFile, Span

__all__ = [
    "EXIT_DIFFERENT",
    "EXIT_SPEC",
    "EXIT_USAGE",
    "cache_folder",
    "fail",
    "findings_text",
    "opened_spec",
    "read_facts",
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


def read_facts(path: str | None) -> SourceFile | None:
    """Read the facts file that an option names. Raises BadParameter if it cannot be read."""
    if path is None:
        return None
    from ..text.lines import with_line_feeds
    from ..text.source import SourceFile

    try:
        return SourceFile(path, with_line_feeds(read_file(path, DOCUMENT_LIMIT)))
    except OSError as fault:
        raise click.BadParameter(f"{path}: {fault.strerror}", param_hint="--facts") from None


def opened_spec(spec: str) -> OpenedSpec:
    """Open the spec that an argument names. Ends the program if it cannot be opened."""
    from ..sources.opening import open_spec

    try:
        return open_spec(spec)
    except OriginError as fault:
        fail(fault.diagnostic, EXIT_USAGE if fault.usage else EXIT_SPEC)


def fail(diagnostic: Diagnostic, code: int = EXIT_USAGE) -> NoReturn:
    """Show a diagnostic and end the program."""
    click.echo(format_diagnostic(diagnostic, {}), nl=False, err=True)
    sys.exit(code)


def _shown_span(span: Span, opened: OpenedSpec, own: frozenset[str | None]) -> Span:
    return span if span.file in own else replace(span, file=opened.shown_path(span.file))


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
    """Why an existing path cannot be read as a file."""
    try:
        read_file(diagnostic.file)
    except IsADirectoryError:
        message, advice = "this is a folder", "Name a file of declarations in it."
    except (FileNotFoundError, NotADirectoryError, ValueError):
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
"""The notes that are shown without `--verbose`: nobody finds what is not there."""


def findings_text(
    diagnostics: Iterable[Diagnostic],
    sources: Sequence[SourceFile],
    opened: OpenedSpec,
    facts: str | None,
    *,
    verbose: bool,
    config: str | None = None,
) -> str:
    """The diagnostics of a run as text, with their code frames.

    `facts` and `config` are files of the user, whose paths are shown as they are.
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
