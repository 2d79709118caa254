"""Access to files through open folders, so that links cannot redirect it.

A user with write access to a folder can replace a folder in it by a link, between a check and the
next call. So a folder is opened once, from its parent and through no link, and is addressed by its
handle from then on: whatever its path leads to by then, the call is for that folder.

Windows has no such calls; there, paths are used as they are.
"""

# Every step is one system call, spelled as such: tests interrupt the run after each of them.

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, TypeAlias

from ..text.disk import OUTPUT_LIMIT, read_file
from ..text.lines import sum_of
from ..text.resources import WORK

__all__ = ["BY_HANDLE", "Folders", "Spot", "opened_folder", "spare_handle"]

Spot: TypeAlias = "tuple[Path, str]"
"""A name in a folder."""

_NEEDED: Final = {*(os.open, os.mkdir, os.rmdir, os.rename, os.unlink, os.link, os.stat, os.chmod)}
BY_HANDLE: Final = (
    sys.platform != "win32"
    and os.supports_dir_fd >= _NEEDED
    and os.listdir in os.supports_fd
    and hasattr(os, "O_NOFOLLOW")
    and hasattr(os, "O_DIRECTORY")
)
"""Whether the system can address a file by a folder's handle."""

_FOLDER: Final = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_NEW_FILE: Final = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_TRUNC
    | _NO_LINK
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_PAUSES: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.3)
_NO_SYNC: Final = (errno.EINVAL, errno.EBADF, errno.ENOTSUP, errno.EROFS)
"""Errors of file systems that cannot sync a folder."""
_MOST_HELD: Final = 64
"""The limit of open folders below the roots, as the number of open files is limited."""


def opened_folder(path: str | Path, *, links: bool) -> int:
    """The handle of a folder; its own name may be a link's only if `links` says so."""
    return os.open(path, _FOLDER if links else _FOLDER | _NO_LINK)


def spare_handle() -> int:
    """A handle of nothing, which is closed where another one is needed."""
    return os.open(os.devnull, os.O_RDONLY)


