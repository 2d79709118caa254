"""An event loop whose clock goes on as soon as nothing else is to be done.

What waits for seconds takes none, and what waits for what will never come is told at once.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

__all__ = ["HangError", "run_virtually"]

ResultT = TypeVar("ResultT")


class HangError(Exception):
    """Nothing will ever happen, or something goes on for ever."""


class _Selector(selectors.SelectSelector):
    """Waits for no file: the clock is what it moves."""

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
    """Run a program; returns its result and the tasks that it has left behind.

    Raises HangError if it waits for what will never come, or lasts longer than so many seconds
    of its own clock, and what the program raises.
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
            # Nobody looks at what it ends with.
            other._log_destroy_pending = False  # type: ignore[attr-defined]
        loop.close()
