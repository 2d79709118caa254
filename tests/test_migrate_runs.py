"""Programs of the beta run against a strict server of GA, once they are migrated.

Each is rewritten, and then somebody does what `migrate` reports: the changes of `BY_HAND`, each of
which is in a line that a note names. What a program prints then is what it printed for the beta.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from realtime_codegen.changes.report import Side
from realtime_codegen.migrate.packages import Packages
from realtime_codegen.migrate.rewrite import Outcome
from realtime_codegen.runtime._strict import find_problems
from realtime_codegen.wire import Lowering
from tests.test_migrate_beta import SHARED, carried, plan, versions
from tests.tools.migration import program
from tests.tools.strict_ga import Ran, run_program

pytestmark = [pytest.mark.network, pytest.mark.xdist_group("spec-history")]

PROGRAMS = Path(__file__).parent / "migrate" / "running"
MODEL = (r"gpt-4o(-mini)?-realtime-preview(-[\d-]+)?", "gpt-realtime")
HEADER = (r"[\"']OpenAI-Beta(\": \"|: )realtime=v1[\"']", "")
TEXT = "Hello there."

BY_HAND: dict[str, list[tuple[str, str]]] = {
    "aiohttp_match": [(r"conversation\.item\.created", "conversation.item.added")],
    "json_templates": [
        (
            r'{"voice": "\$voice", "modalities": \["text"\], "temperature": 0.7}',
            '{"type": "realtime", "output_modalities": ["text"]}',
        ),
        (r'"modalities": \["text"\]', '"output_modalities": ["text"]'),
        (
            r'{"input_audio_format": "%s"}',
            '{"type": "realtime", "audio": {"input": {"format": %s}}}',
        ),
        (r'(input_audio_format)?"pcm16"', """'{"type": "audio/pcm", "rate": 24000}'"""),
        (r"response\.text\.delta", "response.output_text.delta"),
    ],
    "helper_methods": [(r"conversation\.item\.created", "conversation.item.added")],
    "match_messages": [(r'{"voice": voice}', '{"audio": {"output": {"voice": voice}}}')],
    "options": [
        (r'lambda: \["audio", "text"\]', 'lambda: ["audio"]'),
        (
            r'session\[f"{direction}_audio_format"\]',
            'session["audio"].setdefault(direction, {})["format"]',
        ),
        (
            r'audio_format: str = "pcm16"',
            'audio_format: dict = field(default_factory=lambda: {"type": "audio/pcmu"})',
        ),
    ],
    "table_of_methods": [(r"conversation\.item\.created", "conversation.item.added")],
    "blocking_loop": [
        (
            r'config\["input_audio_transcription"\] = (.*)',
            r'config.setdefault("audio", {})["input"] = {"transcription": \1}',
        ),
        (r'config\["voice"\] = voice', 'config["audio"] = {"output": {"voice": voice}}'),
    ],
    "own_dataclasses": [
        (
            r"    modalities: list",
            '    type: str = field(default="realtime")\n    output_modalities: list',
        ),
        (
            r"turn_detection: TurnDetection = field\(default_factory=TurnDetection\)",
            "audio: dict = field(default_factory=dict)",
        ),
        (r"response\.text\.", "response.output_text."),
    ],
    "phone_relay": [(r'\n *"temperature": 0.8,', "")],
    "registry": [
        (r'content\["type"\] == "text"', 'content["type"] == "output_text"'),
    ],
    "sdk_connection": [(r"client\.beta\.realtime", "client.realtime")],
    "seeded_history": [
        (r'else "text"', 'else "output_text"'),
        (r"conversation\.item\.created", "conversation.item.added"),
    ],
    "transcriber": [
        (r"transcription_session\.update", "session.update"),
        (
            r'"input_audio_format": (.*),',
            r'"type": "transcription", "audio": {"input": {"format": \1,',
        ),
        (r'"input_audio_transcription"', '"transcription"'),
        (r'"input_audio_noise_reduction": (.*),', r'"noise_reduction": \1}},'),
    ],
    "websocket_app": [(r'\["modalities"\]', '["output_modalities"]')],
    "websockets_inline": [(r'\n *"temperature": 0.8,', "")],
}
PRINTED = {
    "aiohttp_match": f"item True\n{TEXT}\n",
    "blocking_loop": f"{TEXT}\n",
    "callbacks_alone": f"connected\n{TEXT}\n",
    "helper_methods": f"{TEXT}\n6\n",
    "json_templates": TEXT,
    "match_messages": f"['audio']\n{TEXT}\n{TEXT}\ncompleted\n",
    "options": f"{TEXT}\n",
    "table_of_methods": f"none\nuser x\n{TEXT}\n",
    "phone_relay": '{"event": "media", "payload": "AAAA"}\n' * 2 + "response.done\n",
    "sdk_connection": f"{TEXT}\n",
    "seeded_history": f"{TEXT}\n",
    "tools": f"{TEXT}\n",
    "transcriber": f"{TEXT}\n",
    "websocket_app": f"{TEXT}\n",
    "websockets_class": f"{TEXT}\n",
}
AT_ONCE = {"websockets_class", "tools", "callbacks_alone"}
"""The programs that run with nothing done by hand but the model and the header."""


@cache
def shapes() -> Any:
    new = versions()[1]
    return Lowering(new.model, new.names).declarations()


def check(side: str, event: dict[str, Any]) -> list[str]:
    """The problems of an event by strict decoding of GA."""
    new = versions()[1]
    wanted = Side.WRITERS if side == "client" else Side.READERS
    problems = [
        [f"{problem.path}: {problem.message}" for problem in find_problems(shapes(), shape, event)]
        for group in new.model.groups
        if group.id.path[-1].startswith("Realtime") and wanted in new.group_sides(group)
        for tag, ids in group.by_tag
        if tag == event.get("type")
        for shape in (shapes()[new.names.declarations[id_]] for id_ in ids)
    ]
    if problems and side == "client" and not min(problems, key=len):
        return [f"unknown field {name}" for name in _gone(event)]
    return min(problems, key=len, default=[f"there is no event {event.get('type')!r}"])


def _gone(event: dict[str, Any]) -> list[str]:
    """What GA's server refuses in a session or a response: fields, and both modalities."""
    gone = {"modalities", "temperature", "voice", "input_audio_format", "output_audio_format"}
    gone |= {"turn_detection", "input_audio_transcription", "max_response_output_tokens"}
    inside = (event.get("session"), event.get("response"))
    if any(isinstance(one, dict) and len(one.get("output_modalities", ())) > 1 for one in inside):
        return ["output_modalities"]
    return sorted(name for one in inside if isinstance(one, dict) for name in gone & one.keys())


