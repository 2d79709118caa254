"""`realtime-codegen targets`: list the targets."""

from __future__ import annotations

from pathlib import Path

import click

from ..targets import TargetError, discover
from .endings import verbose_option
from .helping import HelpedCommand

__all__ = ["command"]


@click.command(
    "targets",
    cls=HelpedCommand,
    examples=(
        "realtime-codegen targets",
        "realtime-codegen targets --target-path my_targets",
    ),
)
@click.option(
    "--target-path",
    "folders",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with further targets.",
)
@verbose_option
def command(folders: tuple[Path, ...]) -> None:
    """List what can be emitted, and the options of each target."""
    try:
        targets = discover(None, folders)
    except TargetError as fault:
        raise click.BadParameter(str(fault), param_hint="--target-path") from None
    width = max(map(len, targets))
    for name in sorted(targets):
        click.echo(f"{name:{width}}  {targets[name].summary}")
        for option in targets[name].options:
            given = f"-O {name}.{option.name}=VALUE"
            click.echo(f"{'':{width}}  {given}  {option.summary}  [{option.shown}]")
