"""A proxy that passes everything on as it is, and logs what passes.

    python logging_proxy.py wss://api.openai.com/v1/realtime 8765

Clients connect to ws://127.0.0.1:8765/?model=gpt-realtime with their own key. `openai_realtime` is
generated with `--target peer`. `realtime-codegen record` writes recordings instead.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from urllib.parse import urlsplit

import openai_realtime as rt
from openai_realtime.peer import event_type
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve

log = logging.getLogger("proxy")


def note(way: str, text: str | bytes) -> None:
    """Log a message: its type alone, but for what a person wants to know of."""
    if event_type(text, check=False) not in ("error", "response.done"):
        log.info("%s %s", way, event_type(text, check=False))
        return
    event = rt.decode_realtime_server_event(text)
    if isinstance(event, rt.RealtimeErrorEvent):
        log.warning("%s error %s: %s", way, event.error.code or "", event.error.message)
    elif isinstance(event, rt.ResponseDoneEvent):
        tokens = event.response.usage.total_tokens if event.response.usage else 0
        log.info("%s response.done %s, %s tokens", way, event.response.status, tokens)


async def pass_on(
    source: ServerConnection | ClientConnection,
    target: ServerConnection | ClientConnection,
    way: str,
) -> None:
    """Pass the messages of one side on, until it closes; then close the other side."""
    async for text in source:
        try:
            note(way, text)
        except rt.DecodeError as error:
            log.warning("%s is no message: %s", way, error)
        await target.send(text)
    await target.close()


async def proxy(url: str, port: int) -> None:
    """Serve until it is cancelled."""

    async def one(client: ServerConnection) -> None:
        assert client.request is not None
        query = urlsplit(client.request.path).query
        key = client.request.headers.get("Authorization", "")
        upstream = connect(f"{url}?{query}", additional_headers={"Authorization": key})
        async with upstream as server, asyncio.TaskGroup() as both:
            both.create_task(pass_on(client, server, "->"))
            both.create_task(pass_on(server, client, "<-"))

    async with serve(one, "127.0.0.1", port) as listening:
        await listening.serve_forever()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    asyncio.run(proxy(sys.argv[1], int(sys.argv[2])))
