"""The command. The only package that prints, exits or reads the environment.

Each module holds one command, named as the module is; `console` holds what they share.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Final

import click

from .. import __version__

__all__ = ["main"]

_DEFAULT: Final = "generate"
_COMMANDS: Final = (_DEFAULT, "check", "update", "diff", "migrate", "audit", "targets")

_EXIT_USAGE: Final = 2
# A shell tells by these that a program was ended by SIGINT, or by SIGPIPE.
_EXIT_STOPPED: Final = 130
_EXIT_UNREAD: Final = 141


class _Commands(click.Group):
    """Commands that are loaded when they are called.

    The first may be left out: `realtime-codegen SPEC` generates.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands by name, in the order of the help."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f".{cmd_name}", __name__).command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments with the command that was left out."""
        if not args or args[0] not in (*_COMMANDS, "--help", "--version", "-h"):
            args = [_DEFAULT, *args]
        with _ended_early(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that the arguments name."""
        with _ended_early(ctx):
            return super().invoke(ctx)


@contextlib.contextmanager
def _ended_early(ctx: click.Context) -> Iterator[None]:
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
        _drop_output()
        place = f"{fault.filename}: " if fault.filename else ""
        with contextlib.suppress(OSError):
            click.echo(f"error: {place}{fault.strerror}", err=True)
        ctx.exit(_EXIT_USAGE)


def _drop_output() -> None:
    """Let what is still to be printed go nowhere: the interpreter tries it again at its end."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="The command generate may be left out: realtime-codegen SPEC, or with a configuration "
    "realtime-codegen alone.",
)
@click.version_option(__version__, prog_name="realtime-codegen")
def main() -> None:
    """Turn TypeScript declarations of a protocol into a Python package to vendor.

    Exit codes: 0 fine; 1 a difference was found; 2 usage or configuration; 3 the spec could
    not be used.
    """
