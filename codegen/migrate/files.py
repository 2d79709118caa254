"""The files of a program: which they are, and how they are written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..disk import read_file, read_head
from ..output import MARK
from ..transaction import UnfinishedError, commit, locked, pending, recover

__all__ = ["Changed", "ChangedError", "Found", "find", "generated_packages", "settle", "write"]

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
            real = Path(os.path.realpath(each, strict=True))
            data = read_file(real)
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
        return _is_generated(read_head(path, _MARK_WITHIN))
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
    """Write files, all of them or none; their permissions stay.

    Raises OSError where something cannot be written, and ChangedError where somebody else has
    changed a file meanwhile: nothing is changed then.
    """
    changed = list(files)
    folders = tuple(dict.fromkeys(each.path.parent for each in changed))
    with locked(folders):
        for folder in folders:
            _recover(folder, folders)
        for each in changed:
            if read_file(each.path) != each.before:
                raise ChangedError(str(each.path))
        if changed:
            changes = {each.path: each.after for each in changed}
            commit(folders[0], changes, folders, durable=True)


def settle(folders: Iterable[Path]) -> bool:
    """Finish, or take back, what a run that was cut off left in some folders; whether one did.

    Raises OSError where that cannot be done.
    """
    left = [folder for folder in dict.fromkeys(folders) if pending(folder)]
    with locked(left):
        for folder in left:
            _recover(folder, left)
    return bool(left)


def _recover(folder: Path, locked_ones: Sequence[Path]) -> None:
    """Finish what a run that was cut off began, also where it began it elsewhere."""
    try:
        recover(folder)
    except UnfinishedError as fault:
        if fault.home in locked_ones:
            recover(fault.home)
        else:
            with locked((fault.home,)):
                recover(fault.home)
