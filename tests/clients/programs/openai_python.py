"""The scripted session with the PyPI package `openai`."""

from __future__ import annotations

import asyncio
import base64
import json
import sys
from typing import Any

from openai import AsyncOpenAI

SPEECH = b"\x01\x02" * 2_400
TOOL = {
    "type": "function",
    "name": "get_weather",
    "description": "The weather of a city.",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
}


async def main(port: str) -> None:
    """Hold the session and print what came of it."""
    seen: dict[str, Any] = {"audio": 0, "usage": [], "errors": []}
    client = AsyncOpenAI(api_key="none", base_url=f"http://127.0.0.1:{port}/v1")
    interrupted = False
    async with client.realtime.connect(model="gpt-realtime") as connection:
        async for event in connection:
            if event.type == "session.created":
                await connection.session.update(
                    session={
                        "type": "realtime",
                        "instructions": "Be brief.",
                        "output_modalities": ["audio"],
                        "audio": {
                            "input": {
                                "format": {"type": "audio/pcm", "rate": 24000},
                                "transcription": {"model": "gpt-4o-transcribe"},
                                "noise_reduction": None,
                                "turn_detection": None,
                            },
                            "output": {"voice": "marin"},
                        },
                        "tools": [TOOL],
                        "tool_choice": "auto",
                    }
                )
            elif event.type == "session.updated":
                seen["session"] = event.session.type
                for _ in range(2):
                    await connection.input_audio_buffer.append(
                        audio=base64.b64encode(SPEECH).decode()
                    )
                await connection.input_audio_buffer.commit()
                await connection.response.create()
            elif event.type == "conversation.item.input_audio_transcription.completed":
                seen["transcript"] = event.transcript
            elif event.type == "response.function_call_arguments.done":
                seen["tool"] = [event.name, event.arguments]
                call_id = event.call_id
            elif event.type == "response.output_audio.delta":
                seen["audio"] += len(base64.b64decode(event.delta))
                if not interrupted and seen["audio"] > 100_000:
                    interrupted = True
                    await connection.response.cancel()
                    await connection.conversation.item.truncate(
                        item_id=event.item_id, content_index=0, audio_end_ms=250
                    )
            elif event.type == "conversation.item.truncated":
                seen["interrupted"] = event.audio_end_ms
            elif event.type == "error":
                seen["errors"].append(event.error.message)
                if event.error.param is not None:
                    break
            elif event.type == "conversation.mood.changed":
                seen["unknown"] = event.mood
                await connection.conversation.item.create(
                    item={
                        "type": "message",
                        "role": "user",
                        "content": [{"type": "input_text", "text": "Goodbye."}],
                    }
                )
                await connection.response.create()
            elif event.type == "response.done":
                seen["usage"].append(event.response.usage.total_tokens)
                if len(seen["usage"]) == 1:
                    await connection.conversation.item.create(
                        item={"type": "function_call_output", "call_id": call_id, "output": "sunny"}
                    )
                    await connection.response.create()
                elif event.response.status == "completed":
                    # What no server takes: it says so, and the connection goes on.
                    await connection.send({"type": "response.cancel", "response_id": 1})
    print(json.dumps(seen))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
