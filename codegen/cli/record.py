"""`realtime-codegen record URL -o FILE`: a proxy that records the traffic."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from ..text.diagnostics import error
from .console import EXIT_DIFFERENT, fail
from .endings import verbose_option
from .helping import HelpedCommand
from .playing import listening_options, missing_websockets, stopped, told_to_listen

if TYPE_CHECKING:
    from ..replay.proxy import Recorder

__all__ = ["command"]


@click.command(
    "record",
    cls=HelpedCommand,
    examples=(
        "realtime-codegen record wss://api.openai.com/v1/realtime -o session.jsonl --port 8765",
        'realtime-codegen record wss://example.org -o s.jsonl --header "Authorization: $KEY"',
    ),
)
@click.argument("url")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The recording. Further ones are beside it, FILE-2 and so on; none is written over.",
)
@listening_options
@click.option(
    "--header",
    "headers",
    multiple=True,
    metavar="NAME:VALUE",
    help="A header for the server, in place of the client's; may be repeated.",
)
@click.option(
    "--secret",
    "secrets",
    multiple=True,
    metavar="TEXT",
    help="A further text that the recording must not have; may be repeated.",
)
@click.option(
    "--clients",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="End when so many connections have ended; 0: when it is stopped.",
)
@verbose_option
def command(
    url: str,
    output: Path,
    host: str,
    port: int,
    headers: tuple[str, ...],
    secrets: tuple[str, ...],
    clients: int,
) -> None:
    """Pass what clients send on to the server at URL, and record it for audit and replay.

    A client connects to the printed address, as it would to the server, with its own headers
    and parameters. Secrets are left out of the recording: headers and parameters of the request,
    and values in messages that are named like a secret or look like one.

    Exit codes: 0 everything was passed on; 1 the server could not be reached; 2 usage, or no
    recording can be written.
    """
    from ..replay.proxy import Recorder
    from ..replay.serving import WebsocketsMissingError

    if urlsplit(url).scheme not in ("ws", "wss") or not urlsplit(url).netloc:
        raise click.BadParameter("it begins with ws:// or wss://", param_hint="URL")
    given = []
    for header in headers:
        name, colon, value = header.partition(":")
        if not colon or not name.strip():
            raise click.BadParameter("it is NAME:VALUE", param_hint="--header")
        given.append((name.strip(), value.strip()))
    recorder = Recorder(url, output, _tell, secrets, tuple(given))
    try:
        recorder.check_folder()
    except OSError as fault:
        message = f"the recording cannot be written: {fault.strerror}"
        fail(error("RC758", message, advice="Name another file.", file=str(output)))
    try:
        asyncio.run(_record(recorder, host, port, clients))
    except WebsocketsMissingError:
        missing_websockets()
    except OSError as fault:
        fail(
            error(
                "RC756", f"{host}:{port}: {fault.strerror or fault}", advice="Name another address."
            )
        )
    if recorder.failed:
        sys.exit(EXIT_DIFFERENT)


def _tell(text: str) -> None:
    click.echo(text, err=True)


async def _record(recorder: Recorder, host: str, port: int, clients: int) -> None:
    from ..replay.proxy import recording

    end = stopped()
    ended = 0

    def told(text: str) -> None:
        nonlocal ended
        ended += 1
        _tell(text)
        if clients and ended >= clients:
            end.set()

    recorder.told = told
    async with recording(recorder, host, port):
        told_to_listen(recorder.url)
        await end.wait()
