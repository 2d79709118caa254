"""A conversation that goes on from stored turns."""
import asyncio
import json

import websockets

HISTORY = [("user", "Hi"), ("assistant", "Hello, how are you?"), ("user", "Fine. And you?")]


def to_item(role, text):
    kind = "input_text" if role == "user" else "text"
    return {"type": "message", "role": role, "content": [{"type": kind, "text": text}]}


def greeting():
    return {
        "type": "conversation.item.create",
        "item": {
            "type": "message",
            "role": "assistant",
            "content": [{"type": "text", "text": "Welcome."}],
        },
    }


async def main():
    url = "wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview"
    async with websockets.connect(url, additional_headers={"OpenAI-Beta": "realtime=v1"}) as ws:
        await ws.send(json.dumps(greeting()))
        for role, text in HISTORY:
            await ws.send(json.dumps({"type": "conversation.item.create", "item": to_item(role, text)}))
        await ws.send(json.dumps({"type": "response.create", "response": {"modalities": ["text"]}}))
        created = 0
        async for raw in ws:
            event = json.loads(raw)
            if event["type"] == "conversation.item.created":
                created += 1
            elif event["type"] == "response.text.done":
                print(event["text"])
            elif event["type"] == "response.done":
                break
        assert created >= 4


asyncio.run(main())
