import base64
import json

VOICE = "alloy"
LOG_EVENT_TYPES = [
    "response.content.done",
    "rate_limits.updated",
    "response.done",
    "response.audio.done",
    "input_audio_buffer.committed",
    "input_audio_buffer.speech_stopped",
    "session.created",
]


async def send_session_update(openai_ws):
    session_update = {
        "type": "session.update",
        "session": {
            "turn_detection": {"type": "server_vad"},
            "input_audio_format": "g711_ulaw",
            "output_audio_format": "g711_ulaw",
            "voice": VOICE,
            "instructions": "You are a helpful assistant.",
            "modalities": ["text", "audio"],
            "temperature": 0.8,
        },
    }
    await openai_ws.send(json.dumps(session_update))


async def receive(openai_ws, websocket, stream_sid):
    async for message in openai_ws:
        response = json.loads(message)
        if response["type"] in LOG_EVENT_TYPES:
            print(f"Received event: {response['type']}", response)
        if response["type"] == "response.audio.delta" and response.get("delta"):
            payload = base64.b64encode(base64.b64decode(response["delta"])).decode("utf-8")
            await websocket.send_json(
                {"event": "media", "streamSid": stream_sid, "media": {"payload": payload}}
            )
        if response["type"] == "input_audio_buffer.speech_started":
            await openai_ws.send(json.dumps({"type": "response.cancel"}))
