"""The help of a command: examples below the options."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import click

__all__ = ["HelpedCommand", "field_case_option", "meant_command"]

field_case_option: Final = click.option(
    "--field-case",
    type=click.Choice(("wire", "snake")),
    help="How the fields of the generated package are called.  [default: as the configuration "
    "has it, or wire]",
)
"""The option of commands that compare specs, for the names of Python fields."""


def meant_command(word: str) -> str | None:
    """The command that a word may stand for, if one is spelled alike."""
    from difflib import get_close_matches

    root = click.get_current_context().find_root()
    commands = root.command.list_commands(root) if isinstance(root.command, click.Group) else []
    return next(iter(get_close_matches(word, commands, n=1, cutoff=0.7)), None)


class HelpedCommand(click.Command):
    """A command whose help ends in examples: command lines, each on a line of its own."""

    def __init__(self, *args: Any, examples: Sequence[str], **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples below the rest; a line is not broken, as it is to be copied."""
        super().format_epilog(ctx, formatter)
        with formatter.section("Examples"):
            for line in self.examples:
                formatter.write(f"{'':{formatter.current_indent}}{line}\n")
