"""Let the model call functions: each runs beside all else, and ends when the user interrupts.

    python tools.py 'wss://api.openai.com/v1/realtime?model=gpt-realtime' 'Is it warm in Paris?'

`openai_realtime` is generated with `--target session`.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable

import openai_realtime as rt
from websockets.asyncio.client import connect

HEADERS = {"Authorization": f"Bearer {os.environ.get('OPENAI_API_KEY', '')}"}


async def weather(city: str) -> dict[str, object]:
    """What the weather is like in a city."""
    await asyncio.sleep(0.1)  # Ask a service here.
    return {"city": city, "degrees": 21}


FUNCTIONS: dict[str, Callable[..., Awaitable[object]]] = {"weather": weather}
TOOL = rt.RealtimeFunctionTool(
    type="function",
    name="weather",
    description="The weather in a city.",
    parameters={"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
)


async def main(url: str, question: str) -> None:
    """Ask a question, and print the answer."""
    async with (
        connect(url, additional_headers=HEADERS) as socket,
        rt.RealtimeClientSession(socket, keep=("text",)) as session,
    ):
        answered = session.wait_for(rt.ResponseTextDoneEvent, timeout=60)

        @session.on("response.function_call_arguments.done")
        @session.concurrent(key=lambda call: call.call_id)
        async def call(event: rt.ResponseFunctionCallArgumentsDoneEvent) -> None:
            try:
                result = await FUNCTIONS[event.name](**json.loads(event.arguments))
            except Exception as error:
                result = {"error": str(error)}
            text = json.dumps(result)
            await session.request(
                rt.result_of_response_function_call_arguments_done_event(event, text)
            )
            await session.request(rt.ResponseCreateEvent())

        @session.on("input_audio_buffer.speech_started")
        def barge_in(_event: rt.InputAudioBufferSpeechStartedEvent) -> None:
            session.cancel()

        settings = rt.RealtimeSessionCreateRequest(tools=[TOOL], output_modalities=["text"])
        await session.request(rt.SessionUpdateEvent(session=settings))
        part = rt.RealtimeConversationItemUserMessageContent(type="input_text", text=question)
        item = rt.RealtimeConversationItemUserMessage(content=[part])
        await session.request(rt.ConversationItemCreateEvent(item=item))
        await session.request(rt.ResponseCreateEvent())
        sys.stdout.write(f"{(await answered).text}\n")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
