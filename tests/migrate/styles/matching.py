"""`match` on whole messages, and on tags."""
import json
from collections.abc import AsyncIterator


async def events(socket) -> AsyncIterator[dict]:
    async for text in socket:
        yield json.loads(text)


async def talk(socket, play, show) -> None:
    async for event in events(socket):
        match event:
            case {"type": "session.created", "session": {"voice": voice, "model": model}}:
                show(f"{model} speaks as {voice}")
                await configure(socket)
            case {"type": "session.updated", "session": {"input_audio_format": "pcm16"}}:
                show("ready")
            case {"type": "response.audio.delta", "delta": delta}:
                play(delta)
            case {"type": "response.text.delta" | "response.audio_transcript.delta", "delta": delta}:
                show(delta)
            case {"type": "conversation.item.created", "item": {"role": "assistant"} as item}:
                show(item["id"])
            case {"type": "response.output_item.done", "item": {"type": "message", "content": [{"type": "audio", "transcript": said}, *_]}}:
                show(said)
            case {"type": "response.done", "response": {"status": "failed"}}:
                return
            case {"type": str(tag)} if tag.startswith("response.audio"):
                pass
            case _:
                pass


async def configure(socket) -> None:
    match await socket.choose():
        case "phone":
            audio = "g711_alaw"
        case "studio":
            audio = "pcm16"
        case other:
            raise ValueError(other)
    session = {"input_audio_format": audio, "output_audio_format": audio}
    session["voice"] = "ash"
    await socket.send(json.dumps({"type": "session.update", "session": session}))


def cost(tag: str) -> int:
    match tag:
        case "response.audio.delta" | "response.audio.done":
            return 2
        case "response.text.delta":
            return 1
    return 0
