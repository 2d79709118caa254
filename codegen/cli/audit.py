"""`realtime-codegen audit SPEC LOG...`: check recordings against a spec."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Final

import click

from ..text.diagnostics import Diagnostic, error
from ..text.disk import open_stream
from .console import EXIT_DIFFERENT, EXIT_SPEC, fail, findings_text, opened_spec
from .endings import verbose_option

if TYPE_CHECKING:
    from ..audit.auditor import Auditor, Settings
    from ..audit.catalogue import Direction
    from ..audit.tally import Report
    from ..model import Model

__all__ = ["command"]

_KINDS: Final = ("unknown-event", "missing", "null", "unknown-value", "wrong-type", "undeclared")
_PAUSE: Final = 0.2  # Seconds between two words about progress.
_STDIN: Final = "-"


@click.command("audit")
@click.argument("spec")
@click.argument("logs", nargs=-1, metavar="[LOG]...")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("table", "markdown", "json", "github")),
    default="table",
    show_default=True,
    help="How to report.",
)
@click.option("--fields", is_flag=True, help="Also list the fields that occur.")
@click.option(
    "--pointer", metavar="POINTER", help="Where a line has its event, as a JSON Pointer: /event."
)
@click.option(
    "--direction", type=click.Choice(("client", "server")), help="Who sent all the events."
)
@click.option(
    "--group", "groups", multiple=True, metavar="UNION", help="A union whose members count."
)
@click.option(
    "--ignore",
    "ignored",
    multiple=True,
    type=click.Choice(_KINDS),
    help="A kind of misfit that does not count; may be repeated.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if something misfits.")
@verbose_option
def command(
    spec: str,
    logs: tuple[str, ...],
    format_: str,
    fields: bool,
    pointer: str | None,
    direction: Direction | None,
    groups: tuple[str, ...],
    ignored: tuple[str, ...],
    exit_zero: bool,
) -> None:
    """Hold recordings of events against SPEC.

    A LOG has one JSON object in each line: an event, or an envelope with an event in it,
    such as {"direction": "server", "event": {...}}. Without a LOG, or for -, events are
    read from the standard input.

    Exit codes: 0 all events fit; 1 some misfit, or a line has none; 2 a LOG cannot be read
    or holds no events; 3 the spec cannot be used.
    """
    from ..audit.auditor import Settings
    from ..audit.findings import Kind
    from ..audit.recording import check_pointer

    if pointer is not None:
        try:
            check_pointer(pointer)
        except ValueError as fault:
            raise click.BadParameter(str(fault), param_hint="--pointer") from None
    kinds = frozenset(map(Kind, ignored))
    settings = Settings(pointer, direction, groups, kinds)
    auditor = _auditor(spec, settings)
    names = logs or (_STDIN,)
    # Recordings may be long: cycles are looked for again, but not in what the spec became.
    gc.freeze()
    gc.set_threshold(100_000)
    gc.enable()
    for name in names:
        _read(auditor, name)
    report = auditor.report()
    if not report.count:
        fail(_no_events(report, names))
    from ..audit.report import FORMATS

    click.echo(FORMATS[format_](report, fields), nl=False)
    if not (report.clean or exit_zero):
        sys.exit(EXIT_DIFFERENT)


def _auditor(spec: str, settings: Settings) -> Auditor:
    """The auditor of a spec. Ends the program if the spec cannot be used."""
    from ..audit.auditor import Auditor
    from ..targets import package_names

    model, entry = _model(spec, needs_groups=not settings.groups)
    names, _ = package_names(model, entry)
    try:
        return Auditor(model, names, settings)
    except ValueError as fault:
        raise click.BadParameter(str(fault), param_hint="--group") from None


def _model(spec: str, needs_groups: bool) -> tuple[Model, str]:
    from ..model.groups import why_no_groups
    from ..pipeline import Options, load_model

    opened = opened_spec(spec)
    loaded = load_model(opened.files, opened.entry, Options(origin=opened.origin))
    diagnostics = (*loaded.diagnostics, *opened.findings)
    click.echo(
        findings_text(diagnostics, loaded.sources, opened, None, verbose=False), nl=False, err=True
    )
    if loaded.model is None:
        sys.exit(EXIT_SPEC)
    if needs_groups and not loaded.model.groups:
        advice = f"{why_no_groups(loaded.model)}."
        fail(error("RC733", "the spec declares no events", None, advice, (), opened.shown), 3)
    return loaded.model, opened.entry


def _read(auditor: Auditor, name: str) -> None:
    try:
        if name == _STDIN:
            auditor.read(name, sys.stdin.buffer, _progress(sys.stdin.buffer))
        else:
            with open_stream(name) as stream:
                auditor.read(name, stream, _progress(stream))
    except OSError as fault:
        fail(error("RC731", f"the recording cannot be read: {fault.strerror}", file=name))
    finally:
        if sys.stderr.isatty():
            click.echo("\r\x1b[K", nl=False, err=True)


def _progress(stream: IO[bytes]) -> Callable[[int], None]:
    """The display of how far a file has been read, on terminals only."""
    if not sys.stderr.isatty():
        return lambda _: None
    whole = os.fstat(stream.fileno()).st_size
    started = told = time.monotonic()

    def tell(read: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told < _PAUSE:
            return
        told = now
        of = f" of {whole / 1e6:,.0f}" if whole else ""
        rate = read / 1e6 / (now - started)
        click.echo(f"\r\x1b[K{read / 1e6:,.0f}{of} MB, {rate:,.0f} MB/s", nl=False, err=True)

    return tell


def _no_events(report: Report, names: tuple[str, ...]) -> Diagnostic:
    shown = "the standard input" if names == (_STDIN,) else ", ".join(names)
    if not report.broken:
        return error("RC732", f"there are no events in {shown}")
    first = report.first_broken[0]
    advice = (
        "A recording has one JSON object in each line; --pointer says where a line has its event."
    )
    message = f"no line holds an event; the first says: {first.reason}"
    return replace(error("RC732", message, advice=advice), file=f"{first.file}:{first.line}")
