"""Which modules are imported while tests run."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

__all__ = ["own_modules"]


@contextmanager
def own_modules(*packages: str) -> Iterator[None]:
    """Packages and modules of these names are imported anew inside, and as before after it.

    Several tests of one process make packages of one name. What one of them imported would be
    what the next one gets, or its submodules would be gone.
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
