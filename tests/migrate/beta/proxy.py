"""A proxy between browsers and the API, with FastAPI."""
import asyncio
import json
import os

import websockets
from fastapi import FastAPI, WebSocket, WebSocketDisconnect

app = FastAPI()
UPSTREAM = "wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview"
ALLOWED = {"input_audio_buffer.append", "input_audio_buffer.commit", "response.create", "conversation.item.create"}
FORWARDED = (
    "response.audio.delta",
    "response.audio.done",
    "response.audio_transcript.delta",
    "response.text.delta",
    "response.done",
)


@app.websocket("/ws")
async def proxy(client: WebSocket):
    await client.accept()
    headers = {"Authorization": f"Bearer {os.getenv('OPENAI_API_KEY')}", "OpenAI-Beta": "realtime=v1"}
    async with websockets.connect(UPSTREAM, additional_headers=headers) as upstream:
        await initialize(upstream, client.query_params.get("voice", "alloy"))
        await asyncio.gather(up(client, upstream), down(upstream, client))


async def initialize(upstream, voice: str):
    event = {
        "type": "session.update",
        "session": {
            "turn_detection": {"type": "server_vad"},
            "input_audio_format": "g711_ulaw",
            "output_audio_format": "g711_ulaw",
            "voice": voice,
            "instructions": "You are helpful.",
            "modalities": ["text", "audio"],
            "temperature": 0.8,
        },
    }
    await upstream.send(json.dumps(event))


async def up(client, upstream):
    try:
        async for text in client.iter_text():
            message = json.loads(text)
            if message["type"] not in ALLOWED:
                continue
            if message["type"] == "response.create":
                message.setdefault("response", {})["modalities"] = ["text", "audio"]
            await upstream.send(json.dumps(message))
    except WebSocketDisconnect:
        await upstream.close()


async def down(upstream, client):
    async for raw in upstream:
        event = json.loads(raw)
        if event["type"] == "session.updated":
            print("voice:", event["session"]["voice"])
        if event["type"] in FORWARDED:
            await client.send_text(raw)
