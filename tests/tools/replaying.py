"""Playing scripts in a test, without sockets."""

from __future__ import annotations

import asyncio
import io
import json
import socket
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from websockets.asyncio.client import connect

from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.replay.player import Out, Player, Settings
from realtime_codegen.replay.protocol import Protocol
from realtime_codegen.replay.reading import read_script
from realtime_codegen.replay.script import Script
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import MemoryFiles, SourceFile

__all__ = [
    "DAP",
    "ENVELOPED",
    "GA",
    "Client",
    "lines",
    "protocol_of",
    "protocol_of_text",
    "script_of",
    "through",
]

ROOT = Path(__file__).parents[2]
GA = ROOT / "spec/openai-realtime-ga"
DAP = ROOT / "tests/movement/dap"
ENVELOPED = ROOT / "tests/movement/enveloped"


@cache
def protocol_of(folder: Path) -> Protocol:
    """The protocol of a folder with declarations and facts."""
    (spec,) = folder.glob("*.d.ts")
    return protocol_of_text(spec.read_text("utf-8"), (folder / "facts.toml").read_text("utf-8"))


def protocol_of_text(spec: str, facts: str) -> Protocol:
    """The protocol of declarations and facts."""
    options = Options(facts=SourceFile("facts.toml", facts.encode()))
    loaded = load_model(MemoryFiles({"spec.d.ts": spec.encode()}), "spec.d.ts", options)
    assert loaded.model is not None, loaded.diagnostics
    names, _ = package_names(loaded.model, "spec.d.ts")
    return Protocol(loaded.model, names, loaded.facts)


def lines(values: Iterable[Any]) -> bytes:
    """Values as JSON Lines."""
    return "".join(json.dumps(value) + "\n" for value in values).encode()


def script_of(protocol: Protocol, values: Iterable[Any]) -> Script:
    """The script of a file with these lines."""
    return read_script(io.BytesIO(lines(values)), protocol).script


class Client:
    """A client of a player, with a virtual clock; `said` is what it was sent."""

    def __init__(self, script: Script, protocol: Protocol, **settings: Any) -> None:
        self.player = Player(script, protocol, Settings(**{"speed": 0.0, **settings}))
        self.now = 0.0
        self.outs: list[Out] = self.player.start(self.now)

    def send(self, message: Any) -> list[Any]:
        """Send a message; return the answers."""
        text = message if isinstance(message, str | bytes) else json.dumps(message)
        outs = self.player.hear(text, self.now)
        self.outs += outs
        return [json.loads(out.text) for out in outs if out.text is not None]

    @property
    def said(self) -> list[Any]:
        """All that it was sent, as objects."""
        return [json.loads(out.text) for out in self.outs if out.text is not None]

    def found(self) -> list[str]:
        """The kinds of the findings."""
        return [finding.kind.value for finding in self.player.finish().findings]


async def _started(proxy: Awaitable[object], port: int) -> asyncio.Future[Any]:
    """Start a program that serves; yield when it does."""
    task = asyncio.ensure_future(proxy)
    for _ in range(500):
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return task
        await asyncio.sleep(0.01)
    raise AssertionError("it does not listen")


def _free_port() -> int:
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        port: int = own.getsockname()[1]
        return port


async def through(
    serving: Callable[[int], Awaitable[object]], messages: list[dict[str, Any]], last: str
) -> list[dict[str, Any]]:
    """Receive messages from a program that serves, until an event comes."""
    port = _free_port()
    task = await _started(serving(port), port)
    heard: list[dict[str, Any]] = []
    try:
        url = f"ws://127.0.0.1:{port}/?model=gpt-realtime"
        headers = {"Authorization": "Bearer key"}
        async with connect(url, additional_headers=headers, proxy=None) as own:
            for message in messages:
                await own.send(json.dumps(message))
            while not heard or heard[-1]["type"] != last:
                heard.append(json.loads(await own.recv()))
        return heard
    finally:
        task.cancel()
        await asyncio.wait({task})
