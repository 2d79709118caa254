"""Structural matching of events."""
import asyncio, json, websockets


async def run():
    async with websockets.connect("wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview") as ws:
        update = {"type": "session.update", "session": {"modalities": ["audio", "text"]}}
        match "pcm":
            case "ulaw":
                update["session"]["output_audio_format"] = "g711_ulaw"
            case _:
                update["session"]["output_audio_format"] = "pcm16"
        await ws.send(json.dumps(update))
        await ws.send(json.dumps({"type": "response.create"}))
        async for raw in ws:
            match json.loads(raw):
                case {"type": "session.updated", "session": {"modalities": modalities, **rest}}:
                    print(modalities)
                case {"type": "session.updated", "session": {"voice": voice}}:
                    print(voice)
                case {"type": "response.audio_transcript.delta" | "response.text.delta", "delta": delta}:
                    print(delta, end="")
                case {"type": "response.output_item.done", "item": {"content": [{"type": "audio", "transcript": t}]}}:
                    print("\n" + t)
                case {"type": "response.done", "response": {"status": status}}:
                    print(status)

asyncio.run(run())
