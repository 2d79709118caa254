"""The completions of a shell: specs of the configuration, files, targets."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from click.shell_completion import CompletionItem

__all__ = [
    "complete_change_facts",
    "complete_facts",
    "complete_files",
    "complete_folders",
    "complete_names",
    "complete_options",
    "complete_rules",
    "complete_specs",
    "complete_targets",
    "is_asked_by_shell",
]


def is_asked_by_shell() -> bool:
    """Whether a shell has called the program, for its script or to complete a line."""
    return any(name.endswith("_COMPLETE") for name in os.environ)


def complete_specs(
    ctx: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the name of a configured spec, or a file."""
    names = complete_names(ctx, parameter, incomplete)
    return [*names, *complete_files(ctx, parameter, incomplete)]


def complete_targets(
    _ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the name of a target."""
    from ..targets import target_names

    return _beginning(target_names(), incomplete)


def complete_facts(
    ctx: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the name of facts, or a file."""
    from ..facts.choosing import WORDS

    return [*_beginning(WORDS, incomplete), *complete_files(ctx, parameter, incomplete)]


def complete_change_facts(
    ctx: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the name of facts of a change, or a file."""
    from ..facts.choosing import CHANGE_WORDS

    return [*_beginning(CHANGE_WORDS, incomplete), *complete_files(ctx, parameter, incomplete)]


def complete_names(
    _ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the name of a configured spec."""
    from .project import configured_names

    return _beginning(configured_names(), incomplete)


def complete_files(
    _ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Let the shell complete files."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def complete_folders(
    _ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Let the shell complete folders."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="dir")]


def complete_options(
    _ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the option of a target, with `=` at its end."""
    from ..targets import discover, target_names

    targets = discover(target_names()).values()
    options = (f"{target.name}.{option.name}=" for target in targets for option in target.options)
    return _beginning(options, incomplete)


def complete_rules(
    _ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete a rule of `diff` or, after `=`, its level."""
    from typing import get_args

    from ..changes.policy import LEVELS
    from ..changes.report import ChangeKind

    rule, given, _ = incomplete.partition("=")
    rules = (f"{kind}=" for kind in get_args(ChangeKind))
    return _beginning((f"{rule}={level}" for level in LEVELS) if given else rules, incomplete)


def _beginning(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(word) for word in words if word.startswith(incomplete)]
