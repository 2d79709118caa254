"""Settings by pydantic, put into the session."""
import asyncio
import json

import websockets
from pydantic import BaseModel, Field
from typing import Literal


class TurnDetection(BaseModel):
    type: Literal["server_vad"] = "server_vad"
    threshold: float = 0.5
    silence_duration_ms: int = 500


class VoiceSettings(BaseModel):
    voice: str = "shimmer"
    input_audio_format: Literal["pcm16", "g711_ulaw"] = "g711_ulaw"
    output_audio_format: Literal["pcm16", "g711_ulaw"] = "g711_ulaw"
    temperature: float = 0.8
    turn_detection: TurnDetection = Field(default_factory=TurnDetection)


class Settings(BaseModel):
    model: str = "gpt-4o-realtime-preview"
    instructions: str = "Be brief."
    session: VoiceSettings = Field(default_factory=VoiceSettings)


settings = Settings()


def session_update() -> str:
    session = settings.session.model_dump(exclude_none=True)
    session["instructions"] = settings.instructions
    return json.dumps({"type": "session.update", "session": session})


async def main():
    url = f"wss://api.openai.com/v1/realtime?model={settings.model}"
    async with websockets.connect(url, additional_headers={"OpenAI-Beta": "realtime=v1"}) as ws:
        await ws.send(session_update())
        await ws.send(json.dumps({"type": "response.create", "response": {"modalities": ["audio", "text"]}}))
        async for message in ws:
            data = json.loads(message)
            if data["type"] == "response.audio_transcript.done":
                print(data["transcript"])
            elif data["type"] == "response.done":
                break


asyncio.run(main())
