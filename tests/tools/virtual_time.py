"""An event loop with a virtual clock, which advances whenever the loop is idle.

A sleep takes no time, and waiting for an event that cannot come is detected at once.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

__all__ = ["HangError", "run_virtually"]

ResultT = TypeVar("ResultT")


class HangError(Exception):
    """The program waits for an event that cannot come, or runs for ever."""


class _Selector(selectors.SelectSelector):
    """A selector without files: it advances the clock instead of waiting."""

    def __init__(self, longest: float) -> None:
        super().__init__()
        self.now = 0.0
        self.most = longest
        self.idle = 0

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise HangError(f"nothing will happen after {self.now:.3f} s")
        self.idle = 0 if timeout > 0 else self.idle + 1
        if self.idle > 100_000:
            raise HangError(f"something goes round at {self.now:.3f} s")
        self.now += max(0.0, timeout)
        if self.now > self.most:
            raise HangError(f"it is not done after {self.most} s")
        return []


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self, longest: float) -> None:
        self._virtual = _Selector(longest)
        super().__init__(self._virtual)

    def time(self) -> float:
        return self._virtual.now


def run_virtually(
    program: Coroutine[Any, Any, ResultT], longest: float = 10_000.0
) -> tuple[ResultT, set[asyncio.Task[Any]]]:
    """Run a program; return its result and the tasks that it has left.

    Raises HangError if it waits for an event that cannot come, or lasts longer than so many seconds
    of virtual time, and the program's exceptions.
    """
    loop = _Loop(longest)
    left: set[asyncio.Task[Any]] = set()
    task = loop.create_task(program)
    try:
        result = loop.run_until_complete(task)
        left = asyncio.all_tasks(loop)
        return result, left
    finally:
        for other in asyncio.all_tasks(loop):
            other.cancel()
            # It would be logged as destroyed while it is pending.
            other._log_destroy_pending = False  # type: ignore[attr-defined]
        loop.close()
