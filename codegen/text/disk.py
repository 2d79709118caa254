"""Reading files of the disk: only regular ones, and no more of them than a limit.

Everything that the tool reads whole comes through `read_file`. What is at a path is decided
by others: a FIFO there would hold a run for ever, and a device has no end.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

__all__ = [
    "BUFFER",
    "DOCUMENT_LIMIT",
    "OUTPUT_LIMIT",
    "SOURCE_LIMIT",
    "open_stream",
    "read_file",
    "read_head",
    "write_file",
]

_MIB: Final = 1024 * 1024
DOCUMENT_LIMIT: Final = 2 * _MIB
"""How many bytes a configuration, a lock file or a facts file may have."""
SOURCE_LIMIT: Final = 32 * _MIB
"""How many bytes a file of declarations, a `package.json` or a Python module may have."""
OUTPUT_LIMIT: Final = 256 * _MIB
"""How many bytes of a file are compared with what is to be written."""

BUFFER: Final = 2**18
"""How many bytes of a stream are read at once: many times a line of audio (4 to 11 KB)."""
_OPTIONS: Final = (
    os.O_RDONLY
    # Where a file is exchanged for a FIFO in the moment before it is opened.
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_NEW: Final = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_TRUNC
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_KINDS: Final = (
    (stat.S_ISFIFO, "a FIFO"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def read_file(path: str | Path, limit: int = SOURCE_LIMIT, above: int | None = None) -> bytes:
    """The bytes of a regular file; links are followed.

    `above` is the handle of the folder that the path is relative to.

    Raises OSError where there is none, also for what is no regular file and for a file of
    more than `limit` bytes; its `strerror` then says so.
    """
    with _opened(path, above) as handle:
        # The size is no promise: a file may grow meanwhile, or be one of the kernel's.
        whole = os.fstat(handle).st_size <= limit
        data = _read_up_to(handle, limit + 1) if whole else b""
    if not whole or len(data) > limit:
        message = f"larger than {limit // _MIB} MiB, the most that is read"
        raise OSError(errno.EFBIG, message, str(path))
    return data


def read_head(path: str | Path, size: int) -> bytes:
    """The first bytes of a regular file. Raises OSError as `read_file` does."""
    with _opened(path) as handle:
        return _read_up_to(handle, size)


@contextlib.contextmanager
def _opened(path: str | Path, above: int | None = None) -> Iterator[int]:
    # Looked at first: to open a device may do something. A run reads some hundred files.
    _assert_regular(os.stat(path, dir_fd=above), path)
    handle = os.open(path, _OPTIONS, dir_fd=above)
    try:
        _assert_regular(os.fstat(handle), path)
        yield handle
    finally:
        os.close(handle)


def _read_up_to(handle: int, size: int) -> bytes:
    parts: list[bytes] = []
    while size > 0 and (part := os.read(handle, min(size, _MIB))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _assert_regular(status: os.stat_result, path: str | Path) -> None:
    if stat.S_ISREG(status.st_mode):
        return
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    kind = next((name for is_kind, name in _KINDS if is_kind(status.st_mode)), "something else")
    raise OSError(errno.EINVAL, f"not a regular file, but {kind}", str(path))


def write_file(path: str | Path, data: bytes) -> None:
    """Write a file that somebody named; links are followed.

    What the shell hands over as `/dev/fd/63` is written to, and so is a device such as
    `/dev/null`. Raises OSError where the file cannot be written, also for a FIFO that nobody
    reads, which would hold the run for ever.
    """
    handle = os.open(path, _NEW, 0o666)
    with os.fdopen(handle, "wb") as file:
        if hasattr(os, "set_blocking"):
            os.set_blocking(handle, True)
        file.write(data)


def open_stream(path: str | Path) -> IO[bytes]:
    """A regular file that is read piece by piece; the caller closes it.

    What the shell hands over as `/dev/fd/63` is read too: it has a writer, as a FIFO on the
    disk need not have. Raises OSError where there is no such file.
    """
    if not str(path).startswith(("/dev/fd/", "/proc/self/fd/")):
        _assert_regular(os.stat(path), path)  # noqa: PTH116
    handle = os.open(path, _OPTIONS & ~getattr(os, "O_NONBLOCK", 0))
    return os.fdopen(handle, "rb", buffering=BUFFER)
