"""Changing many files as one: all of them change, or none, whatever ends the run.

New content is staged beside its place and the old content kept there, in work folders that
a journal in the home folder lists. Renaming that journal is the moment of the change: a run
that ends before it leaves the old files, one that ends after it leaves the rest to
`recover`, which finishes or takes back what was begun.
"""

# Every step is one system call, spelled as such: what holds after each of them is tested.

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from ..text.disk import OUTPUT_LIMIT, read_file
from ..text.lines import sum_of
from ..text.paths import is_within
from ..text.resources import WORK
from .journal import COMMIT, DONE, HOME, INTENT, JOURNALS, Journal, Step, dumped, loaded, sum_at
from .locking import locked
from .signals import signals_held

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

_PAUSES: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.3)
_NEW_FILE: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


_NO_SYNC: Final = (errno.EINVAL, errno.EBADF, errno.ENOTSUP, errno.EROFS)
"""What file systems say that cannot sync a folder."""


class UnfinishedError(Exception):
    """A folder is part of another folder's unfinished change; `home` is that folder."""

    def __init__(self, home: Path) -> None:
        super().__init__(str(home))
        self.home = home


class ChangedError(Exception):
    """A file that was changed by others since it was read; nothing was written."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


# ------------------------------------------------------------------------- the change


def pending(folder: Path) -> bool:
    """Whether a run that was cut off left something to finish or to clean up in a folder."""
    return os.path.lexists(folder / WORK)


def commit(
    home: Path,
    changes: Mapping[Path, bytes | None],
    roots: Sequence[Path] = (),
    others: Collection[Path] = (),
    *,
    durable: bool = False,
) -> None:
    """Give each place its new content, or remove its file where that is None.

    The places change in the order given; a reader sees each file old or new, and for the
    moment that it takes, some old and some new. `roots` are the folders that the places are
    in, by default `home`, and whose runs have to know of an unfinished change; `others` are
    places elsewhere. The new content of these, or of all if the change is `durable`, is on the
    disk before it takes its place, and the journal before the change: a power failure then
    leaves them old or new. The caller holds the locks of `home` and the roots, and has called
    `recover`.

    A signal that would end the program waits until all is done. Raises OSError with every
    file as it was, also for a place that is in none of these folders.
    """
    if not changes:
        return
    _assert_inside([place for place in changes if place not in others], roots or (home,))
    with signals_held():
        _commit(home, changes, roots, {*changes} if durable else {*changes} & {*others})


def _assert_inside(places: Iterable[Path], roots: Sequence[Path]) -> None:
    """Refuse a place that is in none of some folders; links are followed once for each folder."""
    known: dict[tuple[Path, bool], bool] = {}
    for place in places:
        key = place.parent, place.name in ("", "..")
        if key not in known:
            known[key] = any(is_within(root, place) for root in roots)
        if not known[key]:
            raise PermissionError(errno.EPERM, "the file is not in the folder", str(place))


def _commit(
    home: Path,
    changes: Mapping[Path, bytes | None],
    roots: Sequence[Path],
    durable: Collection[Path],
) -> None:
    journal, contents = _planned(home, changes, roots)
    works = {step.work for step in journal.steps if step.place in durable}
    work = home / WORK
    os.mkdir(work)
    try:
        _put(work / INTENT, dumped(journal), durable=bool(durable))
        _stage(journal, contents, durable)
        _sync_folders(works)
        _patiently(os.rename, work / INTENT, work / COMMIT)
    except BaseException:
        _undo_staging(journal)
        raise
    try:
        _sync_folders({work} if durable else ())
        for step in journal.steps:
            _forward(step)
        _sync_folders({folder.parent for folder in works})
    except BaseException:
        with contextlib.suppress(OSError):
            _go_backward(journal)
        raise
    _finish(journal)


def _planned(
    home: Path, changes: Mapping[Path, bytes | None], roots: Sequence[Path]
) -> tuple[Journal, list[bytes | None]]:
    steps: list[Step] = []
    folders: dict[Path, None] = {}
    works: dict[Path, Path] = {}
    for number, (place, data) in enumerate(changes.items()):
        parent = place.parent
        if parent not in works:
            # Beside the place, a rename stays in one file system and in one folder's permissions.
            base, missing = _base_of(parent)
            works[parent] = base / WORK
            folders |= dict.fromkeys(reversed(missing))
        old = None
        if parent not in folders:
            if os.path.isdir(place) and not os.path.islink(place):
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(place))
            old = sum_at(place)
        new = None if data is None else sum_of(data)
        steps.append(Step(place, works[parent], number, old, new))
    others = tuple(root for root in roots if root != home)
    return Journal(home, tuple(steps), tuple(folders), others), list(changes.values())


def _base_of(folder: Path) -> tuple[Path, list[Path]]:
    """The nearest folder there is at or above a folder, and what is missing, the deepest first."""
    missing: list[Path] = []
    while not os.path.lexists(folder):
        missing.append(folder)
        folder = folder.parent
    if not os.path.isdir(folder):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    return folder, missing


def _stage(journal: Journal, contents: Sequence[bytes | None], durable: Collection[Path]) -> None:
    for work in journal.works:
        if os.path.lexists(work):  # Its journal was deleted.
            _empty(work)
        os.mkdir(work)
    for root in journal.roots:
        _put(root / WORK / HOME, str(journal.home.absolute()).encode("utf-8", "surrogateescape"))
    for folder in journal.folders:
        os.mkdir(folder)
    for step, data in zip(journal.steps, contents, strict=True):
        if data is not None:
            _put(step.staged, data, durable=bool(durable) and step.place in durable)
            if step.old is not None:
                os.chmod(step.staged, stat.S_IMODE(os.stat(step.place).st_mode))
        if step.old is not None:
            _keep(step)


def _keep(step: Step) -> None:
    try:
        os.link(step.place, step.kept, follow_symlinks=False)
    except (OSError, NotImplementedError):
        # Not every file system has links.
        _put(step.kept, read_file(step.place, OUTPUT_LIMIT))


def _patiently(call: Callable[..., None], *paths: str | Path) -> None:
    """Move or remove a file, again for a second where another program has it open.

    Windows refuses that, and scanners and indexers open each new file for a moment.
    """
    for pause in _PAUSES if sys.platform == "win32" else ():
        try:
            return call(*paths)
        except PermissionError:
            time.sleep(pause)
    return call(*paths)


def _put(path: str | Path, data: bytes, *, durable: bool = False) -> None:
    handle = os.open(path, _NEW_FILE, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        if durable:
            os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folders(folders: Iterable[Path]) -> None:
    """Force the names in some folders to the disk, where the system has a call for that."""
    if sys.platform == "win32":
        return
    for folder in sorted(folders):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as fault:
            if fault.errno not in _NO_SYNC:
                raise
        finally:
            os.close(handle)


def _forward(step: Step) -> None:
    """Do a step, or see that it is done."""
    if step.new is None:
        with contextlib.suppress(FileNotFoundError):
            _patiently(os.unlink, step.place)
        return
    try:
        _patiently(os.replace, step.staged, step.place)
    except FileNotFoundError:
        if sum_at(step.place) != step.new:
            raise


def _backward(step: Step) -> None:
    """Undo a step, or see that it is undone."""
    if step.old is None:
        with contextlib.suppress(FileNotFoundError):
            _patiently(os.unlink, step.place)
        return
    try:
        _patiently(os.replace, step.kept, step.place)
    except FileNotFoundError:
        if sum_at(step.place) != step.old:
            raise


def _go_backward(journal: Journal) -> None:
    """Undo a decided change; what fails here is left to `recover`."""
    for step in reversed(journal.steps):
        _backward(step)
    work = journal.home / WORK
    _patiently(os.rename, work / COMMIT, work / INTENT)
    _undo_staging(journal)


def _undo_staging(journal: Journal) -> None:
    """Remove what staging made."""
    emptied = _empty_all(journal)
    for folder in reversed(journal.folders):
        with contextlib.suppress(OSError):
            os.rmdir(folder)
    if emptied:
        _empty(journal.home / WORK)


def _finish(journal: Journal) -> None:
    """Clean up after a change; from here on the files may be changed by anybody."""
    work = journal.home / WORK
    with contextlib.suppress(OSError):
        _patiently(os.rename, work / COMMIT, work / DONE)
    if _empty_all(journal):
        _empty(work)


def _empty_all(journal: Journal) -> bool:
    """Remove the work folders but for the home's, whose journal goes last: it lists the others."""
    gone = [_empty(work) for work in journal.works]
    return all(gone)


