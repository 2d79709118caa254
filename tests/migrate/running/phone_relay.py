"""A relay of telephone calls, in which each side has its own events."""
import asyncio
import json

import websockets

LOG_EVENT_TYPES = ["error", "response.content.done", "response.done", "session.created"]


async def initialize_session(openai_ws):
    session_update = {
        "type": "session.update",
        "session": {
            "turn_detection": {"type": "server_vad"},
            "input_audio_format": "g711_ulaw",
            "output_audio_format": "g711_ulaw",
            "voice": "alloy",
            "instructions": "You answer the telephone.",
            "modalities": ["text", "audio"],
            "temperature": 0.8,
        },
    }
    await openai_ws.send(json.dumps(session_update))


async def from_phone(openai_ws):
    for media in ("AAAA", "//8="):
        await openai_ws.send(json.dumps({"type": "input_audio_buffer.append", "audio": media}))
    await openai_ws.send(json.dumps({"type": "response.create"}))


async def to_phone(openai_ws):
    last = None
    async for message in openai_ws:
        response = json.loads(message)
        if response["type"] in LOG_EVENT_TYPES:
            last = response["type"]
        if response.get("type") == "response.audio.delta" and "delta" in response:
            print(json.dumps({"event": "media", "payload": response["delta"]}))
        if response["type"] == "response.done":
            return last


async def main():
    async with websockets.connect(
        "wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview-2024-10-01",
        additional_headers={"Authorization": "Bearer x", "OpenAI-Beta": "realtime=v1"},
    ) as openai_ws:
        await initialize_session(openai_ws)
        await from_phone(openai_ws)
        print(await to_phone(openai_ws))


asyncio.run(main())
