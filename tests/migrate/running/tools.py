"""Calls of a tool, and its output."""
import asyncio
import json

import websockets

TOOLS = [
    {
        "type": "function",
        "name": "get_weather",
        "description": "The weather of a city.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    }
]


def session_update(tools):
    return {
        "type": "session.update",
        "session": {"modalities": ["text"], "tools": tools, "tool_choice": "auto"},
    }


async def main():
    url = "wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview"
    async with websockets.connect(url, additional_headers={"OpenAI-Beta": "realtime=v1"}) as ws:
        async def send(event):
            await ws.send(json.dumps(event))

        await send(session_update(TOOLS))
        await send({"type": "response.create"})
        async for raw in ws:
            event = json.loads(raw)
            match event["type"]:
                case "response.function_call_arguments.done":
                    arguments = json.loads(event["arguments"])
                    output = json.dumps({"sunny": arguments["city"] == "Paris"})
                    item = {"type": "function_call_output", "call_id": event["call_id"], "output": output}
                    await send({"type": "conversation.item.create", "item": item})
                    await send({"type": "response.create", "response": {"modalities": ["text"]}})
                case "response.text.done":
                    print(event["text"])
                    break


asyncio.run(main())
