"""What is forked from a process that has loaded the command is like what is started anew."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.tools import started

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is forked here")

COMMAND = ("-m", "realtime_codegen")
SPEC = "export interface A { type: 'a' }\n"
WAYS = {
    "a run": (*COMMAND, "a.d.ts"),
    "what is refused": (*COMMAND, "none.d.ts"),
    "a wrong use": (*COMMAND, "--no-such-option"),
    "help": (*COMMAND, "--help"),
    "its own words": ("-c", "import sys; print(sys.argv, __name__, sys.path[0])", "a", "é"),
    "nothing to read": ("-c", "print(open(0).read())"),
    "no terminal": ("-c", "import os; print([os.isatty(number) for number in range(3)])"),
    "a status": ("-c", "import sys; sys.exit(7)"),
    "a last word": ("-c", "import sys; sys.exit('no')"),
    "what is registered": ("-c", "import atexit; atexit.register(print, 'end')"),
    "a thread": ("-c", "import threading; threading.Timer(0.05, print, ['late']).start()"),
    "a signal": ("-c", "import os; os.kill(os.getpid(), 9)"),
    "no descriptors": ("-c", "import os; print(len(os.listdir('/dev/fd')) < 9)"),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_it_does_what_a_new_one_does(
    way: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REALTIME_CODEGEN_CACHE", "")
    results = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "a.d.ts").write_text(SPEC)
        command = [sys.executable, *way]
        if name == "one":
            done = subprocess.run(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
        else:
            done = started.run(command, cwd=folder, text=True)
        files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
        results.append((done.returncode, done.stdout, done.stderr, files))
    assert results[0] == results[1]


def test_an_exception_is_told() -> None:
    done = started.run([sys.executable, "-c", "1 / 0"], text=True)
    assert done.returncode == 1
    assert done.stderr.endswith("ZeroDivisionError: division by zero\n")
    with pytest.raises(subprocess.CalledProcessError):
        started.run([sys.executable, "-c", "1 / 0"], check=True)


def test_it_has_the_folder_and_the_variables_that_are_given(tmp_path: Path) -> None:
    program = "import os; print(os.getcwd(), os.environ)"
    done = started.run(
        [sys.executable, "-c", program], cwd=tmp_path, env={**os.environ, "OWN": "x"}, text=True
    )
    assert str(tmp_path) in done.stdout
    assert "'OWN': 'x'" in done.stdout
    python = {**os.environ, "PYTHONIOENCODING": "ascii"}
    program = "import sys; print(sys.stdout.encoding)"
    done = started.run([sys.executable, "-c", program], env=python, text=True)
    assert done.stdout == "ascii\n"


def test_signals_have_the_ways_that_they_have_here() -> None:
    """Whatever they were when the process began that forks: a shell may have had them ignored."""
    program = "import signal; print([signal.getsignal(n) for n in (1, 2, 15)])"
    command = [sys.executable, "-c", program]
    told = []
    for way in (signal.SIG_IGN, signal.SIG_DFL):
        before = [signal.signal(number, way) for number in (1, 2, 15)]
        try:
            fresh = subprocess.run(command, capture_output=True, text=True, check=True)
            told.append(started.run(command, text=True).stdout)
        finally:
            for number, handler in zip((1, 2, 15), before, strict=True):
                signal.signal(number, handler)
        assert re.sub(" at 0x[0-9a-f]+", "", told[-1]) == re.sub(
            " at 0x[0-9a-f]+", "", fresh.stdout
        )
    assert told[0] != told[1]


def test_what_does_not_end_is_ended() -> None:
    command = [sys.executable, "-c", "import time; time.sleep(100)"]
    with pytest.raises(subprocess.TimeoutExpired):
        started.run(command, timeout=0.3)
    assert started.run([sys.executable, "-c", ""]).returncode == 0


def test_what_it_takes_is_counted() -> None:
    before = started.seconds()
    started.run([sys.executable, "-c", "sum(range(3_000_000))"])
    assert started.seconds() > before


def test_messages_that_come_together_are_received_one_by_one() -> None:
    """The answer of a process that ends at once is there before its number was read."""
    ours, theirs = socket.socketpair()
    messages: list[dict[str, object]] = [{"child": 7}, {"code": 0, "text": "é"}, {"code": 1}]
    with ours, theirs:
        for message in messages:
            started._send(theirs, message)
        assert [started._receive(ours)[0] for _ in messages] == messages


def test_a_message_of_several_parts_is_received_whole() -> None:
    ours, theirs = socket.socketpair()
    message = {"text": "é" * 300_000}
    sender = threading.Thread(target=started._send, args=(theirs, message))
    with ours, theirs:
        sender.start()
        assert started._receive(ours)[0] == message
        sender.join()
        theirs.close()
        with pytest.raises(EOFError):
            started._receive(ours)
