"""Declarations of many like parts, as tests of growth write them."""

from __future__ import annotations

__all__ = ["each", "fields", "numbers"]


def each(count: int, text: str, between: str = " ") -> str:
    """A text so many times, with its number for each `#`."""
    return between.join(text.replace("#", str(number)) for number in range(count))


def fields(count: int) -> str:
    """So many properties of an interface, of different types."""
    return each(count, "p#: #;")


def numbers(count: int, between: str = ", ") -> str:
    """So many literals."""
    return each(count, "#", between)
