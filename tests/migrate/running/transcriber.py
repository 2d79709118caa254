"""A session for transcription alone."""
import asyncio
import json

import websockets


async def main():
    url = "wss://api.openai.com/v1/realtime?intent=transcription"
    async with websockets.connect(url, additional_headers={"OpenAI-Beta": "realtime=v1"}) as ws:
        await ws.send(json.dumps({
            "type": "transcription_session.update",
            "session": {
                "input_audio_format": "pcm16",
                "input_audio_transcription": {"model": "gpt-4o-transcribe", "language": "en"},
                "input_audio_noise_reduction": {"type": "near_field"},
            },
        }))
        await ws.send(json.dumps({"type": "input_audio_buffer.append", "audio": "AAAA"}))
        await ws.send(json.dumps({"type": "input_audio_buffer.commit"}))
        async for raw in ws:
            event = json.loads(raw)
            if event["type"] == "conversation.item.input_audio_transcription.completed":
                print(event["transcript"])
                break


asyncio.run(main())