@cache
def migrated(name: str) -> Outcome:
    path = PROGRAMS / f"{name}.py"
    (outcome,) = program([(path, path.read_bytes())], plan(), Packages())
    return outcome


def by_hand(outcome: Outcome, changes: list[tuple[str, str]]) -> str:
    """The text after the edits and the changes; each has to be in what a note is about."""
    text = outcome.after.decode()
    said = " ".join(note.message for note in outcome.notes)
    for pattern, new in changes:
        assert re.search(pattern, text), pattern
        words = re.findall(r"[a-z_]{4,}", pattern.replace("\\", ""))
        assert any(word in said for word in words), f"nothing is said of {pattern}"
        text = re.sub(pattern, new, text)
    return text


def ran(name: str, changes: list[tuple[str, str]]) -> Ran:
    return run_program(by_hand(migrated(name), changes), check)


NAMES = sorted(path.stem for path in PROGRAMS.glob("*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_a_program_of_the_beta_does_not_run(name: str) -> None:
    text = (PROGRAMS / f"{name}.py").read_text(encoding="utf-8")
    assert run_program(text, check).faults


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_with_what_is_reported(name: str) -> None:
    usual = [c for c in (MODEL, HEADER) if re.search(c[0], migrated(name).after.decode())]
    done = ran(name, [*BY_HAND.get(name, []), *usual])
    assert done == Ran(PRINTED.get(name, TEXT), ())


@pytest.mark.parametrize("name", sorted(AT_ONCE))
def test_it_runs_with_another_model_and_header(name: str) -> None:
    assert ran(name, [MODEL, HEADER]) == Ran(PRINTED.get(name, TEXT), ())


# ------------------------------------------------------------- the cases that show a fault each

CONNECTED = """
import asyncio, json, websockets
async def main():
    ws = websockets.connect("wss://api.openai.com/v1/realtime?model=gpt-realtime")
    {}
asyncio.run(main())
"""
ASK = """for m in ({{"type": "session.update", "session": {{"type": "realtime",
        "output_modalities": ["{}"]}}}}, {{"type": "response.create"}}):
        await ws.send(json.dumps(m))
    {}"""
START = "await start(ws)"
NAMED = """
for name in [name for name in dir(Handlers) if name.startswith("on_")]:
    setattr(Handlers, name, lambda *_, name=name: print(name))
"""
UNTIL_DONE = """try: {}
    except KeyError: pass  # The program reads `delta` of `done`, with the beta as well."""
EACH = "async for raw in ws: {}(json.loads(raw))"
ENDS = {
    "m01": CONNECTED.format(START),
    "m02": CONNECTED.format(START),
    "m03": CONNECTED.format("api = Api(); api.ws = ws; await api.start()"),
    "m04": CONNECTED.format("await seed(ws)"),
    "m06": CONNECTED.format("await start(ws, True)"),
    "m07": CONNECTED.format(ASK.format("audio", "await run(ws)")),
    "m08": CONNECTED.format(ASK.format("audio", UNTIL_DONE.format("await run(ws)"))),
    "m09": CONNECTED.format(ASK.format("audio", "await run(ws)")),
    "m10": CONNECTED.format(START),
    "m12": CONNECTED.format(START),
    "m13": CONNECTED.format("await connect('key')"),
    "m14": CONNECTED.format("await ask(ws)"),
    "m15": CONNECTED.format("await ask(ws)"),
    "m18": CONNECTED.format(
        ASK.format("text", "print([w async for m in ws for w in words(json.loads(m))])")
    ),
    "m19": CONNECTED.format(ASK.format("audio", "await run(ws)")),
    "m20": NAMED + CONNECTED.format(ASK.format("audio", EACH.format("Handlers().dispatch"))),
    "m21": CONNECTED.format(
        ASK.format("audio", "print(sum([is_audio(json.loads(m)) async for m in ws]))")
    ),
    "m22": CONNECTED.format(START),
}
"""How each is run: with a connection, and, where it reads, with what it is to read."""

CASES_BY_HAND: dict[str, list[tuple[str, str]]] = {
    "m06": [(r"(?m)^.*temperature.*\n", "")],
    "m07": [(r"response\.\{kind\}\.delta", "response.output_{kind}.delta")],
    "m08": [
        (r"\"response\.audio_transcript\"", '"response.output_audio_transcript"'),
        (r"\"response\.audio\.\"", '"response.output_audio."'),
        (r"\.text\.delta", ".output_text.delta"),
    ],
    "m12": [
        (r"modalities: .*", 'output_modalities: list = field(default_factory=lambda: ["audio"])'),
        (r"    voice: .*", '    type: str = "realtime"'),
        (r"    input_audio_format: .*", "    audio: dict = field(default_factory=dict)"),
    ],
    "m14": [(r', "temperature": 0.7', "")],
    "m19": [(r'"response", "audio"', '"response", "output_audio"')],
    "m20": [(r"on_response_audio_delta", "on_response_output_audio_delta")],
    "m21": [(r"response\\.audio", r"response\\.output_audio")],
    "m22": [
        (r'"modalities": (.*), "voice": "alloy"', r'"type": "realtime", "output_modalities": \1'),
    ],
}
CASES_PRINTED = {
    "m07": "audio\n" * 2,
    "m08": "Hello \naudio\nthere.\naudio\n",
    "m09": "AAAA\n" * 2,
    "m18": f"['{TEXT}']\n",
    "m19": "audio\n" * 2,
    "m20": "on_response_output_audio_delta\n" * 2,
    "m21": "5\n",
}


@pytest.mark.parametrize("name", ENDS)
def test_a_case_runs_with_what_is_reported(name: str) -> None:
    paths = list(SHARED.glob(f"{name}_*.py"))
    if not paths:
        pytest.skip("the cases are not here")
    outcome = carried(paths[0])
    usual = [c for c in (MODEL, HEADER) if re.search(c[0], outcome.after.decode())]
    text = by_hand(outcome, [*CASES_BY_HAND.get(name, []), *usual]) + ENDS[name]
    assert run_program(text, check) == Ran(CASES_PRINTED.get(name, ""), ())
