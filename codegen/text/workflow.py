"""Commands of a GitHub workflow: lines of a log that become annotations of a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from .hidden import escape_hidden

__all__ = ["workflow_command"]

_IN_MESSAGE: Final = re.compile(r"[%\r\n]")
_IN_PROPERTY: Final = re.compile(r"[%\r\n:,]")


def workflow_command(name: str, properties: Iterable[tuple[str, str]], message: str) -> str:
    """Format a command, such as `error`, with its properties in order, and its message."""
    pairs = ",".join(f"{key}={_escaped(value, _IN_PROPERTY)}" for key, value in properties)
    return f"::{name} {pairs}::{_escaped(message, _IN_MESSAGE)}"


def _escaped(text: str, unsafe: re.Pattern[str]) -> str:
    """Escape text of a command, so that it is on one line, and no other command."""
    shown = escape_hidden(text.replace("\t", " ").replace("\r\n", "\n"))
    return unsafe.sub(lambda match: f"%{ord(match[0]):02X}", shown)
