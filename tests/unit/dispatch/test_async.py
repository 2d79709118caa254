"""Asynchronous handlers, and `run`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Generator, Iterator
from functools import partial, wraps
from typing import Any, NamedTuple

import pytest

from realtime_codegen.runtime._runtime import Message, UnknownEvent
from tests.unit.dispatch.fakes import (
    Delta,
    Failure,
    FakeDispatcher,
    Started,
    raiser,
    send_async,
)


async def log_later(log: list[Any], event: Any) -> None:
    await asyncio.sleep(0)
    log.append(event)


def async_handlers(log: list[Any]) -> Iterator[Any]:
    """Asynchronous handlers of every make that a look at them can tell."""

    async def function(event: object) -> None:
        await log_later(log, event)

    class Handler:
        async def method(self, event: object) -> None:
            await log_later(log, event)

        async def __call__(self, event: object) -> None:
            await log_later(log, event)

        @classmethod
        async def of_class(cls, event: object) -> None:
            await log_later(log, event)

        @staticmethod
        async def static(event: object) -> None:
            await log_later(log, event)

    yield from (function, Handler().method, Handler(), Handler.of_class, Handler.static)
    yield partial(log_later, log)
    yield partial(partial(log_later), log)


def late_handlers(log: list[Any]) -> Iterator[Any]:
    """Callables that nobody can tell to be asynchronous before they return."""

    @wraps(log_later)
    def wrapped(event: object) -> Coroutine[Any, Any, None]:
        return log_later(log, event)

    class Later:
        def __init__(self, event: object) -> None:
            self.event = event

        def __await__(self) -> Any:
            return log_later(log, self.event).__await__()

    yield from (lambda event: log_later(log, event), wrapped, Later)


def test_async_handlers_run(d: FakeDispatcher) -> None:
    log: list[Any] = []
    for handler in (*async_handlers(log), *late_handlers(log)):
        d.on("delta", handler)
        assert send_async(d, Delta())
        assert log == [Delta()], handler
        d.off("delta")
        log.clear()


def test_sync_dispatch_refuses_async_handlers_before_any_runs(d: FakeDispatcher) -> None:
    log: list[Any] = []
    for handler in async_handlers(log):
        d.on("delta", log.append)
        d.once("delta", handler)
        with pytest.raises(TypeError, match=r"is asynchronous: use dispatch_async or run"):
            d.dispatch(Delta())
        assert log == [], handler
        assert send_async(d, Delta())  # Nothing was used up.
        assert log == [Delta(), Delta()]
        d.off("delta")
        log.clear()


def test_sync_dispatch_reports_what_only_the_result_tells(d: FakeDispatcher) -> None:
    log: list[Any] = []
    for handler in late_handlers(log):
        d.on("delta", handler)
        d.on("delta", lambda event: log.append("other"))
        with pytest.raises(ExceptionGroup) as caught:
            d.dispatch(Delta())
        assert isinstance(caught.value.exceptions[0], TypeError)
        assert log == ["other"]
        d.off("delta")
        log.clear()


def test_sync_dispatch_minds_only_the_handlers_of_the_event(d: FakeDispatcher) -> None:
    log: list[Any] = []
    d.on("started", partial(log_later, log))
    d.on("delta", log.append)
    assert d.dispatch(Delta())


def test_handlers_are_awaited_one_after_the_other(d: FakeDispatcher, log: list[Any]) -> None:
    async def slow(event: object) -> None:
        log.append("begin")
        await asyncio.sleep(0.01)
        log.append("end")

    d.on("delta", slow)
    d.on("delta", lambda event: log.append("sync"))
    d.on_any(slow)
    send_async(d, Delta())
    assert log == ["begin", "end", "sync", "begin", "end"]


def test_async_handlers_that_raise(d: FakeDispatcher, log: list[Any]) -> None:
    async def fails(event: object) -> None:
        await asyncio.sleep(0)
        raise ValueError("late")

    d.on("delta", fails)
    d.on("delta", log.append)
    with pytest.raises(ExceptionGroup):
        send_async(d, Delta())
    assert log == [Delta()]


@pytest.mark.parametrize("policy", ["group", "stop"])
def test_cancellation_passes_at_once(log: list[Any], policy: Any) -> None:
    d = FakeDispatcher(handler_errors=policy)

    async def main() -> None:
        begun = asyncio.Event()

        async def waits(event: object) -> None:
            begun.set()
            await asyncio.sleep(60)

        d.on("delta", waits)
        d.on("delta", log.append)
        task = asyncio.create_task(d.run(endless()))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert task.cancelled()

    asyncio.run(main())
    assert log == []


async def endless() -> AsyncIterator[Message]:
    while True:
        yield {"type": "delta"}


async def stream_of(*messages: Any) -> AsyncIterator[Any]:
    for message in messages:
        yield message


def test_run_dispatches_to_the_end(d: FakeDispatcher, log: list[Any]) -> None:
    d.on_any(log.append, handles=True)
    messages = stream_of('{"type": "delta"}', b'{"type": "started"}', Failure(), {"type": "new"})
    asyncio.run(d.run(messages))
    assert log == [Delta(), Started(), Failure(), UnknownEvent("new", {"type": "new"})]


def test_run_asks_for_a_message_when_the_last_one_is_done(
    d: FakeDispatcher, log: list[Any]
) -> None:
    async def socket() -> AsyncIterator[Message]:
        for number in range(3):
            log.append(f"asked {number}")
            yield {"type": "delta", "text": str(number)}

    async def slow(event: Delta) -> None:
        await asyncio.sleep(0.001)
        log.append(f"done {event.text}")

    d.on("delta", slow)
    asyncio.run(d.run(socket()))
    assert log == ["asked 0", "done 0", "asked 1", "done 1", "asked 2", "done 2"]


def test_run_takes_what_only_has_aiter(d: FakeDispatcher, log: list[Any]) -> None:
    class Socket:
        def __init__(self) -> None:
            self.messages = ['{"type": "delta"}', '{"type": "started"}']

        def __aiter__(self) -> Socket:
            return self

        async def __anext__(self) -> str:
            if not self.messages:
                raise StopAsyncIteration
            return self.messages.pop(0)

    d.on_any(log.append)
    asyncio.run(d.run(Socket()))
    assert log == [Delta(), Started()]


def test_run_can_go_on_after_an_error(d: FakeDispatcher, log: list[Any]) -> None:
    async def main() -> list[str]:
        messages = stream_of(Delta(), "{", Failure(), Started(), Delta())
        raised: list[str] = []
        while True:
            try:
                await d.run(messages)
            except Exception as error:
                raised.append(type(error).__name__)
            else:
                return raised

    d.once("delta", raiser(ValueError()))
    d.on("started", log.append)
    d.on("delta", log.append)
    assert asyncio.run(main()) == ["ExceptionGroup", "DecodeError", "UnhandledEventError"]
    assert log == [Delta(), Started(), Delta()]


def test_errors_of_the_iterator_pass(d: FakeDispatcher) -> None:
    async def socket() -> AsyncIterator[Message]:
        yield {"type": "delta"}
        raise ConnectionError("closed")

    with pytest.raises(ConnectionError, match="closed"):
        asyncio.run(d.run(socket()))


def test_no_event_loop_is_needed(d: FakeDispatcher, log: list[Any]) -> None:
    """The coroutine runs under whatever drives it."""

    class Switch:
        def __await__(self) -> Generator[str, None, None]:
            yield "switch"

    async def handler(event: object) -> None:
        await Switch()
        log.append(event)

    d.on("delta", handler)
    coroutine = d.dispatch_async(Delta())
    assert coroutine.send(None) == "switch"
    with pytest.raises(StopIteration) as caught:
        coroutine.send(None)
    assert caught.value.value is True
    assert log == [Delta()]


# --------------------------------------------------------------------- what transports give


class Typed(NamedTuple):
    """An item of aiohttp: a kind, and its data."""

    type: int
    data: object
    extra: object = None


class Model:
    """An event of another library that gives a dict."""

    def to_dict(self) -> dict[str, object]:
        return {"type": "delta", "text": "of a model"}


class Socket:
    """A socket of Starlette: no iterable, but with texts."""

    async def iter_text(self) -> AsyncIterator[str]:
        yield '{"type": "delta", "text": "of a socket"}'


def test_items_of_other_libraries_are_taken_for_their_messages(
    d: FakeDispatcher, log: list[Any]
) -> None:
    d.on("delta", log.append)
    text = '{"type": "delta", "text": "a"}'
    items = (Typed(1, text), Typed(2, text.encode()), Model(), text, Delta("b"))
    asyncio.run(d.run(stream_of(*items)))
    asyncio.run(d.run(Socket()))  # type: ignore[arg-type]
    texts = [event.text for event in log]
    assert texts == ["a", "a", "of a model", "a", "b", "of a socket"]


def test_an_error_of_the_connection_is_raised(d: FakeDispatcher) -> None:
    with pytest.raises(ConnectionError, match="cut") as caught:
        asyncio.run(d.run(stream_of(Typed(258, OSError("cut")))))
    assert isinstance(caught.value.__cause__, OSError)


@pytest.mark.parametrize("item", [None, 3, object(), Typed(9, None), [1]])
def test_what_holds_no_message_names_the_remedy(d: FakeDispatcher, item: Any) -> None:
    with pytest.raises(TypeError, match="give run an async generator"):
        asyncio.run(d.run(stream_of(item)))


@pytest.mark.parametrize("source", [[], None, iter(())])
def test_what_is_no_async_iterable_names_the_remedy(d: FakeDispatcher, source: Any) -> None:
    with pytest.raises(TypeError, match="give an async generator"):
        asyncio.run(d.run(source))
