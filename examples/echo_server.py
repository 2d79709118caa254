"""A server that speaks the Realtime API: it writes back what it is told, in upper case.

    python echo_server.py 8765

What does not fit the API is answered by an error that names the event. `openai_realtime` is
generated with `--target dispatcher --target peer`.
"""

from __future__ import annotations

import asyncio
import sys
from itertools import count

import openai_realtime as rt
from openai_realtime.peer import realtime_error_event
from websockets.asyncio.server import ServerConnection, serve

numbers = count(1)


def new(word: str) -> str:
    """A new identity."""
    return f"{word}_{next(numbers)}"


async def one(socket: ServerConnection) -> None:
    """Serve one client."""
    heard: list[str] = []
    client = rt.RealtimeClientEventDispatcher(strict=True)

    async def say(event: rt.RealtimeServerEvent) -> None:
        await socket.send(rt.encode(event))

    @client.on("session.update")
    async def update(event: rt.SessionUpdateEvent) -> None:
        await say(rt.SessionUpdatedEvent(event_id=new("event"), session=event.session))

    @client.on("conversation.item.create")
    async def create(event: rt.ConversationItemCreateEvent) -> None:
        if isinstance(event.item, rt.RealtimeConversationItemUserMessage):
            heard.extend(part.text for part in event.item.content if part.text)
        await say(rt.ConversationItemAdded(event_id=new("event"), item=event.item))
        await say(rt.ConversationItemDone(event_id=new("event"), item=event.item))

    @client.on("response.create")
    async def respond(_event: rt.ResponseCreateEvent) -> None:
        response = new("resp")
        begun = rt.RealtimeResponse(id=response, status="in_progress")
        await say(rt.ResponseCreatedEvent(event_id=new("event"), response=begun))
        done = {
            "type": "response.output_text.done",
            "response_id": response,
            "item_id": new("item"),
        }
        words = {"output_index": 0, "content_index": 0, "text": " ".join(heard).upper()}
        await say(rt.decode(rt.ResponseTextDoneEvent, {"event_id": new("event"), **done, **words}))
        end = rt.RealtimeResponse(id=response, status="completed")
        await say(rt.ResponseDoneEvent(event_id=new("event"), response=end))

    session = rt.RealtimeSessionCreateRequest()
    await say(rt.SessionCreatedEvent(event_id=new("event"), session=session))
    async for text in socket:
        try:
            await client.dispatch_async(text)
        except rt.DecodeError as error:
            await say(realtime_error_event(error, text, event_id=new("event")))


async def main(port: int) -> None:
    """Serve until it is cancelled."""
    async with serve(one, "127.0.0.1", port) as listening:
        await listening.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
