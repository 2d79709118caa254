"""Change many files atomically: all of them change, or none, even if the run is killed.

New content is staged beside its place and the old content kept there, in work folders that a
journal in the home folder lists. The rename of that journal is the commit: a run that ends before
it leaves the old files, one that ends after it leaves the rest to `recover`, which finishes or
undoes the transaction.
"""

# Every step is one system call, spelled as such: tests interrupt the run after each of them.

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar

from ..text.lines import sum_of
from ..text.paths import is_within
from ..text.resources import WORK
from ..text.signals import signals_held
from .folders import Folders, spare_handle
from .journal import COMMIT, DONE, HOME, INTENT, JOURNALS, Journal, Step, dumped, loaded
from .locking import locked

__all__ = [
    "WORK",
    "ChangedError",
    "UnfinishedError",
    "commit",
    "locked",
    "pending",
    "recover",
    "recover_wherever",
    "settle",
]

PathT = TypeVar("PathT", str, Path)

_OURS_ALONE: Final = 0o700
"""The permissions of a work folder: other users must not write journals, which are obeyed."""


_SPARED: Final = 8
"""The handles that cleaning up may need: of folders inside each other, and of a file."""


class UnfinishedError(Exception):
    """A folder is part of an unfinished transaction of another folder, `home`."""

    def __init__(self, home: Path) -> None:
        super().__init__(str(home))
        self.home = home


class ChangedError(Exception):
    """A file was changed by another program since it was read; nothing was written."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


# ------------------------------------------------------------------------- the change


def pending(folder: Path) -> bool:
    """Whether an interrupted run left work to finish or to clean up in a folder."""
    return os.path.lexists(folder / WORK)


def commit(
    home: Path,
    changes: Mapping[PathT, bytes | None],
    roots: Sequence[Path] = (),
    others: Collection[PathT] = (),
    *,
    held: Folders | None = None,
    durable: bool = False,
) -> None:
    """Give each place its new content, or remove its file where that is None.

    The places are replaced in the order given. A reader sees each file either old or new; while
    the change runs, some files are old and others new.

    `roots` are the folders that contain the places, by default `home`: each gets a pointer to the
    journal, so that the next run there finds an interrupted change. `others` are places outside of
    them. The new content of `others`, or of all places if the change is `durable`, is
    flushed to the disk before it is renamed into place, and the journal before the first rename,
    so that a power failure leaves these old or new.

    The caller holds the locks of `home` and the roots, has called `recover`, and passes the open
    folders as `held`: symbolic links below them are not followed, even those made meanwhile.

    A signal that would end the program waits until all is done. Raises OSError with every
    file as it was, also for a place that is in none of these folders.
    """
    if not changes:
        return
    inner = [place for place in changes if place not in others] if others else changes
    _assert_inside(inner, roots or (home,))
    with signals_held(), _from(held) as folders, _Spare(home) as spare:
        _take(folders, (home, *roots, *(Path(place).parent for place in others)))
        forced = {Path(place) for place in (changes if durable else others) if place in changes}
        _commit(folders, home, changes, roots, forced, spare)


class _Spare:
    """Open handles that are given up for the end of a change in a folder.

    Where few are left, a change fails before anything is written, or while it can be undone.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._handles: list[int] = []

    def __enter__(self) -> _Spare:
        try:
            while len(self._handles) < _SPARED:
                self._handles.append(spare_handle())
        except OSError as fault:
            self.give_up()
            raise OSError(fault.errno, fault.strerror, str(self._home)) from None
        return self

    def __exit__(self, *_: object) -> None:
        self.give_up()

    def give_up(self) -> None:
        while self._handles:
            os.close(self._handles.pop())


def _from(held: Folders | None) -> contextlib.AbstractContextManager[Folders]:
    return Folders() if held is None else contextlib.nullcontext(held)


def _take(folders: Folders, roots: Iterable[Path]) -> None:
    for root in roots:
        with contextlib.suppress(FileNotFoundError):
            folders.take(root)


def _assert_inside(places: Iterable[str | Path], roots: Sequence[Path]) -> None:
    """Refuse a place that is in none of some folders; links are followed once for each folder."""
    known: dict[tuple[str, bool], bool] = {}
    for place in places:
        folder, name = os.path.split(place)
        key = folder, name in ("", "..")
        if key not in known:
            known[key] = any(is_within(root, Path(place)) for root in roots)
        if not known[key]:
            raise PermissionError(errno.EPERM, "the file is not in the folder", str(place))