def _empty(work: Path) -> bool:
    """Remove a work folder, its journal after all else; tell whether it is gone."""
    try:
        if os.path.islink(work):  # It is not ours, and leads to what is not ours.
            os.unlink(work)
            return True
        for name in sorted(os.listdir(work), key=lambda name: name in JOURNALS):
            _patiently(os.unlink, work / name)
        os.rmdir(work)
    except OSError:
        return not os.path.lexists(work)
    return True


# --------------------------------------------------------------------------- recovery


def recover(home: Path) -> None:
    """Finish, or take back, what a run that was cut off began; the caller holds the lock.

    A change that was decided is finished. If files were changed by somebody else since, so
    that neither its old nor its new state can be had, what is left of it is dropped and the
    files stay as they are. Raises UnfinishedError where the change has another home, and
    OSError where a file cannot be written: the next call then goes on.
    """
    with signals_held():
        _recover(home)


def settle(folders: Iterable[Path]) -> bool:
    """Recover from runs that were cut off in some folders; returns whether there were any.

    Their changes are finished or undone, also where their record is in another folder. Raises
    OSError if that fails.
    """
    left = [folder for folder in dict.fromkeys(folders) if pending(folder)]
    with locked(left):
        for folder in left:
            recover_wherever(folder, left)
    return bool(left)


