"""Callbacks of `websocket-client`, and a table of handlers."""
import json

import websocket

parts = []


def on_open(ws):
    session = {"modalities": ["text"], "instructions": "You are kind."}
    ws.send(json.dumps({"type": "session.update", "session": session}))


def on_session(ws, event):
    assert event["session"]["modalities"] == ["text"]
    ws.send(json.dumps({"type": "response.create", "response": {"instructions": "Say hello."}}))


def on_delta(ws, event):
    parts.append(event["delta"])


def on_done(ws, event):
    print("".join(parts))
    ws.close()


HANDLERS = {
    "session.updated": on_session,
    "response.text.delta": on_delta,
    "response.done": on_done,
}


def on_message(ws, message):
    event = json.loads(message)
    handler = HANDLERS.get(event["type"])
    if handler:
        handler(ws, event)


app = websocket.WebSocketApp(
    "wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview",
    header=["Authorization: Bearer x", "OpenAI-Beta: realtime=v1"],
    on_open=on_open,
    on_message=on_message,
)
app.run_forever()
