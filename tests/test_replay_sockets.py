"""Playing and recording over sockets: the commands, how they end, and the fixture of pytest."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import connect as connect_sync

from realtime_codegen.cli import main
from realtime_codegen.replay.loading import ReplayError
from realtime_codegen.replay.proxy import Recorder
from tests.tools.replaying import lines
from tests.tools.signals import default_signals

pytestmark = pytest.mark.xdist_group("replay")

SPEC = """
export interface Ask { type: "ask"; event_id?: string; question: string }
export interface Configure { type: "configure"; event_id?: string; api_key?: string }
export type ClientEvent = Ask | Configure;
export interface Answer { type: "answer"; event_id: string; text: string }
export interface Configured { type: "configured"; event_id: string }
export interface Failed { type: "failed"; event_id: string; message: string; cause?: string }
export type ServerEvent = Answer | Configured | Failed;
"""
FACTS = """
[[reply]]
event = "Configured"
to = "Configure"

[[reply]]
event = "Answer"
to = "Ask"

[[failure]]
event = "Failed"
path = "cause"
cause = "event_id"

[[answers]]
event = "Failed"
cause = "event_id"
[answers.fields]
message = "{message}"
cause = "{cause}"
"""
SCENARIO = [
    {"scenario": 1},
    {"say": {"type": "configured"}},
    {"expect": {"type": "ask"}},
    {"say": {"type": "answer", "text": "$/question"}, "after": 0.01},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("replay")
    (made / "spec.d.ts").write_text(SPEC)
    (made / "facts.toml").write_text(FACTS)
    (made / "scenario.jsonl").write_bytes(lines(SCENARIO))
    return made


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command while it serves, and the address that it tells."""
    command = [sys.executable, "-m", "realtime_codegen", *arguments]
    pipes: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with default_signals():
        process = subprocess.Popen(command, cwd=folder, **pipes)
    try:
        assert process.stderr is not None
        told = ""
        while "listening at" not in told:
            line = process.stderr.readline()
            assert line, told
            told += line
        address = re.search(r"ws://\S+?(?=;)", told)
        assert address
        yield process, address[0]
    finally:
        process.kill()
        process.communicate()


SECRETS = "SECRET123 of the address, SECRET456 and SECRET000 of headers, SECRET789 of an option"


async def ask(url: str, *questions: str, **headers: str) -> list[Any]:
    """What a client hears that asks some questions and leaves."""
    async with connect(url, additional_headers=headers, proxy=None) as socket:
        heard = [json.loads(await socket.recv())]
        for question in questions:
            await socket.send(json.dumps({"type": "ask", "question": question}))
            heard.append(json.loads(await socket.recv()))
        return heard


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
def test_a_session_is_recorded_through_a_proxy_and_played_again(folder: Path) -> None:
    """Several clients at once; a signal ends both commands, with the report."""
    facts = ("--facts", "facts.toml")
    playing = (
        "replay",
        "spec.d.ts",
        "scenario.jsonl",
        *facts,
        "--clients",
        "0",
        "--format",
        "json",
    )
    (folder / "made.jsonl").write_text("of somebody else")
    with serving(folder, *playing) as (server, url):
        proxy_of = (
            *("record", f"{url}/v1?api_key=SECRET123", "-o", "made.jsonl"),
            *("--secret", "SECRET789", "--header", "X-Api-Key: SECRET000"),
        )
        with serving(folder, *proxy_of) as (proxy, proxied):

            async def both() -> list[list[Any]]:
                given = {"Authorization": "Bearer SECRET456"}
                asked = (ask(f"{proxied}/v1", SECRETS, "what?", **given) for _ in range(2))
                return [*await asyncio.gather(*asked)]

            first, second = asyncio.run(asyncio.wait_for(both(), 60))
            assert first == second
            assert [event["type"] for event in first] == ["configured", "answer", "answer"]
            assert first[1]["text"] == SECRETS, "the client hears what the server says"
            proxy.send_signal(signal.SIGTERM)
            _, told = proxy.communicate(timeout=60)
            assert proxy.returncode == 0, told
        server.send_signal(signal.SIGINT)
        out, _ = server.communicate(timeout=60)
    assert server.returncode == 0, out
    report = json.loads(out)
    assert report["clean"] is True
    assert [c["heard"] for c in report["connections"]] == [2, 2]
    kinds = [f["kind"] for c in report["connections"] for f in c["findings"]]
    assert kinds == [], "the second question is answered as facts say"
    written = [(folder / name).read_text() for name in ("made-2.jsonl", "made-3.jsonl")]
    assert (folder / "made.jsonl").read_text() == "of somebody else"
    for text in written:
        assert "SECRET" not in text
        assert [json.loads(line)["dir"] for line in text.splitlines()] == (
            ["server", "client", "server", "client", "server"]
        )


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
def test_nothing_that_listens_lets_messages_be_compressed(folder: Path) -> None:
    async def extensions(url: str) -> str | None:
        async with connect(url, proxy=None) as socket:
            assert socket.request is not None
            assert "permessage-deflate" in socket.request.headers["Sec-WebSocket-Extensions"]
            assert socket.response is not None
            return socket.response.headers.get("Sec-WebSocket-Extensions")

    playing = ("replay", "spec.d.ts", "scenario.jsonl", "--facts", "facts.toml", "--clients", "0")
    with serving(folder, *playing) as (_, url):
        assert asyncio.run(asyncio.wait_for(extensions(url), 60)) is None
        with serving(folder, "record", url, "-o", "pressed.jsonl") as (_, proxied):
            assert asyncio.run(asyncio.wait_for(extensions(proxied), 60)) is None


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
def test_what_did_not_come_is_an_exit_code(folder: Path) -> None:
    playing = ("replay", "spec.d.ts", "scenario.jsonl", "--facts", "facts.toml", "--strict")

    async def two() -> None:
        """One leaves, and the server stays for the other."""
        async with connect(url, proxy=None) as socket:
            await ask(url)
            await socket.send(json.dumps({"type": "ask", "question": "?"}))
            assert [json.loads(await socket.recv())["type"] for _ in range(2)]

    with serving(folder, *playing) as (server, url):
        asyncio.run(asyncio.wait_for(two(), 60))
        out, _ = server.communicate(timeout=60)
    assert server.returncode == 1
    assert "missing: ask of line 3 did not come" in out


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
def test_a_server_that_cannot_be_reached_is_an_exit_code(folder: Path) -> None:
    nobody = ("record", "ws://127.0.0.1:9", "-o", "nobody.jsonl", "--clients", "1")
    with serving(folder, *nobody) as (proxy, url):
        with pytest.raises(ConnectionClosedError):
            asyncio.run(asyncio.wait_for(ask(url), 60))
        _, told = proxy.communicate(timeout=60)
    assert proxy.returncode == 1
    assert "ConnectionRefusedError" in told
    assert not (folder / "nobody.jsonl").exists()


