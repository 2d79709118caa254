"""Options that several commands have."""

from __future__ import annotations

from typing import Final

import click

from ..project.job import FACTS_HELP
from .completing import complete_facts

__all__ = ["FACTS_METAVAR", "facts_option"]

FACTS_METAVAR: Final = "FILE|NAME|none"

facts_option: Final = click.option(
    "--facts", metavar=FACTS_METAVAR, help=FACTS_HELP, shell_complete=complete_facts
)
"""The `--facts` of commands that read a spec and generate nothing."""
