"""The native core, where it is installed: the distribution `realtime-codegen-native`.

It reads messages and checks events quicker. The functions of this package define what is to
happen: whatever is unusual the core leaves to them. The environment variable
`REALTIME_NATIVE=0` leaves it out.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any, Final

__all__ = ["CORE", "NATIVE"]

_ABI: Final = 8  # What the core and this package have agreed on.


def _find() -> Any:
    """The module of the core; None where it is left out, missing, or of another kind."""
    if os.environ.get("REALTIME_NATIVE") == "0":
        return None
    try:
        core = import_module("realtime_codegen_native")
    except ImportError:
        return None
    return core if getattr(core, "ABI", None) == _ABI else None


CORE: Final[Any] = _find()
NATIVE: Final[bool] = CORE is not None
"""Whether the native core is in use."""
