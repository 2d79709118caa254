"""Programs that use a generated package, ended by each signal while their peer is slow or hostile.

A program ends soon after it is told to, leaves no task and no message half sent, and says nothing
that looks like a fault. The moments are those of a seed.
"""

from __future__ import annotations

import contextlib
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from websockets.exceptions import WebSocketException
from websockets.sync.server import ServerConnection, serve

from realtime_codegen.text.source import MemoryFiles, SourceFile
from tests.test_hostile_peers import UPGRADE
from tests.test_replay_sockets import FACTS, SPEC, serving
from tests.tools.night import is_nightly, sampled
from tests.tools.packages import compiled, write_tree
from tests.tools.replaying import lines
from tests.tools.signals import default_signals

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX"),
    pytest.mark.xdist_group("ended programs"),
]

SOON = 30
"""Seconds on the wall, on a machine that does much else; the sessions give up after one."""
CLIENT = """
import asyncio, signal, sys
import ended as rt
from websockets.asyncio.client import connect

async def work(url):
    options = {"keep": ("*",), "drain_timeout": 1.0, "delays": lambda attempt: 0.01}
    making = lambda: connect(url, proxy=None, close_timeout=1)
    async with rt.ClientSession(connect=making, **options) as session:
        @session.on("answer")
        @session.concurrent(key=lambda answer: answer.event_id)
        async def slow(answer):
            await asyncio.sleep(0.01)
        print("ready", flush=True)
        while True:
            try:
                await session.request(rt.Ask(question="why? " * 5000), timeout=0.2)
            except (TimeoutError, rt.RequestLostError):
                pass

async def main():
    task = asyncio.ensure_future(work(sys.argv[1]))
    if sys.argv[2] == "handled":
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        if sys.argv[2] != "handled":
            raise
    left = [task.get_coro().cr_code.co_filename for task in asyncio.all_tasks()]
    assert not [place for place in left if "/ended/" in place], left
    print("ended", flush=True)

asyncio.run(main(), debug=True)
"""
SERVER = """
import asyncio, signal, sys
import ended as rt
from ended import peer
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

async def handle(socket):
    async for message in socket:
        try:
            asked = rt.decode_client_event(message, strict=True)
            answer = rt.Answer(event_id="a", text=asked.question * 3)
        except rt.DecodeError as error:
            answer = peer.failed(error, message, event_id="f")
        try:
            await socket.send(rt.encode(answer))
        except ConnectionClosed:
            return

async def main():
    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    async with serve(handle, "127.0.0.1", 0, close_timeout=1) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await over.wait()
    print("ended", flush=True)

asyncio.run(main(), debug=True)
"""
"""Each says when it has ended in good order."""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a package, and the two programs."""
    made = tmp_path_factory.mktemp("programs")
    files = MemoryFiles({"spec.d.ts": SPEC.encode()})
    facts = SourceFile("facts.toml", FACTS.encode())
    result = compiled(files, "ended", "spec.d.ts", facts=facts, targets=("session", "peer"))
    assert not result.failed
    write_tree(made, result.files)
    (made / "client.py").write_text(CLIENT)
    (made / "server.py").write_text(SERVER)
    (made / "spec.d.ts").write_text(SPEC)
    (made / "facts.toml").write_text(FACTS)
    return made


@contextlib.contextmanager
def run(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A program and the first line that it says."""
    with default_signals():
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


def end(process: subprocess.Popen[str], number: str) -> tuple[int, str, str]:
    """End a program by a signal; return its code and what it says."""
    process.send_signal(getattr(signal, number))
    out, said = process.communicate(timeout=SOON)
    for word in ("never retrieved", "was destroyed", "never awaited", "ResourceWarning"):
        assert word not in said, said
    return process.returncode, out, said


# --------------------------------------------------------------------------------- peers


def answer(text: str) -> str:
    return f'{{"type": "answer", "event_id": "a", "text": "{text}"}}'


def prompt(peer: ServerConnection) -> None:
    for _ in peer:
        peer.send(answer("because"))


def slow(peer: ServerConnection) -> None:
    for _ in peer:
        time.sleep(0.3)
        peer.send(answer("because"))


def deaf(peer: ServerConnection) -> None:
    """Reads next to nothing, so that what is sent to it waits."""
    peer.recv()
    time.sleep(5)
    peer.socket.close()


