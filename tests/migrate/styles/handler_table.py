"""A client with a table of handlers by tag, and one with names of methods."""
import json
import logging

log = logging.getLogger(__name__)


class Client:
    def __init__(self, transport, on_text, on_sound):
        self.transport = transport
        self.on_text = on_text
        self.on_sound = on_sound
        self.handlers = {
            "session.created": self._created,
            "session.updated": self._updated,
            "response.text.delta": self._text,
            "response.audio_transcript.delta": self._text,
            "response.audio.delta": self._sound,
            "response.audio_transcript.done": lambda event: self.on_text("\n"),
            "response.function_call_arguments.done": self._call,
            "conversation.item.created": self._item,
            "conversation.item.input_audio_transcription.completed": self._heard,
            "error": self._error,
        }
        self.ignored = {"rate_limits.updated", "response.content_part.added", "response.audio.done"}
        self.settings = None

    def feed(self, text):
        event = json.loads(text)
        handler = self.handlers.get(event["type"])
        if handler is not None:
            handler(event)
        elif event["type"] not in self.ignored:
            log.debug("nothing is done about %s", event["type"])

    def _created(self, event):
        self.settings = event["session"]
        log.info("formats %s, %s", self.settings["input_audio_format"], self.settings["output_audio_format"])
        self._send({"type": "session.update", "session": self._wanted()})

    def _wanted(self):
        wanted = dict(
            modalities=["audio", "text"],
            voice="shimmer",
            input_audio_transcription=dict(model="whisper-1"),
            turn_detection=dict(type="semantic_vad", eagerness="low"),
        )
        if self.settings.get("input_audio_format") != "pcm16":
            wanted["input_audio_format"] = "pcm16"
        return wanted

    def _updated(self, event):
        self.settings = event["session"]
        if self.settings.get("turn_detection") is None:
            log.warning("nobody will be interrupted")

    def _text(self, event):
        self.on_text(event["delta"])

    def _sound(self, event):
        self.on_sound(event["delta"])

    def _item(self, event):
        item = event["item"]
        if item["type"] == "message" and item["role"] == "assistant":
            log.debug("%s", [part["type"] for part in item["content"]])

    def _heard(self, event):
        self.on_text("> " + event["transcript"])

    def _call(self, event):
        self._send({
            "type": "conversation.item.create",
            "item": {"type": "function_call_output", "call_id": event["call_id"], "output": "{}"},
        })
        self._send({"type": "response.create", "response": {"modalities": ["audio", "text"]}})

    def _error(self, event):
        log.error("%s", event["error"].get("message"))

    def _send(self, message):
        self.transport.write(json.dumps(message))
