"""`realtime-codegen audit SPEC LOG...`: check recordings against a spec."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, NoReturn

import click

from ..text.diagnostics import Diagnostic, error
from ..text.disk import OUTPUT_LIMIT, open_stream, read_file
from ..text.records import dataclass
from .completing import complete_files, complete_specs
from .console import (
    EXIT_DIFFERENT,
    EXIT_SPEC,
    chosen_facts,
    facts_text,
    fail,
    findings_text,
    loaded_with,
    opened_spec,
    unreadable,
)
from .endings import verbose_option
from .helping import HelpedCommand
from .options import facts_options
from .project import configured_for, say_configured
from .proposing import Recordings, assert_writable, proposed

if TYPE_CHECKING:
    from ..audit.auditor import Auditor, Settings
    from ..audit.catalogue import Direction
    from ..audit.observer import Refused
    from ..audit.tally import Report
    from ..facts.choosing import ChosenFacts
    from ..pipeline import Loaded
    from ..sources.origin import OpenedSpec

__all__ = ["command"]

_KINDS: Final = ("unknown-event", "missing", "null", "unknown-value", "wrong-type", "undeclared")
_PAUSE: Final = 0.2  # Seconds between two updates of the progress display.
_READABLE: Final = "Name a file of recorded events, or - for standard input."
_RECORDING: Final = (
    "A recording has JSON objects, one in each line or one after the other; --pointer says "
    "where an object has its event."
)
_STDIN: Final = "-"


@click.command(
    "audit",
    cls=HelpedCommand,
    examples=(
        "realtime-codegen audit spec.d.ts recording.jsonl",
        "realtime-codegen audit spec.d.ts recording.jsonl --pointer /event --direction server",
        "cat recording.jsonl | realtime-codegen audit spec.d.ts --format json",
        "realtime-codegen audit spec.d.ts recording.jsonl --propose facts.toml",
    ),
)
@click.argument("spec", shell_complete=complete_specs)
@click.argument("logs", nargs=-1, metavar="[LOG]...", shell_complete=complete_files)
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
@click.option(
    "--only",
    multiple=True,
    metavar="SELECTOR",
    help="Count only messages with such a tag (response.*) or with a value at a pointer "
    "(/topic, /topic=voice*); may be repeated.",
)
@click.option(
    "--skip", multiple=True, metavar="SELECTOR", help="Set such messages apart; may be repeated."
)
@click.option(
    "--propose",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the facts with which the events would fit, for you to edit, to a new file.",
)
@click.option(
    "--partial",
    type=click.Path(dir_okay=False),
    help="Write what was found to a file that --merge reads, instead of a report.",
)
@click.option("--merge", is_flag=True, help="The LOGs are what --partial has written.")
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="Read with N processes.",
    metavar="N",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if something misfits.")
@facts_options
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
    only: tuple[str, ...],
    skip: tuple[str, ...],
    propose: Path | None,
    partial: str | None,
    merge: bool,
    jobs: int,
    exit_zero: bool,
    facts: str | None,
    target_folders: tuple[Path, ...],
) -> None:
    """Check recordings of events against SPEC.

    SPEC is a file of declarations, npm:PACKAGE@VERSION/PATH.d.ts, or a name of your configuration;
    the facts of a spec that is configured count.

    A LOG has JSON objects, one in each line or however tools write them: an event, or an
    envelope with an event in it, such as {"direction": "server", "event": {...}}. Without a
    LOG, or for -, events are read from the standard input.

    A LOG may be JSON Lines, JSON values or an array of them, RFC 7464, server-sent events,
    YAML, an HTTP archive, or a log that has messages in its lines; compressed by gzip or zstd,
    and in UTF-8, UTF-16 or UTF-32. The report says what it was read as.

    Exit codes: 0 all events fit; 1 some misfit, or a line has none; 2 a LOG cannot be read
    or holds no events; 3 the spec cannot be used.
    """
    from ..audit.auditor import Settings
    from ..audit.findings import Kind

    _assert_valid(pointer, {"--only": only, "--skip": skip})
    kinds = frozenset(map(Kind, ignored))
    settings = Settings(pointer, direction, groups, kinds, only, skip)
    if propose is not None:
        if partial is not None or merge or jobs > 1:
            raise click.UsageError("--propose goes without --partial, --merge and --jobs")
        assert_writable(propose, facts)
    if partial is not None:
        _assert_no_other(Path(partial))
    if (job := configured_for(spec)[0]) is not None:
        if facts is None and job.facts is not None:
            say_configured(job)
            facts = job.facts
        spec = job.spec
        target_folders = target_folders or job.target_folders
    subject = _subject(spec, facts, target_folders, settings)
    auditor = subject.auditor(subject.loaded)
    names = logs or (_STDIN,)
    # Recordings may be long: collect cycles again, but do not search the model for them.
    gc.freeze()
    gc.set_threshold(100_000)
    gc.enable()
    if propose is not None:
        _show(subject.proposed(propose, names), names, format_, fields, exit_zero)
        return
    if merge:
        _merge(auditor, names)
    elif jobs > 1 and _STDIN not in names:
        _read_together(auditor, names, jobs)
    else:
        for name in names:
            _read(auditor, name)
    if partial is not None:
        _write(Path(partial), auditor.partial())
        return
    _show(auditor.report(), names, format_, fields, exit_zero)


def _assert_valid(pointer: str | None, selectors: Mapping[str, Sequence[str]]) -> None:
    """Raise BadParameter for a malformed pointer, or selector of an option."""
    from ..audit.recording import check_pointer
    from ..audit.selection import selector

    checks: list[tuple[str, Callable[[str], object], str]] = [
        (option, selector, text) for option, texts in selectors.items() for text in texts
    ]
    if pointer is not None:
        checks.insert(0, ("--pointer", check_pointer, pointer))
    for option, check, text in checks:
        try:
            check(text)
        except ValueError as fault:
            raise click.BadParameter(str(fault), param_hint=option) from None


def _show(
    report: Report, names: tuple[str, ...], format_: str, fields: bool, exit_zero: bool
) -> None:
    """Print a report. Ends the program if it has no events, or if something misfits."""
    from ..audit.report import FORMATS

    if not report.count:
        fail(_no_events(report, names))

    click.echo(FORMATS[format_](report, fields), nl=False)
    if not (report.clean or exit_zero):
        sys.exit(EXIT_DIFFERENT)


@dataclass(frozen=True, slots=True)
class _Subject:
    """A spec with its facts, against which recordings are checked."""

    opened: OpenedSpec
    chosen: ChosenFacts
    loaded: Loaded
    folders: tuple[Path, ...]
    settings: Settings

    def auditor(self, loaded: Loaded, *, observing: bool = False) -> Auditor:
        """Make an auditor for a model of the spec. Raises BadParameter for an unknown group."""
        from ..audit.auditor import Auditor
        from ..targets import package_names

        assert loaded.model is not None
        names, _ = package_names(loaded.model, self.opened.entry)
        try:
            return Auditor(loaded.model, names, self.settings, observing=observing)
        except ValueError as fault:
            raise click.BadParameter(str(fault), param_hint="--group") from None

    def proposed(self, path: Path, names: tuple[str, ...]) -> Report:
        """Write a proposal of facts for recordings, and return the report without them."""

        def read(loaded: Loaded, refused: Refused) -> Auditor:
            auditor = self.auditor(loaded, observing=True)
            assert auditor.observer is not None
            auditor.observer.refused = refused
            for name in names:
                with _readable(name), recordings.opened(name) as stream:
                    auditor.read(name, stream)
            return auditor

        with contextlib.closing(Recordings()) as recordings:
            return proposed(path, self.opened, self.chosen, self.loaded, self.folders, read)


def _subject(
    spec: str, facts: str | None, folders: tuple[Path, ...], settings: Settings
) -> _Subject:
    """Open the spec of an argument. Ends the program if it cannot be used."""
    from ..model.groups import why_no_groups

    opened = opened_spec(spec)
    chosen = chosen_facts(facts, opened)
    loaded = loaded_with(chosen, opened, folders)
    diagnostics = (*loaded.diagnostics, *opened.findings)
    own = None if chosen.source is None else chosen.source.path
    text = findings_text(diagnostics, loaded.sources, opened, own, verbose=False)
    click.echo(facts_text(chosen, loaded.used, spec) + text, nl=False, err=True)
    if loaded.model is None:
        sys.exit(EXIT_SPEC)
    if not settings.groups and not loaded.model.groups:
        advice = f"{why_no_groups(loaded.model)}."
        fail(error("RC733", "the spec declares no events", None, advice, (), opened.shown), 3)
    return _Subject(opened, chosen, loaded, folders, settings)


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """End the program with the reason if a recording cannot be read."""
    from ..audit.unpacking import UnreadableError

    try:
        yield
    except (OSError, UnreadableError) as fault:
        unreadable(fault, name, _READABLE)


def _read(auditor: Auditor, name: str) -> None:
    try:
        with _readable(name):
            if name == _STDIN:
                auditor.read(name, sys.stdin.buffer, _progress(sys.stdin.buffer))
            else:
                with open_stream(name) as stream:
                    auditor.read(name, stream, _progress(stream))
    finally:
        if sys.stderr.isatty():
            click.echo("\r\x1b[K", nl=False, err=True)


def _read_together(auditor: Auditor, names: tuple[str, ...], jobs: int) -> None:
    """Read recordings with several processes."""
    from ..audit.parallel import Part, can_fork, parts_of, read_parts
    from ..audit.unpacking import UnreadableError

    parts: list[Part] = []
    for name in names:
        try:
            parts += parts_of(name)
        except (OSError, UnreadableError) as fault:
            unreadable(fault, name, _READABLE)
    if not can_fork():
        for name in names:
            _read(auditor, name)
        return
    try:
        read_parts(auditor, parts, jobs)
    except (OSError, UnreadableError) as fault:
        unreadable(fault, ", ".join(names), _READABLE)


def _merge(auditor: Auditor, names: tuple[str, ...]) -> None:
    """Add partial reports to the auditor. Ends the program for a file that is none."""
    for name in names:
        try:
            data = sys.stdin.buffer.read() if name == _STDIN else read_file(name, OUTPUT_LIMIT)
            auditor.merge(data)
        except OSError as fault:
            message = f"the partial report cannot be read: {fault.strerror}"
            fail(error("RC731", message, advice="Name what --partial has written.", file=name))
        except ValueError as fault:
            message = f"the partial report cannot be merged: {fault}"
            advice = "Write it anew with --partial, from the same spec and the same options."
            fail(error("RC734", message, advice=advice, file=name))


def _may_be_partial(before: bytes | None) -> bool:
    """Whether the content of a file, if there is one, may be replaced by a partial report."""
    from ..audit.partial import is_partial

    return not before or is_partial(before)


def _assert_no_other(path: Path) -> None:
    """End the program before any recording is read if the path has another kind of file."""
    from ..output.named import current

    with contextlib.suppress(OSError):  # The path of a pipe or a device cannot be read beforehand.
        if not _may_be_partial(current(path)):
            _refuse_other(path)


def _refuse_other(path: Path) -> NoReturn:
    message = "the file is no partial report, and nothing else is overwritten"
    fail(error("RC735", message, advice="Name a new file.", file=str(path)))


def _write(path: Path, data: bytes) -> None:
    from ..output.named import write_named

    try:
        written = write_named(path, data, _may_be_partial)
    except OSError as fault:
        message = f"the partial report cannot be written: {fault.strerror}"
        fail(error("RC735", message, advice="Name a file that can be written.", file=str(path)))
    if not written:
        _refuse_other(path)


def _progress(stream: IO[bytes]) -> Callable[[int], None]:
    """Make the display of progress in a file, on terminals only."""
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
        return error("RC732", f"there are no events in {shown}", advice=_RECORDING)
    first = report.first_broken[0]
    message = f"no line holds an event; the first says: {first.reason}"
    return replace(error("RC732", message, advice=_RECORDING), file=f"{first.file}:{first.line}")
