"""Validate the names of packages, and paths below an output folder.

The pipeline, the output and manifests all use these checks.
"""

from __future__ import annotations

import hashlib
import keyword
import os
import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from .resources import WORK

__all__ = [
    "DEVICE_NAMES",
    "file_names",
    "is_forbidden",
    "is_within",
    "package_fault",
    "path_fault",
]

DEVICE_NAMES: Final = frozenset(
    {"con", "prn", "aux", "nul"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in range(1, 10)}
)
"""The names of devices on Windows, in any case and with any extension."""

_SOFT_KEYWORDS: Final = frozenset({"_", "case", "match", "type"})  # Of any version of Python.
_LONGEST_NAME: Final = 100
_LONGEST_FILE: Final = 200  # In bytes, with room for an ending.
_LONGEST_PART: Final = 255  # In bytes; no common file system takes more.
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f\\:]")


def file_names(names: Iterable[str], taken: Collection[str] = ()) -> dict[str, str]:
    """A file name without the ending for each identifier; no two differ in case alone.

    Names that differ in case alone, that Windows reserves, or that are `taken` in lower case, get
    the positions of their capitals as a number: `Foo-1`. Names that are too long for file systems
    are cut off, with a hash of the whole. So a file's name only depends on those it would collide
    with.
    """
    ordered = list(names)
    alike: dict[str, int] = {}
    for name in ordered:
        alike[name.casefold()] = alike.get(name.casefold(), 0) + 1
    files: dict[str, str] = {}
    for name in ordered:
        files[name] = name
        folded = name.casefold()
        if alike[folded] > 1 or folded in taken or folded in DEVICE_NAMES:
            capitals = sum(1 << place for place, char in enumerate(name) if char.isupper())
            files[name] = f"{name}-{capitals:x}"
        if len(files[name].encode()) > _LONGEST_FILE:
            digest = hashlib.sha256(name.encode()).hexdigest()[:8]
            start = name.encode()[: _LONGEST_FILE - 9].decode("utf-8", "ignore")
            files[name] = f"{start}-{digest}"
    return files


def package_fault(name: str) -> str | None:
    """The reason why a package cannot have a name, None if it can.

    Its letters are those of ASCII, with or without accents: any other may look like one of them. It
    is no keyword of Python's, soft keywords included, and no device of Windows.
    """
    if not name:
        return "it is empty"
    if len(name) > _LONGEST_NAME:
        return f"it has more than {_LONGEST_NAME} characters"
    if not name.isidentifier() or not all(map(_is_plain, name)):
        return "it has to be of letters, digits and underscores of ASCII, with no digit first"
    if is_forbidden(name):
        return "it has a meaning of its own in Python or Windows"
    return None


def _is_plain(character: str) -> bool:
    """Whether a character is of ASCII, or a letter of ASCII with accents in its normal form."""
    if character.isascii():
        return True
    base = unicodedata.normalize("NFD", character)[0]
    return base.isascii() and base.isalpha() and unicodedata.is_normalized("NFKC", character)


def is_forbidden(name: str) -> bool:
    """Whether an identifier has another meaning as the name of a folder or a module."""
    return (
        keyword.iskeyword(name)
        or name in _SOFT_KEYWORDS
        or name.lower() in DEVICE_NAMES
        or (name.startswith("__") and name.endswith("__"))
    )


@lru_cache(maxsize=10_000)
def path_fault(path: str) -> str | None:
    """The reason why a path, with forward slashes, leads to no file below its folder.

    None if it leads to one. The disk is not read: `is_within` checks links.
    """
    if not path or path.startswith("/"):
        return "it is empty" if not path else "it is absolute"
    for part in path.split("/"):
        if part in ("", ".", ".."):
            return f"a part of it is {part!r}"
        if part == WORK:
            return f"{WORK} is for what a run has not finished"
        if part[-1] in ". ":
            return "a part of it ends in a dot or a space"
        if _UNSAFE.search(part):
            return "it holds a backslash, a colon or a control character"
        try:
            size = len(part.encode("utf-8"))
        except UnicodeEncodeError:
            return "it cannot be encoded"
        if size > _LONGEST_PART:
            return f"a part of it has more than {_LONGEST_PART} bytes"
    return None


def is_within(folder: Path, place: Path) -> bool:
    """Whether the folder of a place is below another one without links on the way.

    No folder from `folder` to `place` is a link, or a junction. The place itself may be one.
    """
    try:
        inner = place.parent.relative_to(folder)
    except ValueError:
        return False
    if ".." in inner.parts or place.name in ("", ".."):
        return False
    wanted = Path(os.path.realpath(folder)) / inner
    return os.path.normcase(os.path.realpath(place.parent)) == os.path.normcase(wanted)
