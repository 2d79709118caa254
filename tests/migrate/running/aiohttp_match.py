"""With aiohttp, `send_json` and `match`."""
import asyncio

import aiohttp

MODEL = "gpt-4o-realtime-preview"


async def main():
    headers = {"Authorization": "Bearer x", "OpenAI-Beta": "realtime=v1"}
    async with aiohttp.ClientSession() as http:
        url = f"https://api.openai.com/v1/realtime?model={MODEL}"
        async with http.ws_connect(url, headers=headers) as socket:
            await socket.send_json(
                {"type": "session.update", "session": {"modalities": ["text"], "tool_choice": "auto"}}
            )
            message = {"type": "message", "role": "user", "content": []}
            message["content"].append({"type": "input_text", "text": "Hi"})
            await socket.send_json({"type": "conversation.item.create", "item": message})
            await socket.send_json({"type": "response.create"})
            answer = ""
            async for received in socket:
                match received.json():
                    case {"type": "conversation.item.created", "item": {"id": item_id}}:
                        print("item", bool(item_id))
                    case {"type": "response.text.delta", "delta": delta}:
                        answer += delta
                    case {"type": "response.text.done", "text": text}:
                        assert text == answer
                    case {"type": "response.done"}:
                        break
            print(answer)


asyncio.run(main())
