"""Playing the server of a recording or a scenario: what is sent, what is checked, what is told."""

from __future__ import annotations

import io
import json
import random
import re
import tracemalloc
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from realtime_codegen.replay.faults import Chances, Faults
from realtime_codegen.replay.player import Out, Player, Settings
from realtime_codegen.replay.reading import KEYS, NoScriptError, read_script
from realtime_codegen.replay.redaction import REDACTED, Redaction
from realtime_codegen.replay.report import as_json, as_text, is_clean
from realtime_codegen.replay.script import Expect, Say
from realtime_codegen.replay.values import NOTHING, has, mapped, value_at
from tests.tools.counting import calls_of
from tests.tools.night import share
from tests.tools.replaying import (
    DAP,
    ENVELOPED,
    GA,
    Client,
    lines,
    protocol_of,
    protocol_of_text,
    script_of,
)

pytestmark = pytest.mark.xdist_group("replay")

EVENTS = Path(__file__).parents[2] / "shared" / "data" / "events"
RECORDINGS = sorted(EVENTS.glob("pydantic-ai__*.jsonl"))
AUDIT_CASES = EVENTS.parents[1] / "cases" / "audit"


def recorded(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


# ------------------------------------------------------------------------ recordings


@pytest.mark.skipif(not RECORDINGS, reason="the recordings are missing")
def test_a_recording_played_to_its_own_client_is_the_recording() -> None:
    """Whatever the client calls its own events and items, and however it cuts its audio."""
    ga = protocol_of(GA)
    for path in RECORDINGS:
        messages = recorded(path)
        own = {
            message["event"][name]
            for message in messages
            if message["dir"] == "client"
            for name in ("event_id",)
            if name in message["event"]
        }

        def renamed(_name: str, value: Any, own: set[str] = own) -> Any:
            return f"mine {value}" if isinstance(value, str) and value in own else value

        client = Client(script_of(ga, messages), ga)
        for message in messages:
            if message["dir"] == "client":
                client.send(mapped(message["event"], renamed))
                if message["event"]["type"] == "input_audio_buffer.append":
                    client.send(message["event"])
        wanted = [mapped(m["event"], renamed) for m in messages if m["dir"] == "server"]
        assert client.said == wanted, path.name
        assert set(client.found()) <= {"misfit"}, path.name


@pytest.mark.skipif(not AUDIT_CASES.exists(), reason="the cases are missing")
def test_whatever_a_recording_is_written_as_it_is_the_same_script() -> None:
    """What `audit` reads is played: an archive of a browser, logs, lists, Base64."""
    ga = protocol_of(GA)
    names = "a01_bare.jsonl a02_array.json a05.jsonl.gz a07_utf16.jsonl a08_chrome.har"
    names += " a13_docker.jsonl a15_cloudwatch.json a18_sse.txt a27_base64.jsonl"
    scripts = {}
    for name in names.split():
        with (AUDIT_CASES / name).open("rb") as stream:
            script = read_script(stream, ga).script
        scripts[name] = [
            step.event["type"] if isinstance(step, Say) else step
            for step in script.steps
            if not isinstance(step, Expect)
        ]
    assert all(scripts.values())
    assert len({tuple(steps) for steps in scripts.values()}) == 1


CREATE: dict[str, Any] = {
    "type": "conversation.item.create",
    "item": {"type": "message", "role": "user"},
}


def test_identities_of_the_client_are_those_of_today() -> None:
    ga = protocol_of(GA)
    part = {"type": "input_text", "text": "other"}
    item = {"type": "message", "role": "user", "id": "old", "content": [part]}
    say = [
        {"type": "conversation.item.added", "event_id": "a", "item": item},
        {"type": "response.output_item.added", "item": {"id": "other"}, "previous_item_id": "old"},
        {"type": "error", "event_id": "b", "error": {"message": "x", "event_id": "theirs"}},
    ]
    script = script_of(
        ga,
        [
            {"dir": "client", "event": {**CREATE, "item": item}},
            *({"dir": "server", "event": event} for event in say[:2]),
            {"dir": "client", "event": {"type": "response.cancel", "event_id": "theirs"}},
            {"dir": "server", "event": say[2]},
        ],
    )
    client = Client(script, ga)
    said = {"content": [{**part, "text": "what is said is no identity"}]}
    client.send({**CREATE, "item": {**item, "id": "new", **said}})
    client.send({"type": "response.cancel", "event_id": "mine"})
    added, after, error = client.said
    assert added["item"]["id"] == after["previous_item_id"] == "new"
    assert after["item"]["id"] == "other"
    assert error["error"]["event_id"] == "mine"
    assert client.found() == []


def test_a_client_that_names_what_the_recording_did_not_name_is_answered_by_its_name() -> None:
    ga = protocol_of(GA)
    made = [{**CREATE["item"], "id": f"made {number}", "content": []} for number in range(2)]
    script = script_of(
        ga,
        [
            {"dir": "client", "event": CREATE},
            {"dir": "client", "event": CREATE},
            {"dir": "server", "event": {"type": "conversation.item.added", "item": made[0]}},
            {"dir": "server", "event": {"type": "conversation.item.done", "item": made[0]}},
            {"dir": "server", "event": {"type": "conversation.item.added", "item": made[1]}},
        ],
    )
    client = Client(script, ga)
    for name in ("mine", "yours"):
        client.send({**CREATE, "item": {**CREATE["item"], "id": name, "content": []}})
    assert [event["item"]["id"] for event in client.said] == ["mine", "mine", "yours"]


def test_pieces_of_audio_come_in_any_number() -> None:
    ga = protocol_of(GA)
    append = {"dir": "client", "event": {"type": "input_audio_buffer.append", "audio": "AAAA"}}
    cleared = {"type": "input_audio_buffer.cleared", "event_id": "e"}
    script = script_of(ga, [append, append, append, {"dir": "server", "event": cleared}])
    for count in (1, 7):
        client = Client(script, ga)
        for _ in range(count):
            client.send(append["event"])
        assert client.said == [cleared]
        assert client.found() == []


def test_a_sender_that_is_told_the_other_way_round_is_known_by_what_it_sends() -> None:
    """A server calls `received` what the client sends."""
    values = [
        {"direction": "received", "event": {"type": "session.update", "session": {}}},
        {"direction": "sent", "event": {"type": "session.created", "session": {}}},
    ]
    steps = script_of(protocol_of(GA), values).steps
    assert [type(step) for step in steps] == [Expect, Say]


@pytest.mark.parametrize(
    ("value", "wanted", "fits"),
    [
        ({"a": 1, "b": 2}, {"a": 1}, True),
        ({"a": 1}, {"a": True}, False),
        ({"a": 0}, {"a": False}, False),
        ({"a": True}, {"a": True}, True),
        ({"a": 1.0}, {"a": 1}, True),
        ({"a": None}, {"a": None}, True),
        ({}, {"a": None}, False),
        ({"a": [{"b": 1, "c": 2}]}, {"a": [{"b": 1}]}, True),
        ({"a": [1, 2]}, {"a": [1]}, False),
        ({"a": {}}, {"a": []}, False),
        ([], {}, False),
    ],
)
def test_what_a_message_has_to_have(value: Any, wanted: Any, fits: bool) -> None:
    assert has(value, wanted) is fits


def test_numbers_that_name_a_message_are_those_of_today() -> None:
    """A debugger counts its requests; another client counts otherwise."""
    dap = protocol_of(DAP)
    ask = {"type": "request", "command": "launch", "arguments": {"program": "a"}}
    answer = {"type": "response", "command": "launch", "success": True}
    script = script_of(
        dap,
        [
            {"dir": "client", "event": {**ask, "seq": 1}},
            {"dir": "server", "event": {**answer, "seq": 1, "request_seq": 1}},
            {"dir": "client", "event": {**ask, "command": "initialize", "seq": 2}},
            {"dir": "server", "event": {**answer, "seq": 2, "request_seq": 2, "success": False}},
        ],
    )
    client = Client(script, dap)
    assert client.send({**ask, "seq": 70})[0]["request_seq"] == 70
    assert client.send({**ask, "command": "initialize", "seq": 71})[0] == {
        **answer,
        "seq": 2,
        "request_seq": 71,
        "success": False,
    }


INNER = """
export interface Ask { header: { type: "ask"; id?: string }; question: string }
export interface Stop { header: { type: "stop" } }
export type ClientEvent = Ask | Stop;
export interface Answer { header: { type: "answer"; of?: string }; text: string }
export interface Stopped { header: { type: "stopped" } }
export type ServerEvent = Answer | Stopped;
"""
INNER_FACTS = """
[[reply]]
event = "Answer"
to = "Ask"
fields = { "header.of" = "header.id" }
[[reply]]
event = "Stopped"
to = "Stop"
"""


def test_a_tag_in_an_inner_object_tells_what_a_message_is() -> None:
    protocol = protocol_of_text(INNER, INNER_FACTS)
    ask = {"header": {"type": "ask", "id": "theirs"}, "question": "?"}
    answer = {"header": {"type": "answer", "of": "theirs"}, "text": "!"}
    values = [{"event": ask}, {"event": answer}]  # Only the spec tells who has sent them.
    client = Client(script_of(protocol, values), protocol, strict=True)
    mine = {**ask, "header": {"type": "ask", "id": "mine"}}
    assert client.send(mine) == [{**answer, "header": {"type": "answer", "of": "mine"}}]
    assert client.found() == []
    assert client.send({"header": {"type": "stop"}}) == [{"header": {"type": "stopped"}}]
    assert client.found() == ["unexpected"]


def test_a_header_is_the_answers_own() -> None:
    """Where the tag is beside the number, an answer is no copy of what it answers."""
    protocol = protocol_of(ENVELOPED)
    asks = {"header": {"op": "set", "id": "a"}, "settings": {"voice": "x", "output": {"rate": 1}}}
    again = {
        "header": {"op": "set", "id": "b"},
        "settings": {"speed": 2, "output": {"format": "y"}},
    }
    client = Client(script_of(protocol, [{"scenario": 1}]), protocol, strict=True)
    both = {"voice": "x", "speed": 2, "output": {"rate": 1, "format": "y"}}
    assert client.send(asks) == [
        {"header": {"op": "is_set", "ref": "a"}, "settings": asks["settings"]}
    ]
    assert client.send(again) == [{"header": {"op": "is_set", "ref": "b"}, "settings": both}]
    assert client.found() == []


def test_a_recording_of_a_tag_in_a_header_is_played() -> None:
    """With the numbers of today, in answers and in errors."""
    protocol = protocol_of(ENVELOPED)
    recorded: list[dict[str, Any]] = [
        {"header": {"op": "ask", "id": "r1"}, "question": "?"},
        {"header": {"op": "ask", "id": "r2"}, "question": "bad"},
        {"header": {"op": "oops", "ref": "r2"}, "why": "bad"},
        {"header": {"op": "piece"}, "item": {"id": "i"}, "text": "sun"},
        {"header": {"op": "done", "ref": "r1"}, "item": {"id": "i", "text": "sun"}},
        {"header": {"op": "bye"}},
    ]
    client = Client(script_of(protocol, recorded), protocol, strict=True)
    first, second, bye = recorded[0], recorded[1], recorded[5]
    assert client.send({**first, "header": {"op": "ask", "id": "t1"}}) == []
    said = client.send({**second, "header": {"op": "ask", "id": "t2"}})
    assert [event["header"] for event in said] == [
        {"op": "oops", "ref": "t2"},
        {"op": "piece"},
        {"op": "done", "ref": "t1"},
    ]
    assert client.send(bye) == []
    assert client.found() == []


def test_pauses_are_those_of_the_recording_at_another_speed() -> None:
    ga = protocol_of(GA)
    say = {"type": "input_audio_buffer.cleared", "event_id": "e"}
    script = script_of(
        ga,
        [
            {"dir": "server", "time": 100, "event": say},
            {"dir": "server", "time": 102, "event": say},
            {"dir": "client", "time": 110, "event": {"type": "input_audio_buffer.clear"}},
            {"dir": "server", "time": 110.5, "event": say},
        ],
    )
    for speed, wanted in ((1.0, [0, 2, 30.5]), (4.0, [0, 0.5, 30.125]), (0.0, [0, 0, 30])):
        client = Client(script, ga, speed=speed)
        client.now = 30
        client.send({"type": "input_audio_buffer.clear"})
        assert [out.at for out in client.outs] == wanted


# ------------------------------------------------------------- what the client sends


def test_what_misfits_is_told_and_with_strict_refused() -> None:
    ga = protocol_of(GA)
    script = script_of(ga, [{"scenario": 1}, {"expect": {"type": "response.create"}}])
    wrong = {
        "{": "misfit",
        "[1]": "misfit",
        '{"type": "no.such"}': "misfit",
        '{"type": "conversation.item.delete"}': "misfit",
        '{"type": "conversation.item.delete", "item_id": 3}': "misfit",
        '{"type": "response.create", "response": null}': "",
        '{"type": "response.create", "mood": "good"}': "",
    }
    for text, kind in wrong.items():
        client = Client(script, ga)
        client.send(text)
        assert "misfit" in client.found() if kind else client.found() == [], text
        strict = Client(script, ga, strict=True)
        (error,) = strict.send(text)
        assert error["type"] == "error", text
        assert not ga.known(error, "server").findings, error
        assert {"misfit", "missing"} == set(strict.found()), text


def test_an_error_names_the_message_at_fault() -> None:
    ga = protocol_of(GA)
    client = Client(script_of(ga, [{"scenario": 1}]), ga, strict=True)
    (error,) = client.send({"type": "response.cancel", "event_id": "mine", "response_id": 4})
    assert error["error"]["event_id"] == "mine"
    assert error["error"]["param"] == "response_id"


def test_what_did_not_come_and_what_nobody_expected_is_told() -> None:
    ga = protocol_of(GA)
    script = script_of(
        ga,
        [
            {"scenario": 1},
            {"expect": {"type": "session.update", "session": {"type": "realtime"}}},
            {"expect": {"type": "input_audio_buffer.append"}, "count": 3},
            {"expect": {"type": "input_audio_buffer.commit"}, "optional": True},
            {"expect": {"type": "response.create"}},
        ],
    )
    client = Client(script, ga)
    client.send({"type": "input_audio_buffer.append", "audio": ""})
    client.send({"type": "session.update", "session": {"type": "transcription"}})
    client.send({"type": "session.update", "session": {"type": "realtime", "voice": "x"}})
    client.send({"type": "conversation.item.create", "item": {"type": "function_call"}})
    report = (client.player.finish(),)
    assert not is_clean(report, strict=False)
    text = as_text(report, strict=False)
    assert "order at message 1: input_audio_buffer.append" in text
    assert "input_audio_buffer.append of line 3 did not come (1 of 3 came)" in text
    assert "response.create of line 5 did not come" in text
    assert "commit" not in text
    assert "misfit at message 4" in text
    assert json.loads(as_json(report, strict=True))["clean"] is False


def test_messages_that_nothing_expects_are_answered_as_facts_say() -> None:
    """Each message of a client that something answers, with identities that both have."""
    for folder in (GA, DAP, ENVELOPED):
        protocol = protocol_of(folder)
        answered = 0
        for message_id, reply in protocol.replies.items():
            client = Client(script_of(protocol, [{"scenario": 1}]), protocol)
            message = protocol.smallest(message_id)
            first, *rest = client.send(message)
            assert first == client.said[0]
            assert reply.event in protocol.candidates(first, "server")
            for path, of_message in reply.fields:
                value = value_at(message, of_message)
                assert value is NOTHING or value_at(first, path) == value
            if reply.end is not None:
                (end,) = rest
                assert reply.end in protocol.candidates(end, "server")
                for path in reply.same:
                    assert value_at(first, path) == value_at(end, path)
            assert client.found() == [], (message, client.said)
            answered += 1
        assert answered >= 2


def test_settings_are_updated_in_part() -> None:
    ga = protocol_of(GA)
    before = {"type": "realtime", "instructions": "a", "audio": {"output": {"voice": "b"}}}
    created = {"type": "session.created", "session": before}
    client = Client(script_of(ga, [{"scenario": 1}, {"say": created}]), ga)
    changes = {"type": "realtime", "audio": {"output": {"speed": 1.5}}}
    (updated,) = client.send({"type": "session.update", "session": changes})
    assert updated["session"] == {**before, "audio": {"output": {"voice": "b", "speed": 1.5}}}
    assert client.found() == []


# ------------------------------------------------------------------------ scenarios


def test_rules_answer_as_often_as_they_may() -> None:
    ga = protocol_of(GA)
    cleared = {"type": "input_audio_buffer.cleared"}
    deleted = {"type": "conversation.item.deleted", "item_id": "$/item_id"}
    script = script_of(
        ga,
        [
            {"scenario": 1, "note": "what is tried"},
            {"on": {"type": "conversation.item.delete", "item_id": "a"}, "say": [], "times": 1},
            {"on": {"type": "conversation.item.delete"}, "say": [{"after": 2}, deleted]},
            {"then": cleared, "after": 1},
            {"on": {"type": "input_audio_buffer.clear"}, "say": {"close": 4000}},
        ],
    )
    client = Client(script, ga, speed=1)
    delete = {"type": "conversation.item.delete", "item_id": "a"}
    assert client.send(delete) == []
    first, second = client.send(delete)
    assert client.send({"type": "input_audio_buffer.clear"}) == []
    assert first == {**deleted, "item_id": "a", "event_id": "event_1"}
    assert second == {**cleared, "event_id": "event_2"}
    assert [out.at for out in client.outs] == [2, 3, 3]
    assert client.outs[-1].how == "close"
    assert client.outs[-1].code == 4000
    assert client.found() == []


def test_what_is_expected_may_say_no_tag_or_another_one() -> None:
    """A debugger's request has two fields by which groups tell their messages."""
    dap = protocol_of(DAP)
    request = {"type": "request", "command": "initialize", "seq": 1}
    event = {"type": "event", "seq": 1, "event": "initialized"}
    for wanted in ({"type": "request"}, {"command": "initialize"}, {"seq": 1}, {}):
        script = script_of(dap, [{"scenario": 1}, {"expect": wanted}, {"say": event}])
        assert Client(script, dap).send(request) == [event], wanted


def test_new_identities_are_one_for_each_word_of_an_answer() -> None:
    ga = protocol_of(GA)
    say = [
        {"type": "response.created", "response": {"id": "$resp"}},
        {"type": "response.done", "response": {"id": "$resp"}},
    ]
    client = Client(script_of(ga, [{"scenario": 1}, {"on": {}, "say": say}]), ga)
    ids = [
        event["response"]["id"]
        for _ in range(2)
        for event in client.send({"type": "response.create"})
    ]
    assert ids == ["resp_1", "resp_1", "resp_2", "resp_2"]


def test_what_a_scenario_says_has_to_fit() -> None:
    ga = protocol_of(GA)
    say = {"say": {"type": "response.done", "response": {"id": 3}}}
    assert Client(script_of(ga, [{"scenario": 1}, say]), ga).found() == ["server"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ([], "no JSON object"),
        ({"sya": {}}, "it has none of"),
        ({"sya": {}}, "; did you mean 'say'?"),
        ({"say": 3}, "`say` is no object"),
        ({"say": {"a": "$/x~2"}}, "is no JSON Pointer"),
        ({"say": {}, "atfer": 1}, "'atfer' is no key beside 'say'"),
        ({"say": {}, "after": -1}, "seconds are from 0"),
        ({"say": {}, "after": "1"}, "seconds are a number"),
        ({"expect": {}, "count": 0}, "`count` is a number from 1"),
        ({"expect": {}, "count": 2, "many": True}, "exclude each other"),
        ({"expect": {}, "many": 1}, "`many` is true or false"),
        ({"close": 999}, "`close` is a code"),
        ({"then": {}}, "`then` goes on with an `on`"),
        ({"on": {}, "say": [{"close": "x"}]}, "`close` is a code"),
        ({"dir": "both", "event": {}}, "`dir` is 'server' or 'client'"),
        ({"scenario": 2}, "scenarios of version 1"),
    ],
)
def test_a_fault_of_a_scenario_is_told_with_its_line(line: Any, said: str) -> None:
    with pytest.raises(NoScriptError, match="line 2: ") as told:
        script_of(protocol_of(GA), [{"scenario": 1}, line])
    assert said in str(told.value)


