"""Values of a configuration with their places, for those who find later that one is wrong."""

from __future__ import annotations

from collections.abc import Iterable

from .records import dataclass
from .source import Span

__all__ = ["Placed", "place_of"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A value that the configuration gives to the field of a job, and where it has it."""

    field: str
    value: str
    span: Span


def place_of(placed: Iterable[Placed], field: str, value: str) -> Span | None:
    """Where the configuration has a value; None for a value that is from elsewhere."""
    return next((own.span for own in placed if (own.field, own.value) == (field, value)), None)
