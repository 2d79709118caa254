"""Locks on folders, which keep the runs that write there apart."""

# Every step is one system call, spelled as such: what holds after each of them is tested.

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from .folders import Folders, opened_folder

__all__ = ["locked"]

_PATIENCE: Final = 10.0
_PAUSE: Final = 0.02
_FEW: Final = 32
"""Folders for which there is room under any limit."""
_BESIDE: Final = 200
"""Files that are open beside the locked folders: what is below them, and the program's own."""


@contextlib.contextmanager
def locked(folders: Iterable[Path]) -> Iterator[Folders]:
    """Keep other runs out of some folders, which are made where they are missing.

    They are held open: what is done in the result is done in the folders that are locked, wherever
    their paths lead by then. A lock goes away with its process. Folders that were made are removed
    again if the block raises. Raises OSError where a folder cannot be made, or more of them would
    have to be open than the system allows, and TimeoutError (which is one) if another run holds one
    of them for long.
    """
    handles: list[int] = []
    made: list[Path] = []
    room = contextlib.ExitStack()
    try:
        real = {folder: Path(os.path.realpath(folder)) for folder in folders}
        # In one order, so that two runs never wait for each other.
        places = sorted({*real.values()})
        room.enter_context(_room_for(len(places)))
        handles.extend(_lock(folder, made) for folder in places)
        of_place = {} if _IN_A_FILE else dict(zip(places, handles, strict=True))
        held = {folder: of_place[place] for folder, place in real.items() if place in of_place}
        with Folders(held) as opened:
            yield opened
    except BaseException:
        if _IN_A_FILE:
            _close(handles)
        for folder in reversed(made):
            with contextlib.suppress(OSError):
                os.rmdir(folder)
        raise
    finally:
        _close(handles)
        room.close()


def _close(handles: list[int]) -> None:
    while handles:
        os.close(handles.pop())


def _lock(folder: Path, made: list[Path]) -> int:
    deadline = time.monotonic() + _PATIENCE
    while True:
        made += _make_folders(folder)
        try:
            handle = _lock_handle(folder)
        except _LOCK_IS_GONE:
            if time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
            continue
        # The folder may have been removed, and made anew, by the run that held the lock.
        try:
            if _try_lock(handle) and os.path.samestat(os.fstat(handle), _lock_stat(folder)):
                return handle
        except _LOCK_IS_GONE:
            pass
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        if time.monotonic() > deadline:
            raise TimeoutError(errno.ETIMEDOUT, "another run is writing there", str(folder))
        time.sleep(_PAUSE)


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it; returns those that were missing."""
    missing: list[Path] = []
    while not os.path.isdir(folder):
        missing.append(folder)
        folder = folder.parent
    made = []
    for missing_folder in reversed(missing):
        try:
            os.mkdir(missing_folder)
        except FileExistsError:
            if not os.path.isdir(missing_folder):
                raise
        else:
            made.append(missing_folder)
    return made


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    _LOCK: Final = ".realtime-codegen.lock-file"
    _IN_A_FILE: Final = True
    # The file of a run that has ended stays, and cannot be opened, while another one has it open.
    _LOCK_IS_GONE: Final = (FileNotFoundError, PermissionError)

    def _room_for(count: int) -> contextlib.AbstractContextManager[None]:
        """Windows has no such limit for a process."""
        return contextlib.nullcontext()

    def _lock_handle(folder: Path) -> int:
        return os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_TEMPORARY)

    def _lock_stat(folder: Path) -> os.stat_result:
        return os.stat(folder / _LOCK)

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl
    import resource

    _IN_A_FILE: Final = False
    _LOCK_IS_GONE: Final = (FileNotFoundError,)

    def _lock_handle(folder: Path) -> int:
        # Links have been followed: one that is there by now was not looked at.
        return opened_folder(folder, links=False)

    def _lock_stat(folder: Path) -> os.stat_result:
        return os.stat(folder)

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as fault:
            # Some network file systems lock no folders: there, runs are not kept apart.
            return fault.errno in (errno.EBADF, errno.ENOLCK, errno.ENOTSUP, errno.EINVAL)
        return True

    @contextlib.contextmanager
    def _room_for(count: int) -> Iterator[None]:
        """Let the process have so many more files open, as far as the system leaves that to it.

        A program may have its modules in thousands of folders, and many systems begin with a limit
        of 256 or 1,024. Raises OSError where even the highest is too low.
        """
        if count <= _FEW:
            yield
            return
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        unlimited = resource.RLIM_INFINITY
        needed = count + _BESIDE
        if hard not in (unlimited, -1) and needed > hard:
            raise OSError(
                errno.EMFILE,
                f"{count:,} folders have to be open at once, and the system allows {hard:,} files",
            )
        if soft in (unlimited, -1) or needed <= soft:
            yield
            return
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
