"""`realtime-codegen targets`: list the targets."""

from __future__ import annotations

import click

from ..targets import discover
from .endings import verbose_option

__all__ = ["command"]


@click.command("targets")
@verbose_option
def command() -> None:
    """List what can be emitted."""
    targets = discover(None)
    width = max(map(len, targets))
    for name in sorted(targets):
        click.echo(f"{name:{width}}  {targets[name].summary}")
