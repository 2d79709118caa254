"""Lock folders against other runs that write there."""

# Every step is one system call, spelled as such: tests interrupt the run after each of them.

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
"""The number of folders that any limit of open files allows."""
_BESIDE: Final = 200
"""The number of other open files: folders below the locked ones, and the program's own."""


@contextlib.contextmanager
def locked(folders: Iterable[Path]) -> Iterator[Folders]:
    """Lock some folders, which are created if they are missing, against other runs.

    They stay open: access through the result goes to the locked folders, wherever their paths lead
    by then. A lock ends with its process. Created folders are removed again if the block raises.
    Raises OSError if a folder cannot be created, or more of them would have to be open than the
    system allows, and TimeoutError (which is one) if another run holds a lock for long.
    """
    handles: list[int] = []
    made: list[Path] = []
    room = contextlib.ExitStack()
    try:
        real = {folder: Path(os.path.realpath(folder)) for folder in folders}
        # In a fixed order, so that two runs never wait for each other.
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
        # The run that held the lock may have removed and recreated the folder.
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
    """Make a folder and its parents; return those that were missing."""
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
        # Links were resolved before: a new one has not been checked.
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
        """Raise the limit of open files by so many, as far as the system allows.

        A program may have its modules in thousands of folders, and many systems begin with a limit
        of 256 or 1,024. Raises OSError if even the highest is too low.
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
