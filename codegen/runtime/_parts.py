"""Join the parts of a module that would be too large for type checkers."""

from __future__ import annotations

import sys

__all__ = ["join"]


def join(name: str, *parts: str) -> None:
    """Make the names of parts those of the module `name`, and each other's.

    The parts are modules of the same package, and imported. Their classes get the name of the
    module as theirs: pickles, documentation and `typing.get_type_hints` look for them there.
    Annotations name classes of any part, so each part has the names of all.
    """
    package = name.rpartition(".")[0]
    modules = [sys.modules[f"{package}.{part}"] for part in parts]
    names = vars(sys.modules[name])
    for module in modules:
        for key, value in vars(module).items():
            if isinstance(value, type) and value.__module__ == module.__name__:
                value.__module__ = name
            if not key.startswith("__"):
                names.setdefault(key, value)
    for module in modules:
        for key, value in names.items():
            if not key.startswith("__"):
                vars(module).setdefault(key, value)
