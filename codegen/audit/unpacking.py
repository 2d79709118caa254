"""Unpack recordings: decompress, and decode text to UTF-8.

Data is read piece by piece. The expansion of compressed data is limited.
"""

from __future__ import annotations

import codecs
import contextlib
import importlib
import io
import sys
import zlib
from collections.abc import Callable
from typing import Any, Final, Protocol, cast

__all__ = ["HEAD", "Source", "Stream", "UnreadableError", "unpacked"]

HEAD: Final = 2**16
"""The number of bytes at the beginning by which the format is detected."""

_PACKINGS: Final = 3  # A gzip file may contain another one, but not ever more.
_FREE_BYTES: Final = 2**28
_MOST_TIMES: Final = 250
_WINDOW: Final = 2**27
_PIECE: Final = 2**16
_FOREIGN: Final = {
    b"PK\x03\x04": "a zip archive",
    b"\x04\x22\x4d\x18": "compressed with lz4",
    b"\x00\x00\x00\x00\x00\x00\x00\x00": "no text: it begins with NUL",
}


class Stream(Protocol):
    """The source of lines: a file opened for bytes."""

    def readline(self, size: int = -1, /) -> bytes:
        """The next line, or its first `size` bytes."""
        ...


class UnreadableError(ValueError):
    """A recording that cannot be read at all, with the reason and, if known, advice."""

    def __init__(self, why: str, advice: str = "") -> None:
        # Both are arguments, so that the error survives pickling.
        super().__init__(why, advice)
        self.advice: Final = advice

    def __str__(self) -> str:
        return str(self.args[0])