@pytest.mark.parametrize("text", ["", "\n", "no message", "{}", "[]", '{"a": 1}\n{"b": 2}'])
def test_what_has_no_message_cannot_be_played(text: str) -> None:
    with pytest.raises(NoScriptError):
        read_script(io.BytesIO(text.encode()), protocol_of(GA))


# -------------------------------------------------------------- sessions by chance


def some_script(chance: random.Random) -> list[dict[str, Any]]:
    """A recording of some sort: who speaks when is by chance."""
    made: list[dict[str, Any]] = []
    time = 0.0
    for number in range(chance.randrange(1, 30)):
        time += chance.choice((0, 0, 0.5, 3))
        kind = chance.choice(("delete", "clear", "append", "say", "say", "say"))
        event: dict[str, Any] = {
            "delete": {"type": "conversation.item.delete", "item_id": f"item {number}"},
            "clear": {"type": "input_audio_buffer.clear", "event_id": f"theirs {number}"},
            "append": {"type": "input_audio_buffer.append", "audio": "AAAA"},
            "say": {
                "type": chance.choice(("conversation.item.deleted", "input_audio_buffer.cleared")),
                "event_id": f"server {number}",
                "item_id": f"item {chance.randrange(number + 1)}",
            },
        }[kind]
        side = "server" if kind == "say" else "client"
        made.append({"dir": side, "time": time, "event": event})
    return made


