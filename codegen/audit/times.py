"""Infer when a message was sent from the fields of the enclosing objects."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

__all__ = ["time_beside"]

_NAMES: Final = frozenset("time timestamp ts t at when datetime received_at sent_at".split())
_LONGEST: Final = 40
_MILLISECONDS: Final = 1e11
"""A number below it is in seconds since 1970, a larger one in milliseconds."""
_NANOSECONDS: Final = 1e17


def time_beside(members: Mapping[str, Any]) -> float | None:
    """The time in the fields of an object, in seconds since 1970; None if it has none.

    Seconds, milliseconds and nanoseconds are distinguished by their size; texts are parsed as ISO
    8601.
    """
    for name, value in members.items():
        if name.lower() in _NAMES:
            time = _seconds(value)
            if time is not None:
                return time
    return None


def _seconds(value: Any) -> float | None:
    if isinstance(value, str):
        if len(value) > _LONGEST:
            return None
        try:
            date = datetime.fromisoformat(value)
        except ValueError:
            return None
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        time = float(value)
    except OverflowError:
        return None
    if not math.isfinite(time) or time < 0:
        return None
    if time >= _NANOSECONDS:
        return time / 1e9
    return time / 1e3 if time >= _MILLISECONDS else time