def unhearing(_peer: ServerConnection) -> None:
    """Reads nothing at all."""
    OVER.wait(SOON)


def flooding(peer: ServerConnection) -> None:
    while True:
        peer.send(answer("because " * 100))


def cutting(peer: ServerConnection) -> None:
    """Breaks each connection after a message."""
    peer.recv()
    peer.socket.close()


def garbling(peer: ServerConnection) -> None:
    for _ in peer:
        peer.send(answer("because"))
        peer.send('{"type": "answer"}')
        peer.send('{"type": "new", "a": [1e400, "\\ud800"]}')


PEERS: dict[str, Callable[[ServerConnection], None]] = {
    "prompt": prompt,
    "slow": slow,
    "deaf": deaf,
    "flooding": flooding,
    "cutting": cutting,
    "garbling": garbling,
}


OVER = threading.Event()
"""Whether a test is through with its peer."""


@contextlib.contextmanager
def listening(peer: Callable[[ServerConnection], None]) -> Iterator[str]:
    """A server that treats each connection in one way."""

    def handle(connection: ServerConnection) -> None:
        with contextlib.suppress(OSError, WebSocketException, EOFError):
            peer(connection)

    OVER.clear()
    with serve(handle, "127.0.0.1", 0, compression=None, close_timeout=0.1) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
        OVER.set()
        server.shutdown()


SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP")


@pytest.mark.parametrize("name", sampled(PEERS, 3))
def test_a_client_ends_when_it_is_told(name: str, program: Path) -> None:
    chance = random.Random(name)
    with listening(PEERS[name]) as url:
        for number in SIGNALS if is_nightly() else SIGNALS[:1]:
            with run(program, "client.py", url, "handled") as (process, first):
                assert first == "ready"
                time.sleep(chance.uniform(0, 0.5))
                code, out, said = end(process, number)
            assert (code, out.strip(), "Traceback" in said) == (0, "ended", False), said
        with run(program, "client.py", url, "plain") as (process, first):
            time.sleep(chance.uniform(0, 0.5))
            code, _, said = end(process, "SIGINT")
        # Python's own end: the interrupt is told, and nothing else.
        assert code in (-2, 130)
        assert len(re.findall(r"^\S*(?:Error|Exception|Interrupt)\b", said, re.MULTILINE)) <= 2


# ------------------------------------------------------------------------------- clients


def unread(port: int, patience: float = 1.0) -> socket.socket:
    """A client that reads nothing, and asks until it is not heard for some time."""
    peer = socket.create_connection(("127.0.0.1", port), timeout=SOON)
    peer.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n" + UPGRADE)
    message = b'{"type": "ask", "question": "%s"}' % (b"why? " * 4000)
    head = b"\x81\xfe" + len(message).to_bytes(2, "big") + b"\0\0\0\0"
    peer.settimeout(patience)
    over = time.monotonic() + 10
    with contextlib.suppress(TimeoutError):
        while time.monotonic() < over:
            peer.sendall(head + message)
    return peer


@pytest.mark.parametrize("number", sampled(SIGNALS, 3))
def test_a_server_ends_when_it_is_told(number: str, program: Path) -> None:
    with (
        run(program, "server.py") as (process, first),
        contextlib.closing(unread(int(first), 0.01)),
    ):
        time.sleep(0.2)
        code, out, said = end(process, number)
    assert (code, out.strip(), "Traceback" in said) == (0, "ended", False), said


# ----------------------------------------------------------------------------- the commands


def peak_of(pid: int) -> float:
    """The most memory that a process has had, in MiB; 0 where nobody tells."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    peak = re.search(r"VmHWM:\s+(\d+)", status)
    return int(peak[1]) / 1024 if peak else 0.0


BOMB = 400 * 2**20
"""Bytes that a message of less than a megabyte becomes; `record` takes messages of 64 MiB."""
MOST = 300
"""MiB for a message of that size: in parts, as bytes, and as text."""


def bomb(*, masked: bool) -> bytes:
    """A frame with a compressed message that becomes very large."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = b"".join(packer.compress(b" " * 2**20) for _ in range(BOMB // 2**20))
    data += packer.flush(zlib.Z_SYNC_FLUSH)
    data = data.removesuffix(b"\0\0\xff\xff")
    length = len(data).to_bytes(8, "big")
    return b"\xc1" + (b"\xff" if masked else b"\x7f") + length + b"\0\0\0\0" * masked + data


