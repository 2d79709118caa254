"""The scripted session with the PyPI package `openai-agents`."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from agents import function_tool, set_tracing_disabled
from agents.realtime import RealtimeAgent, RealtimeRunner

SPEECH = b"\x01\x02" * 2_400
seen: dict[str, Any] = {"audio": 0, "usage": [], "errors": []}


@function_tool
def get_weather(city: str) -> str:
    """The weather of a city."""
    seen["tool"] = ["get_weather", city]
    return "sunny"


async def main(port: str) -> None:
    """Hold the session and print what came of it."""
    set_tracing_disabled(True)
    agent = RealtimeAgent(name="Guide", instructions="Be brief.", tools=[get_weather])
    settings: Any = {
        "model_name": "gpt-realtime",
        "output_modalities": ["audio"],
        "audio": {
            "input": {
                "format": "pcm16",
                "noise_reduction": None,
                "transcription": {"model": "gpt-4o-transcribe"},
                "turn_detection": {"type": "server_vad", "interrupt_response": True},
            },
            "output": {"format": "pcm16", "voice": "marin"},
        },
    }
    runner = RealtimeRunner(agent, config={"model_settings": settings})
    options: Any = {"api_key": "none", "url": f"ws://127.0.0.1:{port}/v1/realtime"}
    interrupted = False
    async with await runner.run(model_config=options) as session:
        async for event in session:
            if event.type == "audio":
                seen["audio"] += len(event.audio.data)
                if not interrupted and seen["audio"] > 100_000:
                    # The user speaks again: the server says so, and the client truncates.
                    interrupted = True
                    await speak(session)
            elif event.type == "audio_interrupted":
                seen["interrupted"] = True
            elif event.type == "error":
                seen["errors"].append(getattr(event.error, "message", type(event.error).__name__))
            elif event.type == "raw_model_event":
                await look(session, event.data)
            if len(seen["usage"]) == 3:
                break
    print(json.dumps(seen))


async def look(session: Any, event: Any) -> None:
    """Take what the client says of its model."""
    if event.type == "input_audio_transcription_completed":
        seen["transcript"] = event.transcript
    elif event.type == "usage":
        seen["usage"].append(event.usage.total_tokens)
    elif event.type == "raw_server_event":
        if event.data["type"] == "session.updated" and "session" not in seen:
            seen["session"] = event.data["session"]["type"]
            await speak(session)
        elif event.data["type"] == "conversation.mood.changed":
            seen["unknown"] = event.data["mood"]


async def speak(session: Any) -> None:
    """Say something, in two pieces."""
    await session.send_audio(SPEECH)
    await session.send_audio(SPEECH)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
