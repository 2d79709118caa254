import json

STARTED, SPOKEN = "session.created", "response.audio.delta"
AUDIO_DONE = "response.audio.done"
AUDIO = {"response.audio.delta", "response.audio.done"}
KNOWN = ("session.created", 'response.audio.delta', "of.ours")
HANDLERS = {
    "response.audio.delta": print,
    "response.audio.done": lambda event: None,
    "error": print,
}


def receive(event, message, event_type: str, name):
    if event.type == "response.audio.delta":
        pass
    elif event["type"] == 'response.audio.done' or "response.audio.done" == event["type"]:
        pass
    elif event.get("type") in ("response.audio.delta", "response.audio.done"):
        pass
    elif event.get("type", "") not in {r"response.audio.delta", "error"}:
        pass
    kind = json.loads(message)["type"]
    if kind != "response.audio.done":
        return
    if event_type == """response.audio.delta""" or name == "response.audio.delta":
        return
    if (t := message.get("type")) and t == "response.audio.delta":
        return
    if getattr(event, "type") == "response.audio.delta":
        return
    return event.type in AUDIO and "session.created" == event.type


def send(ws, types=("response.audio.delta",), **more):
    ws.expect(type="response.audio.delta")
    event = dict(type="response.audio.delta", delta="")
    event["type"] = "response.audio.done"
    types.type = "response.audio.done"
    return ws.send(json.dumps({"type": "response.audio.delta", "delta": "AA=="}))