@contextlib.contextmanager
def bombing() -> Iterator[str]:
    """A server that lets messages be compressed, and sends one that becomes very large."""

    def handle(peer: ServerConnection) -> None:
        peer.socket.sendall(bomb(masked=False))
        with contextlib.suppress(WebSocketException):
            peer.recv(timeout=SOON)

    with serve(handle, "127.0.0.1", 0, compression="deflate", close_timeout=0.1) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
        server.shutdown()


def closed_with(url: str) -> bytes:
    """What a client of a proxy hears until the connection is closed."""
    host, port = url.removeprefix("ws://").split(":")
    with socket.create_connection((host, int(port)), timeout=SOON) as peer:
        peer.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n" + UPGRADE)
        heard = b""
        with contextlib.suppress(ConnectionError):
            while part := peer.recv(1 << 16):
                heard = heard[-1000:] + part
        return heard


def test_a_bomb_does_not_fill_the_memory_of_record(program: Path) -> None:
    with bombing() as url, serving(program, "record", url, "-o", "bomb.jsonl") as (proxy, proxied):
        before = peak_of(proxy.pid)
        for _ in range(2):
            closed_with(proxied)
        assert peak_of(proxy.pid) < before + MOST
        proxy.terminate()
        _, said = proxy.communicate(timeout=SOON)
    assert "Traceback" not in said


def test_a_bomb_of_a_client_is_refused(program: Path) -> None:
    """The commands let clients compress nothing."""
    (program / "scenario.jsonl").write_bytes(lines([{"scenario": 1}]))
    playing = ("replay", "spec.d.ts", "scenario.jsonl", "--facts", "facts.toml", "--clients", "0")
    with serving(program, *playing) as (server, url):
        before = peak_of(server.pid)
        host, port = url.removeprefix("ws://").split(":")
        with socket.create_connection((host, int(port)), timeout=SOON) as peer:
            offer = b"Sec-WebSocket-Extensions: permessage-deflate\r\n"
            peer.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n" + offer + UPGRADE)
            heard = b""
            while b"\r\n\r\n" not in heard:
                heard += peer.recv(1 << 16)
            assert b"permessage-deflate" not in heard
            with contextlib.suppress(ConnectionError):
                peer.sendall(bomb(masked=True))
                while peer.recv(1 << 16):
                    pass
        assert peak_of(server.pid) < before + 50
        server.terminate()
        _, said = server.communicate(timeout=SOON)
    assert "Traceback" not in said


FLOODS = {
    "record": (flooding, ("record", "URL", "-o", "flood.jsonl")),
    "record for a server that reads nothing": (unhearing, ("record", "URL", "-o", "flood.jsonl")),
    "replay": (
        flooding,
        (
            *("replay", "spec.d.ts", "long.jsonl", "--facts", "facts.toml"),
            *("--clients", "0", "--loop"),
        ),
    ),
}
AT_ONCE = 12
"""Seconds for an end: two to wait for the other side, and not the twenty of a connection's own."""


@pytest.mark.parametrize("name", FLOODS)
@pytest.mark.parametrize("number", sampled(SIGNALS, 3))
def test_a_client_that_reads_nothing_holds_no_command(
    name: str, number: str, program: Path
) -> None:
    """What it does not take is not kept without end, and the command ends when it is told.

    The answers to what it asks, before it has to wait, would fill some hundred megabytes.
    """
    asked = [
        {"on": {"type": "ask"}, "say": {"type": "answer", "event_id": "a", "text": "x" * 3_000_000}}
    ]
    (program / "long.jsonl").write_bytes(lines([{"scenario": 1}, *asked]))
    peer, command = FLOODS[name]
    with listening(peer) as url:
        words = [url if word == "URL" else word for word in command]
        with serving(program, *words) as (process, place):
            before = peak_of(process.pid)
            with contextlib.closing(unread(int(place.rpartition(":")[2]))):
                over = time.monotonic() + 3  # A busy machine reads later.
                while time.monotonic() < over:
                    assert peak_of(process.pid) < before + 100
                    time.sleep(0.1)
                process.send_signal(getattr(signal, number))
                _, told = process.communicate(timeout=AT_ONCE)
    assert "Traceback" not in told
    assert process.returncode in (0, 1)