class Folders:
    """Access to roots, which may be links, and to the folders below them, which may not."""

    def __init__(self, held: Mapping[Path, int] | None = None) -> None:
        """Begin with the open folders `held`, which the caller closes."""
        self._roots = dict(held or {})
        self._own: list[int] = []
        self._below: dict[Path, int] = {}
        # By the `id()` of paths, which are kept: thousands of files share one, and paths compare
        # slowly.
        self._known: dict[int, tuple[Path, int]] = {}

    def __enter__(self) -> Folders:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._drop(self._below)
        while self._own:
            os.close(self._own.pop())

    def take(self, folder: Path) -> None:
        """Add a root; it may be a link. Raises OSError if there is none."""
        if BY_HANDLE and folder not in self._roots:
            self._own.append(opened_folder(folder, links=True))
            self._roots[folder] = self._own[-1]

    def handle(self, folder: Path) -> int | None:
        """The handle of a folder, valid until the next call; a folder below no root becomes one.

        Raises OSError for anything but a folder, links included.
        """
        self._hold_few()
        return self._handle(folder)

    def _hold_few(self) -> None:
        """Close the handles below the roots, if there are many."""
        if len(self._below) > _MOST_HELD:
            self._drop(self._below)
        elif len(self._known) > _MOST_HELD:
            self._known.clear()

    def _handle(self, folder: Path) -> int | None:
        if not BY_HANDLE:
            return None
        known = self._known.get(id(folder))
        if known is None:
            known = self._known[id(folder)] = folder, self._opened(folder)
        return known[1]

    def _opened(self, folder: Path) -> int:
        """The handle of a folder, opened if it is not yet."""
        held = self._below.get(folder)
        if held is None:
            held = self._roots.get(folder)
        if held is not None:
            return held
        if not any(parent in self._roots for parent in folder.parents):
            self.take(folder)
            return self._roots[folder]
        with _Named(folder.parent, folder.name):
            above = self._opened(folder.parent)
            self._below[folder] = os.open(folder.name, _FOLDER | _NO_LINK, dir_fd=above)
        return self._below[folder]

    def _drop(self, folders: Iterable[Path]) -> None:
        self._known.clear()
        for folder in list(folders):
            os.close(self._below.pop(folder))

    def _at(self, spot: Spot) -> tuple[str, int | None]:
        """The name and the handle with which a call addresses a spot."""
        folder, name = spot
        if not BY_HANDLE:
            return os.path.join(folder, name), None
        self._hold_few()
        return name, self._handle(folder)

    def _both(self, spot: Spot, other: Spot) -> tuple[tuple[str, int | None], ...]:
        if not BY_HANDLE:
            return self._at(spot), self._at(other)
        self._hold_few()
        return (spot[1], self._handle(spot[0])), (other[1], self._handle(other[0]))

    # ------------------------------------------------------------------ looking

    def status(self, folder: Path) -> os.stat_result:
        """The status of a folder."""
        handle = self.handle(folder)
        return os.lstat(folder) if handle is None else os.fstat(handle)

    def has(self, folder: Path) -> bool:
        """Whether a folder exists. Raises OSError for anything else in its place."""
        with contextlib.suppress(FileNotFoundError):
            if self.handle(folder) is not None or os.path.isdir(folder):
                return True
        if BY_HANDLE or not os.path.lexists(folder):
            return False
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))

    def look(self, spot: Spot, *, links: bool = False) -> os.stat_result | None:
        """The status of the file at a spot; None if there is none."""
        with _Named(*spot), contextlib.suppress(FileNotFoundError):
            name, above = self._at(spot)
            return os.stat(name, dir_fd=above, follow_symlinks=links)
        return None

    def names(self, folder: Path) -> list[str]:
        """The names in a folder."""
        handle = self.handle(folder)
        return os.listdir(folder if handle is None else handle)

    def read(self, spot: Spot) -> bytes:
        """The bytes of the regular file at a spot, which may be a link to one."""
        with _Named(*spot):
            name, above = self._at(spot)
            return read_file(name, OUTPUT_LIMIT, above)

    def sum_at(self, spot: Spot) -> str | None:
        """The sha256 of the file at a spot, None if there is none, "" if it cannot be read."""
        try:
            return sum_of(self.read(spot))
        except FileNotFoundError:
            return None
        except OSError:
            return ""

    # ----------------------------------------------------------------- changing

    def make(self, folder: Path, mode: int = 0o777) -> None:
        """Make a folder in an existing one."""
        with _Named(folder.parent, folder.name):
            name, above = self._at((folder.parent, folder.name))
            os.mkdir(name, mode, dir_fd=above)

    def remove_folder(self, folder: Path) -> None:
        """Remove an empty folder."""
        with _Named(folder.parent, folder.name):
            name, above = self._at((folder.parent, folder.name))
            os.rmdir(name, dir_fd=above)
        self._drop([held for held in self._below if held == folder or folder in held.parents])

    def put(
        self, spot: Spot, data: bytes, mode: int | None = None, *, durable: bool = False
    ) -> None:
        """Write a file with the permissions `mode`, by default those of a new file."""
        with _Named(*spot):
            name, above = self._at(spot)
            handle = os.open(name, _NEW_FILE, 0o666, dir_fd=above)
            try:
                rest = memoryview(data)
                while rest:
                    rest = rest[os.write(handle, rest) :]
                if durable:
                    os.fsync(handle)
            finally:
                os.close(handle)
            if mode is not None:
                os.chmod(name, mode, dir_fd=above)

    def sync(self, folder: Path) -> None:
        """Sync the names in a folder to the disk, if the system has a call for that."""
        handle = self.handle(folder)
        if handle is not None:
            try:
                os.fsync(handle)
            except OSError as fault:
                if fault.errno not in _NO_SYNC:
                    raise

    def link(self, spot: Spot, other: Spot) -> None:
        """Give the file at a spot, or a link itself, a second name."""
        (name, above), (second, beside) = self._both(spot, other)
        with _Named(*spot, name):
            os.link(name, second, src_dir_fd=above, dst_dir_fd=beside, follow_symlinks=False)

    def unlink(self, spot: Spot) -> None:
        """Remove a file, or a link itself."""
        with _Named(*spot):
            name, above = self._at(spot)
            _patiently(lambda: os.unlink(name, dir_fd=above))

    def rename(self, folder: Path, name: str, new: str) -> None:
        """Give a file of a folder another name there."""
        with _Named(folder, name):
            (old, above), (renamed, _) = self._both((folder, name), (folder, new))
            _patiently(lambda: os.rename(old, renamed, src_dir_fd=above, dst_dir_fd=above))

    def replace(self, spot: Spot, place: Spot) -> None:
        """Move a file to a place, replacing the file there."""
        (name, above), (end, beside) = self._both(spot, place)
        with _Named(*place, name):
            _patiently(lambda: os.replace(name, end, src_dir_fd=above, dst_dir_fd=beside))


class _Named:
    """Adds the whole path to an OSError: the call only knows the name, or that of a working file.

    `called` is the name that the call has for the file, if that is another one. Of a working file
    and of the folder of these, which nobody has named, it tells the folder that has them.
    """

    __slots__ = ("_called", "_folder", "_name")

    def __init__(self, folder: Path, name: str, called: str | None = None) -> None:
        self._folder = folder
        self._name = name
        self._called = called or name

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if isinstance(error, OSError) and error.filename == self._called:
            if self._folder.name == WORK:
                error.filename = str(self._folder.parent)
            elif self._name == WORK:
                error.filename = str(self._folder)
            else:
                error.filename = os.path.join(self._folder, self._name)


def _patiently(call: Callable[[], None]) -> None:
    """Move or remove a file; retry for a second while another program has it open.

    Windows refuses that, and scanners and indexers open each new file for a moment.
    """
    for pause in _PAUSES if sys.platform == "win32" else ():
        try:
            return call()
        except PermissionError:
            time.sleep(pause)
    return call()
