"""A chat in the terminal, with `websockets` and messages written in place."""
import asyncio
import json

import websockets

URL = "wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview"
HEADERS = {"Authorization": "Bearer x", "OpenAI-Beta": "realtime=v1"}


async def main():
    async with websockets.connect(URL, additional_headers=HEADERS) as ws:
        await ws.send(json.dumps({
            "type": "session.update",
            "session": {
                "modalities": ["text"],
                "instructions": "Be brief.",
                "temperature": 0.8,
                "max_response_output_tokens": 200,
            },
        }))
        await ws.send(json.dumps({
            "type": "conversation.item.create",
            "item": {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hi"}]},
        }))
        await ws.send(json.dumps({"type": "response.create", "response": {"modalities": ["text"]}}))
        async for message in ws:
            event = json.loads(message)
            if event["type"] == "response.text.delta":
                print(event["delta"], end="")
            elif event["type"] == "response.done":
                break


asyncio.run(main())
