"""Messages as dictionaries, and objects that are made."""

import dataclasses
import json
from dataclasses import replace

import events as ev


async def send(ws, voice):
    await ws.send(json.dumps({
        "type": "session.update",
        "session": {
            "id": "a",
            "max_output_tokens": 5,  # max_response_output_tokens
            "tools": [{"name": "a", "params": "{}"}],
            "voice": "fable",
        },
    }))
    update = {"type": "session.update", "session": {"id": "b", 'max_output_tokens': 1}}
    update["session"]["max_output_tokens"] = 2
    update["session"].get("max_output_tokens")
    other = {"type": "something", "session": {"max_response_output_tokens": 5}}
    session = ev.Session(id="c", max_output_tokens=3, voice="fable")
    session = replace(session, max_output_tokens=4)
    session = dataclasses.replace(session, voice="echo", max_output_tokens=4)
    session.voice = "fable"
    session.max_output_tokens += 1
    setattr(session, "max_output_tokens", 1)
    del session.max_output_tokens
    event = ev.SessionUpdateEvent(session=ev.Session(id="d", max_output_tokens=voice))
    await ws.send(ev.encode(event))
    await ws.send(ev.encode(ev.ResponseCreateEvent(instructions="x")))
    await ws.send(ev.encode(ev.ResponseCreateEvent(**other)))
    await ws.send({"type": "response.create"})
    await ws.session.update(session={"id": "e", "max_output_tokens": 1})
    ws.session.update(session=other, timeout=1)
    ws.session.update(max_response_output_tokens=1)
    await ws.send({"type": "session.update", "session": made_elsewhere(voice)})
    return {"max_response_output_tokens": 5}
