"""The proxy of `record`: relays messages, and writes them to a file without their secrets."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import field
from itertools import count
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from ..audit.catalogue import Direction
from ..runtime._wire import DecodeError, read_object, write_json
from ..text.records import dataclass
from .redaction import Redaction
from .serving import LARGEST, PATIENCE, listening, shown_address

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection
    from websockets.asyncio.server import ServerConnection

__all__ = ["Recorder", "line_of", "recording", "target_of"]

_OWN: Final = frozenset(
    """
    host connection upgrade origin content-length transfer-encoding sec-websocket-key
    sec-websocket-version sec-websocket-extensions sec-websocket-protocol sec-websocket-accept
    """.split()
)
"""Headers of a single connection, which are not relayed."""
_BAD_GATEWAY: Final = 1014
_NOT_IN_A_LINE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Characters that end a line for some readers, or that UTF-8 lacks: lone surrogates."""


@dataclass(slots=True)
class Recorder:
    """Relays messages between clients and `target`, and writes each connection to a file.

    `told` is called with a line for each connection that has ended, `url` is for clients. `secrets`
    are further texts to remove.
    """

    target: str
    output: Path
    told: Callable[[str], None]
    secrets: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    url: str = ""
    count: int = 0
    failed: list[str] = field(default_factory=list)

    def check_folder(self) -> None:
        """Try out whether recordings can be made. Raises OSError; leaves nothing."""
        with tempfile.TemporaryFile(dir=self.output.parent):
            pass

    def open_file(self) -> IO[str]:
        """Create the file for a connection: the named one, or else the next numbered one.

        Existing files are never overwritten. Raises OSError.
        """
        for number in count(1):
            name = f"{self.output.stem}-{number}{self.output.suffix}"
            path = self.output if number == 1 else self.output.with_name(name)
            try:
                return path.open("x", encoding="utf-8")
            except FileExistsError:
                continue
        raise AssertionError("numbers have no end")

    async def handle(self, client: ServerConnection) -> None:
        """Record one connection until it ends."""
        self.count += 1
        number = self.count
        redaction = Redaction()
        try:
            async with _connect(*self._asked(client, redaction)) as server:
                with self.open_file() as file:
                    await _pass_on(client, server, _writer(file, redaction))
        # A client's request may have no valid address, or a header that cannot be relayed.
        except (OSError, ValueError, _websockets_error()) as fault:
            said = redaction.text(f"{type(fault).__name__}: {fault}")
            self.failed.append(said)
            self.told(f"connection {number}: {said}")
            await client.close(_BAD_GATEWAY)
            return
        self.told(f"connection {number}: {file.name}")

    def _asked(
        self, client: ServerConnection, redaction: Redaction
    ) -> tuple[str, list[tuple[str, str]], list[str]]:
        """The address, headers and subprotocols for the server, from the client's request.

        Their secrets are learned. Raises ValueError for an invalid address.
        """
        request = client.request
        assert request is not None
        passed = [*request.headers.raw_items()]
        redaction.learn_headers((*passed, *self.headers))
        for address in (self.target, request.path):
            redaction.learn_address(address)
        redaction.learn_texts(self.secrets)
        target = target_of(self.target, request.path)
        redaction.learn_address(target)
        own = {name.lower() for name, _ in self.headers}
        headers = [pair for pair in passed if pair[0].lower() not in _OWN | own]
        offered = ",".join(request.headers.get_all("Sec-WebSocket-Protocol")).split(",")
        return target, [*headers, *self.headers], [word.strip() for word in offered]


def target_of(target: str, path: str) -> str:
    """The address for a client's path; the target's own path, if there is one, goes first."""
    own = urlsplit(target)
    asked = urlsplit(path)
    if own.path in ("", "/"):
        own = own._replace(path=asked.path)
    queries = [query for query in (own.query, asked.query) if query]
    return own._replace(query="&".join(dict.fromkeys(queries))).geturl()


def line_of(sender: Direction, message: str | bytes, time: float, redaction: Redaction) -> str:
    """Format a message as a line of a recording: JSON that can always be encoded."""
    line: dict[str, Any] = {"dir": sender, "time": round(time, 4)}
    if isinstance(message, bytes):
        line["bytes"] = len(message)
    else:
        try:
            line["event"] = redaction.value(read_object(message))
        except (DecodeError, RecursionError):
            line["text"] = redaction.text(message)
    try:
        text = json.dumps(line, ensure_ascii=False, allow_nan=False)
    except (ValueError, RecursionError):
        # An integer with too many digits, or a number too large for a float.
        return write_json(line)
    return _NOT_IN_A_LINE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _writer(file: IO[str], redaction: Redaction) -> Callable[[Direction, str | bytes], None]:
    clock = asyncio.get_running_loop().time
    began = clock()

    def write(sender: Direction, message: str | bytes) -> None:
        file.write(line_of(sender, message, clock() - began, redaction) + "\n")
        file.flush()

    return write


async def _pass_on(
    client: ServerConnection,
    server: ClientConnection,
    write: Callable[[Direction, str | bytes], None],
) -> None:
    """Relay messages both ways until one side ends; the other is then closed the same way."""
    ways = {
        asyncio.create_task(_one_way(client, server, "client", write)),
        asyncio.create_task(_one_way(server, client, "server", write)),
    }
    try:
        done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in done:
            way.result()
    finally:
        for way in ways:
            way.cancel()
        await asyncio.wait(ways)
        # A server that reads nothing does not keep the connection open.
        asyncio.get_running_loop().call_later(PATIENCE, server.transport.abort)


async def _one_way(
    source: Any, target: Any, sender: Direction, write: Callable[[Direction, str | bytes], None]
) -> None:
    from websockets.exceptions import ConnectionClosed

    with contextlib.suppress(ConnectionClosed):
        async for message in source:
            write(sender, message)
            await target.send(message)
    code = source.close_code or 1000
    await target.close(1000 if code in (1005, 1006, 1015) else code, source.close_reason or "")


def _connect(target: str, headers: list[tuple[str, str]], offered: list[str]) -> Any:
    from websockets.asyncio.client import connect
    from websockets.typing import Subprotocol

    agent = next((value for name, value in headers if name.lower() == "user-agent"), None)
    return connect(
        target,
        additional_headers=[pair for pair in headers if pair[0].lower() != "user-agent"],
        user_agent_header=agent,
        subprotocols=[Subprotocol(word) for word in offered if word] or None,
        max_size=LARGEST,
        close_timeout=PATIENCE,
    )


def _websockets_error() -> type[Exception]:
    from websockets.exceptions import WebSocketException

    return WebSocketException


@contextlib.asynccontextmanager
async def recording(recorder: Recorder, host: str, port: int) -> AsyncIterator[None]:
    """Listen while the body runs, then close the remaining connections.

    Raises WebsocketsMissingError, and OSError for an address that cannot be used.
    """
    async with listening(recorder.handle, host, port) as server:
        recorder.url = shown_address(server)
        yield
