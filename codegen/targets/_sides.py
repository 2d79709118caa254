"""Which groups are the two directions of one protocol, by their names."""

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
    """What a group is about: the words of its name that say no side and no kind."""
    words = (word for word in _words(group, names) if word.lower() not in _NO_SUBJECT)
    return "_".join(words)


def side_of(group: EventGroup, names: Names) -> str:
    """Who sends the events of a group: "client", "server", or "" where the name tells none."""
    said = [word for word in map(str.lower, _words(group, names)) if word in _SIDES]
    return said[-1] if said else ""
