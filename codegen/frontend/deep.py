"""Room for recursion as deep as declarations nest."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Final, TypeVar

__all__ = ["deeply"]

_T = TypeVar("_T")

_FRAMES: Final = 60_000
_STACK: Final = 256 * 1024 * 1024
"""Address space, of which a run uses what it needs: frames of Python alone need none of it."""

_inside = threading.local()


def deeply(function: Callable[[], _T]) -> _T:
    """What a function returns or raises, run where it may recurse far deeper than usual.

    The function runs in a thread of its own while this one waits. Raises RecursionError
    where even that room is not enough.
    """
    if getattr(_inside, "deep", False):
        return function()
    results: list[_T] = []
    faults: list[BaseException] = []

    def run() -> None:
        _inside.deep = True
        try:
            results.append(function())
        except BaseException as fault:
            faults.append(fault)

    frames = sys.getrecursionlimit()
    stack = threading.stack_size(_STACK)
    try:
        thread = threading.Thread(target=run, name="deep", daemon=True)
        sys.setrecursionlimit(max(frames, _FRAMES))
        thread.start()
    finally:
        threading.stack_size(stack)
    try:
        thread.join()
    finally:
        sys.setrecursionlimit(frames)
    if faults:
        raise faults[0]
    return results[0]
