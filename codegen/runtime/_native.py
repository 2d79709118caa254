"""The native core, where the distribution `realtime-codegen-native` is installed.

It is quicker, and leaves what is unusual to the functions of this package. The environment
variable `REALTIME_NATIVE=0` leaves it out.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any, Final

_ABI: Final = 9  # What the core and this package have agreed on.


def _find() -> Any:
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
