"""A blocking loop over `create_connection`, with a config that is put together."""
import json
import os

from websocket import create_connection

DEFAULTS = {"modalities": ["text"], "turn_detection": None}
EXTRA = {"instructions": "Short answers."}


def configure(voice=None):
    config = dict(DEFAULTS)
    config.update(EXTRA)
    if voice:
        config["voice"] = voice
    config["input_audio_transcription"] = {"model": os.environ.get("STT", "whisper-1")}
    return config


ws = create_connection(
    "wss://api.openai.com/v1/realtime?model=gpt-4o-mini-realtime-preview",
    header={"Authorization": "Bearer x", "OpenAI-Beta": "realtime=v1"},
)
ws.send(json.dumps({"type": "session.update", "session": configure("ash")}))
ws.send(json.dumps({"type": "response.create"}))
text = ""
while True:
    event = json.loads(ws.recv())
    if event["type"] == "error":
        raise SystemExit(event["error"]["message"])
    if event["type"] == "response.text.delta":
        text += event["delta"]
    if event["type"] == "response.done":
        output = event["response"]["output"][0]
        for part in output["content"]:
            if part["type"] == "text":
                print(part["text"])
        break
assert text
