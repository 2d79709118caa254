"""A proxy for programs of the beta, which was switched off: the server is one of GA.

    realtime-codegen adapt npm:openai@7.57.0/resources/beta/realtime/realtime.d.ts \
        npm:openai@7.57.0/resources/realtime/realtime.d.ts -o adapter.py
    python beta_proxy.py wss://api.openai.com/v1/realtime 8765

Clients connect to ws://127.0.0.1:8765/?model=gpt-realtime, and stay as they are.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from adapter import Adapted, downgrade_server_event, upgrade_client_event
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.typing import Subprotocol

log = logging.getLogger("beta_proxy")
Connection = ServerConnection | ClientConnection


async def pass_on(
    source: Connection, target: Connection, adapt: Callable[[dict[str, Any]], Adapted]
) -> None:
    """Pass events on as those of the other version, until one side closes."""
    async for text in source:
        event = json.loads(text)
        adapted = adapt(event)
        for loss in adapted.losses:
            log.info("%s %s: %s", event.get("type"), loss.path, loss.why)
        for made in adapted.events:
            await target.send(json.dumps(made))
    await target.close()


def chosen(_client: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    """The subprotocol of a browser's client: the others hold its key and ask for the beta."""
    return Subprotocol("realtime") if "realtime" in offered else None


async def proxy(url: str, port: int) -> None:
    """Serve until it is cancelled."""

    async def one(client: ServerConnection) -> None:
        assert client.request is not None
        query = urlsplit(client.request.path).query
        # Without the header OpenAI-Beta, which asks for what is gone.
        headers = {"Authorization": client.request.headers.get("Authorization", "")}
        upstream = connect(f"{url}?{query}", additional_headers=headers)
        async with upstream as server, asyncio.TaskGroup() as both:
            both.create_task(pass_on(client, server, upgrade_client_event))
            both.create_task(pass_on(server, client, downgrade_server_event))

    async with serve(one, "127.0.0.1", port, select_subprotocol=chosen) as listening:
        await listening.serve_forever()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    asyncio.run(proxy(sys.argv[1], int(sys.argv[2])))
