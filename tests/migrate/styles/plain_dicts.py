"""Reads questions from a file and prints what the model says."""
import asyncio
import json
import os
import sys

import websockets

URL = "wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview-2024-12-17"


async def ask(socket, question, *, voice="verse", spoken=False):
    await socket.send(json.dumps({
        "type": "conversation.item.create",
        "item": {
            "type": "message",
            "role": "user",
            "content": [{"type": "input_text", "text": question}],
        },
    }))
    request = {"type": "response.create", "response": {"modalities": ["text"]}}
    if spoken:
        request["response"]["modalities"] = ["text", "audio"]
        request["response"]["voice"] = voice
        request["response"]["output_audio_format"] = "g711_ulaw"
    await socket.send(json.dumps(request))
    answer = ""
    async for raw in socket:
        event = json.loads(raw)
        kind = event["type"]
        if kind in ("response.text.delta", "response.audio_transcript.delta"):
            answer += event["delta"]
        elif kind == "response.done":
            break
        elif kind == "conversation.item.created":
            print("stored", event["item"]["id"], file=sys.stderr)
        elif kind == "error":
            raise RuntimeError(event["error"]["message"])
    return answer


async def main(path):
    headers = {
        "Authorization": "Bearer " + os.environ["OPENAI_API_KEY"],
        "OpenAI-Beta": "realtime=v1",
    }
    async with websockets.connect(URL, additional_headers=headers) as socket:
        hello = json.loads(await socket.recv())
        assert hello["type"] == "session.created"
        print("voice:", hello["session"]["voice"], file=sys.stderr)
        setup = {"type": "session.update", "session": {}}
        setup["session"]["instructions"] = "Answer in one sentence."
        setup["session"]["turn_detection"] = None
        setup["session"]["max_response_output_tokens"] = 400
        await socket.send(json.dumps(setup))
        with open(path) as file:
            for line in file:
                print(await ask(socket, line.strip()))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
