"""Fields that moved, in each way in which programs write and read them."""

import json
from dataclasses import asdict, dataclass

import events as ev


async def send(ws, kind, payload):
    await ws.send(json.dumps({"type": kind, **payload}))


async def displays(ws, voice):
    await ws.send(json.dumps({"type": "setup.update", "setup": {"voice": voice}}))
    message = {
        "type": "setup.update",
        "setup": {
            # How it sounds.
            "voice": "low",  # not high
            "language": "en",
            "input_format": {
                "a": 1,
            },
        },
    }
    await ws.send(json.dumps(message))
    await send(ws, "setup.update", {"setup": {"speed": 1.5, "mood": "calm"}})
    setup = {"output_format": "pcm"}
    await ws.send(json.dumps({"type": "setup.update", "setup": setup}))
    await ws.send(json.dumps({"type": "setup.update", "setup": made()}))
    merged = {**setup, "voice": "x"}
    await ws.send(json.dumps({"type": "setup.update", "setup": merged}))
    kept = {"type": "setup.update", "setup": {"kind": "live", "audio": {"output": {"speed": 1}}, "voice": "x"}}
    await ws.send(json.dumps(kept))
    await ws.send(json.dumps({"type": "setup.update", "setup": dict(voice="x")}))


def made():
    result = {"language": "en"}
    result["voice"] = "low"
    result.update({"speed": 1.0, "language": "fr", "input_format": "pcm"})
    result |= {"output_format": "pcm"}
    result.setdefault("speed", 2.0)
    if result.get("voice") and "voice" in result:
        del result["voice"]
    return result


def read(event):
    if event["type"] == "setup.updated":
        print(event["setup"]["voice"], event["setup"].get("speed", 1), event["setup"]["language"])


def classes(event: ev.SetEvent):
    event.setup.voice = event.setup.input_format
    return ev.Setup(voice="low")


@dataclass
class Own:
    voice: str = "low"
    language: str = "en"


async def own(ws):
    await ws.send(json.dumps({"type": "setup.update", "setup": asdict(Own())}))


async def unseen(ws, payload):
    await send(ws, "setup.update", payload)
