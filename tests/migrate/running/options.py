"""A dataclass of options that makes its session itself."""
import asyncio, json, websockets
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Options:
    voice: str = "coral"
    audio_format: str = "pcm16"
    modalities: list[str] = field(default_factory=lambda: ["audio", "text"])
    vad: bool = False

    def to_session(self) -> dict[str, Any]:
        session: dict[str, Any] = {"voice": self.voice, "modalities": self.modalities}
        for direction in ("input", "output"):
            session[f"{direction}_audio_format"] = self.audio_format
        session["turn_detection"] = {"type": "server_vad"} if self.vad else None
        session["input_audio_transcription"] = {"model": "whisper-1"}
        return session

    def apply(self) -> str:
        return json.dumps(dict(type="session.update", session=self.to_session()))


async def main():
    options = Options(vad=True)
    async with websockets.connect("wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview") as ws:
        await ws.send(options.apply())
        await ws.send(json.dumps(dict(type="response.create", response=dict(modalities=["audio", "text"], voice="ash"))))
        async for raw in ws:
            ev = json.loads(raw)
            if ev["type"] == "response.audio_transcript.done":
                print(ev["transcript"])

asyncio.run(main())
