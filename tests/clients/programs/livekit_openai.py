"""The scripted session with the PyPI package `livekit-plugins-openai`."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import aiohttp
from livekit import rtc
from livekit.agents import llm
from livekit.plugins.openai import realtime
from openai.types.realtime import AudioTranscription, RealtimeReasoning

seen: dict[str, Any] = {"audio": 0, "usage": [], "errors": []}


@llm.function_tool
async def get_weather(city: str) -> str:
    """The weather of a city."""
    return "sunny"


async def main(port: str) -> None:
    """Hold the session and print what came of it."""
    async with aiohttp.ClientSession() as http:
        model = realtime.RealtimeModel(
            model="gpt-realtime",
            api_key="none",
            base_url=f"http://127.0.0.1:{port}/v1",
            http_session=http,
            input_audio_transcription=AudioTranscription(model="gpt-4o-transcribe"),
        )
        session = model.session()
        over = asyncio.Event()
        replies: list[asyncio.Task[None]] = []

        def created(generation: llm.GenerationCreatedEvent) -> None:
            replies.append(asyncio.create_task(reply(session, generation)))

        def received(event: dict[str, Any]) -> None:
            look(event)
            if len(seen["usage"]) == 3:
                over.set()

        session.on("generation_created", created)
        session.on("openai_server_event_received", received)
        session.on("input_audio_transcription_completed", transcribed)
        session.on("error", lambda error: seen["errors"].append(error.error.body.message))
        session.on("metrics_collected", measured)
        await session.update_instructions("Be brief.")
        await session.update_tools([get_weather])
        session.update_options(reasoning=RealtimeReasoning(effort="low"))
        session.update_options(reasoning=None)
        speak(session)
        await over.wait()
        await session.aclose()
        await asyncio.gather(*replies)
        await model.aclose()
    print(json.dumps(seen))


def transcribed(event: llm.InputTranscriptionCompleted) -> None:
    """Take what the user said."""
    if event.is_final:
        seen["transcript"] = event.transcript


def measured(metrics: Any) -> None:
    """Take the usage of a response."""
    if metrics.type == "realtime_model_metrics" and metrics.total_tokens:
        seen["usage"].append(metrics.total_tokens)


def look(event: dict[str, Any]) -> None:
    """Take what the client has no event of its own for."""
    if event["type"] == "session.updated":
        seen["session"] = event["session"]["type"]
    elif event["type"] == "conversation.mood.changed":
        seen["unknown"] = event["mood"]


async def reply(session: Any, generation: llm.GenerationCreatedEvent) -> None:
    """Play a response, call its tools."""

    async def call() -> None:
        async for call in generation.function_stream:
            seen["tool"] = [call.name, call.arguments]
            context = session.chat_ctx.copy()
            output = llm.FunctionCallOutput(
                call_id=call.call_id, name=call.name, output="sunny", is_error=False
            )
            context.items.append(output)
            await session.update_chat_ctx(context)
            session.generate_reply()

    calls = asyncio.create_task(call())
    async for message in generation.message_stream:
        heard = 0
        async for frame in message.audio_stream:
            heard += len(frame.data) * 2
            seen["audio"] += len(frame.data) * 2
            if "interrupted" not in seen and heard > 100_000:
                # The user speaks again, and the program cuts off what was not heard.
                seen["interrupted"] = 250
                session.interrupt()
                session.truncate(
                    message_id=message.message_id, modalities=["audio"], audio_end_ms=250
                )
                speak(session)
    await calls


def speak(session: Any) -> None:
    """Say something, in two pieces."""
    for _ in range(2):
        session.push_audio(rtc.AudioFrame(b"\x01\x02" * 2_400, 24_000, 1, 2_400))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
