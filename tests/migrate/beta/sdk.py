from openai import AsyncOpenAI

client = AsyncOpenAI()


async def main():
    async with client.beta.realtime.connect(model="gpt-4o-realtime-preview") as conn:
        await conn.session.update(
            session={
                "modalities": ["audio", "text"],
                "turn_detection": {"type": "server_vad"},
                "input_audio_format": "g711_ulaw",
                "output_audio_format": "g711_ulaw",
            }
        )
        await conn.conversation.item.create(
            item={
                "type": "message",
                "role": "assistant",
                "content": [{"type": "text", "text": "Hi"}],
            }
        )
        await conn.response.create(response={"instructions": "x", "voice": "ash"})
        async for event in conn:
            if event.type == "response.audio.delta":
                print(event.delta)
            elif event.type == "session.updated":
                print(event.session.voice, event.session.input_audio_format)
            elif event.type in ("response.text.delta", "response.audio_transcript.delta"):
                print(event.delta)
            elif event.type == "response.done" and event.response.modalities:
                print(event.response.output_audio_format)
