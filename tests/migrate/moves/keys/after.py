"""Fields that moved, in each way in which programs write and read them."""

import json
from dataclasses import asdict, dataclass

import events as ev


async def send(ws, kind, payload):
    await ws.send(json.dumps({"type": kind, **payload}))


async def displays(ws, voice):
    await ws.send(json.dumps({"type": "setup.update", "setup": {"kind": "live", "audio": {"output": {"voice": voice}}}}))
    message = {
        "type": "setup.update",
        "setup": {
            "kind": "live",
            "audio": {
                "output": {
                    # How it sounds.
                    "voice": "low",  # not high
                },
                "input": {
                    "format": {
                        "a": 1,
                    },
                },
            },
            "language": "en",
        },
    }
    await ws.send(json.dumps(message))
    await send(ws, "setup.update", {"setup": {"kind": "live", "audio": {"output": {"speed": 1.5}}, "mood": "calm"}})
    setup = {"kind": "live", "audio": {"output": {"format": "pcm"}}}
    await ws.send(json.dumps({"type": "setup.update", "setup": setup}))
    await ws.send(json.dumps({"type": "setup.update", "setup": made()}))
    merged = {**setup, "voice": "x"}
    await ws.send(json.dumps({"type": "setup.update", "setup": merged}))
    kept = {"type": "setup.update", "setup": {"kind": "live", "audio": {"output": {"speed": 1, "voice": "x"}}}}
    await ws.send(json.dumps(kept))
    await ws.send(json.dumps({"type": "setup.update", "setup": dict(kind="live", audio={"output": {"voice": "x"}})}))


def made():
    result = {"kind": "live", "language": "en"}
    result.setdefault("audio", {}).setdefault("output", {})["voice"] = "low"
    result.update({"language": "fr"})
    result.setdefault("audio", {}).setdefault("output", {}).update({"speed": 1.0})
    result.setdefault("audio", {}).setdefault("input", {}).update({"format": "pcm"})
    result.setdefault("audio", {}).setdefault("output", {}).update({"format": "pcm"})
    result.setdefault("audio", {}).setdefault("output", {}).setdefault("speed", 2.0)
    if result.get("audio", {}).get("output", {}).get("voice") and "voice" in result:
        del result["audio"]["output"]["voice"]
    return result


def read(event):
    if event["type"] == "setup.updated":
        print(event["setup"]["audio"]["output"]["voice"], event["setup"].get("audio", {}).get("output", {}).get("speed", 1), event["setup"]["language"])


def classes(event: ev.SetEvent):
    event.setup.audio = event.setup.audio or ev.Audio()
    event.setup.audio.output = event.setup.audio.output or ev.Output()
    event.setup.audio.output.voice = event.setup.audio.input.format
    return ev.Setup(audio=ev.Audio(output=ev.Output(voice="low")))


@dataclass
class Own:
    voice: str = "low"
    language: str = "en"


async def own(ws):
    await ws.send(json.dumps({"type": "setup.update", "setup": asdict(Own())}))


async def unseen(ws, payload):
    await send(ws, "setup.update", payload)
