"""Record a session of your own program, and check it against the spec when it has ended.

    python record_and_audit.py 'wss://api.openai.com/v1/realtime?model=gpt-realtime' made.jsonl SPEC

The recording is one that `realtime-codegen audit` and `replay` read. To record a program that you
cannot change, and without secrets, put `realtime-codegen record` between it and the server.
`openai_realtime` is generated with `--target session`.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TextIO

import openai_realtime as rt
from websockets.asyncio.client import ClientConnection, connect

HEADERS = {"Authorization": f"Bearer {os.environ.get('OPENAI_API_KEY', '')}"}


class Recorded:
    """A connection whose messages are written down, both ways."""

    def __init__(self, socket: ClientConnection, file: TextIO) -> None:
        self.socket, self.file = socket, file

    def note(self, sender: str, text: str | bytes) -> None:
        """Write a message down."""
        line = {"dir": sender, "time": time.time(), "event": json.loads(text)}
        self.file.write(json.dumps(line) + "\n")

    async def send(self, text: str) -> None:
        """Send a message."""
        self.note("client", text)
        await self.socket.send(text)

    async def __aiter__(self) -> AsyncIterator[str | bytes]:
        """The messages of the server."""
        async for text in self.socket:
            self.note("server", text)
            yield text


async def main(url: str, path: str) -> None:
    """Ask for one answer, and record how it comes."""
    async with connect(url, additional_headers=HEADERS) as socket:
        with Path(path).open("w", encoding="utf-8") as file:
            async with rt.RealtimeClientSession(Recorded(socket, file)) as session:
                settings = rt.RealtimeSessionCreateRequest(output_modalities=["text"])
                await session.request(rt.SessionUpdateEvent(session=settings), timeout=10)
                await session.request_end(rt.ResponseCreateEvent(), timeout=60)


def audit(spec: str, path: str) -> int:
    """Print what misfits; the exit code is 0 if nothing does."""
    command = [sys.executable, "-m", "realtime_codegen", "audit", spec, path]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
    sys.exit(audit(sys.argv[3], sys.argv[2]))
