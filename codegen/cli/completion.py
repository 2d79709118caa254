"""`realtime-codegen completion`: the script that a shell needs to complete the command."""

from __future__ import annotations

import click

from .endings import verbose_option
from .helping import HelpedCommand
from .shells import SHELLS

__all__ = ["command"]


class _Shell(click.Choice[str]):
    """A choice whose error names the valid values in the same line."""

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None) -> str:
        """The part of the error for a missing argument that names the shells."""
        return f"The shells are {', '.join(SHELLS)}."


@click.command(
    "completion",
    cls=HelpedCommand,
    examples=(
        "realtime-codegen completion bash",
        "realtime-codegen completion zsh",
        "realtime-codegen completion fish",
    ),
)
@click.argument("shell", metavar="SHELL", type=_Shell(tuple(SHELLS)))
@verbose_option
def command(shell: str) -> None:
    """Print a script for SHELL that completes commands, targets, names and files.

    It goes into a file that the shell reads when it starts: ~/.bashrc, ~/.zshrc, or
    ~/.config/fish/completions/realtime-codegen.fish.
    """
    root = click.get_current_context().find_root()
    name = root.info_name or "realtime-codegen"
    complete = SHELLS[shell](root.command, {}, name, f"_{name.replace('-', '_').upper()}_COMPLETE")
    click.echo(complete.source_template % complete.source_vars())
