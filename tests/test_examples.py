"""The examples run against a server that plays, and are typed strictly; each is short."""

from __future__ import annotations

import asyncio
import base64
import importlib
import io
import json
import logging
import re
import sys
import wave
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

from realtime_codegen.cli import main as command
from realtime_codegen.text.source import MemoryFiles, SourceFile
from tests.tools.checkers import mypy_findings
from tests.tools.modules import own_modules
from tests.tools.packages import ENTRY, compiled, write_tree
from tests.tools.replaying import GA, lines, through

pytestmark = pytest.mark.xdist_group("replay")

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
DOUBLE = EXAMPLES / "double.jsonl"
PROGRAMS = sorted(
    path
    for path in EXAMPLES.glob("*.py")
    if "openai_realtime" in path.read_text("utf-8") or path.stem == "beta_proxy"
)
SPEC = str(GA / "realtime.d.ts")
FACTS = str(GA / "facts.toml")
Replays = Callable[..., Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The examples beside what they import, which is made as a user would make it."""
    made = tmp_path_factory.mktemp("examples")
    files = MemoryFiles({ENTRY: (GA / "realtime.d.ts").read_bytes()})
    source = SourceFile("facts.toml", (GA / "facts.toml").read_bytes())
    targets = ("session", "audio", "peer")
    result = compiled(files, "openai_realtime", facts=source, targets=targets)
    assert not result.failed, result.diagnostics
    write_tree(made, result.files)
    for path in PROGRAMS:
        (made / path.name).write_bytes(path.read_bytes())
    adapt = ["adapt", "beta", "ga", "-o", str(made / "adapter.py")]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        done = CliRunner().invoke(command, adapt)
    assert done.exit_code == 0, done.output
    with pytest.MonkeyPatch.context() as patch, own_modules(*OWN):
        patch.syspath_prepend(str(made))
        yield made


OWN = {"openai_realtime", "adapter", *(path.stem for path in PROGRAMS)}


def program(folder: Path, name: str) -> ModuleType:
    module = importlib.import_module(name)
    assert module.__file__ == str(folder / f"{name}.py")
    return module


def run(client: Awaitable[object]) -> None:
    async def bounded() -> None:
        await asyncio.wait_for(client, 60)

    asyncio.run(bounded())


def test_examples_are_short() -> None:
    assert len(PROGRAMS) == 7
    for path in PROGRAMS:
        assert path.read_text("utf-8").count("\n") < 80, path.name


def test_the_page_has_the_voice_client_and_a_longer_one() -> None:
    page = (ROOT / "docs" / "voice.md").read_text("utf-8")
    ours, other = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert ours == (EXAMPLES / "voice.py").read_text("utf-8")
    compile(other, "voice_openai.py", "exec")
    lines_of = [text.count("\n") for text in (ours, other)]
    assert lines_of == [
        int(number) for number in re.findall(r"^\| with .*? \| (\d+) \|", page, re.MULTILINE)
    ]
    assert lines_of[0] < lines_of[1]
    assert lines_of[0] <= 100


@pytest.mark.nightly
@pytest.mark.checkers
def test_examples_are_typed_strictly(folder: Path) -> None:
    assert mypy_findings(folder, [path.stem for path in PROGRAMS]) == []


def test_a_chat(
    folder: Path,
    realtime_replay: Replays,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    chat = program(folder, "text_chat")
    monkeypatch.setattr(sys, "stdin", io.StringIO("Hi!\nAnd you?\n\n"))
    with realtime_replay(DOUBLE, SPEC, facts=FACTS, strict=True) as server:
        run(chat.main(server.url))
    assert capsys.readouterr().out == "Hello there.\nHello there.\n2 answers, 14 tokens\n"


def test_a_tool(
    folder: Path,
    realtime_replay: Replays,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It calls before it writes: the double that does so at once has one rule more."""
    tools = program(folder, "tools")
    text = DOUBLE.read_text("utf-8").splitlines()
    ask = next(index for index, line in enumerate(text) if '"tool_choice"' in line)
    rule = {**json.loads(text[ask]), "on": {"type": "response.create"}, "times": 1}
    scenario = [text[0], json.dumps(rule), *text[ask + 1 : ask + 4], *text[1:]]
    (tmp_path / "calls.jsonl").write_text("\n".join(scenario), "utf-8")
    with realtime_replay(tmp_path / "calls.jsonl", SPEC, facts=FACTS, strict=True) as server:
        run(tools.main(server.url, "Is it warm?"))
    assert capsys.readouterr().out == "Hello there.\n"
    assert server.connections[0].heard == 5, "settings, question, response, result, response"


def voice_scenario() -> list[Any]:
    """The model speaks for two seconds, is interrupted, and answers again."""
    place = {"output_index": 0, "content_index": 0}
    sound = base64.b64encode(bytes(2 * 24_000 * 2)).decode()
    short = base64.b64encode(b"\1\0" * 480).decode()
    piece = {"type": "input_audio_buffer.append"}

    def delta(number: int, audio: str) -> dict[str, Any]:
        own = {"response_id": f"resp_{number}", "item_id": f"item_{number}", "delta": audio}
        return {"type": "response.output_audio.delta", **place, **own}

    def done(number: int, status: str) -> dict[str, Any]:
        return {"type": "response.done", "response": {"id": f"resp_{number}", "status": status}}

    started = {"type": "input_audio_buffer.speech_started", "item_id": "u", "audio_start_ms": 0}
    return [
        {"scenario": 1},
        {"say": {"type": "session.created", "session": {"type": "realtime"}}},
        {"expect": {"type": "session.update"}},
        {"say": {"type": "session.updated", "session": {"type": "realtime"}}},
        {"expect": piece, "count": 2},
        {"say": delta(1, sound)},
        {"expect": piece, "count": 3},
        {"say": started},
        {"say": done(1, "cancelled")},
        {"expect": {"type": "conversation.item.truncate", "item_id": "item_1"}},
        {"expect": piece, "count": 3},
        {"say": delta(2, short)},
        {"say": done(2, "completed")},
    ]


def said_in(path: Path, pieces: int = 12) -> str:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 24_000, 0, "NONE", "NONE"))
        file.writeframes(bytes(960 * pieces))
    return str(path)


