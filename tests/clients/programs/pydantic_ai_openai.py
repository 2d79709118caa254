"""The scripted session with the PyPI package `pydantic-ai-slim`."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from openai import AsyncOpenAI
from pydantic_ai import Agent
from pydantic_ai.messages import PartEndEvent, SpeechPart
from pydantic_ai.providers.openai import OpenAIProvider
from pydantic_ai.realtime import RealtimeSessionErrorEvent, RealtimeTurnCompleteEvent
from pydantic_ai.realtime.openai import OpenAIRealtimeModel

seen: dict[str, Any] = {"audio": 0, "usage": [], "errors": []}
agent = Agent(instructions="Be brief.")


@agent.tool_plain
def get_weather(city: str) -> str:
    """The weather of a city."""
    seen["tool"] = ["get_weather", city]
    return "sunny"


async def main(port: str) -> None:
    """Hold the session and print what came of it."""
    client = AsyncOpenAI(api_key="none", base_url=f"http://127.0.0.1:{port}/v1")
    model = OpenAIRealtimeModel("gpt-realtime", provider=OpenAIProvider(openai_client=client))
    async with agent.realtime(model).session() as session:
        listening = asyncio.create_task(listen(session))
        await speak(session)
        async for event in session:
            if isinstance(event, RealtimeSessionErrorEvent):
                seen["errors"].append(event.message)
            elif isinstance(event, PartEndEvent) and isinstance(event.part, SpeechPart):
                if event.part.speaker == "user":
                    seen["transcript"] = event.part.transcript
            elif isinstance(event, RealtimeTurnCompleteEvent) and seen["errors"]:
                seen["usage"] = [session.usage.input_tokens + session.usage.output_tokens]
                if session.usage.requests == 3:
                    break
        listening.cancel()
    print(json.dumps(seen))


async def listen(session: Any) -> None:
    """Hear what the model says, and interrupt it once."""
    async for sound in session.stream_audio():
        seen["audio"] += len(sound)
        if seen["audio"] > 100_000 and "interrupted" not in seen:
            seen["interrupted"] = 250
            await session.interrupt(played_ms=250)
            await speak(session)


async def speak(session: Any) -> None:
    """Say something, in two pieces."""
    for _ in range(2):
        await session.send_audio(b"\x01\x02" * 2_400)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
