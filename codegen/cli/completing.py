"""What a shell offers to complete: specs of the configuration, files, targets."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["complete_facts", "complete_specs", "complete_targets", "is_asked_by_shell"]


def is_asked_by_shell() -> bool:
    """Whether a shell has called the program, for its script or to complete a line."""
    return any(name.endswith("_COMPLETE") for name in os.environ)


def complete_specs(
    _ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The names of the configuration that begin so, and files."""
    from click.shell_completion import CompletionItem

    from .project import configured_names

    names = [name for name in configured_names() if name.startswith(incomplete)]
    return [*map(CompletionItem, names), CompletionItem(incomplete, type="file")]


def complete_targets(
    _ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The targets whose names begin so."""
    from click.shell_completion import CompletionItem

    from ..targets import target_names

    return [CompletionItem(name) for name in target_names() if name.startswith(incomplete)]


def complete_facts(
    _ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The names of facts that begin so, and files."""
    from click.shell_completion import CompletionItem

    from ..facts.choosing import WORDS

    names = [name for name in WORDS if name.startswith(incomplete)]
    return [*map(CompletionItem, names), CompletionItem(incomplete, type="file")]
