import base64
import json
import os

import websockets

URL = "wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview-2024-10-01"


class Client:
    def __init__(self, voice="alloy"):
        self.voice = voice
        self.session_config = {
            "modalities": ["audio", "text"],
            "voice": self.voice,
            "input_audio_format": "pcm16",
            "output_audio_format": "pcm16",
            "input_audio_transcription": {"model": "whisper-1"},
            "turn_detection": {
                "type": "server_vad",
                "threshold": 0.5,
                "prefix_padding_ms": 300,
                "silence_duration_ms": 500,
            },
            "tools": [],
            "tool_choice": "auto",
            "temperature": 0.6,
            "max_response_output_tokens": 4096,
        }
        self.handlers = {}

    async def connect(self):
        headers = {
            "Authorization": "Bearer " + os.environ["OPENAI_API_KEY"],
            "OpenAI-Beta": "realtime=v1",
        }
        self.ws = await websockets.connect(URL, extra_headers=headers)
        await self.update_session(**self.session_config)

    async def send(self, event_type, data=None):
        event = {"type": event_type, **(data or {})}
        await self.ws.send(json.dumps(event))

    async def update_session(self, **kwargs):
        self.session_config.update(kwargs)
        await self.send("session.update", {"session": self.session_config})

    async def say(self, text):
        await self.send(
            "conversation.item.create",
            {
                "item": {
                    "type": "message",
                    "role": "user",
                    "content": [{"type": "input_text", "text": text}],
                }
            },
        )
        await self.send(
            "response.create", {"response": {"modalities": ["audio", "text"], "temperature": 0.7}}
        )

    async def loop(self):
        async for raw in self.ws:
            event = json.loads(raw)
            t = event.get("type")
            if t == "session.created":
                print(event["session"]["voice"], event["session"]["turn_detection"]["threshold"])
            elif t == "response.audio.delta":
                self.play(base64.b64decode(event["delta"]))
            elif t == "response.audio_transcript.delta":
                print(event["delta"], end="")
            elif t == "conversation.item.created":
                print(event["item"]["id"])
            elif t == "response.done":
                for item in event["response"]["output"]:
                    if item["type"] == "message":
                        for part in item["content"]:
                            if part["type"] == "audio":
                                print(part["transcript"])
                            if part.get("type") == "text":
                                print(part["text"])
