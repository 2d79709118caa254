"""What is at the other end of a connection of `record` and `replay` sends what it likes."""

from __future__ import annotations

import asyncio
import io
import json
import re
import socket
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from realtime_codegen.audit.layouts import layout_of
from realtime_codegen.audit.unpacking import unpacked
from realtime_codegen.replay.known_texts import KnownTexts
from realtime_codegen.replay.proxy import line_of
from realtime_codegen.replay.redaction import REDACTED, Redaction
from realtime_codegen.runtime._wire import read_object, write_json
from tests.test_replay_sockets import FACTS, SCENARIO, SPEC, serving
from tests.tools.growth import EVEN, growth
from tests.tools.night import share
from tests.tools.replaying import lines

pytestmark = pytest.mark.xdist_group("replay")

# -------------------------------------------------------------------- texts that are known


def plainly(text: str, known: Iterable[str]) -> str:
    """Each place of each known text, those that overlap or touch as one."""
    hidden = [False] * len(text)
    for word in known:
        for match in re.finditer(f"(?={re.escape(word)})", text):
            hidden[match.start() : match.start() + len(word)] = [True] * len(word)
    marks = "".join(" x"[at] for at in hidden)
    parts = re.finditer("x+| +", marks)
    return "".join(REDACTED if part[0][0] == "x" else text[slice(*part.span())] for part in parts)


WORDS = st.text(st.sampled_from("ab"), min_size=1, max_size=40) | st.text(min_size=1, max_size=8)


@settings(max_examples=share(400))
@given(st.lists(WORDS, max_size=40), st.data())
def test_known_texts_are_replaced_wherever_they_stand(
    words: list[str], data: st.DataObject
) -> None:
    known = KnownTexts()
    heads: dict[str, set[str]] = {}
    kept = []
    for word in words:
        alike = heads.setdefault(word[:24], set())
        # Of more that begin alike than are compared, whatever begins so is one.
        if len(alike) < 8 or word in alike:
            alike.add(word)
            known.add(word)
            kept.append(word)
        if data.draw(st.booleans(), label="searched in between"):
            known.replaced("a", REDACTED)
    parts = st.sampled_from([*kept, "a", "b"]) | WORDS
    text = "".join(data.draw(st.lists(parts, max_size=12)))
    assert known.replaced(text, REDACTED) == plainly(text, kept)
    assert len(known) == len({*kept})


def test_of_many_that_begin_alike_none_is_left() -> None:
    known = KnownTexts()
    words = [f"{'x' * 30}{number:04}" for number in range(100)]
    for word in words:
        known.add(word)
    said = known.replaced(" ".join(words), REDACTED)
    assert said == " ".join([REDACTED] * 100)
    long = "y" * 10_000
    known.add(long)
    assert known.replaced(f"a {long} b", REDACTED) == f"a {REDACTED} b"
    assert known.replaced(f"a {long[:4000]} b", REDACTED) == f"a {long[:4000]} b"


