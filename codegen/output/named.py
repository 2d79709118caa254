"""Write a file that an argument names: a report, facts, a module, a first configuration."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ..text.disk import OUTPUT_LIMIT, read_file, write_file
from .transaction import commit, locked, recover_wherever

__all__ = ["current", "write_named"]

_STREAMS: Final = () if sys.platform == "win32" else ("/dev/", "/proc/")
_FILES: Final = "/dev/shm/"
"""A folder among the devices whose files are ordinary ones, in memory."""


def current(path: Path) -> bytes | None:
    """The content of the file at a path, links followed; None if there is none.

    Raises OSError for anything but a file, and for one that cannot be read.
    """
    try:
        return read_file(path, OUTPUT_LIMIT)
    except FileNotFoundError:
        return None


def write_named(
    path: Path,
    data: bytes,
    may_replace: Callable[[bytes | None], bool] = lambda _: True,
    *,
    making_folders: bool = False,
) -> bool:
    """Write a file atomically; return whether it was written.

    `may_replace` decides by the current content, while other runs of the tool are locked out. A
    link to a file is replaced, one to a device is an error, and none is written through: whoever
    can put one into a repository must not choose what is overwritten. Pipes of the shell, such as
    `/dev/fd/63`, and devices such as `/dev/null` are written to directly. Raises OSError, also if
    the folder is missing and not to be made.
    """
    if _is_stream(path):
        write_file(path, data)
        return True
    if not making_folders and not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    with locked((path.parent,)) as held:
        recover_wherever(path.parent, (path.parent,), held)
        before = current(path)
        if not may_replace(before):
            return False
        if before != data or path.is_symlink():
            commit(path.parent, {path: data}, held=held)
    return True


def _is_stream(path: Path) -> bool:
    """Whether a device, a pipe or a socket is at a path, or the shell's name of one.

    A link to one is none, but for those of the system in `/dev` and `/proc`.
    """
    whole = str(path.absolute())
    if whole.startswith(_STREAMS) and not whole.startswith(_FILES):
        return True
    try:
        mode = path.lstat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISLNK(mode))
