"""The server of `replay`: sockets around the player."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import field
from typing import TYPE_CHECKING, Any, Final

from ..text.records import dataclass
from .faults import Chances, Faults
from .player import Out, Player, Settings
from .protocol import Protocol
from .report import Connection, Kind
from .script import Script

if TYPE_CHECKING:
    from collections.abc import Sequence

    from websockets.asyncio.server import Server, ServerConnection
    from websockets.typing import Subprotocol

__all__ = [
    "LARGEST",
    "MOST_WAITING",
    "PATIENCE",
    "Playing",
    "WebsocketsMissingError",
    "listening",
    "serving",
    "shown_address",
]

LARGEST: Final = 64 * 2**20
PATIENCE: Final = 2.0
"""Seconds to wait at the end for clients to close their side."""
MOST_WAITING: Final = 8 * 2**20
"""The characters of waiting messages above which the client is not read any more."""
_CHARACTERS_OF_A_MESSAGE: Final = 1000
"""The characters added for each message, for the memory that it takes beside its text."""


class WebsocketsMissingError(Exception):
    """The package websockets is not installed."""


@dataclass(slots=True)
class Playing:
    """A running server: its address, and the results of its connections so far.

    `ended` is called with each connection that has ended.
    """

    script: Script
    protocol: Protocol
    settings: Settings
    chances: Chances
    ended: Callable[[Connection], None] = lambda _: None
    url: str = ""
    connections: list[Connection] = field(default_factory=list)
    count: int = 0

    async def handle(self, socket: ServerConnection) -> None:
        """Play on one connection until it ends."""
        self.count += 1
        player = Player(self.script, self.protocol, self.settings, self.count)
        faults = Faults(self.chances, self.count, lambda text: player.note(Kind.FAULT, text))
        clock = asyncio.get_running_loop().time
        outbox = _Outbox(socket, clock)
        sending = asyncio.create_task(outbox.send())
        try:
            outbox.put(faults.through(player.start(clock())))
            with contextlib.suppress(_closed()):
                async for message in socket:
                    outbox.put(faults.through(player.hear(message, clock())))
                    await outbox.room()
        finally:
            sending.cancel()
            await asyncio.wait({sending})
            connection = player.finish()
            self.connections.append(connection)
            self.ended(connection)


class _Outbox:
    """The messages to one client, in order, that wait for their time or for the client."""

    def __init__(self, socket: ServerConnection, clock: Callable[[], float]) -> None:
        self._socket = socket
        self._clock = clock
        self._outs: asyncio.Queue[Out] = asyncio.Queue()
        self._waiting = 0
        self._in_time = asyncio.Event()

    def put(self, outs: Sequence[Out]) -> None:
        """Add messages."""
        for out in outs:
            self._waiting += _size_of(out)
            self._outs.put_nowait(out)

    async def room(self) -> None:
        """Wait while the client does not take what it is sent, and much of that is waiting.

        So a client that asks, and reads nothing, does not fill the memory. Messages that wait for
        their time do not count.
        """
        if self._waiting > MOST_WAITING:
            await self._in_time.wait()

    async def send(self) -> None:
        """Send each message at its time, until the connection ends."""
        try:
            with contextlib.suppress(_closed()):
                while await self._next():
                    pass
        finally:
            self._in_time.set()

    async def _next(self) -> bool:
        """Send the next message; return whether the connection stays open."""
        if self._outs.empty():
            self._in_time.set()
        out = await self._outs.get()
        delay = out.at - self._clock()
        if delay > 0:
            self._in_time.set()
        await asyncio.sleep(max(0.0, delay))
        if out.text is not None:
            self._in_time.clear()
            await self._socket.send(out.text)
            self._waiting -= _size_of(out)
            return True
        self._in_time.set()
        if out.how == "cut":
            self._socket.transport.abort()
        else:
            await self._socket.close(out.code)
        return False


def _size_of(out: Out) -> int:
    return len(out.text or "") + _CHARACTERS_OF_A_MESSAGE


@contextlib.asynccontextmanager
async def serving(playing: Playing, host: str, port: int) -> AsyncIterator[Server]:
    """Listen while the body runs, then close the remaining connections.

    Raises WebsocketsMissingError, and OSError for an address that cannot be used.
    """
    async with listening(playing.handle, host, port) as server:
        playing.url = shown_address(server)
        yield server


@contextlib.asynccontextmanager
async def listening(
    handle: Callable[[ServerConnection], Coroutine[Any, Any, None]], host: str, port: int
) -> AsyncIterator[Server]:
    """Serve connections while the body runs. Raises as `serving` does.

    At the end, a connection whose client does not close its side, or reads nothing, is cut.
    """
    taken: dict[ServerConnection, asyncio.Task[None]] = {}

    async def handled(socket: ServerConnection) -> None:
        task = taken[socket] = asyncio.ensure_future(handle(socket))
        try:
            await asyncio.wait({task})
        finally:
            del taken[socket]
        if not task.cancelled():
            task.result()

    def cut() -> None:
        for socket, task in taken.items():
            socket.transport.abort()
            task.cancel()

    try:
        from websockets.asyncio.server import serve
    except ImportError:
        raise WebsocketsMissingError from None
    async with serve(
        handled,
        host,
        port,
        max_size=LARGEST,
        select_subprotocol=_first_subprotocol,
        close_timeout=PATIENCE,
        compression=None,
    ) as server:
        try:
            yield server
        finally:
            server.close()
            # To close a connection takes for ever while what was written before waits.
            asyncio.get_running_loop().call_later(PATIENCE, cut)


def shown_address(server: Server) -> str:
    """The address at which clients connect."""
    address = next(iter(server.sockets)).getsockname()
    shown = f"[{address[0]}]" if ":" in address[0] else address[0]
    return f"ws://{shown}:{address[1]}"


def _first_subprotocol(
    _socket: ServerConnection, offered: Sequence[Subprotocol]
) -> Subprotocol | None:
    """The first subprotocol that a client offers: browsers send a key as a further one."""
    return offered[0] if offered else None


def _closed() -> type[Exception]:
    from websockets.exceptions import ConnectionClosed

    return ConnectionClosed
