"""A connection with a life: it is made, made again, written to in order, and closed.

Standard library only. All of its tasks are below one task, which has ended when
``async with`` has.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from itertools import count
from typing import Any, Final, Generic, Literal, TypeVar, cast

from ._link import Link
from ._running import Running
from ._waiting import Request, SessionClosedError, Waiting

__all__ = ["Connected", "Sending"]

SentT = TypeVar("SentT")
SelfT = TypeVar("SelfT", bound="Connected[Any]")


_TEXTS: Final[frozenset[Any]] = frozenset({str, bytes})


def delays(attempt: int) -> float | None:
    """The seconds to wait before an attempt to connect again; None after ten attempts."""
    return min(0.5 * 2**attempt, 30.0) if attempt < 10 else None


class Connected(Generic[SentT]):
    """Sends events, and gives what comes to `_take_message`; `Session` says what it does.

    `_busy` says that a handler runs, `_is_any_async` that one may have to be awaited. Who
    looks at what others change waits with `_change`.
    """

    def _set_up(
        self,
        transport: object,
        connect: Callable[[], Awaitable[object]] | None,
        delays: Callable[[int], float | None],
        resume: Callable[[], Awaitable[Iterable[SentT]]] | None,
        drain: bool,
        drain_timeout: float,
        most_unsent: int,
        waiting: Waiting,
        running: Running,
    ) -> None:
        """Do the work of `__init__`, which is another base class's."""
        if (transport is None) == (connect is None):
            raise TypeError("give a transport, or `connect`, which makes one")
        self.unsent: tuple[SentT, ...] = ()
        self._transport = transport
        self._connect = connect
        self._delays = delays
        self._resume = resume
        self._drain = drain
        self._drain_timeout = drain_timeout
        self._most_unsent = most_unsent
        self._waiting = waiting
        self._running = running
        self._queue: deque[Sending] = deque()
        self._busy = False
        self._is_any_async = False
        self._link: Link | None = None
        self._made: Link | None = None
        self._watchers: list[asyncio.Future[None]] = []
        self._broken: Exception | None = None
        self._is_over = False
        self._is_shut = False
        self._stopping: Literal["", "drain", "drop"] = ""
        self._main: asyncio.Task[None] | None = None
        self._handler: asyncio.Task[None] | None = None
        self._own: set[asyncio.Task[Any] | None] = set()
        self._body: asyncio.Task[Any] | None = None
        self._interrupted = False

    # ------------------------------------------------------------------ life

    async def __aenter__(self: SelfT) -> SelfT:
        if self._main is not None:
            raise RuntimeError("a session is entered once")
        main = self._main = asyncio.create_task(self._serve())
        main.add_done_callback(self._main_ended)
        try:
            while self._link is None and not main.done():
                await self._change()
        except asyncio.CancelledError:
            await _ended(main)
            raise
        if main.done() and (failure := self._failure()) is not None:
            raise failure
        self._body = asyncio.current_task()
        return self

    async def __aexit__(self, kind: object, error: object, _trace: object) -> None:
        body, self._body = self._body, None
        ours = self._interrupted and body is not None and body.uncancel() == 0
        try:
            await self.close(drain=self._drain and error is None)
        except asyncio.CancelledError:  # `_main_ended` may cancel this late.
            if not ours or (body is not None and body.cancelling()):
                raise
        finally:
            main = self._main
            assert main is not None
            await _ended(main)  # Only if the wait for the end was cancelled.
        failure = self._failure()
        of_session = ours or isinstance(error, SessionClosedError)
        if failure is not None and (error is None or of_session):
            raise failure
        if error is None and self.unsent and self._drain:
            raise SessionClosedError("the session was closed", self.unsent)

    async def close(self, *, drain: bool = True) -> None:
        """End the session, and wait until it has ended.

        With `drain`, what is to be sent is sent, and handlers that run are done, first.
        In a handler it does not wait.
        """
        if self._main is None:
            raise RuntimeError("the session has not been entered")
        if not drain:
            self._stop_now()
        elif not self._stopping:
            self._stopping = "drain"
            loop = asyncio.get_running_loop()
            timer = loop.call_later(self._drain_timeout, self._stop_now)
            self._main.add_done_callback(lambda _: timer.cancel())
        self._tell_change()
        if asyncio.current_task() not in self._own | self._running.tasks:
            await asyncio.wait({self._main})

    def _stop_now(self) -> None:
        self._stopping = "drop"
        self._tell_change()

    async def closed(self) -> None:
        """Wait until the connection has ended for good, or the session was closed."""
        if self._main is not None:
            await asyncio.wait({self._main})

    def _main_ended(self, main: asyncio.Task[None]) -> None:
        """Stop the body of ``async with`` where the session has failed."""
        self._tell_change()
        if self._failure() is not None and self._body is not None:
            self._interrupted = True
            self._body.cancel()

    def _failure(self) -> BaseException | None:
        """The exception that ended the session, if one did."""
        main = self._main
        if main is None or not main.done() or main.cancelled():
            return None
        failure = main.exception()
        inner: tuple[Any, ...] = getattr(failure, "exceptions", ())
        return inner[0] if len(inner) == 1 else failure

    # --------------------------------------------------------------- sending

    async def send(self, event: SentT, /) -> None:
        """Send an event; done when the connection has taken it.

        Cancelled before that, it is not sent. Raises `SessionClosedError` for an event
        that is not sent any more, `asyncio.QueueFull` if too many wait to be.
        """
        sending = self._put(event)
        try:
            await sending.future
        except asyncio.CancelledError:
            self._take_back(sending)
            raise

    def _take_back(self, sending: Sending) -> None:
        """Take an event out of the queue, unless it is being sent already."""
        if sending in self._queue and not sending.under_way:
            self._queue.remove(sending)

    def send_nowait(self, event: SentT, /) -> None:
        """Put an event behind those that are to be sent. Raises what `send` does at once.

        If it is never sent, it is in `unsent` when the session has ended.
        """
        self._put(event)

    def _put(self, event: SentT, request: Request | None = None) -> Sending:
        if self._main is None or self._is_shut:
            raise SessionClosedError("the session is not open", (event,))
        if len(self._queue) >= self._most_unsent:
            raise asyncio.QueueFull(f"{len(self._queue)} events wait to be sent")
        sending = self._sending(event, request)
        self._queue.append(sending)
        self._tell_change()
        return sending

    def _sending(self, event: SentT, request: Request | None = None) -> Sending:
        future = asyncio.get_running_loop().create_future()
        return Sending(event, self._text(event), future, request)

    def _text(self, event: SentT) -> str:
        """An event as JSON. The generated subclass says how."""
        raise NotImplementedError

    def _dict(self, event: Any) -> dict[str, Any]:
        """An event as a JSON object. The generated subclass says how."""
        raise NotImplementedError

    def _tell_change(self) -> None:
        """Wake those who wait for a change."""
        watchers, self._watchers = self._watchers, []
        for watcher in watchers:
            if not watcher.done():
                watcher.set_result(None)

    async def _change(self) -> None:
        """Wait until something has changed; who calls it looks at what, before and after."""
        watcher = asyncio.get_running_loop().create_future()
        self._watchers.append(watcher)
        await watcher

    # ------------------------------------------------------------ connection

    async def _serve(self) -> None:
        """The one task of the session: all others are below it."""
        self._own.add(asyncio.current_task())
        try:
            async with asyncio.TaskGroup() as group:
                self._running.run_in(group, self._tell_change)
                self._handler = group.create_task(self._handle())
                inner = [self._handler]
                inner.append(group.create_task(self._write()))
                self._own.update(inner)
                try:
                    await self._keep_connected()
                finally:
                    for task in (*inner, *self._running.tasks):
                        task.cancel()
        except BaseException as error:
            self._close_waiting(error)
            raise
        finally:
            self._close_waiting()
            self._shut()

    def _shut(self) -> None:
        """Send nothing any more, and tell it to those who wait for their event to go."""
        self._is_shut = True
        self._link = None
        for sending in self._queue:
            if not sending.future.done():
                lost = SessionClosedError("an event was not sent", (sending.event,))
                sending.future.set_exception(lost)
        self.unsent = tuple(sending.event for sending in self._queue)

    def _close_waiting(self, cause: BaseException | None = None) -> None:
        """Fail all who wait for an event, and all who will."""
        self._is_over = True
        error = SessionClosedError("the connection has ended")
        error.__cause__ = cause
        self._waiting.close(error)

    async def _keep_connected(self) -> None:
        """Connect, and connect again, until it is over."""
        try:
            link: Link | None = await self._first_link()
            while link is not None:
                error = await self._attend(link)
                if error is not None or self._connect is not None or self._stopping:
                    self._link = None
                if not self._stopping:
                    self._waiting.lose_sent()
                problem = await self._close_made()
                error = error or problem
                if self._is_done() or self._connect is None:
                    self._close_waiting(error)
                    await self._until_handled()
                    error = error or self._broken
                    if error is not None and not self._stopping:
                        raise SessionClosedError("the connection broke") from error
                    return
                link = await self._next_link(error)
        finally:
            await self._close_made()

    async def _close_made(self) -> Exception | None:
        """Close the connection that `connect` has made; return what that failed with."""
        made, self._made = self._made, None
        if made is None:
            return None
        try:
            async with asyncio.timeout(self._drain_timeout):
                await made.close()
        except Exception as error:  # It is broken, or closed already.
            return error
        return None

    async def _make(self, connect: Callable[[], Awaitable[object]]) -> Link:
        """A connection that is closed whatever happens."""
        self._made = link = Link(await connect(), self._dict)
        return link

    async def _first_link(self) -> Link | None:
        if self._connect is None:
            return Link(self._transport, self._dict)
        done, link = await self._unless(self._is_done, self._make(self._connect))
        return cast("Link", link) if done else None

    async def _next_link(self, error: Exception | None) -> Link | None:
        """A further connection; None where the session is closed meanwhile."""
        assert self._connect is not None
        for attempt in count():
            delay = self._delays(attempt)
            if delay is None:
                raise SessionClosedError("no connection could be made") from error
            await self._unless(self._is_done, asyncio.sleep(delay))
            if self._is_done():
                return None
            try:
                done, link = await self._unless(
                    self._is_done, self._make(self._connect)
                )
            except TypeError:  # What it gives is no connection, and will not be one.
                raise
            except Exception as problem:
                error = problem
                continue
            if not done:
                return None
            if self._resume is not None:
                done, first = await self._unless(self._is_done, self._resume())
                for event in reversed(tuple(first or ())):
                    self._queue.appendleft(self._sending(event))
            return cast("Link", link)
        return None

    async def _attend(self, link: Link) -> Exception | None:
        """Read from a connection until it ends; return what it has ended with."""
        self._link, self._broken = link, None
        self._tell_change()
        done, error = await self._unless(
            lambda: self._is_done() or self._link is not link, self._read(link)
        )
        return cast("Exception | None", error) if done else self._broken

    async def _unless(
        self, is_over: Callable[[], bool], wanted: Awaitable[object]
    ) -> tuple[bool, Any]:
        """Whether something was done before `is_over`, and its result."""
        task = asyncio.ensure_future(wanted)
        self._own.add(task)
        task.add_done_callback(lambda _: self._tell_change())
        try:
            while not task.done() and not is_over():
                await self._change()
        finally:
            await _ended(task)
            self._own.discard(task)
        return (False, None) if task.cancelled() else (True, task.result())

    async def _read(self, link: Link) -> Exception | None:
        """Take the messages of a connection; return what it has ended with."""
        is_ours = (
            False  # Whether what is raised comes of a message, not of the connection.
        )
        dispatch = cast("Any", self).dispatch  # Of the dispatcher that a session is.
        try:
            async for item in link.messages:
                is_ours = True
                if item.__class__ in _TEXTS and not (self._is_any_async or self._busy):
                    dispatch(item)
                else:
                    try:
                        message = self._unwrapped(item)
                    except ConnectionError as error:
                        return error
                    await self._take_message(message)
                is_ours = False
        except Exception as error:
            if is_ours:
                raise
            return error
        return None

    async def _write(self) -> None:
        """Send the queued messages in order, over the current connection."""
        while True:
            link = self._link
            if link is None or not self._queue:
                await self._change()
                continue
            sending = self._queue[0]
            sending.under_way = True
            if sending.request is not None:
                sending.request.sent = True
            try:
                await link.send(sending.event, sending.text)
            except Exception as error:
                sending.under_way = False
                if sending.request is not None:
                    sending.request.sent = False
                if sending.future.cancelled():
                    self._queue.popleft()
                if self._link is link:
                    self._link, self._broken = None, error
                self._tell_change()
                continue
            self._queue.popleft()
            if not sending.future.done():
                sending.future.set_result(None)
            self._tell_change()

    def _is_done(self) -> bool:
        """Whether the session is to end now."""
        if self._stopping == "drain":
            return not (self._queue or self._busy or self._running.tasks)
        return self._stopping == "drop"

    async def _until_handled(self) -> None:
        """Let handlers finish when no more events come, unless they are to be dropped.

        Where the connection has ended well, they may still send.
        """
        while self._stopping != "drop":
            if self._link is None and not self._is_shut:
                self._shut()
            is_sending = self._link is not None and bool(self._queue)
            if not (is_sending or self._busy or self._running.tasks):
                return
            await self._change()

    # ------------------------------------------------- what a session does

    def _unwrapped(self, item: Any) -> Any:
        """The message in an item of a transport; raises `ConnectionError` for its end."""
        raise NotImplementedError

    async def _take_message(self, message: Any) -> None:
        """Give a message to its handlers now, or put it behind the others."""
        raise NotImplementedError

    async def _handle(self) -> None:
        """Give the events that are behind others to their handlers, one by one."""
        raise NotImplementedError


class Sending:
    """An event that is to be sent, and its text; `under_way` while it is being sent."""

    __slots__ = ("event", "future", "request", "text", "under_way")

    def __init__(
        self,
        event: Any,
        text: str,
        future: asyncio.Future[None],
        request: Request | None,
    ) -> None:
        self.event = event
        self.text = text
        self.future = future
        self.request = request
        self.under_way = False
        future.add_done_callback(_retrieve)


def _retrieve(future: asyncio.Future[Any]) -> None:
    """Retrieve the exception of a future: `unsent` reports it too."""
    if not future.cancelled():
        future.exception()


async def _ended(task: asyncio.Future[Any]) -> None:
    """End a task, however often the caller is cancelled meanwhile."""
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        task.cancel()
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled
