"""A strict server of GA, in the process of the program that talks to it.

A program is run with modules in place of `websockets`, `websocket`, `aiohttp` and `openai`,
which do what programs use of these and hand the messages to the server. It decodes what it hears
strictly, refuses what it does not know, and answers with events that strict decoding takes.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import traceback
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace
from typing import Any

__all__ = ["GaServer", "Ran", "run_program"]

Check = Callable[[str, dict[str, Any]], list[str]]
"""The problems of an event of a client or a server, by strict decoding."""

WORDS = ("Hello ", "there.")
ASKS_FOR_BETA = "realtime=v1"


@dataclass
class GaServer:
    """A connection: the answers to its messages are in `out`."""

    check: Check
    out: deque[str] = field(default_factory=deque)
    refused: list[str] = field(default_factory=list)
    session: dict[str, Any] = field(default_factory=lambda: {"type": "realtime"})
    calls_left: int = 1
    number: int = 0

    def open(self, url: str, headers: object) -> None:
        """Open the connection; the beta and its models are switched off."""
        if ASKS_FOR_BETA in str(headers):
            self.refused.append("the header asks for the beta")
        if "-preview" in url:
            self.refused.append(f"there is no such model: {url}")
        self.say({"type": "session.created", "session": self.session})

    def say(self, event: dict[str, Any]) -> None:
        """Send an event, which has to fit GA."""
        self.number += 1
        whole = {**event, "event_id": f"event_{self.number}"}
        problems = self.check("server", whole)
        assert not problems, (whole, problems)
        self.out.append(json.dumps(whole))

    def hear(self, text: str) -> None:
        """Take a message of the program."""
        event = json.loads(text)
        problems = self.check("client", event)
        if problems:
            self.refused.append(f"{event.get('type')}: {problems[0]}")
            error = {"type": "invalid_request_error", "message": problems[0]}
            self.say({"type": "error", "error": error})
            return
        match event["type"]:
            case "session.update":
                self.session = {**self.session, **event["session"]}
                self.say({"type": "session.updated", "session": self.session})
            case "conversation.item.create":
                self.add({"id": f"item_{self.number}", **event["item"]})
            case "input_audio_buffer.commit":
                usage = {"type": "duration", "seconds": 1}
                self.say(
                    {
                        "type": "conversation.item.input_audio_transcription.completed",
                        "item_id": "item_a",
                        "content_index": 0,
                        "transcript": "".join(WORDS),
                        "usage": usage,
                    }
                )
            case "response.create":
                self.answer({**self.session, **event.get("response", {})})

    def add(self, item: dict[str, Any]) -> None:
        """Confirm an item."""
        for kind in ("added", "done"):
            self.say({"type": f"conversation.item.{kind}", "item": item})

    def answer(self, settings: dict[str, Any]) -> None:
        """Call the tool of the session, or speak, or write."""
        self.say({"type": "response.created", "response": {"id": "resp", "status": "in_progress"}})
        place = {"response_id": "resp", "item_id": "item_r", "output_index": 0}
        if self.session.get("tools") and self.calls_left:
            self.calls_left -= 1
            call = {"call_id": "call", "name": self.session["tools"][0]["name"]}
            arguments = json.dumps({"city": "Paris"})
            kind = "response.function_call_arguments.done"
            self.say({"type": kind, **place, **call, "arguments": arguments})
            item = {"type": "function_call", "id": "item_r", **call, "arguments": arguments}
        else:
            item = self.speak(place, "audio" in settings.get("output_modalities", ["audio"]))
        self.say(
            {
                "type": "response.output_item.done",
                "response_id": "resp",
                "output_index": 0,
                "item": item,
            }
        )
        response = {"id": "resp", "status": "completed", "output": [item]}
        self.say({"type": "response.done", "response": response})

    def speak(self, place: dict[str, Any], sounds: bool) -> dict[str, Any]:
        """Say the words, as text or as sound with a transcript; returns the item."""
        kind = "output_audio_transcript" if sounds else "output_text"
        at = {**place, "content_index": 0}
        for word in WORDS:
            self.say({"type": f"response.{kind}.delta", **at, "delta": word})
            if sounds:
                self.say({"type": "response.output_audio.delta", **at, "delta": "AAAA"})
        whole = "".join(WORDS)
        key = "transcript" if sounds else "text"
        self.say({"type": f"response.{kind}.done", **at, key: whole})
        content = {"type": "output_audio" if sounds else "output_text", key: whole}
        return {"type": "message", "id": "item_r", "role": "assistant", "content": [content]}


# ------------------------------------------------------------------- modules in their place


class _Socket:
    """A connection with what all of the libraries share."""

    def __init__(self, server: GaServer) -> None:
        self.server = server
        self.closed = False

    async def __aenter__(self) -> _Socket:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.closed = True

    def __await__(self) -> Iterator[Any]:
        return self._itself().__await__()

    async def _itself(self) -> _Socket:
        return self

    async def send(self, text: str) -> None:
        self.server.hear(text)

    async def send_json(self, event: object) -> None:
        self.server.hear(json.dumps(event))

    async def recv(self) -> str:
        return self.take()

    def take(self) -> str:
        if self.closed or not self.server.out:
            raise ConnectionError("the server has nothing more to say")
        return self.server.out.popleft()

    def wrapped(self, text: str) -> Any:
        return text

    async def __aiter__(self) -> AsyncIterator[Any]:
        while self.server.out and not self.closed:
            yield self.wrapped(self.server.out.popleft())


class _JsonSocket(_Socket):
    """The connection of aiohttp, whose messages have a method."""

    def wrapped(self, text: str) -> Any:
        return SimpleNamespace(data=text, json=lambda: json.loads(text))


class _BlockingSocket:
    """The connection of websocket-client."""

    def __init__(self, socket: _Socket) -> None:
        self.socket = socket
        self.send, self.recv = socket.server.hear, socket.take

    def close(self) -> None:
        self.socket.closed = True


def _modules(server: GaServer) -> dict[str, ModuleType]:
    made = {name: ModuleType(name) for name in ("websockets", "websocket", "aiohttp", "openai")}

    def connect(url: str, **options: object) -> _Socket:
        server.open(url, options)
        return _Socket(server)

    def create_connection(url: str, **options: object) -> _BlockingSocket:
        server.open(url, options)
        return _BlockingSocket(_Socket(server))

    class WebSocketApp:
        def __init__(self, url: str, *, on_open: Any, on_message: Any, **options: object) -> None:
            self.url, self.options = url, options
            self.on_open, self.on_message = on_open, on_message

        def run_forever(self) -> None:
            socket = create_connection(self.url, **self.options)
            self.on_open(socket)
            while server.out and not socket.socket.closed:
                self.on_message(socket, server.out.popleft())

    class ClientSession:
        async def __aenter__(self) -> ClientSession:
            return self

        async def __aexit__(self, *_: object) -> None:
            pass

        def ws_connect(self, url: str, **options: object) -> _Socket:
            server.open(url, options)
            return _JsonSocket(server)

    vars(made["websockets"])["connect"] = connect
    vars(made["websocket"]).update(create_connection=create_connection, WebSocketApp=WebSocketApp)
    vars(made["aiohttp"])["ClientSession"] = ClientSession
    vars(made["openai"])["AsyncOpenAI"] = lambda: _openai(server)
    return made


class _Connection(_Socket):
    """The connection of the package openai: a resource for each event, and events as objects."""

    def __getattr__(self, name: str) -> _Resource:
        return _Resource(self.server, (name,))

    def wrapped(self, text: str) -> Any:
        return json.loads(text, object_hook=lambda members: SimpleNamespace(**members))


@dataclass
class _Resource:
    server: GaServer
    path: tuple[str, ...]

    def __getattr__(self, name: str) -> _Resource:
        return _Resource(self.server, (*self.path, name))

    async def __call__(self, **fields: object) -> None:
        self.server.hear(json.dumps({"type": ".".join(self.path), **fields}))


def _openai(server: GaServer) -> SimpleNamespace:
    """A client, whose connection for the beta is gone."""

    def connect(*, model: str) -> _Connection:
        server.open(model, {})
        return _Connection(server)

    return SimpleNamespace(realtime=SimpleNamespace(connect=connect))


# ---------------------------------------------------------------------------- running


@dataclass(frozen=True)
class Ran:
    """The output of a program, and why it failed: an exception, or a refusal by the server."""

    printed: str
    faults: tuple[str, ...]


def run_program(text: str, check: Check) -> Ran:
    """Run the text of a program against a new server."""
    server = GaServer(check)
    replaced = _modules(server)
    kept = {name: sys.modules.get(name) for name in replaced}
    sys.modules.update(replaced)
    out = io.StringIO()
    faults: list[str] = []
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(text, "program.py", "exec"), {"__name__": "__main__"})
    except (Exception, SystemExit):
        faults.append(traceback.format_exc(limit=0).strip())
    finally:
        for name, module in kept.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module
    return Ran(out.getvalue(), (*server.refused, *faults))
