"""A dictionary of handlers."""
import asyncio, json, websockets


class Agent:
    def __init__(self):
        self.text = []
        self.handlers = {
            "session.created": self.on_session,
            "response.text.delta": self.on_delta,
            "response.text.done": self.on_done,
            "response.audio_transcript.delta": self.on_delta,
            "conversation.item.created": self.on_item,
            "error": self.on_error,
        }

    def on_session(self, event):
        self.session = event["session"]
        print(self.session.get("voice", "none"))

    def on_delta(self, event):
        self.text.append(event["delta"])

    def on_done(self, event):
        print("".join(self.text))

    def on_item(self, event):
        item = event["item"]
        for c in item.get("content", []):
            if c["type"] in ("text", "input_text"):
                print(item["role"], c["text"])

    def on_error(self, event):
        raise SystemExit(event["error"]["message"])

    def events(self):
        yield {"type": "session.update", "session": {"modalities": ["text"], "instructions": "hi"}}
        yield {"type": "conversation.item.create", "item": {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "x"}]}}
        yield {"type": "response.create"}

    async def run(self):
        async with websockets.connect("wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview",
                                      extra_headers={"OpenAI-Beta": "realtime=v1"}) as ws:
            for event in self.events():
                await ws.send(json.dumps(event))
            async for raw in ws:
                event = json.loads(raw)
                handler = self.handlers.get(event["type"])
                if handler:
                    handler(event)

asyncio.run(Agent().run())
