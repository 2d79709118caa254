"""A client as a class, which keeps its session and sends through one helper."""
import asyncio
import json

import websockets


class Assistant:
    def __init__(self, voice="alloy"):
        self.voice = voice
        self.ws = None
        self.said = []
        self.session_config = {
            "modalities": ["text", "audio"],
            "voice": voice,
            "input_audio_format": "pcm16",
            "output_audio_format": "pcm16",
            "input_audio_transcription": {"model": "whisper-1"},
            "turn_detection": {"type": "server_vad", "threshold": 0.5},
        }

    async def connect(self):
        url = "wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview-2024-12-17"
        headers = {"Authorization": "Bearer x", "OpenAI-Beta": "realtime=v1"}
        self.ws = await websockets.connect(url, additional_headers=headers)
        await self.send_event("session.update", session=self.session_config)

    async def send_event(self, event_type, **data):
        await self.ws.send(json.dumps({"type": event_type, **data}))

    async def ask(self, text):
        item = {
            "type": "message",
            "role": "user",
            "content": [{"type": "input_text", "text": text}],
        }
        await self.send_event("conversation.item.create", item=item)
        await self.send_event("response.create")

    async def listen(self):
        async for raw in self.ws:
            event = json.loads(raw)
            kind = event.get("type")
            if kind == "response.audio_transcript.delta":
                self.said.append(event["delta"])
            elif kind == "response.audio.delta":
                self.play(event["delta"])
            elif kind == "response.done":
                return "".join(self.said)

    def play(self, sound):
        assert sound


async def main():
    assistant = Assistant("shimmer")
    await assistant.connect()
    await assistant.ask("Hello")
    print(await assistant.listen())


asyncio.run(main())
