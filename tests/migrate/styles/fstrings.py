"""Tags that are put together."""
import json

PREFIX = "response"


class Stream:
    def __init__(self, socket, kind="audio"):
        self.socket = socket
        self.delta = f"{PREFIX}.{kind}.delta"
        self.done = f"response.{kind}.done"
        self.transcript = PREFIX + ".audio_transcript." + "delta"

    def read(self):
        for text in self.socket:
            event = json.loads(text)
            tag = event["type"]
            if tag == self.delta:
                yield event["delta"]
            elif tag == self.done:
                return
            elif tag.endswith(".audio_transcript.done"):
                yield event["transcript"]
            elif tag.split(".")[1] == "text":
                yield event.get("delta", "")
            elif "item.created" in tag:
                yield event["item"]

    def update(self, **session):
        self.socket.send('{"type": "session.update", "session": %s}' % json.dumps(session))

    def handler(self, tag):
        return getattr(self, "on_" + tag.replace(".", "_"), None)

    def on_response_audio_delta(self, event):
        return event["delta"]

    def on_conversation_item_created(self, event):
        return event["item"]


def main(socket):
    stream = Stream(socket, kind="text")
    stream.update(modalities=["text"], voice="alloy", turn_detection=None)
    for piece in stream.read():
        print(piece)
