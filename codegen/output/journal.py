"""The journal of a transaction: its steps, and their format as text."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any, Final

from ..text.documents import read_json
from ..text.records import dataclass
from ..text.resources import WORK
from .folders import Folders, Spot

__all__ = [
    "COMMIT",
    "DONE",
    "HOME",
    "INTENT",
    "JOURNALS",
    "Journal",
    "Step",
    "dumped",
    "loaded",
]

INTENT: Final = "intent.json"
COMMIT: Final = "commit.json"
DONE: Final = "done.json"
JOURNALS: Final = (INTENT, COMMIT, DONE)
HOME: Final = "home"


@dataclass(frozen=True, slots=True)
class Step:
    """One file to replace or, if `new` is None, to remove.

    `spot` is its place, a name in its folder. `work` has its new and old content under `number`;
    the sums are SHA-256, and None for no file.
    """

    spot: Spot
    work: Path
    number: int
    old: str | None
    new: str | None

    @property
    def place(self) -> Path:
        """The path of the file."""
        folder, name = self.spot
        return folder / name

    @property
    def staged(self) -> Spot:
        """The spot of the new content."""
        return self.work, f"{self.number}.new"

    @property
    def kept(self) -> Spot:
        """The spot of the old content."""
        return self.work, f"{self.number}.old"


@dataclass(frozen=True, slots=True)
class Journal:
    """A transaction: its steps in order, the folders to make, and the work folders involved."""

    home: Path
    steps: tuple[Step, ...]
    folders: tuple[Path, ...]
    roots: tuple[Path, ...]

    @property
    def works(self) -> tuple[Path, ...]:
        """The work folders, except for the home's."""
        folders_of_work = dict.fromkeys(step.work for step in self.steps)
        folders_of_work |= dict.fromkeys(root / WORK for root in self.roots)
        folders_of_work.pop(self.home / WORK, None)
        return tuple(folders_of_work)


def dumped(journal: Journal, inode: int) -> bytes:
    """Format a journal, with the inode of its folder, so that no copy of it is valid."""

    def shown(path: Path) -> str:
        try:
            return os.path.relpath(path, journal.home)
        except ValueError:  # Another drive.
            return str(path.absolute())

    def shown_folders(spot: Spot, work: Path) -> tuple[str, str]:
        """What precedes the names of files in the spot's folder, and their work folder."""
        folder = shown(spot[0])
        return "" if folder == os.curdir else os.path.join(folder, ""), shown(work)

    # Thousands of files share a few folders, which are the same objects; paths hash slowly.
    known: dict[tuple[int, int], tuple[str, str]] = {}
    steps = []
    for step in journal.steps:
        key = id(step.spot[0]), id(step.work)
        if key not in known:
            known[key] = shown_folders(step.spot, step.work)
        above, work = known[key]
        steps.append([above + step.spot[1], work, step.number, step.old, step.new])
    content = {
        "inode": inode,
        "steps": steps,
        "folders": [shown(folder) for folder in journal.folders],
        "roots": [shown(root) for root in journal.roots],
    }
    return json.dumps(content).encode("ascii")


def loaded(home: Path, name: str, folders: Folders) -> Journal | None:
    """Read the journal of a name; None if it is missing or incomplete.

    None also if it was not written here, but came with a checkout or a copy, or is another user's:
    it could name any file of the user's.
    """
    work = home / WORK
    try:
        content: Any = read_json(folders.read((work, name)))
        status = folders.status(work)
        if not _is_ours(status) or content["inode"] != status.st_ino:
            return None
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return Journal(
        home,
        tuple(
            Step(_spot(home / place), home / work, number, old, new)
            for place, work, number, old, new in content["steps"]
        ),
        tuple(home / folder for folder in content["folders"]),
        tuple(home / root for root in content["roots"]),
    )


def _spot(path: Path) -> Spot:
    return path.parent, path.name


def _is_ours(status: os.stat_result) -> bool:
    """Whether, by its attributes, only the current user can have written to a folder."""
    if not stat.S_ISDIR(status.st_mode):
        return False
    if sys.platform == "win32":
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
