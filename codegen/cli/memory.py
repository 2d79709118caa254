"""The memory of a run: no cycles are collected, and nothing is freed at the end of the process."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading
from typing import Any, Final

__all__ = ["end_process", "leave_cycles"]

_TOOLS: Final = 6
"""The number of tools that `sys.monitoring` has room for."""


def leave_cycles() -> None:
    """Turn off the collection of cycles, during the run and at its end.

    The interpreter collects once more at its end, whatever `gc.disable` says, but passes over
    frozen objects. Decision 0033 has the figures.
    """
    gc.disable()
    atexit.register(gc.freeze)


def end_process(code: int) -> None:
    """End the process as the interpreter does, but without freeing its objects.

    The handlers of `atexit` are called, and the output streams are flushed. Returns, so that the
    interpreter ends as usual, if a stream cannot be flushed, or if there is somebody to wait for or
    to report to: a thread, a debugger, a profiler, or the prompt of `python -i`.
    """
    if threading.active_count() > 1 or sys.flags.inspect or _is_watched():
        return
    atexit._run_exitfuncs()  # noqa: SLF001  # There is no other way to call them all.
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return
    os._exit(code)


def _is_watched() -> bool:
    """Whether a debugger, a profiler or a measurement of coverage follows the program."""
    monitoring: Any = getattr(sys, "monitoring", None)  # Since Python 3.12.
    if monitoring is not None and any(map(monitoring.get_tool, range(_TOOLS))):
        return True
    return sys.gettrace() is not None or sys.getprofile() is not None
