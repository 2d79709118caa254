"""Options and endings of the commands that serve sockets."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from typing import Final, NoReturn, TypeVar

import click

from ..text.diagnostics import error
from .console import fail

__all__ = ["listening_options", "missing_websockets", "stopped", "told_to_listen"]

Command = TypeVar("Command", bound=Callable[..., None])

_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


def listening_options(command: Command) -> Command:
    """Add the options `host` and `port` to a command."""
    host = click.option(
        "--host", default="127.0.0.1", show_default=True, help="The address to listen at."
    )
    port = click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=0,
        help="The port to listen at.  [default: a free one, which is printed]",
    )
    return host(port(command))


def told_to_listen(url: str) -> None:
    """Print the address for clients at once."""
    click.echo(f"listening at {url}; Ctrl-C ends it", err=True)


def missing_websockets() -> NoReturn:
    """End the program, as the package websockets is not installed."""
    advice = "Install it: pip install 'realtime-codegen[replay]'."
    fail(error("RC757", "this command needs the package websockets", advice=advice))


def stopped() -> asyncio.Event:
    """Make an event of the running loop that is set by a signal to end the program."""
    event = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is None:
            continue
        try:
            loop.add_signal_handler(number, event.set)
        except (NotImplementedError, RuntimeError, ValueError):
            return event  # On such a loop Ctrl-C raises KeyboardInterrupt instead.
    return event
