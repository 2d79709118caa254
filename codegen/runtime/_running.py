"""Handlers that run beside the others: in a bounded number, and one at a time for each key."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Any


class Running:
    """The concurrent handlers of a session, `most` of which run at once.

    A handler whose key is in use waits for those that came before it. `tasks` has those that
    run or wait.
    """

    def __init__(self, most: int) -> None:
        if most < 1:
            raise ValueError("most_concurrent is at least 1")
        self.tasks: set[asyncio.Task[Any]] = set()
        self._free = asyncio.Semaphore(most)
        self._by_key: dict[Hashable, list[asyncio.Task[Any]]] = {}
        self._group: asyncio.TaskGroup | None = None
        self._told: Callable[[], None] | None = None

    def run_in(self, group: asyncio.TaskGroup, told: Callable[[], None]) -> None:
        """Run handlers in a group, and tell when one has ended."""
        self._group = group
        self._told = told

    def start(
        self, handler: Callable[[Any], Awaitable[object]], event: Any, key: Hashable
    ) -> None:
        """Run a handler when it is its turn."""
        if self._group is None:
            raise RuntimeError("the session has not been entered")
        before = self._by_key.get(key, []) if key is not None else []
        last = before[-1] if before else None
        task = self._group.create_task(self._run(handler, event, last))
        self.tasks.add(task)
        if key is not None:
            self._by_key.setdefault(key, []).append(task)
        task.add_done_callback(lambda done: self._end(done, key))

    async def _run(
        self,
        handler: Callable[[Any], Awaitable[object]],
        event: Any,
        last: asyncio.Task[Any] | None,
    ) -> None:
        if last is not None:
            await asyncio.wait({last})
        async with self._free:
            await handler(event)

    def _end(self, task: asyncio.Task[Any], key: Hashable) -> None:
        self.tasks.discard(task)
        same = self._by_key.get(key, [])
        if task in same:
            same.remove(task)
            if not same:
                del self._by_key[key]
        if self._told is not None:
            self._told()

    def cancel(self, *keys: Hashable) -> int:
        """Cancel the handlers of some keys, or all but the one that calls; return how many."""
        chosen = (
            [task for key in dict.fromkeys(keys) for task in self._by_key.get(key, [])]
            if keys
            else list(self.tasks)
        )
        own = asyncio.current_task()
        running = [task for task in chosen if task is not own and not task.cancelling()]
        return sum(task.cancel() for task in running)
