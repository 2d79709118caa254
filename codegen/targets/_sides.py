"""Detect the groups of one protocol's two directions, by their names."""

from __future__ import annotations

import re
from typing import Final

from ..model import EventGroup
from ..python.names import Names

__all__ = ["side_of", "subject_of"]

_SIDES: Final = ("client", "server")
_NO_SUBJECT: Final = frozenset({*_SIDES, "event", "events", "message", "messages"})


def _words(group: EventGroup, names: Names) -> list[str]:
    return [word for word in re.split("_+", names.stems[group.id]) if word]


def subject_of(group: EventGroup, names: Names) -> str:
    """The subject of a group: the words of its name that are no side and no kind."""
    words = (word for word in _words(group, names) if word.lower() not in _NO_SUBJECT)
    return "_".join(words)


def side_of(group: EventGroup, names: Names) -> str:
    """The sender of a group's events by its name: "client", "server", or "" if unknown."""
    said = [word for word in map(str.lower, _words(group, names)) if word in _SIDES]
    return said[-1] if said else ""
