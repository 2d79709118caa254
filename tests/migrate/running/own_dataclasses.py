"""Messages as dataclasses of the program's own."""
import asyncio
import json
from dataclasses import asdict, dataclass, field

import websockets


@dataclass
class TurnDetection:
    type: str = "server_vad"
    silence_duration_ms: int = 500


@dataclass
class SessionConfig:
    modalities: list = field(default_factory=lambda: ["text"])
    instructions: str = "Be kind."
    turn_detection: TurnDetection = field(default_factory=TurnDetection)


@dataclass
class SessionUpdate:
    session: SessionConfig
    type: str = "session.update"


@dataclass
class ResponseCreate:
    type: str = "response.create"


async def main():
    url = "wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview"
    async with websockets.connect(url, additional_headers={"OpenAI-Beta": "realtime=v1"}) as ws:
        await ws.send(json.dumps(asdict(SessionUpdate(SessionConfig()))))
        await ws.send(json.dumps(asdict(ResponseCreate())))
        async for raw in ws:
            event = json.loads(raw)
            if event["type"].startswith("response.text."):
                print(event.get("delta", ""), end="")
            if event["type"] == "response.done":
                return


asyncio.run(main())
