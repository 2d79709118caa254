"""A client whose helper gathers the session from keywords."""
import asyncio
import base64
import json
import os
from typing import Any, Callable, Optional

import websockets

REALTIME_URL = "wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview-2024-12-17"


class RealtimeClient:
    def __init__(self, api_key: str, voice: str = "alloy", on_text: Optional[Callable[[str], None]] = None):
        self.api_key = api_key
        self.voice = voice
        self.on_text = on_text or (lambda text: print(text, end=""))
        self.ws = None

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.api_key}", "OpenAI-Beta": "realtime=v1"}

    async def connect(self) -> None:
        self.ws = await websockets.connect(REALTIME_URL, additional_headers=self.headers)
        await self.configure(**self.default_config())

    def default_config(self) -> dict[str, Any]:
        return {
            "modalities": ["audio", "text"],
            "voice": self.voice,
            "input_audio_format": "pcm16",
            "output_audio_format": "pcm16",
            "turn_detection": None,
        }

    async def _send(self, event: dict[str, Any]) -> None:
        await self.ws.send(json.dumps(event))

    async def configure(self, **config: Any) -> None:
        await self._send({"type": "session.update", "session": config})

    async def say(self, text: str) -> None:
        await self._send(self._item("user", "input_text", text))
        await self._send({"type": "response.create"})

    @staticmethod
    def _item(role: str, kind: str, text: str) -> dict[str, Any]:
        return {
            "type": "conversation.item.create",
            "item": {"type": "message", "role": role, "content": [{"type": kind, "text": text}]},
        }

    async def listen(self) -> None:
        async for raw in self.ws:
            await self._handle(json.loads(raw))

    async def _handle(self, event: dict[str, Any]) -> None:
        etype = event.get("type", "")
        if etype == "response.audio_transcript.delta":
            self.on_text(event["delta"])
        elif etype == "response.audio.delta":
            self.play(base64.b64decode(event["delta"]))
        elif etype == "conversation.item.created":
            self.last = event["item"]["id"] if "id" in event["item"] else None
        elif etype == "error":
            raise RuntimeError(event["error"]["message"])
        elif etype == "response.done":
            print()
            await self.ws.__aexit__()

    def play(self, pcm: bytes) -> None:
        self.played = getattr(self, "played", 0) + len(pcm)


async def main():
    client = RealtimeClient(os.environ.get("OPENAI_API_KEY", "k"))
    await client.connect()
    await client.say("Hi")
    await client.listen()
    print(client.played)


asyncio.run(main())
