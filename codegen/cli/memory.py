"""Garbage collection of a run: none, as it ends soon and makes few cycles."""

from __future__ import annotations

import atexit
import gc

__all__ = ["leave_cycles"]


def leave_cycles() -> None:
    """Turn off the collection of cycles, during the run and at its end.

    The interpreter collects once more at its end, whatever `gc.disable` says, but passes over
    frozen objects. Decision 0033 has the figures.
    """
    gc.disable()
    atexit.register(gc.freeze)
