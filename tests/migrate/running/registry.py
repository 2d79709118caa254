"""Handlers that a decorator registers, and tags as constants."""
import asyncio
import json
from enum import Enum

import websockets


class Sent(str, Enum):
    SESSION_UPDATE = "session.update"
    RESPONSE_CREATE = "response.create"


class Heard(str, Enum):
    TEXT_DELTA = "response.text.delta"
    TEXT_DONE = "response.text.done"
    ITEM = "response.output_item.done"
    DONE = "response.done"


HANDLERS = {}


def on(kind):
    def register(function):
        HANDLERS[kind] = function
        return function

    return register


@on(Heard.TEXT_DELTA)
def _(event):
    print(event["delta"], end="")


@on(Heard.ITEM)
def _(event):
    item = event["item"]
    if item["type"] == "message" and item["role"] == "assistant":
        assert any(content["type"] == "text" for content in item["content"])


async def main():
    url = "wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview"
    async with websockets.connect(url, additional_headers={"OpenAI-Beta": "realtime=v1"}) as ws:
        session = {"modalities": ["text"]}
        await ws.send(json.dumps({"type": Sent.SESSION_UPDATE, "session": session}))
        await ws.send(json.dumps({"type": Sent.RESPONSE_CREATE}))
        async for raw in ws:
            event = json.loads(raw)
            handler = HANDLERS.get(event["type"])
            if handler:
                handler(event)
            if event["type"] == Heard.DONE:
                break


asyncio.run(main())
