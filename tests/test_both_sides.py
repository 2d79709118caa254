"""A client, a server and a proxy between them, over a socket.

The server decodes what the client sends, answers what does not fit with an `error` event that
quotes it, and sends events with their nulls. The proxy passes every message on as it came.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Protocol, TypeAlias

import pytest


class Socket(Protocol):
    """What the sides need of a connection."""

    async def send(self, message: Any, /) -> None: ...
    async def close(self) -> None: ...
    def __aiter__(self) -> AsyncIterator[str | bytes]: ...


Serve: TypeAlias = Callable[[Any], Awaitable[None]]
Network: TypeAlias = Callable[[Serve], contextlib.AbstractAsyncContextManager[Any]]
"""Serves connections, and gives what opens one."""


class _Pipe:
    """One end of a connection inside the process; it holds few messages, as a socket does."""

    def __init__(self, incoming: asyncio.Queue[Any], outgoing: asyncio.Queue[Any]) -> None:
        self._incoming = incoming
        self._outgoing = outgoing

    async def send(self, message: Any, /) -> None:
        await self._outgoing.put(message)

    async def close(self) -> None:
        await self._outgoing.put(None)

    async def __aiter__(self) -> AsyncIterator[str | bytes]:
        while (message := await self._incoming.get()) is not None:
            yield message


@contextlib.asynccontextmanager
async def pipes(serve: Serve) -> AsyncIterator[Any]:
    tasks: list[asyncio.Task[None]] = []

    async def handle(pipe: _Pipe) -> None:
        await serve(pipe)
        await pipe.close()

    async def connect() -> _Pipe:
        there: asyncio.Queue[Any] = asyncio.Queue(4)
        back: asyncio.Queue[Any] = asyncio.Queue(4)
        tasks.append(asyncio.create_task(handle(_Pipe(there, back))))
        return _Pipe(back, there)

    yield connect
    await asyncio.gather(*tasks)


@contextlib.asynccontextmanager
async def websockets(serve: Serve) -> AsyncIterator[Any]:
    from websockets.asyncio.client import connect
    from websockets.asyncio.server import serve as listen

    async with listen(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        yield lambda: connect(f"ws://127.0.0.1:{port}", proxy=None)


NETWORKS = [
    pytest.param(pipes, id="pipes"),
    pytest.param(
        websockets,
        id="websockets",
        marks=pytest.mark.skipif(
            importlib.util.find_spec("websockets") is None, reason="websockets is not installed"
        ),
    ),
]


def server(rt: Any, seen: list[Any]) -> Serve:
    """A server that confirms sessions, counts speech and says what it cannot read."""

    async def serve(socket: Socket) -> None:
        ids = (f"event_{number}" for number in range(1_000))
        answers = rt.RealtimeClientEventDispatcher()
        buffered = bytearray()

        async def update(event: Any) -> None:
            session = rt.Session(
                voice=event.session.voice, turn_detection=event.session.turn_detection
            )
            await socket.send(
                rt.encode(rt.SessionUpdatedEvent(event_id=next(ids), session=session))
            )

        def append(event: Any) -> None:
            buffered.extend(rt.audio_bytes(event, format="pcm16"))

        async def respond(event: Any) -> None:
            for start in range(0, len(buffered), 400):
                echo = rt.ResponseAudioDeltaEvent(
                    content_index=0,
                    delta=rt.audio_base64(buffered[start : start + 400], format="pcm16"),
                    event_id=next(ids),
                    item_id="item_1",
                    output_index=0,
                    response_id="response_1",
                )
                await socket.send(rt.encode(echo))
            response = rt.RealtimeResponse(id="response_1", usage=None, status="completed")
            await socket.send(
                rt.encode(rt.ResponseDoneEvent(event_id=next(ids), response=response))
            )

        async def refuse(error: Exception, message: Any) -> None:
            await socket.send(rt.encode(rt.error_event(error, message, event_id=next(ids))))

        answers.on_any(seen.append, handles=True)
        answers.on("session.update", update)
        answers.on("input_audio_buffer.append", append)
        answers.on("response.create", respond)
        async for message in socket:
            try:
                event = rt.decode_realtime_client_event(message)
                if isinstance(event, rt.UnknownEvent):
                    # Strict decoding says what is wrong with it.
                    rt.decode_realtime_client_event(message, strict=True)
                await answers.dispatch_async(event)
            except rt.DecodeError as error:
                await refuse(error, message)
            except ExceptionGroup as group:
                for failure in group.exceptions:
                    assert isinstance(failure, rt.DecodeError)
                    await refuse(failure, message)

    return serve


def proxy(rt: Any, connect: Any, passed: list[Any], types: Counter[Any]) -> Serve:
    """Passes on what it gets, as it is, and counts what it was by its tag."""

    async def serve(downstream: Socket) -> None:
        opened = connect()
        upstream = await opened

        async def relay(source: Socket, target: Socket) -> None:
            async for message in source:
                with contextlib.suppress(rt.DecodeError):
                    types[rt.event_type(message, check=False)] += 1
                passed.append(message)
                await target.send(message)
            await target.close()

        await asyncio.gather(relay(downstream, upstream), relay(upstream, downstream))

    return serve


PCM = bytes(range(250)) * 4

# What the client sends: fine, not fine in every way, and fine again.
SPELLED = '{ "session" : {"voice":"alloy", "turn_detection":null},\n "type":"session.update" }'


def messages(rt: Any) -> list[Any]:
    append = rt.encode_input_audio_buffer_append_event
    odd = rt.encode(rt.InputAudioBufferAppendEvent(audio="AAAA", event_id="odd"))
    return [
        SPELLED,
        append(PCM[:600], format="pcm16"),
        append(memoryview(PCM)[600:]).encode(),
        '{"type":"response.create","event_id":"torn"',
        '{"type":"session.updaet","event_id":"typo"}',
        odd,
        '{"type":"input_audio_buffer.append","event_id":"bad","audio":"?"}',
        rt.encode(rt.ResponseCreateEvent()),
    ]


def conversation(rt: Any, network: Network) -> tuple[list[Any], list[Any], list[Any], Counter[Any]]:
    """What the server saw, what came back to the client, what the proxy passed on."""
    seen: list[Any] = []
    passed: list[Any] = []
    types: Counter[Any] = Counter()
    received: list[Any] = []

    async def main() -> None:
        async with (
            network(server(rt, seen)) as upstream,
            network(proxy(rt, upstream, passed, types)) as connect,
        ):
            socket = await connect()
            client = rt.RealtimeServerEventDispatcher()
            client.on_any(received.append, handles=True)

            async def finish(event: Any) -> None:
                await socket.close()

            client.once("response.done", finish)
            reading = asyncio.create_task(client.run(socket))
            for message in messages(rt):
                await socket.send(message)
            await reading

    asyncio.run(asyncio.wait_for(main(), 30))
    return seen, received, passed, types


@pytest.mark.parametrize("network", NETWORKS)
def test_a_client_a_proxy_and_a_server(beta: Any, network: Network) -> None:
    rt = beta
    seen, received, passed, types = conversation(rt, network)

    # The server's view: typed events, null kept apart from absent.
    kinds = [type(event).__name__ for event in seen]
    appends = ["InputAudioBufferAppendEvent"] * 2
    assert kinds == ["SessionUpdateEvent", *appends, *appends, "ResponseCreateEvent"]
    assert seen[0].session.turn_detection is None
    assert seen[0].session.instructions is rt.UNSET

    # The client's view: what was wrong with which message, and what it asked for.
    errors = [event.error for event in received if isinstance(event, rt.ErrorEvent)]
    assert [error.event_id for error in errors] == [None, "typo", "odd", "bad"]
    assert [error.param for error in errors] == [None, "type", "audio", "audio"]
    assert "offset" in errors[0].message
    assert errors[2].message == "audio: 3 bytes are not a whole number of samples of 2 bytes"
    assert errors[3].message.startswith('audio: expected Base64, got string "?"')
    deltas = [event for event in received if isinstance(event, rt.ResponseAudioDeltaEvent)]
    assert b"".join(rt.audio_bytes(event, format="pcm16") for event in deltas) == PCM
    updated = next(event for event in received if isinstance(event, rt.SessionUpdatedEvent))
    assert updated.session.turn_detection is None
    assert updated.session.voice == "alloy"
    assert isinstance(received[-1], rt.ResponseDoneEvent)
    assert received[-1].response.usage is None
    assert [event.event_id for event in received] == [f"event_{n}" for n in range(len(received))]

    # The proxy's view: nothing was touched, torn and misspelled messages neither.
    sent = messages(rt)
    assert [message for message in passed if message in sent] == sent
    assert len(passed) == len(sent) + len(received)
    assert types["session.update"] == 1
    assert types["input_audio_buffer.append"] == 4
    assert types["error"] == 4
    assert types["response.audio.delta"] == len(deltas)
    # A look need not see that the message is torn; the server does.
    assert types["response.create"] == 2
