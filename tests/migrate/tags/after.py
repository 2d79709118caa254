import json

STARTED, SPOKEN = "session.created", "response.output_audio.delta"
AUDIO_DONE = "response.output_audio.done"
AUDIO = {"response.output_audio.delta", "response.output_audio.done"}
KNOWN = ("session.created", 'response.output_audio.delta', "of.ours")
HANDLERS = {
    "response.output_audio.delta": print,
    "response.output_audio.done": lambda event: None,
    "error": print,
}


def receive(event, message, event_type: str, name):
    if event.type == "response.output_audio.delta":
        pass
    elif event["type"] == 'response.output_audio.done' or "response.output_audio.done" == event["type"]:
        pass
    elif event.get("type") in ("response.output_audio.delta", "response.output_audio.done"):
        pass
    elif event.get("type", "") not in {r"response.output_audio.delta", "error"}:
        pass
    kind = json.loads(message)["type"]
    if kind != "response.output_audio.done":
        return
    if event_type == """response.output_audio.delta""" or name == "response.output_audio.delta":
        return
    if (t := message.get("type")) and t == "response.output_audio.delta":
        return
    if getattr(event, "type") == "response.output_audio.delta":
        return
    return event.type in AUDIO and "session.created" == event.type


def send(ws, types=("response.output_audio.delta",), **more):
    ws.expect(type="response.output_audio.delta")
    event = dict(type="response.output_audio.delta", delta="")
    event["type"] = "response.output_audio.done"
    types.type = "response.output_audio.done"
    return ws.send(json.dumps({"type": "response.output_audio.delta", "delta": "AA=="}))
