"""Freshness: detect that the output of an earlier run is still valid, without a run.

A stamp has the inputs of a run (the tool's own files, the options, every file that it read or
looked for in vain) and its outputs, as SHA-256 sums. It is stored in the user's cache folder, never
in the output; without it a run only takes longer.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..facts.shipped import SHIPPED_PATHS, SHIPPED_ROOT
from ..text.disk import OUTPUT_LIMIT, read_file
from ..text.documents import read_json
from ..text.lines import text_sum
from ..text.records import dataclass
from ..text.resources import WORK, shipped_facts_path

if TYPE_CHECKING:
    from ..text.source import Files

__all__ = [
    "RecordedFiles",
    "Stamp",
    "are_unchanged",
    "load_stamp",
    "replace_file",
    "request_name",
    "save_stamp",
    "stamp_path",
    "sum_of",
    "tool_sum",
]

_PACKAGE: Final = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Stamp:
    """The inputs and outputs of a run.

    `inputs` has the sum of each file that was read, and "" for each that did not exist; `outputs`
    the sum of each file that was written; `report` is the printed text.
    """

    inputs: Mapping[str, str]
    outputs: Mapping[str, str]
    package: str
    report: str


@dataclass(frozen=True, slots=True)
class RecordedFiles:
    """Files that record which paths were read, relative to `root`.

    A path of `seen` that ends with a slash is a folder that does not exist. A file is read once, so
    that all of a run sees one state of it, also where it is changed meanwhile. What was sought in
    vain is not sought again: a spec may name a module tens of thousands of times.
    """

    files: Files
    root: Path
    seen: dict[str, str] = field(default_factory=dict)
    _known: dict[str, bytes | None] = field(default_factory=dict)
    _folders: dict[str, bool] = field(default_factory=dict)

    def read(self, path: str) -> bytes | None:
        """The bytes of a file; None if there is no such readable file."""
        if path in self._known:
            return self._known[path]
        data = self._known[path] = self.files.read(path)
        self.seen[str(self.root / path)] = "" if data is None else text_sum(data)
        return data

    def lacks(self, folder: str) -> bool:
        """Whether there is no such folder; False also where that is not known."""
        known = self._folders.get(folder)
        if known is None:
            known = self._folders[folder] = self.files.lacks(folder)
            if known:
                self.seen[f"{self.root / folder}/"] = ""
        return known

    def canonical(self, path: str) -> str:
        """The normalized path of a file."""
        return self.files.canonical(path)


def sum_of(name: str, folder: Path = Path()) -> str:
    """The sum of a file; "" for one that does not exist, or folder if a slash ends its name."""
    path = folder / name
    if name.endswith("/"):
        return "exists" if path.exists() else ""
    try:
        return text_sum(read_file(path, OUTPUT_LIMIT))
    except OSError:
        return ""


def are_unchanged(sums: Mapping[str, str], folder: Path = Path()) -> bool:
    """Whether files still have their recorded sums, as `sum_of` gives them."""
    return all(sum_of(name, folder) == known for name, known in sums.items())


def _tool_files() -> Iterator[str]:
    facts = (shipped_facts_path(path.removeprefix(SHIPPED_ROOT)) for path in sorted(SHIPPED_PATHS))
    yield from (str(path) for path in facts if path.is_file())
    for folder in (_PACKAGE, _PACKAGE.parent / "templates"):
        for directory, folders, files in os.walk(folder):
            folders[:] = sorted(name for name in folders if name != "__pycache__")
            for name in sorted(files):
                if name.endswith((".py", ".j2")):
                    yield f"{directory}{os.sep}{name}"


@cache
def tool_sum() -> str:
    """The sum of all files of the tool, which changes with its version."""
    total = hashlib.sha256()
    for path in _tool_files():
        total.update(path.encode("utf-8", "surrogateescape"))
        total.update(read_file(path))
    return total.hexdigest()


def stamp_path(cache: Path, request: Iterable[str]) -> Path:
    """The path of the stamp for a request: its options, with absolute paths."""
    return cache / "stamps" / request_name(request)


def request_name(request: Iterable[str]) -> str:
    """The name of the cache file for a request."""
    key = hashlib.sha256("\0".join(request).encode("utf-8", "surrogateescape"))
    return f"{key.hexdigest()}.json"


def load_stamp(path: Path, folder: Path) -> Stamp | None:
    """Load a stamp if all its sums are unchanged; None otherwise.

    `folder` is the output folder. After an interrupted run a full run is needed.
    """
    if os.path.lexists(folder / WORK):
        return None
    try:
        content = read_json(read_file(path, OUTPUT_LIMIT))
        stamp = Stamp(**content)
    except (OSError, ValueError, TypeError):
        return None
    fresh = are_unchanged(stamp.inputs) and are_unchanged(stamp.outputs, folder)
    return stamp if fresh else None


def save_stamp(
    path: Path, inputs: Mapping[str, str], files: Mapping[str, bytes], package: str, report: str
) -> None:
    """Save a stamp. A cache that cannot be written is no error."""
    content = {
        "inputs": dict(inputs),
        "outputs": {name: text_sum(data) for name, data in files.items()},
        "package": package,
        "report": report,
    }
    with contextlib.suppress(OSError):
        replace_file(path, json.dumps(content))


def replace_file(path: Path, text: str) -> None:
    """Write a file of the cache atomically. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_suffix(f".{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
