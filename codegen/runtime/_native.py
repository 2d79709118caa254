"""The native core, where it is installed: the distribution `realtime-codegen-native`.

It reads messages and checks events quicker. The functions of this package define what is to
happen: whatever is unusual the core leaves to them. The environment variable
`REALTIME_NATIVE=0` leaves it out.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any, Final

__all__ = ["ANYTHING", "CORE", "FALSE", "KIND_BITS", "NATIVE", "TRUE"]

_ABI: Final = 6  # What the core and this package have agreed on.
KIND_BITS: Final[dict[type[Any], int]] = {
    str: 1,
    int: 2,
    float: 4,
    bool: 8 | 256,
    type(None): 16,
    list: 32,
    dict: 64,
}
"""The bit that the core knows each of the types of JSON values by."""
TRUE: Final = 8
FALSE: Final = 256
ANYTHING: Final = 128
"""The bit that takes every value."""


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
