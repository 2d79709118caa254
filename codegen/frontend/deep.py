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
"""The size of the stack in bytes of address space, of which only used pages are allocated."""

_inside = threading.local()


class _Room:
    """The stack size of new threads, which is one setting for the whole interpreter.

    The first thread raises it, and the last one restores it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._threads = 0
        self._frames = 0

    def start(self, thread: threading.Thread) -> None:
        """Start a thread that may recurse deeply; call `leave` when it has ended."""
        with self._lock:
            if not self._threads:
                self._frames = sys.getrecursionlimit()
            stack = threading.stack_size(_STACK)
            try:
                sys.setrecursionlimit(max(self._frames, _FRAMES))
                thread.start()
            except BaseException:
                if not self._threads:
                    sys.setrecursionlimit(self._frames)
                raise
            finally:
                threading.stack_size(stack)
            self._threads += 1

    def leave(self) -> None:
        """Note that a thread has ended."""
        with self._lock:
            self._threads -= 1
            if not self._threads:
                sys.setrecursionlimit(self._frames)


_room = _Room()


def deeply(function: Callable[[], _T]) -> _T:
    """Call a function such that it may recurse far deeper than usual.

    It runs in a new thread while this one waits; its result is returned, its exception raised.
    Raises RecursionError if even that stack is too small.
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

    thread = threading.Thread(target=run, name="deep", daemon=True)
    _room.start(thread)
    try:
        thread.join()
    finally:
        _room.leave()
    if faults:
        raise faults[0]
    return results[0]
