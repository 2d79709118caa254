"""Make archives by hand: as npm publishes packages, and malformed ones."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["archive", "header", "member", "package_archive", "pax"]

_BLOCK = 512
END = bytes(2 * _BLOCK)


def header(
    name: bytes,
    size: int | bytes = 0,
    kind: bytes = b"0",
    *,
    prefix: bytes = b"",
    target: bytes = b"",
    magic: bytes = b"ustar\x0000",
) -> bytes:
    """A header block of a member; `size` may be the raw field."""
    field = size if isinstance(size, bytes) else b"%011o\0" % size
    parts = (
        (name, 100),
        (b"0000644\0", 8),
        (b"0000000\0", 8),
        (b"0000000\0", 8),
        (field, 12),
        (b"00000000000\0", 12),
        (b" " * 8, 8),
        (kind, 1),
        (target, 100),
        (magic, 8),
        (b"", 32),
        (b"", 32),
        (b"", 8),
        (b"", 8),
        (prefix, 155),
    )
    block = b"".join(value.ljust(length, b"\0") for value, length in parts).ljust(_BLOCK, b"\0")
    assert len(block) == _BLOCK
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]


def member(name: bytes, data: bytes = b"", kind: bytes = b"0", **fields: Any) -> bytes:
    """A member: its header and its data, filled up to whole blocks."""
    return header(name, len(data), kind, **fields) + data + bytes(-len(data) % _BLOCK)


def pax(records: Mapping[str, str], kind: bytes = b"x") -> bytes:
    """An extended header for the member after it."""
    data = b""
    for key, value in records.items():
        text = f" {key}={value}\n".encode()
        length = len(text) + 1
        while len(str(length)) + len(text) != length:
            length += 1
        data += str(length).encode() + text
    return member(b"PaxHeader", data, kind)


def archive(members: Iterable[bytes], end: bytes = END) -> bytes:
    """A gzipped tar archive."""
    return gzip.compress(b"".join(members) + end, mtime=0)


def package_archive(files: Mapping[str, str], **manifest: Any) -> bytes:
    """A package as npm publishes it, with a manifest."""
    texts = {"package.json": json.dumps(manifest), **files}
    return archive(
        member(f"package/{path}".encode(), text.encode()) for path, text in texts.items()
    )
