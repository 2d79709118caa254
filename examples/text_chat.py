"""Chat in text: each line that you type is sent, and what the model writes is shown as it comes.

    python text_chat.py 'wss://api.openai.com/v1/realtime?model=gpt-realtime'

`openai_realtime` is generated with `--target session`; an empty line ends it.
"""

from __future__ import annotations

import asyncio
import os
import sys

import openai_realtime as rt
from websockets.asyncio.client import connect

HEADERS = {"Authorization": f"Bearer {os.environ.get('OPENAI_API_KEY', '')}"}


def message(text: str) -> rt.ConversationItemCreateEvent:
    """The event that adds what the user writes to the conversation."""
    part = rt.RealtimeConversationItemUserMessageContent(type="input_text", text=text)
    return rt.ConversationItemCreateEvent(
        item=rt.RealtimeConversationItemUserMessage(content=[part])
    )


async def main(url: str) -> None:
    """Chat until the user has no more to say."""
    async with (
        connect(url, additional_headers=HEADERS) as socket,
        rt.RealtimeClientSession(socket, keep=("text",)) as session,
    ):

        @session.on("response.output_text.delta")
        def show(event: rt.ResponseTextDeltaEvent) -> None:
            sys.stdout.write(event.delta)
            sys.stdout.flush()

        settings = rt.RealtimeSessionCreateRequest(output_modalities=["text"])
        await session.request(rt.SessionUpdateEvent(session=settings), timeout=10)
        while text := (await asyncio.to_thread(sys.stdin.readline)).strip():
            try:
                await session.request(message(text), timeout=10)
                await session.request_end(rt.ResponseCreateEvent(), timeout=60)
            except rt.RequestError as refused:
                sys.stdout.write(f"refused: {refused.event.error.message}")
            sys.stdout.write("\n")
        written = [item.text() for item in session.conversation.items if item.text()]
        tokens = session.conversation.totals.get("total_tokens", 0)
        sys.stdout.write(f"{len(written)} answers, {tokens} tokens\n")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
