"""The command. The only package that prints, exits or reads the environment.

Each module holds one command, named as the module is; `console` holds what they share.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import click

from .. import __version__
from .completing import is_asked_by_shell
from .endings import ended_early, fill_streams
from .helping import HelpedCommand
from .memory import end_process, leave_cycles

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["main", "run"]

_DEFAULT: Final = "generate"
_COMMANDS: Final = (
    *(_DEFAULT, "init", "check", "update", "diff", "migrate", "adapt", "audit", "replay"),
    *("record", "facts", "targets"),
    "completion",
)


class _Commands(HelpedCommand, click.Group):
    """A group of commands, each of which is imported when it is called.

    Without the name of a command, `generate` is called: `realtime-codegen SPEC`.
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
        """Parse the arguments; insert `generate` if they name no command."""
        named = bool(args) and args[0] in (*_COMMANDS, "--help", "--version", "-h")
        # A shell that completes the first word has none yet.
        if not named and (args or not ctx.resilient_parsing):
            args = [_DEFAULT, *args]
        with ended_early(ctx):
            return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete the name of a command, or the first argument of `generate`."""
        from .completing import complete_specs

        commands = super().shell_complete(ctx, incomplete)
        return [*commands, *complete_specs(ctx, click.Argument(["spec"]), incomplete)]

    def main(self, *args: Any, **settings: Any) -> Any:
        """Run the program, or answer a shell's request for completions."""
        leave_cycles()
        if is_asked_by_shell():
            from . import shells  # noqa: F401  # click looks for what it registers.
        return super().main(*args, **settings)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that the arguments name."""
        with ended_early(ctx):
            return super().invoke(ctx)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="The command generate may be left out: realtime-codegen SPEC, or with a configuration "
    "realtime-codegen alone.",
    examples=(
        "realtime-codegen spec.d.ts --package my_types --output src",
        "realtime-codegen init",
        "realtime-codegen",
    ),
)
@click.version_option(__version__, prog_name="realtime-codegen")
def main() -> None:
    """Turn TypeScript declarations of a protocol into a Python package to vendor.

    Exit codes: 0 fine; 1 a difference was found; 2 usage or configuration; 3 the spec could
    not be used.
    """


def run() -> None:
    """Run the command as the whole of the process, which ends with it."""
    fill_streams()
    try:
        main()
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            end_process(end.code or 0)
        raise
