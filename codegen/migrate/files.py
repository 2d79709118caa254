"""The files of a program: find them, and write them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

from ..output.transaction import ChangedError, commit, locked, recover_wherever, settle
from ..output.tree import is_marked
from ..text.disk import read_file, read_head
from ..text.records import dataclass

__all__ = ["Changed", "ChangedError", "Found", "find", "generated_packages", "settle", "write"]

_SKIPPED: Final = frozenset(
    {"__pycache__", "node_modules", "site-packages", "venv", "env", "build", "dist"}
)
_SUFFIXES: Final = (".py", ".pyi")
_MARK_WITHIN: Final = 200
_PROJECT: Final = ("pyproject.toml", "setup.py", "setup.cfg", ".git", ".hg")


@dataclass(frozen=True, slots=True)
class Found:
    """A file with its shown path, and its real path (links followed)."""

    shown: str
    path: Path
    data: bytes


def find(paths: Sequence[Path], excluded: Sequence[str] = ()) -> list[Found]:
    """Find the Python files among these paths and below them, each once, in order.

    Below folders, hidden files, environments, `node_modules`, generated packages and links are
    skipped, and so are files that a pattern of `excluded` matches: by the whole path, or a name in
    it. A file among `paths` is taken whatever its suffix is. Raises OSError for a path that cannot
    be read.
    """
    by_path: dict[Path, Found] = {}
    for path in paths:
        files = sorted(_below(path)) if path.is_dir() else [path]
        for file in files:
            if _fits_any(file, excluded):
                continue
            real = Path(os.path.realpath(file, strict=True))
            data = read_file(real)
            if real not in by_path and not is_marked(data):
                by_path[real] = Found(str(file), real, data)
    return list(by_path.values())


def _fits_any(path: Path, patterns: Sequence[str]) -> bool:
    whole = path.as_posix()
    names = (whole, *path.parts, *(parent.as_posix() for parent in path.parents))
    return any(fnmatch(name, pattern.rstrip("/")) for pattern in patterns for name in names)


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
    """Whether a folder is an environment, a generated package, or has dependencies or builds."""
    if (folder / "pyvenv.cfg").exists() or _marked(folder / "__init__.py"):
        return True
    return folder.name in _SKIPPED and not (folder / "__init__.py").exists()


def _marked(path: Path) -> bool:
    try:
        return is_marked(read_head(path, _MARK_WITHIN))
    except OSError:
        return False


# -------------------------------------------------------------- generated packages


def generated_packages(paths: Iterable[Path]) -> list[Path]:
    """The folders of the generated packages in the projects of these paths."""
    roots = dict.fromkeys(_project(path.resolve()) for path in paths)
    packages: dict[Path, None] = {}
    for root in roots:
        packages.update(dict.fromkeys(_packages(root)))
    return sorted(packages)


def _project(path: Path) -> Path:
    """The root folder of a file's project; its own folder if there is no project."""
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
    """A file with its bytes before and after the migration."""

    path: Path
    before: bytes
    after: bytes


def write(files: Iterable[Changed]) -> None:
    """Write files, all of them or none; their permissions stay.

    Raises OSError if a file cannot be written, and ChangedError if one was changed since it was
    read. No file is changed then.
    """
    changed = list(files)
    folders = tuple(dict.fromkeys(file.path.parent for file in changed))
    with locked(folders) as held:
        for folder in folders:
            recover_wherever(folder, folders, held)
        for file in changed:
            if read_file(file.path) != file.before:
                raise ChangedError(file.path)
        if changed:
            changes = {file.path: file.after for file in changed}
            commit(folders[0], changes, folders, held=held, durable=True)
