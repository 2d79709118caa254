"""Every command that writes, serves or starts others, ended by each signal at random moments.

Nothing is half-written, no process is left, and nothing looks like a fault of the program. The
moments are those of a seed, as shares of the time that a whole run takes.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from realtime_codegen.text.resources import WORK
from tests.test_bad_days import fake, project
from tests.test_cli_migrate import CODE, DONE, NEW, OLD
from tests.test_replay_sockets import FACTS, SCENARIO, SPEC
from tests.tools.night import at_night, is_nightly
from tests.tools.packages import tree_of
from tests.tools.replaying import lines
from tests.tools.signals import default_signals

__all__ = ["fake", "project"]

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX"),
    pytest.mark.xdist_group("ended"),
]

SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP", "SIGKILL")
CODES = {"SIGTERM": (143, -15), "SIGINT": (130,), "SIGHUP": (143, -1), "SIGKILL": (-9,)}
WAIT = 120
_RUN = """
import os, sys
from realtime_codegen.cli import endings, main
begin = endings._print_anything
def ready():
    begin()
    print("ready", file=sys.stderr, flush=True)
endings._print_anything = ready
try:
    main(sys.argv[1:])
except SystemExit as end:
    sys.stdout.flush()
    os._exit(end.code or 0)
"""
"""It says when it begins, and ends at once: Python itself is not to be ended here."""


@dataclass(frozen=True)
class Command:
    """A command, the files that it needs, and whether it goes on until it is ended."""

    arguments: tuple[str, ...]
    files: dict[str, str]
    serves: bool = False


BIG = '{"type": "ask", "question": "%s"}\n' % ("why? " * 10)
SESSION = {"spec.d.ts": SPEC, "facts.toml": FACTS, "scenario.jsonl": lines(SCENARIO).decode()}
NEWER = SPEC.replace("question: string", "words: string") + "\n".join(
    f"export interface More{number} {{ v: string }}" for number in range(100)
)
COMMANDS = {
    "audit": Command(
        ("audit", "spec.d.ts", "log.jsonl", "--jobs", "3", "--partial", "made.part"),
        {**SESSION, "log.jsonl": BIG * 40_000},
    ),
    "adapt": Command(
        ("adapt", "spec.d.ts", "new.d.ts", "-o", "made.py"), {**SESSION, "new.d.ts": NEWER}
    ),
    "migrate": Command(
        ("migrate", OLD, NEW, "--write", "app"),
        {f"app/part{number % 3}/file{number}.py": CODE for number in range(40)},
    ),
    "update": Command(("update",), {}),
    "generate": Command(("spec.d.ts", "-o", "out"), {"spec.d.ts": NEWER}),
    "replay": Command(
        ("replay", "spec.d.ts", "scenario.jsonl", "--facts", "facts.toml", "--clients", "0"),
        SESSION,
        serves=True,
    ),
    "record": Command(("record", "ws://127.0.0.1:9", "-o", "made.jsonl"), SESSION, serves=True),
}
PUSHED = ("audit", "migrate", "replay")


@contextlib.contextmanager
def begun(command: Command, folder: Path) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A run that has begun, in a group of its own, and the lines that it says."""
    said: list[str] = []
    with default_signals():
        process = subprocess.Popen(
            [sys.executable, "-c", _RUN, *command.arguments],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
    assert process.stderr is not None
    assert process.stderr.readline() == "ready\n"
    reader = threading.Thread(target=lambda: said.extend(process.stderr or ()), daemon=True)
    reader.start()
    try:
        yield process, said
        reader.join(WAIT)
        process.stderr.close()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def whole_run(command: Command, folder: Path) -> float:
    """How long a run takes that nobody ends; of what serves, until it listens and a little more."""
    started = time.monotonic()
    with begun(command, folder) as (process, said):
        if command.serves:
            while not any("listening" in line for line in said):
                assert process.poll() is None
                time.sleep(0.01)
            process.terminate()
            process.wait(WAIT)
            return 1.5 * (time.monotonic() - started)
        assert process.wait(WAIT) in (0, 1), said
    return time.monotonic() - started


def talk(said: list[str]) -> Callable[[], None]:
    """Ask questions of whatever listens, until it ends; returns what stops that."""
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            address = re.search(r"ws://\S+?(?=;)", "".join(said))
            if address is None:
                time.sleep(0.01)
                continue
            with (
                contextlib.suppress(OSError, WebSocketException, TimeoutError),
                connect(address[0], proxy=None, open_timeout=2, close_timeout=0.1) as socket,
            ):
                while not over.is_set():
                    socket.send('{"type": "ask", "question": "?"}')
                    socket.recv(timeout=1)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()

    def stop() -> None:
        over.set()
        thread.join(WAIT)

    return stop


def assert_alone(group: int) -> None:
    """No process of a group is left; one that has ended may wait a moment to be counted."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    raise AssertionError("a process is left")


def state_of(folder: Path) -> dict[str, bytes]:
    return {
        path: data for path, data in tree_of(folder).items() if not path.startswith("made.jsonl")
    }


def ended(command: Command, folder: Path, number: str, after: float) -> bool:
    """End a run some time after it has begun, and look at what it says; whether it was through."""
    with begun(command, folder) as (process, said):
        stop = talk(said) if command.serves else lambda: None
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(after)
        process.send_signal(getattr(signal, number))
        code = process.wait(WAIT)
        stop()
        assert_alone(process.pid)
    text = "".join(said)
    assert "Traceback" not in text, text
    assert "RC901" not in text, text
    assert code in (0, 1, *CODES[number]), (code, text)
    return code in (0, 1)


RUNS: list[Any] = [
    name if name in PUSHED else at_night(pytest.param(name, id=name)) for name in COMMANDS
]


@pytest.mark.parametrize("name", RUNS)
def test_what_is_ended_has_written_all_or_nothing(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    command = COMMANDS[name]
    folder: Path = request.getfixturevalue("project") if name == "update" else tmp_path / "in"
    for path, text in command.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    old = state_of(folder)

    def restore() -> None:
        for path in tree_of(folder).keys() - old.keys():
            (folder / path).unlink()
        for path, data in old.items():
            (folder / path).write_bytes(data)

    seconds = whole_run(command, folder)
    new = state_of(folder)
    assert name in ("replay", "record") or new != old
    chance = random.Random(name)
    for seed in range(24 if is_nightly() else 2):
        restore()
        number = SIGNALS[(seed + len(name)) % len(SIGNALS)] if is_nightly() else SIGNALS[seed * 3]
        through = ended(command, folder, number, chance.uniform(0, seconds))
        assert not through or command.serves or state_of(folder) == new
        if number == "SIGKILL" and not command.serves:
            whole_run(command, folder)
            assert state_of(folder) == new
        assert state_of(folder) in (old, new), (seed, number)
        assert not [path for path in tree_of(folder) if WORK in path]
        for made in folder.glob("made*.jsonl"):
            written = made.read_text(encoding="utf-8").splitlines()
            for line in written[:-1] if number == "SIGKILL" else written:
                assert json.loads(line)["dir"] in ("client", "server")
    if name == "migrate":
        assert {*map(bytes.decode, new.values())} == {DONE}
