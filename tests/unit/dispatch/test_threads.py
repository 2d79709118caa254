"""Several threads, and many events."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import sys
import threading
from collections.abc import AsyncIterator, Callable

import pytest

from realtime_codegen.runtime._runtime import Message
from tests.unit.dispatch.fakes import Delta, Failure, FakeDispatcher


def in_threads(count: int, work: Callable[[int], None]) -> None:
    errors: list[BaseException] = []
    barrier = threading.Barrier(count)

    def body(number: int) -> None:
        try:
            barrier.wait()
            work(number)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=body, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_handlers_run_in_the_thread_that_dispatches(d: FakeDispatcher) -> None:
    seen: set[int] = set()
    d.on("delta", lambda event: seen.add(threading.get_ident()))
    ran: set[int] = set()

    def work(number: int) -> None:
        ran.add(threading.get_ident())
        d.dispatch(Delta())

    in_threads(4, work)
    assert seen == ran


def test_once_runs_once_whoever_is_first(d: FakeDispatcher) -> None:
    def work(number: int) -> None:
        for _ in range(5):
            d.dispatch(Delta())

    for _ in range(50):
        calls: list[object] = []
        d.once("delta", calls.append)
        in_threads(4, work)
        assert calls == [Delta()]


def test_only_one_can_claim_a_once(d: FakeDispatcher) -> None:
    """Two threads that have both seen it live."""
    d.once("delta", id)
    (entry,) = d._plan(Delta())
    assert (d._claim(entry), d._claim(entry)) == (True, False)


def test_register_and_remove_from_several_threads(d: FakeDispatcher) -> None:
    """No registration is lost and none stays behind."""
    kept: list[Callable[[object], None]] = []
    done = threading.Event()

    def churn(number: int) -> None:
        if number == 0:
            while not done.is_set():
                d.dispatch(Delta())
            return

        def keep(event: object) -> None: ...

        kept.append(keep)
        d.on("delta", keep)
        for _ in range(200):

            def handler(event: object) -> None: ...

            d.on("delta", handler)
            assert d.off("delta", handler) == 1
            d.once("started", handler)
            assert d.discard(handler) == 1
        if number == 1:
            done.set()

    in_threads(4, churn)
    assert d.off("delta") == 3
    assert d.off("started") == 0


def test_a_handled_tag_is_never_found_without_its_handler(d: FakeDispatcher) -> None:
    """Whatever else other threads register and remove meanwhile."""
    calls: list[object] = []
    d.on("error", calls.append)

    def work(number: int) -> None:
        for _ in range(300):
            if number % 2:
                assert d.dispatch(Failure())
            else:
                d.on_any(id)
                d.once("error", id)
                d.discard(id)

    in_threads(4, work)
    assert len(calls) == 600


async def mixed(events: int) -> AsyncIterator[Message]:
    """Messages of every kind; none is the same as the one before."""
    tags = ("delta", "started", "up", "down", "new")
    for index in range(events):
        tag = tags[index % len(tags)]
        yield {"type": f"new.{index}" if tag == "new" else tag}


def soak(d: FakeDispatcher, events: int) -> tuple[int, int]:
    """By how many blocks of memory and by how many threads a stream makes the process grow."""

    def fail(event: object) -> None:
        raise ValueError

    async def change(event: object) -> None:
        d.on("delta", fail)
        d.once("down", id)
        d.off("delta", fail)

    d.on("delta", id)
    d.on("started", change)
    d.on("up", fail)
    d.on_unknown(id)

    async def consume(events: int) -> None:
        messages = mixed(events)
        failures = 0
        while failures < events // 5:
            with contextlib.suppress(ExceptionGroup):
                await d.run(messages)
            failures += 1
        await d.run(messages)

    async def main() -> tuple[int, int]:
        await consume(2_000)
        gc.collect()
        blocks, threads = sys.getallocatedblocks(), threading.active_count()
        await consume(events)
        gc.collect()
        return sys.getallocatedblocks() - blocks, threading.active_count() - threads

    return asyncio.run(main())


def test_soak(d: FakeDispatcher) -> None:
    blocks, threads = soak(d, 40_000)
    assert blocks < 1_000
    assert threads == 0
    assert d.decoded == 42_000


@pytest.mark.nightly
def test_long_soak(d: FakeDispatcher) -> None:
    blocks, threads = soak(d, 1_000_000)
    assert blocks < 1_000
    assert threads == 0
