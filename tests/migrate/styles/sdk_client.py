"""The client of the openai package, as its beta was used."""
import asyncio
import base64

from openai import AsyncOpenAI
from openai.resources.beta.realtime.realtime import AsyncRealtimeConnection
from openai.types.beta.realtime import ConversationItem
from openai.types.beta.realtime.session import Session


class Assistant:
    def __init__(self) -> None:
        self.client = AsyncOpenAI()
        self.connection: AsyncRealtimeConnection | None = None
        self.session: Session | None = None
        self.spoken: dict[str, str] = {}

    async def run(self) -> None:
        async with self.client.beta.realtime.connect(model="gpt-4o-realtime-preview") as conn:
            self.connection = conn
            await conn.session.update(
                session={
                    "turn_detection": {"type": "server_vad"},
                    "modalities": ["text", "audio"],
                    "voice": "alloy",
                    "input_audio_transcription": {"model": "whisper-1"},
                }
            )
            async for event in conn:
                if event.type == "session.created":
                    self.session = event.session
                    print(event.session.voice, event.session.modalities)
                elif event.type == "session.updated":
                    self.session = event.session
                elif event.type == "response.audio.delta":
                    self.play(base64.b64decode(event.delta))
                elif event.type == "response.audio_transcript.delta":
                    self.spoken[event.item_id] = self.spoken.get(event.item_id, "") + event.delta
                elif event.type == "conversation.item.created":
                    self.remember(event.item)
                elif event.type == "response.done":
                    print(event.response.status, event.response.usage)

    async def say(self, text: str) -> None:
        assert self.connection is not None
        await self.connection.conversation.item.create(
            item={"type": "message", "role": "user", "content": [{"type": "input_text", "text": text}]}
        )
        await self.connection.response.create(response={"modalities": ["audio", "text"], "voice": "echo"})

    async def whisper(self) -> None:
        assert self.connection is not None
        await self.connection.send(
            {"type": "session.update", "session": {"voice": "ash", "temperature": 0.6}}
        )

    def remember(self, item: ConversationItem) -> None:
        print(item.id, item.role, item.content)

    def play(self, sound: bytes) -> None: ...


asyncio.run(Assistant().run())
