"""Counting work instead of timing it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest

__all__ = ["calls_of", "counted", "steps_of"]


def calls_of(action: Any, *, in_c: bool = False) -> int:
    """The number of calls of Python functions in an action, in threads that it starts, too.

    Those of C functions by these are counted as well, if they are to be.
    """
    events = ("call", "c_call") if in_c else ("call",)
    count = 0

    def profile(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in events

    before = sys.getprofile()
    sys.setprofile(profile)
    threading.setprofile(profile)
    try:
        action()
    finally:
        threading.setprofile(None)
        sys.setprofile(before)
    return count


def steps_of(action: Any) -> int:
    """The number of executed lines of Python, and of calls of C functions by these."""
    count = 0

    def trace(_frame: Any, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    def profile(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event == "c_call"

    before = sys.gettrace(), sys.getprofile()
    sys.settrace(trace)
    sys.setprofile(profile)
    try:
        action()
    finally:
        sys.setprofile(before[1])
        sys.settrace(before[0])
    return count


def counted(
    patch: pytest.MonkeyPatch,
    owner: object,
    name: str,
    measure: Callable[..., int] = lambda *_: 1,
) -> list[int]:
    """What each further call of a function counts as, in a list that grows."""
    real, counts = getattr(owner, name), list[int]()

    def counting(*given: Any, **named: Any) -> Any:
        counts.append(measure(*given))
        return real(*given, **named)

    patch.setattr(owner, name, counting)
    return counts