def test_sessions_by_chance() -> None:
    """Times never go back; what came in order is played whole; what did not come holds up the rest.

    The same calls give the same, and nothing that a client does makes the server raise or loop.
    """
    ga = protocol_of(GA)
    outcomes: Counter[str] = Counter()
    for seed in range(share(300)):
        chance = random.Random(seed)
        values = some_script(chance)
        script = script_of(ga, values)
        settings = {
            "speed": chance.choice((0.0, 1.0, 10.0)),
            "loop": chance.random() < 0.2,
            "strict": chance.random() < 0.5,
        }
        sent = [value["event"] for value in values if value["dir"] == "client"]
        obedient = chance.random() < 0.5
        if not obedient:
            extra = [
                {"type": "response.create"},
                "{",
                {"type": "?"},
                b"\xff",
                {"type": "session.update"},
            ]
            sent += chance.choices(extra, k=3)
            chance.shuffle(sent)
            sent = sent[: chance.randrange(len(sent) + 1)]
        pauses = [chance.choice((0, 0.25, 5)) for _ in sent]
        both = []
        clients = [Client(script, ga, **settings) for _ in range(2)]
        for client in clients:
            for message, pause in zip(sent, pauses, strict=True):
                client.now += pause
                client.send(message)
            both.append((client.outs, client.player.finish()))
        assert both[0] == both[1], seed
        client = clients[0]
        times = [out.at for out in client.outs]
        assert times == sorted(times), seed
        if obedient and not settings["loop"]:
            wanted = [v["event"]["type"] for v in values if v["dir"] == "server"]
            assert [event["type"] for event in client.said] == wanted, seed
            assert client.found() == [], seed
            outcomes["whole"] += 1
        outcomes.update(client.found())
    assert outcomes.keys() == {"whole", "misfit", "missing", "unexpected", "order"}


