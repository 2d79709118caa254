"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

import click

from ..project.job import FACTS_HELP
from .completing import complete_change_facts, complete_facts

__all__ = ["FACTS_METAVAR", "change_facts_option", "facts_options"]

Command = TypeVar("Command", bound=Callable[..., None])

FACTS_METAVAR: Final = "FILE|NAME|none"


def facts_options(command: Command) -> Command:
    """Add the options for facts to a command that reads a spec and generates nothing.

    The command gets `facts`, and in `target_folders` the folders of targets with kinds of fact.
    """
    facts = click.option(
        "--facts", metavar=FACTS_METAVAR, help=FACTS_HELP, shell_complete=complete_facts
    )
    folders = click.option(
        "--target-path",
        "target_folders",
        multiple=True,
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="A folder with targets whose kinds of fact the file may have.",
    )
    return facts(folders(command))


def change_facts_option(command: Command) -> Command:
    """Add the option for facts of the change to a command that compares two specs."""
    return click.option(
        "--change-facts",
        metavar=FACTS_METAVAR,
        shell_complete=complete_change_facts,
        help="Facts of the change from OLD to NEW: a file, the name of facts that the tool has, "
        "the package that both are of, or none.  [default: those for the pair]",
    )(command)
