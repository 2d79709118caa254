"""The server of `replay`: sockets around the player."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import field
from typing import TYPE_CHECKING, Final

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
        outs: asyncio.Queue[Out] = asyncio.Queue()
        clock = asyncio.get_running_loop().time
        sending = asyncio.create_task(_send(socket, outs, clock))
        try:
            for out in faults.through(player.start(clock())):
                outs.put_nowait(out)
            with contextlib.suppress(_closed()):
                async for message in socket:
                    for out in faults.through(player.hear(message, clock())):
                        outs.put_nowait(out)
        finally:
            sending.cancel()
            await asyncio.wait({sending})
            connection = player.finish()
            self.connections.append(connection)
            self.ended(connection)


async def _send(
    socket: ServerConnection, outs: asyncio.Queue[Out], clock: Callable[[], float]
) -> None:
    """Send each message at its time."""
    with contextlib.suppress(_closed()):
        while True:
            out = await outs.get()
            await asyncio.sleep(max(0.0, out.at - clock()))
            if out.text is not None:
                await socket.send(out.text)
            elif out.how == "cut":
                socket.transport.abort()
                return
            else:
                await socket.close(out.code)
                return


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
    handle: Callable[[ServerConnection], Awaitable[None]], host: str, port: int
) -> AsyncIterator[Server]:
    """Serve connections while the body runs. Raises as `serving` does."""
    try:
        from websockets.asyncio.server import serve
    except ImportError:
        raise WebsocketsMissingError from None
    async with serve(
        handle,
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
