"""Counting work instead of timing it."""

from __future__ import annotations

import sys
from typing import Any

__all__ = ["calls_of", "steps_of"]


def calls_of(action: Any) -> int:
    """How many functions of Python an action calls."""
    count = 0

    def profile(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        action()
    finally:
        sys.setprofile(before)
    return count


def steps_of(action: Any) -> int:
    """How many lines of Python an action executes, and how many functions in C these call."""
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