FLOODED = """
export interface Ask { type: 'ask'; text: string }
export interface Stop { type: 'stop'; text: string }
export interface Own { type: `own-${string}`; text: string }
export interface Answer { type: 'answer'; text: string }
export type ClientEvent = Ask | Stop | Own;
export type ServerEvent = Answer;
"""
FLOODS = {
    "by a rule": '{"type": "ask", "text": "TEXT"}',
    "expected later": '{"type": "stop", "text": "TEXT"}',
    "in no step": '{"type": "own-TEXT", "text": "x"}',
    "a misfit": '{"type": "ask", "TEXT": "x"}',
    "of no type": '{"type": "TEXT"}',
    "no message": '{"type": TEXT',
}


@pytest.mark.parametrize("kind", FLOODS)
def test_a_player_keeps_little_of_what_it_hears(kind: str) -> None:
    """However much a client sends: a thousand findings, cut off, and the last of what came."""
    protocol = protocol_of_text(FLOODED, "")
    values = [
        {"scenario": 1},
        {"expect": {"type": "ask", "text": "begin"}},
        {"expect": {"type": "stop"}, "many": True},
        {"on": {"type": "ask"}, "say": {"type": "answer", "text": "$/text"}},
    ]
    player = Player(script_of(protocol, values), protocol, Settings(speed=0.0))
    player.start(0.0)
    many, size = 100, 50_000
    tracemalloc.start()
    try:
        for number in range(many):
            player.hear(FLOODS[kind].replace("TEXT", f"{number}" + "x" * size), 0.0)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < many * size / 4


