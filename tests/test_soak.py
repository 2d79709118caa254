"""A long session with the committed package: neither memory nor threads grow."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest

from benchmarks.streams import client_messages, server_stream
from tests.tools.night import is_nightly

EVENTS = 2_500
MANY = 1_000_000
WARM = 4_000 if is_nightly() else 1_500
TRACED = 2_000 if is_nightly() else 800


def resident() -> int:
    """The memory of this process in bytes, as far as the system tells; 0 where it does not."""
    statm = Path("/proc/self/statm")
    if not statm.is_file():
        return 0
    return int(statm.read_text().split()[1]) * 4096


async def stream(messages: Iterator[Any], count: int) -> AsyncIterator[Any]:
    for message in islice(messages, count):
        yield message


def listener(rt: Any, seen: dict[str, int], **options: Any) -> Any:
    """A client that handles five of the events, some for a moment only, and counts what it got."""
    d = rt.RealtimeServerEventDispatcher(**options)

    def count(event: Any) -> None:
        seen[event.type] = seen.get(event.type, 0) + 1

    async def play(event: Any) -> None:
        count(event)
        seen["bytes"] = seen.get("bytes", 0) + len(rt.audio_bytes(event))

    def started(event: Any) -> None:
        count(event)
        d.once("response.done", count)
        d.on("response.output_item.done", count)
        d.off("response.output_item.done", count)

    d.on("response.output_audio.delta", play)
    d.on("response.output_audio_transcript.delta", count)
    d.on("response.created", started)
    d.on("response.output_item.added", rt.encode)
    d.on("error", count)
    return d


def test_the_streams_fit_the_spec(realtime: Any) -> None:
    for audio in (False, True):
        for message in server_stream(300, audio=audio):
            realtime.decode_realtime_server_event(message, strict=True)
    for event in client_messages().values():
        realtime.decode_realtime_client_event(event, strict=True)


@pytest.mark.slow
@pytest.mark.parametrize("skip", [False, True], ids=["decoding all", "skipping"])
@pytest.mark.parametrize(
    "events", [EVENTS, pytest.param(MANY, marks=pytest.mark.nightly)], ids="{:,}".format
)
def test_many_events_leave_nothing_behind(realtime: Any, events: int, skip: bool) -> None:
    texts = [*server_stream(2_000, audio=False), *server_stream(200, audio=True)]
    spelled = [*texts, *(text.decode() for text in texts[:500]), b'{"type":"new","a":[{}]}']
    messages = cycle(spelled)
    seen: dict[str, int] = {}
    d = listener(realtime, seen, skip_unhandled=skip)

    async def main() -> tuple[int, int, int, int]:
        await d.run(stream(messages, WARM))
        gc.collect()
        threads, memory, blocks = threading.active_count(), resident(), sys.getallocatedblocks()
        await d.run(stream(messages, events))
        gc.collect()
        grown = sys.getallocatedblocks() - blocks
        # What Python allocates from here on is known to the byte; it slows things down.
        tracemalloc.start()
        await d.run(stream(messages, TRACED))
        gc.collect()
        before = tracemalloc.get_traced_memory()[0]
        await d.run(stream(messages, WARM))
        gc.collect()
        traced = tracemalloc.get_traced_memory()[0] - before
        tracemalloc.stop()
        return threading.active_count() - threads, resident() - memory, grown, traced

    threads, memory, blocks, traced = asyncio.run(main())
    assert threads == 0
    assert memory < 8 << 20
    assert blocks < 2_000
    assert traced < 64 << 10
    assert seen["response.created"] > events // 1_000
    assert seen["bytes"] > 100 * events
