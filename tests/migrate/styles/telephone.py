"""FastAPI between Twilio's media streams and the model."""
import asyncio
import json
import os

import websockets
from fastapi import FastAPI, WebSocket
from fastapi.responses import HTMLResponse
from twilio.twiml.voice_response import Connect, VoiceResponse

OPENAI_API_KEY = os.getenv("OPENAI_API_KEY")
VOICE = os.getenv("VOICE", "alloy")
LOGGED = [
    "response.content.done", "rate_limits.updated", "response.done", "input_audio_buffer.committed",
    "input_audio_buffer.speech_stopped", "input_audio_buffer.speech_started", "session.created",
    "response.audio.done", "response.audio_transcript.done",
]
app = FastAPI()


@app.post("/incoming")
async def incoming(request):
    answer = VoiceResponse()
    connect = Connect()
    connect.stream(url=f"wss://{request.url.hostname}/media")
    answer.append(connect)
    return HTMLResponse(str(answer), media_type="application/xml")


@app.websocket("/media")
async def media(phone: WebSocket) -> None:
    await phone.accept()
    async with websockets.connect(
        "wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview-2024-10-01",
        extra_headers=[("Authorization", f"Bearer {OPENAI_API_KEY}"), ("OpenAI-Beta", "realtime=v1")],
    ) as model:
        await initialize(model)
        state = {"stream": None, "item": None, "sent": 0}

        async def upward():
            async for text in phone.iter_text():
                data = json.loads(text)
                if data["event"] == "media":
                    await model.send(json.dumps({"type": "input_audio_buffer.append", "audio": data["media"]["payload"]}))
                elif data["event"] == "start":
                    state["stream"] = data["start"]["streamSid"]

        async def downward():
            async for text in model:
                message = json.loads(text)
                if message["type"] in LOGGED:
                    print(message["type"], message)
                if message["type"] == "response.audio.delta" and message.get("delta"):
                    await phone.send_json({
                        "event": "media",
                        "streamSid": state["stream"],
                        "media": {"payload": message["delta"]},
                    })
                    if message.get("item_id"):
                        state["item"] = message["item_id"]
                if message["type"] == "input_audio_buffer.speech_started":
                    await model.send(json.dumps({
                        "type": "conversation.item.truncate",
                        "item_id": state["item"],
                        "content_index": 0,
                        "audio_end_ms": state["sent"],
                    }))
                    await phone.send_json({"event": "clear", "streamSid": state["stream"]})

        await asyncio.gather(upward(), downward())


async def initialize(model) -> None:
    update = {
        "type": "session.update",
        "session": {
            "turn_detection": {"type": "server_vad"},
            "input_audio_format": "g711_ulaw",
            "output_audio_format": "g711_ulaw",
            "voice": VOICE,
            "instructions": "You are a cheerful host.",
            "modalities": ["text", "audio"],
            "temperature": 0.8,
        },
    }
    await model.send(json.dumps(update))