@pytest.mark.parametrize("output", ["none/made.jsonl", "spec.d.ts/made.jsonl"])
def test_record_says_at_once_that_it_cannot_write(folder: Path, output: str) -> None:
    """It listens to nobody then; where it can write, nothing is there before a client is."""
    before = {path.name for path in folder.iterdir()}
    done = CliRunner().invoke(main, ["record", "ws://127.0.0.1:9", "-o", str(folder / output)])
    assert done.exit_code == 2
    assert "error[RC758]: the recording cannot be written: N" in done.output
    Recorder("ws://127.0.0.1:9", folder / "made.jsonl", lambda _: None).check_folder()
    assert {path.name for path in folder.iterdir()} == before


# --------------------------------------------------------------------------- the fixture

Replays = Callable[..., Any]


def test_the_fixture_plays_for_one_test(realtime_replay: Replays, folder: Path) -> None:
    spec, facts = folder / "spec.d.ts", str(folder / "facts.toml")
    with realtime_replay(folder / "scenario.jsonl", spec, facts=facts) as server:
        heard = asyncio.run(ask(server.url, "what?"))
    assert [event["type"] for event in heard] == ["configured", "answer"]
    (connection,) = server.connections
    assert (connection.heard, connection.said) == (1, 2)


def test_the_fixture_fails_a_test_whose_client_does_not_as_expected(
    realtime_replay: Replays, folder: Path
) -> None:
    given = (folder / "scenario.jsonl", folder / "spec.d.ts")
    facts = {"facts": str(folder / "facts.toml")}
    with (
        pytest.raises(AssertionError, match="ask of line 3 did not come"),
        realtime_replay(*given, **facts) as server,
    ):
        asyncio.run(ask(server.url))
    with (
        pytest.raises(AssertionError, match="no client has connected"),
        realtime_replay(*given, **facts),
    ):
        pass
    with realtime_replay(*given, **facts, check=False) as server:
        asyncio.run(ask(server.url))
    assert server.connections[0].findings[0].kind.value == "missing"
    with pytest.raises(ReplayError, match=r"none\.jsonl: No such file"):
        realtime_replay(folder / "none.jsonl", given[1], **facts)
    with pytest.raises(ReplayError, match="there is no file"):
        realtime_replay(given[0], folder / "none.d.ts")


def test_the_fixture_cuts_a_connection(realtime_replay: Replays, folder: Path) -> None:
    given = (folder / "scenario.jsonl", folder / "spec.d.ts")
    facts = {"facts": str(folder / "facts.toml")}
    with (
        realtime_replay(*given, **facts, check=False, cut=1.0) as server,
        pytest.raises(ConnectionClosedError),
    ):
        asyncio.run(ask(server.url))
    assert "cut before message 1" in server.connections[0].findings[0].text


def test_a_client_that_stays_is_closed_at_the_end(realtime_replay: Replays, folder: Path) -> None:
    """The end waits for no client, and takes what was sent before."""
    given = (folder / "scenario.jsonl", folder / "spec.d.ts")
    with ExitStack() as stack:
        with realtime_replay(*given, facts=str(folder / "facts.toml")) as server:
            socket = stack.enter_context(connect_sync(server.url, proxy=None))
            socket.send(json.dumps({"type": "ask", "question": "?"}))
        assert server.connections[0].heard == 1
        kinds = [json.loads(text)["type"] for text in socket]
    assert kinds[:1] == ["configured"]
    assert socket.close_code == 1001
