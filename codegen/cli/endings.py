"""How a run ends that is stopped, or whose output goes nowhere."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Final

import click

__all__ = ["ended_early"]

# A shell tells by these that a program was ended by SIGINT, or by SIGPIPE.
_EXIT_STOPPED: Final = 130
_EXIT_UNREAD: Final = 141


@contextlib.contextmanager
def ended_early(ctx: click.Context) -> Iterator[None]:
    """Give a run that is stopped, or whose output goes nowhere, an exit code of its own."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
        ctx.exit(_EXIT_STOPPED)
    except BrokenPipeError:
        _drop_output()
        ctx.exit(_EXIT_UNREAD)
    except OSError as fault:
        from .console import EXIT_USAGE

        _drop_output()
        place = f"{fault.filename}: " if fault.filename else ""
        with contextlib.suppress(OSError):
            click.echo(f"error: {place}{fault.strerror}", err=True)
        ctx.exit(EXIT_USAGE)


def _drop_output() -> None:
    """Let what is still to be printed go nowhere: the interpreter tries it again at its end."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
