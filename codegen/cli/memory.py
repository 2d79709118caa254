"""How a run treats memory: it ends soon, and nothing in it makes cycles worth collecting."""

from __future__ import annotations

import atexit
import gc

__all__ = ["leave_cycles"]


def leave_cycles() -> None:
    """Look for no cycles, neither during the run nor when the interpreter ends.

    The interpreter looks once more when it ends, whatever `gc.disable` says, and passes over
    what is frozen. Decision 0033 has the figures.
    """
    gc.disable()
    atexit.register(gc.freeze)
