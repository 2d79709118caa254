"""The targets: each module of this folder that defines `TARGET` is one."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path

from ..text.disk import read_file
from .base import Target

__all__ = ["TargetError", "discover", "target_names", "with_requirements"]


class TargetError(ValueError):
    """A target that does not exist, or a module that defines none."""


def target_names() -> tuple[str, ...]:
    """The names of the modules of this folder that may be targets, sorted."""
    found = (module.name for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(name for name in found if name != "base"))


def discover(names: Sequence[str] | None, folders: Sequence[Path] = ()) -> Mapping[str, Target]:
    """The targets by name; with `names`, only these and what they require are imported.

    `folders` are searched after the tool's own: a target is `NAME.py` with its templates
    in `NAME/` beside it. Raises TargetError for a name that is no target.
    """
    own = target_names()
    extra = dict(_extra_modules(folders))
    found: dict[str, Target] = {}
    pending = list(names) if names is not None else [*own, *sorted(extra)]
    while pending:
        name = pending.pop(0)
        if name in found:
            continue
        if name not in own and name not in extra:
            known = ", ".join(sorted({*own, *extra}))
            raise TargetError(f"there is no target {name!r}; the targets are {known}")
        found[name] = _load(name, extra.get(name))
        pending += found[name].requires
    return found


def _extra_modules(folders: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    for folder in folders:
        for path in sorted(folder.glob("*.py")):
            yield path.stem, path


class _Loader(SourceFileLoader):
    """Reads a module as every file is read."""

    def get_data(self, path: str) -> bytes:
        """The bytes of a file. Raises OSError."""
        return read_file(path)


def _load(name: str, path: Path | None) -> Target:
    if path is None:
        module = importlib.import_module(f"{__name__}.{name}")
    else:
        full = f"{__name__}.{name}"
        loader = _Loader(full, str(path))
        module = importlib.util.module_from_spec(ModuleSpec(full, loader, origin=str(path)))
        try:
            loader.exec_module(module)
        except OSError as fault:
            raise TargetError(f"{path} cannot be read: {fault.strerror}") from None
    target = getattr(module, "TARGET", None)
    if not isinstance(target, Target) or target.name != name:
        raise TargetError(f"{path or name} defines no TARGET called {name!r}")
    return target


def with_requirements(names: Sequence[str], targets: Mapping[str, Target]) -> tuple[str, ...]:
    """The names and what they require, requirements first, each once."""
    ordered: dict[str, None] = {}

    def add(name: str) -> None:
        for requirement in targets[name].requires:
            add(requirement)
        ordered[name] = None

    for name in names:
        add(name)
    return tuple(ordered)
