"""Signals in the processes that tests start."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator

__all__ = ["default_signals"]


@contextlib.contextmanager
def default_signals() -> Iterator[None]:
    """Let what is started in the block be ended by SIGINT, SIGTERM and SIGHUP.

    A shell lets what it starts in the background ignore SIGINT, `nohup` lets it ignore SIGHUP,
    and a process inherits that; a signal that is handled here has its default action in a new
    process.
    """
    before = {}
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    for number in (getattr(signal, name) for name in names if hasattr(signal, name)):
        if signal.getsignal(number) is signal.SIG_IGN:
            before[number] = signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
