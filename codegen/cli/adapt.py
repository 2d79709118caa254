"""`realtime-codegen adapt OLD NEW`: a module that makes the events of one spec those of another."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import click

from ..text.diagnostics import error
from .completing import complete_specs
from .console import EXIT_DIFFERENT, EXIT_SPEC, fail
from .endings import verbose_option
from .helping import HelpedCommand
from .options import change_facts_option, facts_options
from .pairs import compared_versions, reading_of

if TYPE_CHECKING:
    from ..changes.report import Side

__all__ = ["command"]

_CONFIDENCE: Final = 0.75
_NO_EVENTS: Final = "the two specs have no events of one side in common, as unions tell them"
_ADVICE: Final = "Say which unions clients read and write: --read UNION --written UNION."


@click.command(
    "adapt",
    cls=HelpedCommand,
    examples=(
        "realtime-codegen adapt old.d.ts new.d.ts -o src/my_proxy/adapter.py",
        "realtime-codegen adapt git:main:spec.d.ts spec.d.ts --written Command -o adapter.py",
        "realtime-codegen adapt old.d.ts new.d.ts -o src/my_proxy/adapter.py --check",
    ),
)
@click.argument("old", shell_complete=complete_specs)
@click.argument("new", shell_complete=complete_specs)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The module that is written.  [default: standard output]",
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if FILE is not up to date.")
@click.option("--force", is_flag=True, help="Overwrite a module that was edited.")
@click.option(
    "--min-confidence",
    default=_CONFIDENCE,
    show_default=True,
    type=click.FloatRange(0, 1),
    help="Renames and moves that are less certain are none.",
)
@click.option("--read", "read", multiple=True, metavar="UNION", help="A union that clients read.")
@click.option(
    "--written", "written", multiple=True, metavar="UNION", help="A union that clients write."
)
@facts_options
@change_facts_option
@verbose_option
def command(
    old: str,
    new: str,
    output: Path | None,
    check: bool,
    force: bool,
    min_confidence: float,
    read: tuple[str, ...],
    written: tuple[str, ...],
    facts: str | None,
    target_folders: tuple[Path, ...],
    change_facts: str | None,
) -> None:
    """Write a module that makes events of OLD those of NEW, and back.

    It is for proxies, and for programs that serve both. Its functions upgrade_client_event,
    downgrade_client_event, upgrade_server_event and downgrade_server_event take an event as a
    dictionary, and return the events that it is in the other version, and what could not be
    carried over. It needs the standard library alone.

    OLD and NEW are files of declarations, npm:PACKAGE@VERSION/PATH.d.ts, git:REV:PATH.d.ts, or
    names of your configuration.
    """
    from .. import __version__
    from ..adapt.emission import adapter

    if check and output is None:
        raise click.UsageError("--check needs -o FILE.")
    (before, after), reading = reading_of((old, new), facts, target_folders, None, change_facts)
    versions = compared_versions(before, after, reading, _sides(read, written))
    text = adapter(*versions, version=__version__, least=min_confidence)
    if text is None:
        fail(error("RC726", _NO_EVENTS, advice=_ADVICE), EXIT_SPEC)
    if output is None:
        click.echo(text, nl=False)
    else:
        _write(output, text.encode(), check=check, force=force)


def _sides(read: tuple[str, ...], written: tuple[str, ...]) -> tuple[tuple[str, Side], ...]:
    from ..changes.report import Side

    return (*((name, Side.READERS) for name in read), *((name, Side.WRITERS) for name in written))


def _write(output: Path, data: bytes, *, check: bool, force: bool) -> None:
    """Write the module; end the program where the file was edited, or is another program's."""
    from ..output.named import current, write_named
    from ..output.sealed import is_edited
    from ..output.tree import is_marked
    from ..text.lines import with_line_feeds

    def is_ours(before: bytes | None) -> bool:
        return before is None or is_marked(before)

    def may_replace(before: bytes | None) -> bool:
        return is_ours(before) and (before is None or force or not is_edited(before))

    try:
        before = current(output)
        if before is not None and with_line_feeds(before) == data and not output.is_symlink():
            return
        if check:
            click.echo(f"{output}: not up to date", err=True)
            sys.exit(EXIT_DIFFERENT)
        if not write_named(output, data, may_replace, making_folders=True):
            _refuse(output, is_ours=is_ours(current(output)))
    except OSError as fault:
        fail(error("RC727", f"{output}: {fault.strerror}", advice="Name another file."))
    click.echo(f"{output}: written", err=True)


def _refuse(output: Path, *, is_ours: bool) -> NoReturn:
    if is_ours:
        advice = "Keep what you need of it elsewhere. --force overwrites the edits."
        fail(error("RC403", f"{output}: edited since it was generated", advice=advice))
    advice = "Name another file, or remove this one."
    fail(error("RC727", f"{output}: this tool did not write the file", advice=advice))