def test_a_loop_plays_again_with_new_identities() -> None:
    ga = protocol_of(GA)
    done = {"type": "response.done", "event_id": "e", "response": {"id": "resp"}}
    values = [
        {"dir": "server", "event": {"type": "session.created", "event_id": "s", "session": {}}},
        {"dir": "client", "event": {"type": "response.create"}},
        {"dir": "server", "event": done},
    ]
    client = Client(script_of(ga, values), ga, loop=True)
    for _ in range(3):
        client.send({"type": "response.create"})
    assert [event["type"] for event in client.said] == ["session.created", *["response.done"] * 3]
    assert len({event["response"]["id"] for event in client.said[1:]}) == 3
    assert len({event["event_id"] for event in client.said}) == 4
    assert client.found() == []


def test_a_loop_without_a_message_that_has_to_come_ends() -> None:
    ga = protocol_of(GA)
    cleared = {"say": {"type": "input_audio_buffer.cleared"}}
    wait = {"expect": {"type": "response.create"}, "optional": True}
    client = Client(script_of(ga, [{"scenario": 1}, cleared, wait]), ga, loop=True)
    assert len(client.said) == 1


def test_the_work_is_linear_in_a_recording() -> None:
    """Reading it, playing it to its own client, and to one that sends something else."""
    ga = protocol_of(GA)
    item = {"type": "message", "role": "user", "content": []}

    def work(count: int, answered: bool) -> int:
        values: list[Any] = []
        for number in range(count):
            event = {**CREATE, "event_id": f"c{number}", "item": {**item, "id": f"i{number}"}}
            values.append({"dir": "client", "event": event})
            kind = "conversation.item.added" if answered else "input_audio_buffer.cleared"
            values.append({"dir": "server", "event": {"type": kind, "item": event["item"]}})

        def whole() -> None:
            client = Client(script_of(ga, values), ga)
            for value in values:
                if value["dir"] == "client":
                    client.send(value["event"])
                    client.send({"type": "input_audio_buffer.clear"})

        return calls_of(whole)

    for answered in (True, False):
        assert work(400, answered) < 2.3 * work(200, answered)


