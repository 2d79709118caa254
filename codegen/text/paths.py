"""Which names a package may have, and which paths lead to a file below an output folder.

The one place that decides either, for all that asks: the pipeline, the output, manifests.
"""

from __future__ import annotations

import keyword
import os
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final

from .resources import WORK

__all__ = ["DEVICE_NAMES", "is_forbidden", "is_within", "package_fault", "path_fault"]

DEVICE_NAMES: Final = frozenset(
    {"con", "prn", "aux", "nul"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in range(1, 10)}
)
"""What Windows keeps for devices, in any case and with any extension."""

_SOFT_KEYWORDS: Final = frozenset({"_", "case", "match", "type"})  # Of any version.
_LONGEST_NAME: Final = 100
_LONGEST_PART: Final = 255  # In bytes; no common file system takes more.
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f\\:]")


def package_fault(name: str) -> str | None:
    """Why a package cannot have a name, None if it can.

    Its letters are those of ASCII, with or without accents: any other may look like one of
    them. It is no word of Python's, also none that is a word in some places only, and no
    device of Windows.
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
    """Whether an identifier means something else as the name of a folder or a module."""
    return (
        keyword.iskeyword(name)
        or name in _SOFT_KEYWORDS
        or name.lower() in DEVICE_NAMES
        or (name.startswith("__") and name.endswith("__"))
    )


@lru_cache(maxsize=10_000)
def path_fault(path: str) -> str | None:
    """Why a path, with forward slashes, leads to no file below the folder it is relative to.

    None if it does. Nothing is looked up: `is_within` is about links.
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
    """Whether the folder of a place is where it seems to be below another, links followed.

    So no folder on the way from `folder` to `place` is a link, or a junction. What is at the
    place itself may be one.
    """
    try:
        inner = place.parent.relative_to(folder)
    except ValueError:
        return False
    if ".." in inner.parts or place.name in ("", ".."):
        return False
    wanted = Path(os.path.realpath(folder)) / inner
    return os.path.normcase(os.path.realpath(place.parent)) == os.path.normcase(wanted)
