"""Published archives, read in memory: `.tgz` as npm packs them.

Nothing is ever written to the disk and nothing of an archive is run. The format is tar as
POSIX describes it under `pax` (ustar headers with extended ones), with GNU's long names,
compressed with gzip.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

__all__ = ["Archive", "ArchiveError", "Limits", "read_archive"]

_BLOCK: Final = 512
_EMPTY_BLOCK: Final = bytes(_BLOCK)
_GZIP: Final = 16 + zlib.MAX_WBITS
_REGULAR: Final = (b"0", b"\0", b"7")
_DIRECTORY: Final = b"5"
_EXTENDED: Final = (b"x", b"g", b"L", b"K")
_LONGEST_HEADER: Final = 1024 * 1024


class ArchiveError(ValueError):
    """An archive that is broken, too large, or would escape the folder it is unpacked in."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold, so that a small file cannot fill the memory."""

    size: int = 512 * 1024 * 1024
    members: int = 100_000


@dataclass(frozen=True, slots=True)
class Archive:
    """The regular files of an archive by path, without the folder at its top.

    Paths have forward slashes and neither `.` nor `..`.
    """

    paths: Mapping[str, slice]
    """Where each file stands in the unpacked archive."""

    _data: bytes = field(repr=False)

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None where there is no such file."""
        place = self.paths.get(path)
        return None if place is None else self._data[place]


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    kind: bytes
    place: slice


def read_archive(data: bytes, limits: Limits = Limits()) -> Archive:
    """The files of a gzipped tar archive, without the folder at its top.

    Only regular files count: links and devices are passed over, so that a path leads into
    the archive or nowhere. As when npm unpacks, the first part of each path is dropped,
    whatever it is called, and the later of two files with one path wins. Raises
    ArchiveError for an archive that is broken, exceeds the limits, or has a member with an
    absolute path or one that climbs out of its folder.
    """
    unpacked = _decompress(data, limits.size)
    paths: dict[str, slice] = {}
    for count, member in enumerate(_members(unpacked), start=1):
        if count > limits.members:
            raise ArchiveError(f"the archive has more than {limits.members} members")
        path = _inside(member.name)
        if path and member.kind in _REGULAR and not member.name.endswith("/"):
            paths[path] = member.place
    return Archive(paths, unpacked)


def _decompress(data: bytes, limit: int) -> bytes:
    stream = zlib.decompressobj(_GZIP)
    try:
        unpacked = stream.decompress(data, limit + 1)
    except zlib.error:
        raise ArchiveError("the archive is not a sound gzip file") from None
    if len(unpacked) > limit:
        raise ArchiveError(f"the archive holds more than {limit} bytes")
    if not stream.eof:
        raise ArchiveError("the archive is cut off")
    return unpacked


def _inside(name: str) -> str:
    """The path of a member below the archive's top folder; "" for the folder itself."""
    parts = name.split("/")
    drive = len(parts[0]) == 2 and parts[0].endswith(":")
    if name.startswith("/") or drive or ".." in parts or "\\" in name or "\0" in name:
        raise ArchiveError(f"the archive has a member outside its folder: {name!r}")
    return "/".join([part for part in parts if part not in ("", ".")][1:])


def _members(data: bytes) -> Iterator[_Member]:
    """The members of a tar archive in order, extended headers applied to what follows them."""
    offset = 0
    extended: dict[str, str] = {}
    while offset < len(data):
        header = data[offset : offset + _BLOCK]
        if header == _EMPTY_BLOCK:
            return
        _check_header(header)
        kind = header[156:157]
        size = 0 if kind == _DIRECTORY else _size(header, extended, kind)
        start = offset + _BLOCK
        end = start + size
        if end > len(data):
            raise ArchiveError("the archive is cut off")
        offset = start + -(-size // _BLOCK) * _BLOCK
        if kind in _EXTENDED and size > _LONGEST_HEADER:
            raise ArchiveError("the archive has a broken extended header")
        if kind == b"x":
            extended |= _records(data[start:end])
        elif kind == b"L":
            extended["path"] = _text(data[start:end])
        elif kind not in (b"g", b"K"):
            yield _Member(extended.get("path") or _name(header), kind, slice(start, end))
            extended = {}


def _check_header(header: bytes) -> None:
    if len(header) < _BLOCK:
        raise ArchiveError("the archive is cut off")
    # The checksum is computed with its own eight bytes taken as spaces.
    if _octal(header[148:156]) != sum(header) - sum(header[148:156]) + 8 * 32:
        raise ArchiveError("the archive has a broken header")


def _size(header: bytes, extended: Mapping[str, str], kind: bytes) -> int:
    if "size" in extended and kind not in _EXTENDED:
        return _decimal(extended["size"])
    field_ = header[124:136]
    if field_[0] == 0x80:
        # GNU writes a size that twelve octal digits cannot hold as a binary number.
        return int.from_bytes(field_[1:], "big")
    return _octal(field_)


def _octal(digits: bytes) -> int:
    text = digits.strip(b" \0")
    if text.strip(b"01234567"):
        raise ArchiveError("the archive has a broken header")
    return int(text or b"0", 8)


def _decimal(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise ArchiveError("the archive has a broken header")
    return int(text)


def _name(header: bytes) -> str:
    name = _text(header[:100])
    # GNU's older format keeps times where ustar has the front of a long name.
    prefix = _text(header[345:500]) if header[257:263] == b"ustar\0" else ""
    return f"{prefix}/{name}" if prefix else name


def _text(data: bytes) -> str:
    """Text up to the first zero byte; what is not UTF-8 cannot be named by an import."""
    return data.partition(b"\0")[0].decode("utf-8", "replace")


def _records(data: bytes) -> dict[str, str]:
    """The records of an extended header: `LENGTH KEY=VALUE` and a line break each."""
    records: dict[str, str] = {}
    while data.strip(b"\0"):
        digits, space, _ = data.partition(b" ")
        length = _decimal(digits.decode("ascii", "replace"))
        key, equals, value = data[len(digits) + 1 : length].partition(b"=")
        if not (space and equals and length <= len(data) and value.endswith(b"\n")):
            raise ArchiveError("the archive has a broken extended header")
        records[key.decode("utf-8", "replace")] = value[:-1].decode("utf-8", "replace")
        data = data[length:]
    return records
