"""The help of a command: examples below the options."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import click

from ..text.similar import similar_name

__all__ = ["HelpedCommand", "field_case_option", "meant_command"]

field_case_option: Final = click.option(
    "--field-case",
    type=click.Choice(("wire", "snake")),
    help="How the fields of the generated package are called.  [default: as the configuration "
    "has it, or wire]",
)
"""The option for the names of Python fields, of commands that compare specs."""


def meant_command(word: str) -> str | None:
    """The command whose name is similar to a word, if there is one."""
    root = click.get_current_context().find_root()
    commands = root.command.list_commands(root) if isinstance(root.command, click.Group) else []
    return similar_name(word, commands)


def _long_options(command: click.Command, ctx: click.Context) -> list[str]:
    """The long options of a command, `--no-` forms included."""
    names = (name for own in command.get_params(ctx) for name in (*own.opts, *own.secondary_opts))
    return [name for name in names if name.startswith("--")]


class HelpedCommand(click.Command):
    """A command with examples at the end of its help: command lines, one a line."""

    def __init__(self, *args: Any, examples: Sequence[str], **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.examples = tuple(examples)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; for an unknown option, suggest the one with a similar name.

        What click calls similar is often not.
        """
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as fault:
            name = fault.option_name
            meant = self._meant_option(ctx, name)
            advice = "" if meant is None else f" Did you mean {meant!r}?"
            message = f"No such option {name!r}.{advice}"
            raise click.NoSuchOption(name, message, ctx=fault.ctx) from None

    def _meant_option(self, ctx: click.Context, wrong: str) -> str | None:
        """The option of this command, or else of the program, whose name is similar to a word."""
        root = ctx.find_root()
        own = similar_name(wrong, _long_options(self, ctx))
        if own is not None or root is ctx:
            return own
        of_program = similar_name(wrong, _long_options(root.command, root))
        return None if of_program is None else f"{root.command_path} {of_program}"

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples below the options; lines are not wrapped, as they are to be copied."""
        super().format_epilog(ctx, formatter)
        with formatter.section("Examples"):
            for line in self.examples:
                formatter.write(f"{'':{formatter.current_indent}}{line}\n")