# --------------------------------------------------------------------------- faults


def test_each_fault_is_told_and_nothing_else_is_changed() -> None:
    told_kinds = set()
    for seed in range(share(300)):
        chance = random.Random(seed)
        outs = [
            Out(float(n // 3), json.dumps({"n": f"{n:03}"})) for n in range(chance.randrange(1, 40))
        ]
        outs.append(Out(20.0, None, 1000, "close"))
        rates = {n: chance.choice((0, 0.2)) for n in ("drop", "reorder", "cut", "garble")}
        told: list[str] = []
        chances = Chances(delay=chance.choice((0, 2.0)), seed=seed, **rates)
        made = Faults(chances, 1, told.append).through(outs)
        again = Faults(chances, 1, lambda _: None).through(outs)
        assert made == again, seed
        words = Counter(text.partition(" was ")[2].partition(":")[0] for text in told)
        told_kinds |= set(words)
        times = [out.at for out in made]
        assert times == sorted(times), seed
        is_cut = any("cut" in word for word in words)
        if is_cut:
            assert made[-1].how == "cut" or made[-2].how == "cut", seed
            continue
        assert made[-1].how == "close" or words["sent after the next"], seed
        assert len(made) == len(outs) - words["dropped"], seed
        whole = {out.text for out in outs}
        assert sum(out.text not in whole for out in made) == words["garbled"], seed
        if not words["sent after the next"]:
            left = [out.text for out in made if out.text in whole]
            assert left == [out.text for out in outs if out.text in left], seed
        if not told and not chances.delay:
            assert made == outs, seed
    assert {"dropped", "garbled", "sent after the next"} <= told_kinds
    assert any("cut" in kind for kind in told_kinds)


# --------------------------------------------------------------------------- secrets

_ALPHABET = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def secret_of(chance: random.Random) -> str:
    length = chance.randrange(10, 40)
    return "".join(chance.choice(_ALPHABET) for _ in range(length)) + "7"


def test_no_secret_is_in_a_recording() -> None:
    """Wherever it was told: in headers, addresses, fields, and in each text that has it again."""
    for seed in range(share(600)):
        chance = random.Random(seed)
        secret = secret_of(chance)
        redaction = Redaction()
        place = chance.randrange(10)
        said: list[Any] = []
        name = chance.choice(("api_key", "apiKey", "Authorization", "client_secret", "password"))
        match place:
            case 0:
                scheme = chance.choice(("Bearer ", "", "Basic "))
                redaction.learn_headers([("Authorization", scheme + secret)])
            case 1:
                protocols = f"realtime, openai-insecure-api-key.{secret}"
                redaction.learn_headers([("Sec-WebSocket-Protocol", protocols)])
            case 2:
                redaction.learn_headers([("Cookie", f"a=b; session_id={secret}; c=d")])
            case 3:
                redaction.learn_address(f"wss://example.org/v1?model=x&{name}={secret}")
            case 4:
                redaction.learn_address(f"wss://user:{secret}@example.org/v1")
            case 5:
                said.append({"session": {name: {"value": secret, "expires_at": 3}}})
            case 6:
                said.append({"tools": [{"headers": {name: f"Bearer {secret}"}}]})
            case 8:
                said.append({"tools": [{"type": "mcp", "headers": {"X-Mine": secret}}]})
            case 7:
                said.append({"arguments": json.dumps({"a": 1, name: secret})})
            case _:
                said.append({"x": {name: [secret, {"deep": secret}]}})
        said.append({"text": f"it is {secret}!", secret: [f"https://example.org/{secret}?q=1"]})
        lines_ = [json.dumps(redaction.value(event)) for event in said]
        assert secret not in "\n".join(lines_), (seed, lines_)
        assert REDACTED in lines_[-1]


def test_what_looks_like_a_secret_is_left_out_wherever_it_is() -> None:
    for text in (
        "use sk-proj-Abc_123456789xyz please",
        "ek_68a1b2c3d4e5f6a7b8c9",
        "Authorization: Bearer abc.def",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
        "see https://user:hunter2@example.org/x",
        "see https://example.org/x?a=1&access_token=hunter2&b=2",
    ):
        redacted = Redaction().text(text)
        assert REDACTED in redacted, text
        for piece in ("Abc_12", "68a1b2", "abc.def", "c2lnb", "hunter2"):
            assert piece not in redacted, text


@pytest.mark.skipif(not RECORDINGS, reason="the recordings are missing")
def test_what_is_no_secret_stays() -> None:
    """Recordings without secrets, and words that stand beside such: schemas, counts, tokens."""
    for path in RECORDINGS:
        for message in recorded(path):
            assert Redaction().value(message["event"]) == message["event"], path.name
    schema = {"properties": {"token": {"type": "string", "description": "what it is"}}}
    for value in (
        {"tools": [{"parameters": schema}]},
        {"max_output_tokens": 5, "usage": {"total_tokens": 3}},
        {"logprobs": [{"token": "weathervane", "logprob": -1, "bytes": [1]}]},
        {"type": "session.update", "audio": "AAAAeyJ/sk+ek/"},
    ):
        assert Redaction().value(value) == value
    short = Redaction().value({"arguments": '{"pin": 1, "password": "abc"}'})
    assert short == {"arguments": '{"pin":1,"password":"REDACTED"}'}
    redaction = Redaction()
    redaction.learn_address("wss://user:p%40ss%2Fword@example.org/")
    assert redaction.text("p@ss/word, p%40ss%2Fword") == "REDACTED, REDACTED"
    secret = Redaction().value(
        {"client_secret": {"type": "ephemeral", "value": "x", "n": 5}, "otp": 1}
    )
    kept = {"type": "ephemeral", "value": REDACTED, "n": 5}
    assert secret == {"client_secret": kept, "otp": 0}


def test_lines_of_a_recording_are_a_recording() -> None:
    """What `record` writes is what `replay` and `audit` read."""
    from realtime_codegen.replay.proxy import line_of

    written = [
        line_of("server", '{"type": "session.created", "session": {}}', 0.25, Redaction()),
        line_of("client", '{"type": "response.create"}', 1.5, Redaction()),
        line_of("client", b"\0\0", 1.6, Redaction()),
        line_of("client", "no JSON", 1.7, Redaction()),
        line_of("server", '{"type": "response.done", "response": {}}', 2.0, Redaction()),
    ]
    read = read_script(io.BytesIO("\n".join(written).encode()), protocol_of(GA))
    kinds = [type(step).__name__ for step in read.script.steps]
    assert kinds == ["Say", "Expect", "Say"]
    last = read.script.steps[-1]
    assert isinstance(last, Say)
    assert last.after == 0.5
    assert lines([1]) == b"1\n"


# -------------------------------------------------------------- the double of the examples

DOUBLE = Path(__file__).parents[1] / "examples" / "double.jsonl"


def test_the_double_answers_whatever_a_client_of_the_api_sends() -> None:
    """A scenario of some lines stands for a server that took 374: each message has its answer."""
    ga = protocol_of(GA)
    text = DOUBLE.read_bytes()
    assert text.count(b"\n") <= 60
    client = Client(read_script(io.BytesIO(text), ga).script, ga, strict=True)
    audio = {"type": "input_audio_buffer.append", "audio": "AAAA"}
    message = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "a"}]}
    result = {"type": "function_call_output", "call_id": "call_1", "output": "{}"}
    wanted = [
        ({"type": "session.update", "session": {"type": "realtime"}}, "session.updated"),
        ({"type": "conversation.item.create", "item": message}, "conversation.item.done"),
        ({"type": "conversation.item.create", "item": result}, "conversation.item.done"),
        ({"type": "conversation.item.delete", "item_id": "x"}, "conversation.item.deleted"),
        ({"type": "conversation.item.retrieve", "item_id": "x"}, "conversation.item.retrieved"),
        (audio, "response.output_audio.delta"),
        (audio, "response.done"),
        (
            {
                "type": "conversation.item.truncate",
                "item_id": "x",
                "content_index": 0,
                "audio_end_ms": 1,
            },
            "conversation.item.truncated",
        ),
        ({"type": "input_audio_buffer.clear"}, "input_audio_buffer.cleared"),
        (
            {"type": "input_audio_buffer.commit"},
            "conversation.item.input_audio_transcription.completed",
        ),
        ({"type": "response.create"}, "response.done"),
        ({"type": "response.create", "response": {"tool_choice": "required"}}, "response.done"),
        (
            {"type": "response.create", "response": {"output_modalities": ["audio"]}},
            "response.done",
        ),
        ({"type": "response.cancel", "event_id": "mine"}, "error"),
        ({"type": "response.cancel", "event_id": 3}, "error"),
    ]
    for sent, last in wanted:
        heard = client.send(sent)
        assert heard, sent
        assert heard[-1]["type"] == last, sent
    assert client.found() == ["misfit"]


def test_the_scenario_of_the_page_is_one() -> None:
    """The documentation has each kind of line in its example and in its table."""
    text = (DOUBLE.parents[1] / "docs" / "replay.md").read_text("utf-8")
    (block,) = re.findall(r"^```json\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    ga = protocol_of(GA)
    client = Client(read_script(io.BytesIO(block.encode()), ga).script, ga)
    client.send({"type": "response.create"})
    client.send({"type": "session.update", "session": {"type": "realtime"}})
    client.send({"type": "input_audio_buffer.append", "audio": ""})
    said = [event["type"] for event in client.said]
    assert said == ["session.created", "response.created", "response.done"]
    assert client.outs[-1].how == "close"
    assert client.found() == []
    for key in KEYS:
        assert key == "scenario" or f'{{"{key}":' in text, key
