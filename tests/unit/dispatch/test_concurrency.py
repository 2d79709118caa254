"""Tasks and loops side by side on one dispatcher, back-pressure, and cancellation in between."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest

from realtime_codegen.runtime._runtime import Message
from tests.unit.dispatch.fakes import Delta, Failure, FakeDispatcher, Started, raiser


class Socket:
    """An asynchronous iterator over a queue that a test fills; `None` ends it."""

    def __init__(self, size: int = 0) -> None:
        self.queue: asyncio.Queue[Any] = asyncio.Queue(size)
        self.closed = False

    def __aiter__(self) -> Socket:
        return self

    async def __anext__(self) -> Any:
        message = await self.queue.get()
        if message is None:
            raise StopAsyncIteration
        return message

    async def aclose(self) -> None:
        self.closed = True


def test_a_slow_handler_holds_the_sender_back(d: FakeDispatcher) -> None:
    """A bounded queue fills up and stays full: nothing is read ahead."""
    sent: list[int] = []

    async def main() -> None:
        socket = Socket(2)
        go = asyncio.Event()

        async def slow(event: object) -> None:
            await go.wait()

        async def produce() -> None:
            for number in range(20):
                await socket.queue.put({"type": "delta", "text": str(number)})
                sent.append(number)
            await socket.queue.put(None)

        d.on("delta", slow)
        running = asyncio.create_task(d.run(socket))
        producing = asyncio.create_task(produce())
        for _ in range(50):
            await asyncio.sleep(0)
        assert len(sent) == 3  # One is being handled, two are in the queue.
        go.set()
        await asyncio.gather(running, producing)
        assert len(sent) == 20

    asyncio.run(main())


@pytest.mark.parametrize("policy", ["group", "stop"])
def test_a_cancelled_run_can_be_taken_up_again(log: list[Any], policy: Any) -> None:
    """The event under way is over, the messages after it are still there, the socket is open."""
    d = FakeDispatcher(handler_errors=policy)

    async def main() -> None:
        socket = Socket()
        for text in ("first", "second", "third"):
            socket.queue.put_nowait({"type": "delta", "text": text})

        async def handler(event: Delta) -> None:
            log.append(event.text)
            if event.text == "first":
                await asyncio.sleep(60)

        d.on("delta", handler)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await d.run(socket)
        assert (log, socket.closed) == (["first"], False)
        socket.queue.put_nowait(None)
        await d.run(socket)
        assert log == ["first", "second", "third"]

    asyncio.run(main())


def test_a_run_that_waits_for_a_message_can_be_cancelled(d: FakeDispatcher, log: list[Any]) -> None:
    async def main() -> None:
        socket = Socket()
        d.on_any(log.append)
        task = asyncio.create_task(d.run(socket))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        socket.queue.put_nowait(Delta())
        socket.queue.put_nowait(None)
        await d.run(socket)

    asyncio.run(main())
    assert log == [Delta()]


def test_what_was_raised_before_a_cancellation_is_its_context(d: FakeDispatcher) -> None:
    error = ValueError("early")

    async def waits(event: object) -> None:
        await asyncio.sleep(60)

    d.on("delta", raiser(error))
    d.on("delta", waits)

    async def main() -> None:
        task = asyncio.create_task(d.dispatch_async(Delta()))
        await asyncio.sleep(0.001)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError as cancelled:
            context: BaseException | None = cancelled
            while context is not None and not isinstance(context, ExceptionGroup):
                context = context.__context__
            assert context is not None
            assert context.exceptions == (error,)
        else:
            raise AssertionError("not cancelled")

    asyncio.run(main())


def test_a_handler_that_catches_its_cancellation_goes_on(d: FakeDispatcher, log: list[Any]) -> None:
    """What a handler swallows is its own affair, as with any coroutine."""

    async def stubborn(event: object) -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            log.append("caught")

    d.on("delta", stubborn)
    d.on("delta", log.append)

    async def main() -> None:
        task = asyncio.create_task(d.dispatch_async(Delta()))
        await asyncio.sleep(0.001)
        task.cancel()
        assert await task

    asyncio.run(main())
    assert log == ["caught", Delta()]


def test_a_handler_that_another_task_removes_meanwhile_is_not_called(
    d: FakeDispatcher, log: list[Any]
) -> None:
    async def main() -> None:
        go = asyncio.Event()

        async def first(event: object) -> None:
            await go.wait()

        d.on("delta", first)
        d.on("delta", log.append)
        task = asyncio.create_task(d.dispatch_async(Delta()))
        await asyncio.sleep(0)
        assert d.off("delta", log.append) == 1
        d.on("delta", lambda event: log.append("too late"))
        go.set()
        assert await task

    asyncio.run(main())
    assert log == []


def test_once_runs_once_in_tasks_that_both_came_to_it(d: FakeDispatcher, log: list[Any]) -> None:
    """Both events are under way before either reaches the handler."""

    async def main() -> None:
        go = asyncio.Event()

        async def first(event: object) -> None:
            await go.wait()

        d.on("delta", first)
        d.once("delta", log.append)
        tasks = [asyncio.create_task(d.dispatch_async(Delta(text))) for text in "ab"]
        await asyncio.sleep(0)
        go.set()
        assert await asyncio.gather(*tasks) == [True, True]

    asyncio.run(main())
    assert len(log) == 1


def test_events_of_two_tasks_do_not_wait_for_each_other(d: FakeDispatcher, log: list[Any]) -> None:
    """Order holds within an event; two `run`s at a time are two conversations."""

    async def handler(event: Delta) -> None:
        log.append(f"begin {event.text}")
        await asyncio.sleep(0)
        log.append(f"end {event.text}")

    async def main() -> None:
        d.on("delta", handler)
        await asyncio.gather(*(d.dispatch_async(Delta(text)) for text in "ab"))

    asyncio.run(main())
    assert log == ["begin a", "begin b", "end a", "end b"]


def test_loops_in_several_threads_share_a_dispatcher(d: FakeDispatcher) -> None:
    """Each event is handled in the loop that runs it, and none is lost or handled twice."""
    loops: dict[str, set[int]] = {}
    counts: dict[str, int] = {}
    onces: list[str] = []
    lock = threading.Lock()

    async def handler(event: Delta) -> None:
        await asyncio.sleep(0)
        with lock:
            loops.setdefault(event.text, set()).add(id(asyncio.get_running_loop()))
            counts[event.text] = counts.get(event.text, 0) + 1

    d.on("delta", handler)
    d.once("started", lambda event: onces.append("started"))

    async def messages(name: str) -> AsyncIterator[Message]:
        for _ in range(200):
            yield {"type": "delta", "text": name}
            yield {"type": "started"}

    threads = [
        threading.Thread(target=lambda name=name: asyncio.run(d.run(messages(name))))
        for name in "abcd"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == dict.fromkeys("abcd", 200)
    assert all(len(timing) == 1 for timing in loops.values())
    assert onces == ["started"]


@pytest.mark.parametrize("error", [StopIteration("x"), StopAsyncIteration("x")], ids=repr)
def test_an_exception_that_ends_iterations_does_not_end_a_run(
    d: FakeDispatcher, error: Exception
) -> None:
    """It is an error of the handler like any other."""

    async def main() -> None:
        socket = Socket()
        for message in (Delta(), Started(), None):
            socket.queue.put_nowait(message)
        d.on("delta", raiser(error))
        with pytest.raises(ExceptionGroup) as caught:
            await d.run(socket)
        assert caught.value.exceptions == (error,)
        await d.run(socket)

    asyncio.run(main())
    with pytest.raises(ExceptionGroup):
        d.dispatch(Delta())


def test_an_error_event_ends_a_run_that_has_no_handler_for_it(d: FakeDispatcher) -> None:
    async def main() -> None:
        socket = Socket()
        for message in (Delta(), Failure("quota"), Started(), None):
            socket.queue.put_nowait(message)
        with pytest.raises(Exception, match="quota"):
            await d.run(socket)
        assert socket.queue.qsize() == 2

    asyncio.run(main())
