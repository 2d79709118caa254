"""What a program has asked of the library so far."""

from __future__ import annotations

from dataclasses import field

from ...text.records import dataclass
from .semantics import ObjectShape, TypeTerm
from .symbols import Symbol

__all__ = ["KnownLibrary"]


@dataclass(eq=False)
class KnownLibrary:
    """The answers of the library to one program."""

    symbols: dict[str, Symbol | None] = field(default_factory=dict)
    """The symbols that were asked for, by name."""
    meanings: dict[object, TypeTerm] = field(default_factory=dict)
    """What aliases stand for, by their identity."""
    wholes: dict[object, ObjectShape | None] = field(default_factory=dict)
    """All members of classes, by their identity."""
