"""Read published archives in memory: `.tgz` as npm packs them.

Nothing is ever written to the disk and no file of an archive is run. `tarfile` reads the blocks,
`_Header` the headers that it reads badly.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import field
from tarfile import (
    AREGTYPE,
    BLOCKSIZE,
    CONTTYPE,
    DIRTYPE,
    GNUTYPE_LONGLINK,
    GNUTYPE_LONGNAME,
    REGTYPE,
    XGLTYPE,
    XHDTYPE,
    HeaderError,
    TarError,
    TarFile,
    TarInfo,
)
from typing import Final, Self

from ..text.records import dataclass

__all__ = ["Archive", "ArchiveError", "Limits", "read_archive"]

_GZIP: Final = 16 + zlib.MAX_WBITS
_REGULAR: Final = (REGTYPE, AREGTYPE, CONTTYPE)
_EXTENDED: Final = (XHDTYPE, XGLTYPE, GNUTYPE_LONGNAME, GNUTYPE_LONGLINK)
_LONGEST_HEADER: Final = 1024 * 1024
_MOST_DIGITS: Final = 19


class ArchiveError(ValueError):
    """An archive that is broken, too large, or would escape the folder it is unpacked in."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of an archive's contents, so that a small file cannot fill the memory."""

    size: int = 512 * 1024 * 1024
    members: int = 100_000


_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Archive:
    """The regular files of an archive by path, without the folder at its top.

    Paths have forward slashes and neither `.` nor `..`.
    """

    paths: Mapping[str, slice]
    """The path of each file in the unpacked archive."""

    _data: bytes = field(repr=False)

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None where there is no such file."""
        span = self.paths.get(path)
        return None if span is None else self._data[span]


def read_archive(data: bytes, limits: Limits = _LIMITS) -> Archive:
    """Unpack a gzipped tar archive, without the folder at its top.

    Only regular files count: links and devices are skipped, so that a path leads into the archive
    or nowhere. As when npm unpacks, the first part of each path is dropped, whatever its name, and
    the later of two files with one path wins. Raises ArchiveError for an archive that is broken,
    exceeds the limits, or has a member with an absolute path or one that leaves its folder.
    """
    unpacked = _decompress(data, limits.size)
    paths: dict[str, slice] = {}
    for count, member in enumerate(_members(unpacked), start=1):
        if count > limits.members:
            raise ArchiveError(f"the archive has more than {limits.members} members")
        path = _inside(member.name)
        if path and member.type in _REGULAR and not member.name.endswith("/"):
            paths[path] = slice(member.offset_data, member.offset_data + member.size)
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


# ---------------------------------------------------------------------- the tar format


def _members(data: bytes) -> Iterator[TarInfo]:
    """The members of a tar archive in order, all of whose data is present."""
    try:
        with TarFile.open(
            fileobj=io.BytesIO(data),
            mode="r:",
            tarinfo=_Header,
            encoding="utf-8",
            errors="replace",  # An import cannot have a path that is not UTF-8.
        ) as archive:
            for member in archive:
                if member.offset_data + member.size > len(data):
                    raise ArchiveError("the archive is cut off")
                yield member
    except TarError:
        raise ArchiveError("the archive is cut off") from None


class _Header(TarInfo):
    """The header of a member, read together with the extended headers before it.

    `tarfile` alone takes a broken header for the end of the archive. In some of the supported
    versions of Python it also loops on a negative size, recurses for each extended header, and
    takes time quadratic in the length of an extended header.
    """

    @classmethod
    def fromtarfile(cls, tarfile: TarFile) -> Self:
        """Read headers up to the next member's. Raises ArchiveError, and tarfile's end of file."""
        extended: dict[bytes, bytes] = {}
        header = cls._next(tarfile)
        while header.type in _EXTENDED:
            body = header.read_body(tarfile)
            if header.type == XHDTYPE:
                extended |= _records(body)
            elif header.type == GNUTYPE_LONGNAME:
                extended[b"path"] = body.partition(b"\0")[0]
            header = cls._next(tarfile)
        if path := extended.get(b"path"):
            header.name = path.decode("utf-8", "replace")
        if header.type == DIRTYPE:
            header.size = 0
        elif b"size" in extended:
            header.size = _decimal(extended[b"size"])
        tarfile.offset = header.end_of_data()
        return header

    @classmethod
    def _next(cls, tarfile: TarFile) -> Self:
        block = tarfile.fileobj.read(BLOCKSIZE)
        if 0 < len(block) < BLOCKSIZE:
            raise ArchiveError("the archive is cut off")
        if not block.strip(b"\0"):
            return cls.frombuf(block, tarfile.encoding, tarfile.errors)  # It raises the end.
        try:
            header = cls.frombuf(block, tarfile.encoding, tarfile.errors)
        except HeaderError:
            raise ArchiveError("the archive has a broken header") from None
        size = block[124:136].strip(b" \0")
        if not size.startswith(b"\x80") and size.strip(b"01234567"):
            # `int` also accepts signs and underscores; a binary number begins with 0x80.
            raise ArchiveError("the archive has a broken header")
        if not block.startswith(b"ustar\0", 257):
            # GNU's older format stores times in the place of ustar's prefix of a long name.
            front = block[345:500].partition(b"\0")[0].decode("utf-8", "replace")
            header.name = header.name.removeprefix(f"{front}/")
        header.offset_data = tarfile.fileobj.tell()
        return header

    def read_body(self, tarfile: TarFile) -> bytes:
        """Read the content of an extended header; the archive is then behind it."""
        if self.size > _LONGEST_HEADER:
            raise ArchiveError("the archive has a broken extended header")
        body = tarfile.fileobj.read(self.size)
        if len(body) < self.size:
            raise ArchiveError("the archive is cut off")
        tarfile.fileobj.seek(self.end_of_data())
        return body

    def end_of_data(self) -> int:
        """The offset of the next header: data fills whole blocks."""
        return self.offset_data + -(-self.size // BLOCKSIZE) * BLOCKSIZE


def _decimal(digits: bytes) -> int:
    if not digits.isdigit() or len(digits) > _MOST_DIGITS:
        raise ArchiveError("the archive has a broken header")
    return int(digits)


def _records(data: bytes) -> dict[bytes, bytes]:
    """The records of an extended header: `LENGTH KEY=VALUE` and a line break each."""
    records: dict[bytes, bytes] = {}
    start, end = 0, len(data.rstrip(b"\0"))
    while start < end:
        space = data.find(b" ", start, start + _MOST_DIGITS + 1)
        stop = start + _decimal(data[start : max(start, space)])
        key, equals, value = data[space + 1 : stop].partition(b"=")
        if not (space < stop <= len(data) and equals and value.endswith(b"\n")):
            raise ArchiveError("the archive has a broken extended header")
        records[key] = value[:-1]
        start = stop
    return records