class Source:
    """A stream with look-ahead; `words` are the formats that were unpacked.

    `fault` is the reason of an early end, if there was one; `count` is the number of bytes read.
    """

    def __init__(self, stream: Stream, words: tuple[str, ...] = ()) -> None:
        self._stream = stream
        self.words = words
        self.fault = ""
        self.count = 0
        self.taken: Callable[[], int] = int
        self._head = stream.readline(HEAD)
        while self._head.isspace() and len(self._head) < HEAD:
            more = stream.readline(HEAD - len(self._head))
            if not more:
                break
            self._head += more
        self.readline: Callable[[int], bytes] = self._first_line

    @property
    def position(self) -> int:
        """The number of bytes read, lines included."""
        return self.taken() or self.count

    @property
    def head(self) -> bytes:
        """The look-ahead: blank lines, and the first line that is not blank."""
        return self._head

    def extend(self) -> bool:
        """Add a line to the look-ahead; False if there is none, or the look-ahead is full."""
        more = b"" if len(self._head) >= HEAD else self._stream.readline(HEAD - len(self._head))
        self._head += more
        return bool(more)

    def skip(self, size: int) -> None:
        """Drop some of the first bytes."""
        self._head = self._head[size:]

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`; none at the end."""
        size = _PIECE if size < 0 else size
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
        else:
            read = getattr(self._stream, "read1", None) or getattr(self._stream, "read", None)
            data = self._stream.readline(size) if read is None else read(size)
        self.count += len(data)
        return data

    def _first_line(self, size: int) -> bytes:
        if not self._head:
            self.readline = self._stream.readline
            return self._stream.readline(size)
        end = self._head.find(b"\n") + 1 or len(self._head)
        line, self._head = self._head[: min(end, size)], self._head[min(end, size) :]
        if not line.endswith(b"\n") and not self._head and len(line) < size:
            line += self._stream.readline(size - len(line))
        return line


class _Unpacking(io.RawIOBase):
    """The output of a decompressor for a source; a fault ends it, and is stored."""

    def __init__(self, source: Source, next_piece: Callable[[int], bytes], format_: str) -> None:
        self._source = source
        self._next = next_piece
        self._format = format_
        self._made = 0
        self.fault = ""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self.fault:
            return 0
        try:
            piece = self._next(len(buffer))
        except Exception as fault:
            # An OSError of the disk has an errno, an error of the data has none.
            if not isinstance(fault, _faults()) or getattr(fault, "errno", None) is not None:
                raise
            self.fault = f"the {self._format} data is broken here: {fault}"
            return 0
        self._made += len(piece)
        if self._made > _FREE_BYTES and self._made > _MOST_TIMES * self._source.count:
            self.fault = (
                f"the {self._format} data expands to more than {_MOST_TIMES} times its size"
            )
            return 0
        buffer[: len(piece)] = piece
        return len(piece)


def unpacked(stream: Stream) -> tuple[Source, Callable[[], str]]:
    """Open a recording as UTF-8; return it and a function for the reason of an early end.

    The function returns "" if there was none. Raises UnreadableError for unsupported formats.
    """
    source = Source(stream)
    layers: list[_Unpacking] = []
    for _ in range(_PACKINGS):
        opener = _opener(source.head)
        if opener is None:
            break
        word, function = opener
        layer = function(source)
        layers.append(layer)
        source = Source(cast("Stream", io.BufferedReader(layer, 2**18)), (*source.words, word))
    else:
        raise UnreadableError(f"it is packed more than {_PACKINGS - 1} times")
    for magic, format_ in _FOREIGN.items():
        if source.head.startswith(magic):
            advice = "" if format_.startswith("no text") else "; unpack it first"
            raise UnreadableError(f"it is {format_}{advice}")
    if source.head.startswith(codecs.BOM_UTF8):
        source.skip(3)
    return source, lambda: next((layer.fault for layer in layers if layer.fault), "")


def _opener(head: bytes) -> tuple[str, Callable[[Source], _Unpacking]] | None:
    if head.startswith(b"\x1f\x8b"):
        return "gzip", _gzip
    if head.startswith(b"\x28\xb5\x2f\xfd") or (
        head[1:4] == b"\x2a\x4d\x18" and 0x50 <= head[0] <= 0x5F
    ):
        return "zstd", _zstd
    if head.startswith(b"BZh"):
        return "bzip2", _bzip2
    if head.startswith(b"\xfd7zXZ\x00"):
        return "xz", _xz
    encoding, skipped = _encoding(head)
    if encoding is None:
        return None
    name = encoding
    return name[:6], lambda source: _decoded(source, name, skipped)


def _encoding(head: bytes) -> tuple[str | None, int]:
    """The encoding of text that is not UTF-8, and the length of its byte order mark."""
    for mark, name in (
        (codecs.BOM_UTF32_LE, "UTF-32-LE"),
        (codecs.BOM_UTF32_BE, "UTF-32-BE"),
        (codecs.BOM_UTF16_LE, "UTF-16-LE"),
        (codecs.BOM_UTF16_BE, "UTF-16-BE"),
    ):
        if head.startswith(mark):
            return name, len(mark)
    # Without a mark, the first character is assumed to be ASCII.
    zeros = [byte == 0 for byte in head[:4]]
    for pattern, name in (
        ([False, True, True, True], "UTF-32-LE"),
        ([True, True, True, False], "UTF-32-BE"),
        ([False, True, False, True], "UTF-16-LE"),
        ([True, False, True, False], "UTF-16-BE"),
    ):
        if zeros == pattern:
            return name, 0
    return None, 0


def _gzip(source: Source) -> _Unpacking:
    import gzip

    file = gzip.GzipFile(fileobj=cast("Any", source))
    return _Unpacking(source, lambda size: file.read(min(size, _PIECE)), "gzip")


def _bzip2(source: Source) -> _Unpacking:
    import bz2

    file = bz2.BZ2File(cast("Any", source))
    return _Unpacking(source, lambda size: file.read(min(size, _PIECE)), "bzip2")


def _xz(source: Source) -> _Unpacking:
    import lzma

    decompressor = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=2 * _WINDOW)

    def piece(size: int) -> bytes:
        nonlocal decompressor
        while True:
            data = b""
            if decompressor.eof:
                data = decompressor.unused_data.lstrip(b"\0") or source.read(_PIECE)
                if not data:
                    return b""
                decompressor = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=2 * _WINDOW)
            elif decompressor.needs_input:
                data = source.read(_PIECE)
                if not data:
                    raise EOFError("it ends before its end is marked")
            made = decompressor.decompress(data, min(size, _PIECE))
            if made:
                return made

    return _Unpacking(source, piece, "xz")


def _zstd(source: Source) -> _Unpacking:
    with contextlib.suppress(ImportError):
        zstd = importlib.import_module("compression.zstd")
        options = {zstd.DecompressionParameter.window_log_max: _WINDOW.bit_length() - 1}
        file = zstd.ZstdFile(source, options=options)
        return _Unpacking(source, lambda size: file.read(min(size, _PIECE)), "zstd")
    try:
        zstandard = importlib.import_module("zstandard")
    except ImportError:
        raise UnreadableError(
            "it is compressed with zstd, which Python 3.14 reads, and the package zstandard",
            "Install zstandard beside this, or give what `zstd -dc FILE` prints to the "
            "standard input.",
        ) from None
    decompressor = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    reader = decompressor.stream_reader(source, read_across_frames=True)
    return _Unpacking(source, lambda size: reader.read(min(size, _PIECE)), "zstd")


def _faults() -> tuple[type[Exception], ...]:
    """The exceptions for corrupt data; those of zstd only if its modules are loaded."""
    loaded = (sys.modules.get(name) for name in ("compression.zstd", "zstandard"))
    own = [module.ZstdError for module in loaded if module is not None]
    lzma = sys.modules.get("lzma")
    own += [] if lzma is None else [lzma.LZMAError]
    return (EOFError, OSError, ValueError, zlib.error, *own)


def _decoded(source: Source, encoding: str, skipped: int) -> _Unpacking:
    source.skip(skipped)
    decoder = codecs.getincrementaldecoder(encoding)()
    rest = b""

    def piece(size: int) -> bytes:
        nonlocal rest
        while not rest:
            data = source.read(_PIECE)
            rest = decoder.decode(data, final=not data).encode("utf-8")
            if not data:
                break
        made, rest = rest[:size], rest[size:]
        return made

    return _Unpacking(source, piece, encoding[:6])
