"""A small voice assistant for a kiosk: `send(type, payload)` and a queue of what came."""
import base64
import json
import queue
import threading

import websocket


class Kiosk:
    def __init__(self, url, key, language="de"):
        self.inbox = queue.Queue()
        self.language = language
        self.ws = websocket.WebSocketApp(
            url,
            header=[f"Authorization: Bearer {key}", "OpenAI-Beta: realtime=v1"],
            on_open=self.opened,
            on_message=lambda ws, text: self.inbox.put(json.loads(text)),
        )
        self.worker = threading.Thread(target=self.ws.run_forever, daemon=True)

    def send(self, type_, payload=None):
        message = {"type": type_}
        message.update(payload or {})
        self.ws.send(json.dumps(message))

    def opened(self, ws):
        self.send("session.update", {
            "session": {
                "modalities": ["audio", "text"],
                "instructions": "You are the porter of a museum.",
                "voice": "sage",
                "input_audio_format": "pcm16",
                "output_audio_format": "pcm16",
                "input_audio_transcription": {"model": "whisper-1", "language": self.language},
                "turn_detection": {"type": "server_vad", "threshold": 0.6, "silence_duration_ms": 700},
                "tools": [],
                "tool_choice": "auto",
                "temperature": 0.7,
            }
        })

    def hear(self, block):
        self.send("input_audio_buffer.append", {"audio": base64.b64encode(block).decode()})

    def greet(self, text):
        self.send("conversation.item.create", {"item": {
            "type": "message", "role": "assistant", "content": [{"type": "text", "text": text}],
        }})
        self.send("response.create")

    def speak(self, speaker):
        while True:
            event = self.inbox.get()
            name = event.get("type")
            if name == "response.audio.delta":
                speaker.write(base64.b64decode(event["delta"]))
            elif name == "response.audio.done":
                speaker.flush()
            elif name == "input_audio_buffer.speech_started":
                speaker.clear()
                self.send("response.cancel")
            elif name == "response.done":
                for item in event["response"]["output"]:
                    for part in item.get("content", []):
                        if part["type"] == "audio":
                            print(part["transcript"])
                        elif part["type"] == "text":
                            print(part["text"])
