"""Audit recordings with several processes, each of which reads one part of a file at a time."""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from typing import IO, Any, Final, NamedTuple, cast

from ..text.disk import BUFFER, open_stream
from .auditor import Auditor
from .layouts import LINES, layout_of
from .unpacking import UnreadableError, unpacked

__all__ = ["Part", "can_fork", "parts_of", "read_parts"]

_PART: Final = 2**25
_PIECE: Final = 2**20


class Part(NamedTuple):
    """The bytes of a file from `start` to `end`, or to its end; `before` lines precede them."""

    file: str
    start: int = 0
    end: int | None = None
    before: int = 0


def can_fork() -> bool:
    """Whether processes can be forked, which then have the spec in memory."""
    return "fork" in multiprocessing.get_all_start_methods()


def parts_of(file: str, size: int = _PART) -> Iterator[Part]:
    """Split a file with a message in each line into parts of about `size` bytes.

    Raises OSError and UnreadableError as reading does.
    """
    with open_stream(file) as stream:
        source, _ = unpacked(stream)
        plain = not source.words and layout_of(source) is LINES
    if not plain or b'"log"' in source.head[:100]:
        # A file without lines cannot be split, and parts of Docker's lines have to be joined.
        yield Part(file)
        return
    with open_stream(file) as stream:
        start = before = 0
        while True:
            lines, length = _lines_until(stream, size)
            if not length:
                return
            yield Part(file, start, start + length, before)
            start += length
            before += lines


def _lines_until(stream: IO[bytes], size: int) -> tuple[int, int]:
    """Read whole lines of about `size` bytes; return the number of lines and of bytes."""
    lines = length = 0
    data = b""
    while length < size:
        data = stream.read(min(_PIECE, size - length))
        if not data:
            return lines, length
        lines += data.count(b"\n")
        length += len(data)
    while not data.endswith(b"\n") and (data := stream.readline(_PIECE)):
        lines += data.endswith(b"\n")
        length += len(data)
    return lines, length


_auditors: Final[list[Auditor]] = []


def _partial(part: Part) -> bytes:
    auditor = _auditors[0]
    auditor.clear()
    with open_stream(part.file) as stream:
        if part.end is None:
            auditor.read(part.file, stream)
        else:
            stream.seek(part.start)
            limited = _limited(stream, part.end - part.start)
            auditor.read(part.file, limited, before=part.before, only_lines=part.start > 0)
    return auditor.partial()


class _Limited(io.RawIOBase):
    """The next bytes of a stream, no more than a size."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream = stream
        self._rest = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(min(len(buffer), self._rest))
        self._rest -= len(data)
        buffer[: len(data)] = data
        return len(data)


def _limited(stream: IO[bytes], size: int) -> IO[bytes]:
    limited = cast("io.RawIOBase", _Limited(stream, size))
    return cast("IO[bytes]", io.BufferedReader(limited, BUFFER))


def read_parts(auditor: Auditor, parts: Iterable[Part], jobs: int) -> None:
    """Audit parts of files with several processes, and merge their partial reports.

    No process outlives the call, or the program, whatever ends it. Raises OSError and
    UnreadableError as reading does, also if the system has killed a process.
    """
    _auditors[:] = [auditor]
    context = multiprocessing.get_context("fork")
    until, held = os.pipe()
    try:
        with ProcessPoolExecutor(jobs, context, _begin, (until, held)) as pool:
            try:
                partials = pool.map(_partial, parts)
                auditor.clear()
                for partial in partials:
                    auditor.merge(partial)
            except BaseException:
                os.close(held)  # End the processes at once, even in the middle of a part.
                held = -1
                pool.shutdown(cancel_futures=True)
                raise
    except BrokenExecutor:
        raise UnreadableError(_ENDED) from None
    finally:
        os.close(until)
        if held >= 0:
            os.close(held)


_ENDED: Final = "a process that read it was ended, perhaps for want of memory; try a lower --jobs"
_SIGNALS: Final = ("SIGTERM", "SIGHUP")


def _begin(until: int, held: int) -> None:
    """Initialize a process such that it ends with the program, which holds the end of a pipe.

    Ctrl-C is handled by the program, which ends the processes; other signals end them silently.
    """
    os.close(held)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in _SIGNALS:
        signal.signal(getattr(signal, name), signal.SIG_DFL)

    def end_with_program() -> None:
        os.read(until, 1)
        os._exit(1)

    threading.Thread(target=end_with_program, daemon=True).start()