def test_a_voice_that_is_interrupted(
    folder: Path, realtime_replay: Replays, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = program(folder, "voice")
    scenario, heard = tmp_path / "voice.jsonl", tmp_path / "heard.wav"
    scenario.write_bytes(lines(voice_scenario()))
    rt, cuts = importlib.import_module("openai_realtime"), list[dict[str, Any]]()
    session = rt.RealtimeClientSession
    nowait = session.send_nowait

    def send_nowait(self: Any, event: Any) -> None:
        cuts.append(rt.to_dict(event))
        nowait(self, event)

    monkeypatch.setattr(session, "send_nowait", send_nowait)
    with realtime_replay(scenario, SPEC, facts=FACTS) as server:
        run(voice.main(server.url, said_in(tmp_path / "said.wav"), str(heard)))
    with wave.open(str(heard)) as file:
        sound = file.readframes(file.getnframes())
    assert sound.endswith(b"\1\0" * 480), "the answer to the interruption is heard to its end"
    assert 480 < len(sound) // 2 < 24_000, "and of what was interrupted only the beginning"
    kinds = {finding.kind.value for finding in server.connections[0].findings}
    assert kinds <= {"unexpected", "order"}
    [cut] = cuts
    assert (cut["item_id"], cut["content_index"]) == ("item_1", 0)
    played = (len(sound) // 2 - 480) / 24
    assert abs(cut["audio_end_ms"] - played) < 200, "the model is told how much was heard"


def item(kind: str) -> dict[str, Any]:
    content = [{"type": kind, "text": "Good morning."}]
    own = {"type": "message", "role": "user", "content": content}
    return {"type": "conversation.item.create", "item": own}


def test_a_proxy_that_logs(
    folder: Path,
    realtime_replay: Replays,
    caplog: pytest.LogCaptureFixture,
) -> None:
    proxy = program(folder, "logging_proxy")
    caplog.set_level(logging.INFO, logger="proxy")
    asked = [item("input_text"), {"type": "response.create"}, {"type": "response.cancel"}]
    with realtime_replay(DOUBLE, SPEC, facts=FACTS, strict=True) as server:

        async def client() -> None:
            heard = await through(lambda port: proxy.proxy(server.url, port), asked, "error")
            assert heard[0]["type"] == "session.created"

        run(client())
    words = [record.getMessage() for record in caplog.records if record.name == "proxy"]
    assert "-> response.create" in words
    assert "<- response.done completed, 7 tokens" in words
    assert "<- error : no response is active" in words


def test_a_server(folder: Path) -> None:
    """It says what strict decoding takes, and refuses what that refuses."""
    server = program(folder, "echo_server")
    rt = importlib.import_module("openai_realtime")
    asked = [
        {"type": "session.update", "session": {"type": "realtime"}},
        item("input_text"),
        {"type": "response.create"},
        {"type": "response.cancel", "response_id": 4, "event_id": "mine"},
    ]

    async def client() -> None:
        heard = await through(server.main, asked, "error")
        for event in heard:
            rt.decode_realtime_server_event(event, strict=True)
        texts = [event.get("text") for event in heard if "text" in event]
        assert texts == ["GOOD MORNING."]
        assert heard[-1]["error"]["event_id"] == "mine"

    run(client())


def test_a_recording_is_audited(
    folder: Path, realtime_replay: Replays, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """And can be played in its turn."""
    program_ = program(folder, "record_and_audit")
    made = tmp_path / "made.jsonl"
    with realtime_replay(DOUBLE, SPEC, facts=FACTS, strict=True) as server:
        run(program_.main(server.url, str(made)))
    assert program_.audit(SPEC, str(made)) == 0
    assert "response.output_text.delta" in capfd.readouterr().out
    with realtime_replay(made, SPEC, facts=FACTS, strict=True) as server:
        run(program_.main(server.url, str(tmp_path / "again.jsonl")))
