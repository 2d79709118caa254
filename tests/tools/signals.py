"""Signals in the processes that tests start."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator

from tests.tools import started

__all__ = ["default_signals", "signalled_at"]


@contextlib.contextmanager
def default_signals() -> Iterator[None]:
    """Let what is started in the block be ended by SIGINT, SIGTERM and SIGHUP.

    A shell lets what it starts in the background ignore SIGINT, `nohup` lets it ignore SIGHUP,
    and a process inherits that; a signal that is handled here has its default action in a new
    process.
    """
    before = {}
    for number in started.ending_signals():
        if signal.getsignal(number) is signal.SIG_IGN:
            before[number] = signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


_AT_CALL = """
import os, signal, sys
from realtime_codegen.output import folders
from realtime_codegen.cli import main
name, at, number = sys.argv[1], int(sys.argv[2]), getattr(signal, sys.argv[3])
real, count = getattr(os, name), iter(range(100_000))
class Os:
    def __getattr__(self, wanted):
        return call if wanted == name else getattr(os, wanted)
def call(*arguments, **options):
    if next(count) == at:
        os.kill(os.getpid(), number)
    return real(*arguments, **options)
folders.os = Os()
main(sys.argv[4:])
"""


def signalled_at(
    point: tuple[str, int], number: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Run the command, and send it a signal before one of its system calls.

    `point` is the name of a function of `os` that `output.folders` calls, and how often it
    is called before.
    """
    call, at = point
    command = [sys.executable, "-c", _AT_CALL, call, str(at), number, *arguments]
    with default_signals():
        done = started.run(command, capture_output=True, check=False, text=True)
    assert "Traceback" not in done.stderr
    return done
