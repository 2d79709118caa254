"""`realtime-codegen replay SPEC FILE`: play the server of a recording or a scenario."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..text.diagnostics import error
from ..text.disk import open_stream
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
from .playing import listening_options, missing_websockets, stopped, told_to_listen
from .project import configured_for, say_configured

if TYPE_CHECKING:
    from ..replay.protocol import Protocol
    from ..replay.reading import Read
    from ..replay.report import Connection
    from ..replay.serving import Playing

__all__ = ["command"]

_CHANCE = click.FloatRange(0, 1)
_READABLE = "Name a recording, as audit reads it, or a scenario; docs/replay.md says what that is."


@click.command(
    "replay",
    cls=HelpedCommand,
    examples=(
        "realtime-codegen replay spec.d.ts session.jsonl --port 8765",
        "realtime-codegen replay spec.d.ts scenario.jsonl --strict --speed 0",
        "realtime-codegen replay spec.d.ts session.jsonl --drop 0.05 --cut 0.01 --seed 7",
    ),
)
@click.argument("spec", shell_complete=complete_specs)
@click.argument("file", shell_complete=complete_files)
@listening_options
@click.option(
    "--speed",
    type=click.FloatRange(0),
    default=1.0,
    show_default=True,
    help="How often faster than recorded; 0: without pauses.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Nulls, fields that are not declared and messages that nothing expects misfit as well.",
)
@click.option(
    "--clients",
    type=click.IntRange(0),
    help="End when so many connections have ended and none is left; 0: when it is stopped.  "
    "[default: 1, with --loop 0]",
)
@click.option("--loop", is_flag=True, help="Begin again at the end, on the same connection.")
@click.option("--drop", type=_CHANCE, default=0.0, help="How likely an event is not sent.")
@click.option(
    "--delay", type=click.FloatRange(0, 3600), default=0.0, help="The most seconds an event waits."
)
@click.option("--reorder", type=_CHANCE, default=0.0, help="How likely one is sent after the next.")
@click.option(
    "--cut", type=_CHANCE, default=0.0, help="How likely the connection is cut before it."
)
@click.option("--garble", type=_CHANCE, default=0.0, help="How likely its text is damaged.")
@click.option(
    "--seed", type=int, default=0, show_default=True, help="What decides which faults there are."
)
@click.option("--pointer", metavar="POINTER", help="Where a line has its event: /event.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help="How to report.",
)
@facts_options
@verbose_option
def command(
    spec: str,
    file: str,
    host: str,
    port: int,
    speed: float,
    strict: bool,
    clients: int | None,
    loop: bool,
    drop: float,
    delay: float,
    reorder: float,
    cut: float,
    garble: float,
    seed: int,
    pointer: str | None,
    format_: str,
    facts: str | None,
    target_folders: tuple[Path, ...],
) -> None:
    """Play the server of FILE to clients, and check what they send against SPEC.

    FILE is a recording, in any form that audit reads, or a scenario. What the server has said is
    sent when the client has sent what came before. Messages that FILE does not have are answered
    as the facts of the spec say. SPEC is as for audit.

    Exit codes: 0 clients sent what was expected; 1 something misfits, or did not come; 2 FILE
    cannot be played; 3 the spec cannot be used.
    """
    from ..audit.recording import check_pointer
    from ..replay.faults import Chances
    from ..replay.player import Settings
    from ..replay.report import as_json, as_text, is_clean
    from ..replay.serving import Playing, WebsocketsMissingError

    if pointer is not None:
        try:
            check_pointer(pointer)
        except ValueError as fault:
            raise click.BadParameter(str(fault), param_hint="--pointer") from None
    protocol = _protocol(spec, facts, target_folders)
    read = _read(file, protocol, pointer)
    chances = Chances(drop, delay, reorder, cut, garble, seed)
    playing = Playing(read.script, protocol, Settings(speed, strict, loop), chances)
    try:
        asyncio.run(_play(playing, host, port, int(not loop) if clients is None else clients))
    except WebsocketsMissingError:
        missing_websockets()
    except OSError as fault:
        fail(
            error(
                "RC756", f"{host}:{port}: {fault.strerror or fault}", advice="Name another address."
            )
        )
    connections: list[Connection] = playing.connections
    printer = as_json if format_ == "json" else as_text
    click.echo(printer(connections, strict=strict), nl=False)
    if not is_clean(connections, strict=strict):
        sys.exit(EXIT_DIFFERENT)


async def _play(playing: Playing, host: str, port: int, clients: int) -> None:
    """Serve until the given number of connections have ended, or until a signal comes."""
    from ..replay.serving import serving

    end = stopped()

    def ended(_connection: Connection) -> None:
        if 0 < clients <= len(playing.connections) == playing.count:
            end.set()

    playing.ended = ended
    async with serving(playing, host, port):
        told_to_listen(playing.url)
        await end.wait()


def _protocol(spec: str, facts: str | None, folders: tuple[Path, ...]) -> Protocol:
    """Load the protocol of the spec. Ends the program if it cannot be used."""
    from ..model.groups import why_no_groups
    from ..replay.protocol import Protocol
    from ..targets import package_names

    if (job := configured_for(spec)[0]) is not None:
        if facts is None and job.facts is not None:
            say_configured(job)
            facts = job.facts
        spec = job.spec
        folders = folders or job.target_folders
    opened = opened_spec(spec)
    chosen = chosen_facts(facts, opened)
    loaded = loaded_with(chosen, opened, folders)
    own = None if chosen.source is None else chosen.source.path
    diagnostics = (*loaded.diagnostics, *opened.findings)
    text = findings_text(diagnostics, loaded.sources, opened, own, verbose=False)
    click.echo(facts_text(chosen, loaded.used, spec) + text, nl=False, err=True)
    if loaded.model is None:
        sys.exit(EXIT_SPEC)
    if not loaded.model.groups:
        advice = f"{why_no_groups(loaded.model)}."
        fail(error("RC733", "the spec declares no events", None, advice, (), opened.shown), 3)
    names, _ = package_names(loaded.model, opened.entry)
    return Protocol(loaded.model, names, loaded.facts)


def _read(file: str, protocol: Protocol, pointer: str | None) -> Read:
    """Read the script to play. Ends the program if it cannot be read."""
    from ..audit.unpacking import UnreadableError
    from ..replay.reading import NoScriptError, read_script

    try:
        with open_stream(file) as stream:
            read = read_script(stream, protocol, pointer)
    except (OSError, UnreadableError) as fault:
        unreadable(fault, file, _READABLE)
    except NoScriptError as fault:
        fail(error("RC732", f"nothing of it can be played: {fault}", advice=_READABLE, file=file))
    if read.left_out:
        first = read.left_out[0]
        click.echo(f"{file}: {len(read.left_out)} places left out; the first: {first}", err=True)
    return read
