"""`realtime-codegen targets`: what can be emitted."""

from __future__ import annotations

import click

from ..targets import discover
from .endings import verbose_option

__all__ = ["command"]


@click.command("targets")
@verbose_option
def command() -> None:
    """List what can be emitted."""
    found = discover(None)
    width = max(map(len, found))
    for name in sorted(found):
        click.echo(f"{name:{width}}  {found[name].summary}")
