"""Read files of the disk: only regular ones, and up to a limit.

The tool reads all whole files with `read_file`. Others decide what is at a path: a FIFO there would
block a run for ever, and a device has no end.
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
"""The limit of a configuration, a lock file or a facts file, in bytes."""
SOURCE_LIMIT: Final = 32 * _MIB
"""The limit of a declaration file, a `package.json` or a Python module, in bytes."""
OUTPUT_LIMIT: Final = 256 * _MIB
"""The limit of a file that is compared with new output, in bytes."""

BUFFER: Final = 2**18
"""The number of bytes in one read of a stream: many lines of audio (4 to 11 KB each)."""
_PART: Final = 2**16
"""The bytes of one read where the size is not known: memory for more is not at hand at once."""
_OPTIONS: Final = (
    os.O_RDONLY
    # In case the file is replaced by a FIFO just before it is opened.
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
_OF_THE_KERNEL: Final = "not a regular file, but a view of the kernel"
_KINDS: Final = (
    (stat.S_ISFIFO, "a FIFO"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def read_file(path: str | Path, limit: int = SOURCE_LIMIT, above: int | None = None) -> bytes:
    """Read a regular file; links are followed.

    `above` is the handle of the folder that the path is relative to. Raises OSError if there is
    none, also for anything but a regular file, such as one of `/proc`, and for a file of more than
    `limit` bytes; its `strerror` is the reason.
    """
    with _opened(path, above) as handle:
        # The size may be wrong, as a file may grow meanwhile.
        size = os.fstat(handle).st_size
        whole = size <= limit
        data = _read_up_to(handle, limit + 1, size + 1) if whole else b""
        if data and not size and not os.fstat(handle).st_size:
            # Such as /proc/self/environ, whose secrets an error message would quote.
            raise OSError(errno.EINVAL, _OF_THE_KERNEL, str(path))
    if not whole or len(data) > limit:
        message = f"larger than {limit // _MIB} MiB, the most that is read"
        raise OSError(errno.EFBIG, message, str(path))
    return data


def read_head(path: str | Path, size: int) -> bytes:
    """Read the first bytes of a regular file. Raises OSError as `read_file` does."""
    with _opened(path) as handle:
        return _read_up_to(handle, size)


@contextlib.contextmanager
def _opened(path: str | Path, above: int | None = None) -> Iterator[int]:
    # Checked first, as opening a device may have effects. A run reads some hundred files.
    _assert_regular(os.stat(path, dir_fd=above), path)
    handle = os.open(path, _OPTIONS, dir_fd=above)
    try:
        _assert_regular(os.fstat(handle), path)
        yield handle
    finally:
        os.close(handle)


def _read_up_to(handle: int, size: int, first: int = _PART) -> bytes:
    """Read at most `size` bytes, and at most `first` of them at first."""
    parts: list[bytes] = []
    while size > 0 and (part := os.read(handle, min(size, first))):
        parts.append(part)
        size -= len(part)
        first = _PART
    return b"".join(parts)


def _assert_regular(status: os.stat_result, path: str | Path) -> None:
    if stat.S_ISREG(status.st_mode):
        return
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    kind = next((name for is_kind, name in _KINDS if is_kind(status.st_mode)), "something else")
    raise OSError(errno.EINVAL, f"not a regular file, but {kind}", str(path))


def write_file(path: str | Path, data: bytes) -> None:
    """Write a file that an argument names; links are followed.

    Pipes of the shell, `/dev/fd/63`, and devices such as `/dev/null` are written to. Raises OSError
    if the file cannot be written, also for a FIFO without a reader, which would block the run for
    ever.
    """
    handle = os.open(path, _NEW, 0o666)
    with os.fdopen(handle, "wb") as file:
        if hasattr(os, "set_blocking"):
            os.set_blocking(handle, True)
        file.write(data)


def open_stream(path: str | Path) -> IO[bytes]:
    """Open a regular file to read it piece by piece; the caller closes it.

    A pipe of the shell, `/dev/fd/63`, is read too: it has a writer, unlike other FIFOs. Raises
    OSError if there is no such file.
    """
    if not str(path).startswith(("/dev/fd/", "/proc/self/fd/")):
        _assert_regular(os.stat(path), path)  # noqa: PTH116
    handle = os.open(path, _OPTIONS & ~getattr(os, "O_NONBLOCK", 0))
    return os.fdopen(handle, "rb", buffering=BUFFER)
