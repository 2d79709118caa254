"""A session: a dispatcher with a connection, which also sends, waits, asks and remembers.

Standard library only. A session belongs to one event loop.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import (
    Awaitable,
    Callable,
    Collection,
    Coroutine,
    Hashable,
    Iterable,
)
from copy import copy
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar, cast

from ._connected import Connected, Sending, delays
from ._conversation import Conversation
from ._moves import Moves, is_missing, put, value_at
from ._running import Running
from ._unwrap import MESSAGES
from ._waiting import Request, SessionClosedError, Waiter, Waiting

__all__ = ["Session"]

SentT = TypeVar("SentT")
OneT = TypeVar("OneT")


class _Dispatches:
    """The part of a dispatcher that a session uses; a generated class is both."""

    if TYPE_CHECKING:
        _entries: Any
        _events: Any
        _lock: Any
        _table: Any
        _decode: Any
        dispatch: Any
        dispatch_async: Any
        _take: Any
        _message_in: Any

        def __init__(self, **options: Any) -> None: ...
        def _publish(self) -> None: ...

        def _new_table(self) -> Any: ...
        def _decoder(self, strict: bool) -> Callable[..., Any]: ...
        def _is_kept(self, event: object) -> bool: ...


class Session(Connected[SentT], _Dispatches):
    """A dispatcher with a connection. The generated classes are the ones to use.

    They are dispatchers too: handlers are registered as there. ``async with`` connects
    it and, at the end, closes it. What they all do:

    - *Receiving.* Each event first goes to `conversation`, then to those who wait for it,
      then to the handlers: one event after the other, each done before the next. Reading
      goes on while handlers run, up to `most_unhandled` events; beyond that only while
      somebody waits for an event, so that a handler may do so.
    - *Sending.* Events are sent in order. What is not sent when a connection breaks is
      sent over the next one; an event whose sending failed is sent again.
    - *Exceptions* of handlers and malformed messages end the session, cancel what runs
      in the body of ``async with``, and are raised by it.
    - *Losses.* `unsent` has what was never handed to a connection. Requests that no
      answer can come to raise `RequestLostError`; who waits when all is over gets
      `SessionClosedError`.

    `transport` is a connection; it is left open. `connect` makes one instead, again
    when it has ended, after `delays(attempt)` seconds; None there gives up. The events
    that `resume` returns are sent first over each further connection.

    `keep` names what `conversation` keeps, such as "text"; "*" keeps everything, and
    `most_items` and `most_kept` (characters and bytes) bound it; `bytes_per_second` is how
    quickly audio sounds: 24,000 samples of two bytes, if it is not given. `drain` says whether the
    end of ``async with`` waits for what is to be sent and for handlers that run, for at
    most `drain_timeout` seconds, or drops them. At most `most_concurrent` handlers
    that are `concurrent` run at once. The rest is as for a dispatcher.
    """

    _moves: ClassVar[Moves] = Moves()

    def __init__(
        self,
        transport: object = None,
        /,
        *,
        connect: Callable[[], Awaitable[object]] | None = None,
        delays: Callable[[int], float | None] = delays,
        resume: Callable[[], Awaitable[Iterable[SentT]]] | None = None,
        keep: Collection[str] = (),
        most_items: int = 1_000,
        most_kept: int = 50_000_000,
        bytes_per_second: int = 48_000,
        drain: bool = True,
        drain_timeout: float = 10.0,
        most_concurrent: int = 16,
        most_unhandled: int = 1_000,
        most_unsent: int = 100_000,
        handler_errors: Literal["group", "stop"] = "group",
        raise_unhandled: Collection[str | int] | None = None,
        strict: bool = False,
    ) -> None:
        self.conversation = Conversation(
            self._moves,
            keep,
            most_items=most_items,
            most_kept=most_kept,
            bytes_per_second=bytes_per_second,
        )
        self._most_unhandled = most_unhandled
        self._numbers = count(1)
        self._backlog: deque[Any] = deque()
        self._answered: list[Any] = []
        self._set_up(
            transport,
            connect,
            delays,
            resume,
            drain,
            drain_timeout,
            most_unsent,
            Waiting(self._moves),
            Running(most_concurrent),
        )
        self._seen = {*self.conversation.actions, *self._waiting.answers}
        super().__init__(
            handler_errors=handler_errors,
            raise_unhandled=raise_unhandled,
            strict=strict,
        )

    # --------------------------------------------------------------- waiting

    def wait_for(
        self,
        cls: type[OneT],
        /,
        *,
        where: Callable[[OneT], object] | None = None,
        timeout: float | None = None,
    ) -> Coroutine[Any, Any, OneT]:
        """The next event of a class, of those for which `where` is true, when awaited.

        Events count from the call on, so call it before you send what the event comes
        of; in a handler, those count that come after the handler's own. Raises
        `TimeoutError` after `timeout` seconds of waiting, `SessionClosedError`, and what
        `where` raises.
        """
        waiter = Waiter(asyncio.get_running_loop().create_future(), where)
        self._waiting.add_waiter(cls, waiter)
        if cls not in self._seen:
            self._seen.add(cls)
            with self._lock:
                self._publish()
        if asyncio.current_task() is self._handler:
            for event in self._backlog:
                self._waiting.tell_waiter(cls, waiter, event)
        if not waiter.future.done():
            try:
                self._check_open()
            except SessionClosedError:
                self._waiting.remove_waiter(cls, waiter)
                raise

        async def wait() -> OneT:
            try:
                async with asyncio.timeout(timeout):
                    return cast("OneT", await waiter.future)
            finally:
                self._waiting.remove_waiter(cls, waiter)

        self._tell_change()
        return wait()

    async def _ask(self, event: Any, seconds: float | None, to_end: bool) -> Any:
        """Send a message and return its answer, or the event that ends the answers."""
        reply = self._waiting.reply_to(event)
        if to_end and reply.end is None:
            raise TypeError(f"no fact says what ends the answers to {type(event)}")
        event = copy(event)
        self._check_open()
        future = asyncio.get_running_loop().create_future()
        request = Request(event, reply, future, to_end)
        for failure in self._moves.failures:
            *above, last = failure.cause
            if not hasattr(value_at(event, tuple(above)), last):
                continue
            if failure.counts or is_missing(value_at(event, failure.cause)):
                number = next(self._numbers)
                own = number if failure.counts else f"request_{number}"
                if failure.cause not in request.ids:
                    put(event, failure.cause, own)
            request.ids[failure.cause] = value_at(event, failure.cause)
        self._waiting.requests.append(request)
        sending: Sending | None = None
        try:
            async with asyncio.timeout(seconds):
                sending = self._put(event, request)
                return await request.future
        finally:
            self._waiting.remove_request(request)
            if sending is not None:
                self._take_back(sending)

    def _check_open(self) -> None:
        if self._main is None or self._is_over:
            raise SessionClosedError("the session is not open")

    # -------------------------------------------------------------- handlers

    def concurrent(
        self, *, key: Callable[[Any], Hashable] | None = None
    ) -> Callable[[Callable[[OneT], Awaitable[object]]], Callable[[OneT], None]]:
        """Let an asynchronous handler run beside the others; put it below `on`.

        Those whose events have the same `key` run one at a time, in order.
        """

        def decorate(
            handler: Callable[[OneT], Awaitable[object]],
        ) -> Callable[[OneT], None]:
            def start(event: OneT) -> None:
                self._running.start(handler, event, None if key is None else key(event))

            return start

        return decorate

    def cancel(self, *keys: Hashable) -> int:
        """Cancel the concurrent handlers of some keys, or all; return how many."""
        return self._running.cancel(*keys)

    def _new_table(self) -> Any:
        table = super()._new_table()
        # A dispatcher may pass over what has no handler; somebody may wait for it here.
        table.skipped = frozenset(
            tag for tag in table.skipped if self._events[tag] not in self._seen
        )
        return table

    def _publish(self) -> None:
        super()._publish()
        # A lambda may return something to await.
        self._is_any_async = any(
            entry.asynchronous or getattr(entry.handler, "__name__", "") == "<lambda>"
            for entry in self._entries
        )

    def _decoder(self, strict: bool) -> Callable[..., Any]:
        decode = super()._decoder(strict)
        seen, note = self._seen, self._note

        def decode_and_note(message: Any) -> Any:
            event = decode(message)
            if event.__class__ in seen:
                note(event)
            return event

        return decode_and_note

    def _note(self, event: object) -> None:
        """Record an event in the conversation, and wake those who wait for it."""
        if not self._busy and self._answered:
            self._answered.clear()
        for action in self.conversation.actions.get(event.__class__, ()):
            action(event)
        waiting = self._waiting
        if (waiting.requests or waiting.waiters) and waiting.tell(event):
            self._answered.append(event)

    def _is_kept(self, event: object) -> bool:
        """As in a dispatcher, but an event that somebody waited for counts as handled."""
        return super()._is_kept(event) and all(event is not a for a in self._answered)

    def _unwrapped(self, item: Any) -> Any:
        return self._message_in(item)

    async def _take_message(self, message: Any) -> None:
        """Give a message to its handlers now, or put it behind the others."""
        if not isinstance(message, MESSAGES):
            self._note(message)
        if self._busy:  # Its handler may yet wait for what comes after its event.
            event = self._decode(message) if isinstance(message, MESSAGES) else message
        else:
            event, plan = self._take(message)
            if not any(entry.asynchronous for entry in plan):
                if event is not None:
                    await self.dispatch_async(event)
                return
        self._backlog.append(event)
        self._busy = True
        self._tell_change()
        while len(self._backlog) > self._most_unhandled and not self._waiting:
            await self._change()

    async def _handle(self) -> None:
        """Give the events that are behind others to their handlers, one by one."""
        while True:
            while not self._backlog:
                self._busy = False
                self._tell_change()
                await self._change()
            await self.dispatch_async(self._backlog.popleft())
            self._tell_change()