GROWING: dict[str, Callable[[int], list[Any]]] = {
    # Messages of a peer, about as long as the number says, whose work was of its square.
    "a secret in each": lambda n: [{"token": f"SECRETvalue{i}"} for i in range(n // 20)],
    "secrets of many letters": lambda n: [{f"token{i}": f"{i:05}SECRET" for i in range(n // 30)}],
    "beginnings of tokens": lambda n: [{"x": "-eyJaaaa" * (n // 8)}],
    "a long secret and nearly it": lambda n: [{"key": "a" * (n // 2) + "b"}, {"x": "a" * n}],
    "secrets within each other": lambda n: [
        {f"key{i}": "a" * (8 + i) + "b" for i in range(min(100, n // 100))},
        {"x": "a" * n},
    ],
    "many addresses": lambda n: [{"x": "wss://b?c=" * (n // 10)}],
}


@pytest.mark.parametrize("kind", GROWING)
def test_twice_the_messages_take_twice_the_time(kind: str) -> None:
    """Measured, as the work is done by patterns: what is of the square takes far longer."""

    def messages(length: int) -> list[str]:
        return [json.dumps(message) for message in GROWING[kind](length)]

    def record(messages: list[str]) -> None:
        redaction = Redaction()
        for message in messages:
            line_of("server", message, 0.0, redaction)

    assert growth(messages, record, 4_000, 20) < EVEN


# ------------------------------------------------------------------- lines of a recording

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=()), max_size=20)
    | st.sampled_from(["\ud800", "\u2028", "\x85", "a\udfff", "{", '{"a": 1}', "sk-" + "a" * 12]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=12,
)
MESSAGES = (
    st.dictionaries(st.text(st.characters(exclude_categories=()), max_size=6), VALUES).map(
        json.dumps
    )
    | st.text(st.characters(exclude_categories=()))
    | st.binary()
    | st.sampled_from(
        [
            f'{{"a":{"9" * 400}}}',
            f'{{"a":-{"9" * 5000}}}',
            '{"a":1e999,"b":-1e999}',
            '{"a":NaN}',
            '{"a":' * 5000,
            '{"a":' * 400 + "1" + "}" * 400,
            '{"a":' * 5000 + "1" + "}" * 5000,
        ]
    )
)


@settings(max_examples=share(400))
@given(st.lists(MESSAGES, max_size=5))
def test_whatever_a_peer_sends_is_a_line_of_a_recording(messages: list[str | bytes]) -> None:
    """It is UTF-8 and JSON, has the message unless a secret is in it, and is read as one line."""
    written = [line_of("client", message, 1.0, Redaction()) for message in messages]
    data = "".join(f"{line}\n" for line in written).encode("utf-8")
    assert len("".join(f"{line}\n" for line in written).splitlines()) == len(messages)
    for message, line in zip(messages, written, strict=True):
        value = read_object(line)
        assert value["dir"] == "client"
        if isinstance(message, bytes):
            assert value["bytes"] == len(message)
        elif "event" in value and REDACTED not in line:
            expected = Redaction().value(read_object(message))
            assert write_json(value["event"]) == write_json(expected)
    if messages:
        source, _ = unpacked(io.BytesIO(data))
        assert len([*layout_of(source).messages(source)]) == len(messages)


# ---------------------------------------------------------------------------- over sockets

GARBAGE = {
    "no HTTP": b"\0\xff\x16\x03\x01garbage\r\n\r\n",
    "a request without an end": b"GET / HTTP/1.1\r\nHost: x\r\n",
    "a plain request": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    "an address that is none": b"GET //[ HTTP/1.1\r\nHost: x\r\nUPGRADE",
    "half of an address": b"GET ?a=%ff&api_key=%ff HTTP/1.1\r\nHost: x\r\nUPGRADE",
    "headers over and over": b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 1000 + b"\r\n",
    "a line without an end": b"GET /" + b"a" * 100_000,
    "two subprotocols": (
        b"GET / HTTP/1.1\r\nHost: x\r\nSec-WebSocket-Protocol: a, b\r\n"
        b"Sec-WebSocket-Protocol: c\r\nUPGRADE"
    ),
    "frames that are none": b"GET / HTTP/1.1\r\nHost: x\r\nUPGRADE\xff\xff\xff\xff\xff\xff",
    "a frame of 2^63 bytes": b"GET / HTTP/1.1\r\nHost: x\r\nUPGRADE\x81\xff\x7f\xff" + b"\xff" * 6,
    "text that is no UTF-8": (b"GET / HTTP/1.1\r\nHost: x\r\nUPGRADE\x81\x83\0\0\0\0\xff\xfe\xfd"),
    "a part without a beginning": b"GET / HTTP/1.1\r\nHost: x\r\nUPGRADE\x80\x80\0\0\0\0",
    "compressed without leave": b"GET / HTTP/1.1\r\nHost: x\r\nUPGRADE\xc1\x81\0\0\0\0a",
    "a close that says too much": b"GET / HTTP/1.1\r\nHost: x\r\nUPGRADE\x88\xff" + b"\0" * 4,
}
UPGRADE = (
    b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


def throw(url: str, data: bytes) -> None:
    """Send bytes to an address, and leave when an answer or half a second has come."""
    host, port = url.removeprefix("ws://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as peer:
        peer.sendall(data.replace(b"UPGRADE", UPGRADE))
        peer.settimeout(0.5)
        try:
            while peer.recv(1 << 16):
                pass
        except OSError:
            return


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "spec.d.ts").write_text(SPEC)
    (tmp_path / "facts.toml").write_text(FACTS)
    (tmp_path / "scenario.jsonl").write_bytes(lines(SCENARIO))
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
def test_garbage_ends_neither_command(folder: Path) -> None:
    """Each is told in a line at most, and the next client is served."""
    playing = ("replay", "spec.d.ts", "scenario.jsonl", "--facts", "facts.toml", "--clients", "0")

    async def ask(url: str, question: str) -> Any:
        async with connect(url, proxy=None) as peer:
            await peer.recv()
            await peer.send(json.dumps({"type": "ask", "question": question}))
            return json.loads(await peer.recv())

    with serving(folder, *playing) as (server, url):
        with serving(folder, "record", url, "-o", "made.jsonl") as (proxy, proxied):
            for place in (url, proxied):
                for data in GARBAGE.values():
                    throw(place, data)
            for question in ("what?", "\ud800", "x" * 100_000):
                answer = asyncio.run(asyncio.wait_for(ask(proxied, question), 60))
                assert answer["text"] == question
            with pytest.raises((WebSocketException, OSError)):
                asyncio.run(asyncio.wait_for(ask(f"{proxied}//[", "lost"), 60))
            proxy.terminate()
            _, told = proxy.communicate(timeout=60)
            assert proxy.returncode in (0, 1)
        server.terminate()
        out, said = server.communicate(timeout=60)
        assert server.returncode in (0, 1)
    for text in (told, out, said):
        assert "Traceback" not in text
        assert "RC901" not in text
    for path in folder.glob("made*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert json.loads(line)["dir"] in ("client", "server")
