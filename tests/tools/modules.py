"""Control the imported modules of tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

__all__ = ["own_modules"]


@contextmanager
def own_modules(*packages: str) -> Iterator[None]:
    """Import modules of these names anew inside the block, and restore them after it.

    Several tests of one process generate packages of one name. Otherwise a test would get the
    modules of the previous one, or its submodules would be missing.
    """
    before = _taken(packages)
    try:
        yield
    finally:
        _taken(packages)
        sys.modules.update(before)


def _taken(packages: tuple[str, ...]) -> dict[str, ModuleType]:
    """The modules of these packages, taken out of those that are imported."""
    names = [name for name in sys.modules if name.partition(".")[0] in packages]
    return {name: sys.modules.pop(name) for name in names}
