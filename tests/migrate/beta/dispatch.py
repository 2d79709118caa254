import json
from collections import defaultdict

SERVER_EVENTS = {
    "response.audio.delta": "on_audio",
    "response.audio_transcript.delta": "on_text",
    "response.text.done": "on_done",
}


class Bus:
    def __init__(self):
        self.handlers = defaultdict(list)
        self.config = {}

    def on(self, name, handler):
        self.handlers[name].append(handler)

    def configure(self, *, voice=None, turn_detection=None, input_audio_format="pcm16"):
        if voice:
            self.config["voice"] = voice
        if turn_detection is not None:
            self.config["turn_detection"] = turn_detection
        self.config["input_audio_format"] = input_audio_format

    async def push(self, ws):
        await ws.send(json.dumps({"type": "session.update", "session": self.config}))

    def run(self, raw):
        event = json.loads(raw)
        kind = event["type"]
        prefix, _, last = kind.rpartition(".")
        if prefix == "response.audio_transcript" and last == "delta":
            print(event["delta"])
        match event:
            case {"type": "response.audio.delta", "delta": delta}:
                print(delta)
            case {"type": "error", "error": {"message": text}}:
                print(text)
        for handler in self.handlers[kind]:
            handler(event)


bus = Bus()
bus.on("response.audio.done", print)
bus.on("conversation.item.created", print)