def _commit(
    folders: Folders,
    home: Path,
    changes: Mapping[PathT, bytes | None],
    roots: Sequence[Path],
    durable: Collection[Path],
    spare: _Spare,
) -> None:
    journal, contents = _planned(folders, home, changes, roots)
    works = {step.work for step in journal.steps if durable and step.place in durable}
    work = home / WORK
    folders.make(work, _OURS_ALONE)
    try:
        inode = folders.status(work).st_ino
        folders.put((work, INTENT), dumped(journal, inode), durable=bool(durable))
        _stage(folders, journal, contents, durable)
        _sync_folders(folders, works)
        folders.rename(work, INTENT, COMMIT)
    except BaseException:
        spare.give_up()
        _undo_staging(folders, journal)
        raise
    try:
        _sync_folders(folders, {work} if durable else ())
        for step in journal.steps:
            _forward(folders, step)
        _sync_folders(folders, {folder.parent for folder in works})
    except BaseException:
        spare.give_up()
        with contextlib.suppress(OSError):
            _go_backward(folders, journal)
        raise
    spare.give_up()
    _finish(folders, journal)


def _planned(
    folders: Folders, home: Path, changes: Mapping[PathT, bytes | None], roots: Sequence[Path]
) -> tuple[Journal, list[bytes | None]]:
    steps: list[Step] = []
    made: dict[Path, Path] = {}
    known: dict[Path, Path] = {}
    works: dict[str, tuple[Path, Path, bool]] = {}
    for number, (place, data) in enumerate(changes.items()):
        parent, name = os.path.split(place)
        if parent not in works:
            # Beside the place, a rename stays in one file system and in one folder's permissions.
            folder = Path(parent)
            base, missing = _base_of(folders, folder)
            for absent in reversed(missing):
                made.setdefault(absent, absent)
            # One object for each folder: equal paths are compared part by part, for each file.
            work = base / WORK
            work = known.setdefault(work, work)
            works[parent] = (made.get(folder, folder), work, folder in made)
        folder, work, is_new = works[parent]
        old = None
        if not is_new:
            present = folders.look((folder, name))
            if present is not None and stat.S_ISDIR(present.st_mode):
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(place))
            old = folders.sum_at((folder, name))
        new = None if data is None else sum_of(data)
        steps.append(Step((folder, name), work, number, old, new))
    others = tuple(root for root in roots if root != home)
    return Journal(home, tuple(steps), tuple(made), others), list(changes.values())


def _base_of(folders: Folders, folder: Path) -> tuple[Path, list[Path]]:
    """The nearest existing folder at or above a folder, and the missing ones, the deepest first."""
    missing: list[Path] = []
    while not folders.has(folder):
        missing.append(folder)
        folder = folder.parent
    return folder, missing


def _stage(
    folders: Folders,
    journal: Journal,
    contents: Sequence[bytes | None],
    durable: Collection[Path],
) -> None:
    for work in journal.works:
        if folders.look((work.parent, work.name)) is not None:  # Its journal was deleted.
            _empty(folders, work)
        folders.make(work, _OURS_ALONE)
    home = str(journal.home.absolute()).encode("utf-8", "surrogateescape")
    for root in journal.roots:
        folders.put((root / WORK, HOME), home)
    for folder in journal.folders:
        folders.make(folder)
    for step, data in zip(journal.steps, contents, strict=True):
        if data is not None:
            present = folders.look(step.spot, links=True) if step.old is not None else None
            mode = None if present is None else stat.S_IMODE(present.st_mode)
            forced = bool(durable) and step.place in durable
            folders.put(step.staged, data, mode, durable=forced)
        if step.old is not None:
            _keep(folders, step)


def _keep(folders: Folders, step: Step) -> None:
    try:
        folders.link(step.spot, step.kept)
    except (OSError, NotImplementedError):
        # Not every file system has links.
        folders.put(step.kept, folders.read(step.spot))


def _sync_folders(folders: Folders, synced: Iterable[Path]) -> None:
    """Sync the names in some folders to the disk, if the system has a call for that."""
    for folder in sorted(synced):
        folders.sync(folder)


def _forward(folders: Folders, step: Step) -> None:
    """Do a step unless it is done."""
    if step.new is None:
        with contextlib.suppress(FileNotFoundError):
            folders.unlink(step.spot)
        return
    try:
        folders.replace(step.staged, step.spot)
    except FileNotFoundError:
        if folders.sum_at(step.spot) != step.new:
            raise


def _backward(folders: Folders, step: Step) -> None:
    """Undo a step unless it is undone."""
    if step.old is None:
        with contextlib.suppress(FileNotFoundError):
            folders.unlink(step.spot)
        return
    try:
        folders.replace(step.kept, step.spot)
    except OSError:  # Such as that of a place that nothing can replace, for which it is undone.
        if folders.sum_at(step.spot) != step.old:
            raise


def _go_backward(folders: Folders, journal: Journal) -> None:
    """Undo a committed transaction; a failure here is left to `recover`."""
    for step in reversed(journal.steps):
        _backward(folders, step)
    folders.rename(journal.home / WORK, COMMIT, INTENT)
    _undo_staging(folders, journal)


def _undo_staging(folders: Folders, journal: Journal) -> None:
    """Remove the staged files."""
    emptied = _empty_all(folders, journal)
    for folder in reversed(journal.folders):
        with contextlib.suppress(OSError):
            folders.remove_folder(folder)
    if emptied:
        _empty(folders, journal.home / WORK)


