"""Messages as JSON texts."""
import asyncio, json, websockets
from string import Template

SESSION_UPDATE = Template('''{
  "type": "session.update",
  "session": {"voice": "$voice", "modalities": ["text"], "temperature": 0.7}
}''')
ITEM = '{{"type": "conversation.item.create", "item": {{"type": "message", "role": "user", "content": [{{"type": "input_text", "text": "{}"}}]}}}}'
CREATE = """{"type": "response.create", "response": {"modalities": ["text"], "max_output_tokens": 100}}"""
FORMAT = '{"type": "session.update", "session": {"input_audio_format": "%s"}}'


async def main():
    async with websockets.connect("wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview") as ws:
        await ws.send(SESSION_UPDATE.substitute(voice="ash"))
        await ws.send(FORMAT % "pcm16")
        await ws.send(ITEM.format("Hi"))
        await ws.send(CREATE)
        async for raw in ws:
            if '"response.text.delta"' in raw:
                print(json.loads(raw)["delta"], end="")

asyncio.run(main())