def recover_wherever(folder: Path, held: Collection[Path]) -> None:
    """Like `recover`, also where the change has another home; `held` are locked folders."""
    try:
        recover(folder)
    except UnfinishedError as fault:
        with contextlib.nullcontext() if fault.home in held else locked((fault.home,)):
            recover(fault.home)


def _recover(home: Path) -> None:
    work = home / WORK
    if not os.path.lexists(work):
        return
    with contextlib.suppress(OSError, UnicodeDecodeError):
        other = Path(read_file(work / HOME).decode("utf-8", "surrogateescape"))
        if other != home.absolute() and os.path.lexists(other / WORK):
            raise UnfinishedError(other)
    if (decided := loaded(home, COMMIT)) is not None:
        if all(map(_can_go_forward, decided.steps)):
            for step in decided.steps:
                _forward(step)
        elif all(map(_can_go_backward, decided.steps)):
            _go_backward(decided)
        _finish(decided)
    elif (done := loaded(home, DONE)) is not None:
        _finish(done)
    elif (intended := loaded(home, INTENT)) is not None:
        _undo_staging(intended)
    else:
        _empty(work)
    if os.path.lexists(work):
        raise OSError(errno.ENOTEMPTY, "an earlier run's leftovers cannot be removed", str(work))


def _can_go_forward(step: Step) -> bool:
    present = sum_at(step.place)
    if present == step.new:
        return True
    return present == step.old and (step.new is None or sum_at(step.staged) == step.new)


def _can_go_backward(step: Step) -> bool:
    present = sum_at(step.place)
    if present == step.old:
        return True
    return present == step.new and (step.old is None or sum_at(step.kept) == step.old)