def _finish(folders: Folders, journal: Journal) -> None:
    """Clean up after a transaction; from here on the files may be changed by others."""
    work = journal.home / WORK
    with contextlib.suppress(OSError):
        folders.rename(work, COMMIT, DONE)
    if _empty_all(folders, journal):
        _empty(folders, work)


def _empty_all(folders: Folders, journal: Journal) -> bool:
    """Remove the work folders, the home's last, whose journal lists the others."""
    gone = [_empty(folders, work) for work in journal.works]
    return all(gone)


def _empty(folders: Folders, work: Path) -> bool:
    """Remove a work folder, its journal last; return whether it is gone."""
    spot = work.parent, work.name
    try:
        status = folders.look(spot)
        if status is not None and stat.S_ISLNK(status.st_mode):
            # It was not made here, and its target neither.
            folders.unlink(spot)
            return True
        for name in sorted(folders.names(work), key=lambda name: name in JOURNALS):
            folders.unlink((work, name))
        folders.remove_folder(work)
    except OSError:
        with contextlib.suppress(OSError):
            return folders.look(spot) is None
        return False
    return True


# --------------------------------------------------------------------------- recovery


def recover(home: Path, held: Folders | None = None) -> None:
    """Finish or undo an interrupted transaction; the caller holds the lock.

    A committed transaction is finished. If other programs have changed files since, so that neither
    its old nor its new state can be reached, its remains are dropped and the files stay as they
    are. `held` is as for `commit`. Raises UnfinishedError if the transaction has another home, and
    OSError if a file cannot be written: the next call then goes on.
    """
    if pending(home):
        with signals_held(), _from(held) as folders:
            _take(folders, (home,))
            _recover(folders, home)


def settle(folders: Iterable[Path]) -> bool:
    """Recover from interrupted runs in some folders; return whether there were any.

    Their transactions are finished or undone, also if the journal is in another folder. Raises
    OSError if that fails.
    """
    left = [folder for folder in dict.fromkeys(folders) if pending(folder)]
    with locked(left) as held:
        for folder in left:
            recover_wherever(folder, left, held)
    return bool(left)


def recover_wherever(folder: Path, locks: Collection[Path], held: Folders | None = None) -> None:
    """Like `recover`, also if the transaction has another home; `locks` are locked folders."""
    try:
        recover(folder, held)
    except UnfinishedError as fault:
        if fault.home in locks:
            recover(fault.home, held)
            return
        with locked((fault.home,)) as home_held:
            recover(fault.home, home_held)


def _recover(folders: Folders, home: Path) -> None:
    work = home / WORK
    with contextlib.suppress(OSError, UnicodeDecodeError):
        other = Path(folders.read((work, HOME)).decode("utf-8", "surrogateescape"))
        if other != home.absolute() and os.path.lexists(other / WORK):
            raise UnfinishedError(other)
    if (decided := loaded(home, COMMIT, folders)) is not None:
        _take_again(folders, decided)
        _finish_or_undo(folders, decided)
        _finish(folders, decided)
    elif (done := loaded(home, DONE, folders)) is not None:
        _take_again(folders, done)
        _finish(folders, done)
    elif (intended := loaded(home, INTENT, folders)) is not None:
        _take_again(folders, intended)
        _undo_staging(folders, intended)
    else:
        _empty(folders, work)
    if folders.look((home, WORK)) is not None:
        raise OSError(errno.ENOTEMPTY, "an earlier run's leftovers cannot be removed", str(work))


def _finish_or_undo(folders: Folders, journal: Journal) -> None:
    """Do all steps of a committed transaction; undo them if one of them cannot be done."""
    fault: OSError | None = None
    if all(_can_go_forward(folders, step) for step in journal.steps):
        try:
            for step in journal.steps:
                _forward(folders, step)
        except OSError as refused:  # A place has become one that cannot be replaced.
            fault = refused
        else:
            return
    if all(_can_go_backward(folders, step) for step in journal.steps):
        _go_backward(folders, journal)
    elif fault is not None:
        raise fault


def _take_again(folders: Folders, journal: Journal) -> None:
    """Lock the folders of a journal, as the run that wrote it did."""
    roots = (journal.home, *journal.roots)
    places = (step.place for step in journal.steps)
    elsewhere = [place for place in places if not any(map(place.is_relative_to, roots))]
    _take(folders, (*roots, *(place.parent for place in elsewhere)))


def _can_go_forward(folders: Folders, step: Step) -> bool:
    present = folders.sum_at(step.spot)
    if present == step.new:
        return True
    return present == step.old and (step.new is None or folders.sum_at(step.staged) == step.new)


def _can_go_backward(folders: Folders, step: Step) -> bool:
    present = folders.sum_at(step.spot)
    if present == step.old:
        return True
    return present == step.new and (step.old is None or folders.sum_at(step.kept) == step.old)
