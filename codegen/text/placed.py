"""Values of a configuration with their places, for errors that are found later."""

from __future__ import annotations

from collections.abc import Iterable

from .records import dataclass
from .source import Span

__all__ = ["Placed", "place_of"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A configured value of a job's field, with its place."""

    field: str
    value: str
    span: Span


def place_of(placed: Iterable[Placed], field: str, value: str) -> Span | None:
    """The place of a value in the configuration; None for a value from elsewhere."""
    return next((own.span for own in placed if (own.field, own.value) == (field, value)), None)
