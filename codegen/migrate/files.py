"""The files of a program: which they are, and how they are written."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..output import MARK

__all__ = ["Changed", "ChangedError", "Found", "find", "generated_packages", "write"]

_SKIPPED: Final = frozenset(
    {"__pycache__", "node_modules", "site-packages", "venv", "env", "build", "dist"}
)
_SUFFIXES: Final = (".py", ".pyi")
_MARK_WITHIN: Final = 200
_PROJECT: Final = ("pyproject.toml", "setup.py", "setup.cfg", ".git", ".hg")


@dataclass(frozen=True, slots=True)
class Found:
    """A file: as it is shown, and where it is (links followed)."""

    shown: str
    path: Path
    data: bytes


def find(paths: Sequence[Path]) -> list[Found]:
    """The Python files that these paths name or hold, each once, in order.

    In folders, hidden ones, environments, `node_modules`, and what was generated are left out,
    and so are links: what they lead to is not the folder's. A file that is named is taken
    whatever it is called. Raises OSError for a path that cannot be read.
    """
    found: dict[Path, Found] = {}
    for path in paths:
        files = sorted(_below(path)) if path.is_dir() else [path]
        for each in files:
            real = each.resolve(strict=True)
            data = real.read_bytes()
            if real not in found and not _is_generated(data):
                found[real] = Found(str(each), real, data)
    return list(found.values())


def _below(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir():
            if not _is_skipped(entry):
                yield from _below(entry)
        elif entry.suffix in _SUFFIXES and entry.is_file():
            yield entry


def _is_skipped(folder: Path) -> bool:
    """Whether a folder holds no code of the program: others' code, or what is built."""
    if (folder / "pyvenv.cfg").exists() or _marked(folder / "__init__.py"):
        return True
    return folder.name in _SKIPPED and not (folder / "__init__.py").exists()


def _is_generated(data: bytes) -> bool:
    return MARK.encode() in data[:_MARK_WITHIN]


def _marked(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _is_generated(file.read(_MARK_WITHIN))
    except OSError:
        return False


# -------------------------------------------------------------- generated packages


def generated_packages(paths: Iterable[Path]) -> list[Path]:
    """The generated packages in the projects that these paths are in, by their folder."""
    roots = dict.fromkeys(_project(path.resolve()) for path in paths)
    found: dict[Path, None] = {}
    for root in roots:
        found.update(dict.fromkeys(_packages(root)))
    return sorted(found)


def _project(path: Path) -> Path:
    """The folder of a file's project; its own folder where there is none."""
    start = path if path.is_dir() else path.parent
    for folder in (start, *start.parents):
        if any((folder / name).exists() for name in _PROJECT):
            return folder
    return start


def _packages(folder: Path) -> Iterator[Path]:
    if _marked(folder / "__init__.py"):
        yield folder
        return
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        hidden = entry.name.startswith(".") or entry.name in _SKIPPED
        if not hidden and not entry.is_symlink() and entry.is_dir():
            yield from _packages(entry)


# ------------------------------------------------------------------------- writing


@dataclass(frozen=True, slots=True)
class Changed:
    """A file with its bytes as they were read and as they are to be."""

    path: Path
    before: bytes
    after: bytes


class ChangedError(Exception):
    """A file is not any more as it was read."""


def write(files: Iterable[Changed]) -> None:
    """Write files, each whole or not at all; their permissions stay.

    All of them are first written beside their places, so that a full disk changes nothing.
    Raises OSError, and ChangedError where somebody else has changed a file meanwhile.
    """
    staged: list[tuple[Path, Changed]] = []
    try:
        for each in files:
            staged.append((_staged(each), each))  # noqa: PERF401 -- what is staged is undone
        for _, each in staged:
            if each.path.read_bytes() != each.before:
                raise ChangedError(str(each.path))
        for temporary, each in staged:
            temporary.replace(each.path)
    finally:
        for temporary, _ in staged:
            with contextlib.suppress(OSError):
                temporary.unlink()


def _staged(changed: Changed) -> Path:
    mode = stat.S_IMODE(changed.path.stat().st_mode)
    handle, name = tempfile.mkstemp(dir=changed.path.parent, prefix=".realtime-codegen-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(changed.after)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
    except OSError:
        temporary.unlink()
        raise
    return temporary
