"""Fault injection: abort a write at every system call in a forked process, and check the files.

    python -m tests.tools.faults FOLDER STEP

A second fault is injected at every STEPth system call of the recovery from the first. Unless STEP
is 1, a whole project is written with the first fault at every third call. Prints a line
of JSON for each kind of fault: the number of points tried, and the errors found. It is a separate
program because it forks, which is unsafe in a process with threads.
"""

from __future__ import annotations

import errno
import gc
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from realtime_codegen.migrate.files import Changed, write as write_sources
from realtime_codegen.output import folders, transaction
from realtime_codegen.output.manifest import with_manifests
from realtime_codegen.output.tree import Tree, write
from realtime_codegen.text.resources import WORK
from tests.tools.packages import tree_of, write_tree

CALLS: Final = frozenset(
    {"open", "write", "fsync", "mkdir", "rmdir", "rename", "replace", "unlink", "link"}
)
MOST_POINTS: Final = 500

Act = Callable[[str, Callable[..., Any], tuple[Any, ...]], None]
State = dict[str, bytes]


class FaultyOs:
    """A stand-in for the module `os` that injects a fault before each call from `at` on."""

    def __init__(self, at: int, act: Act, *, once: bool = True) -> None:
        self.count = 0
        self.at, self.act, self.once = at, act, once
        self.unsynced: set[int] = set()
        UNSYNCED.append(self.unsynced)

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in CALLS:
            return real

        def call(*arguments: Any, **options: Any) -> Any:
            self.count += 1
            if self.count == self.at or (self.count > self.at and not self.once):
                self.act(name, partial(real, **options), arguments)
            result = real(*arguments, **options)
            if name == "write":
                self.unsynced.add(os.fstat(arguments[0]).st_ino)
            elif name == "fsync":
                self.unsynced.discard(os.fstat(arguments[0]).st_ino)
            return result

        return call


UNSYNCED: Final[list[set[int]]] = []
"""For each stand-in, the files that were written but not synced."""


def power_failure(_name: str, _real: Callable[..., Any], _arguments: tuple[Any, ...]) -> None:
    """Names reach the disk in time; content only where it was synced."""
    for directory, _, names in os.walk("."):
        for name in names:
            path = Path(directory, name)
            if path.stat().st_ino in UNSYNCED[-1]:
                os.truncate(path, 0)
    die()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_before(_name: str, _real: Callable[..., Any], _arguments: tuple[Any, ...]) -> None:
    die()


def killed_amid(name: str, real: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Only half of the data is written; other calls succeed."""
    if name == "write":
        handle, data = arguments
        real(handle, bytes(data)[: len(data) // 2])
    else:
        real(*arguments)
    die()


def fails(code: int, names: frozenset[str] = CALLS) -> Act:
    """Some calls fail with an error; opening a folder fails only if all calls do."""

    def act(name: str, _real: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        opens_folder = name == "open" and arguments[1] & os.O_DIRECTORY
        if name in names and not (opens_folder and names != CALLS):
            raise OSError(code, os.strerror(code))

    return act


def interrupted(_name: str, _real: Callable[..., Any], _arguments: tuple[Any, ...]) -> None:
    raise KeyboardInterrupt


def signalled(_name: str, _real: Callable[..., Any], _arguments: tuple[Any, ...]) -> None:
    """A signal ends the program, as the command handles it: by an exception."""
    os.kill(os.getpid(), signal.SIGTERM)


def _end(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


GROWING: Final = frozenset({"open", "write", "mkdir", "link"})
"""The calls that a full disk fails; and, if a folder has to grow, `rename` and `replace`."""


@dataclass(frozen=True)
class Scene:
    """Files before and after a write, and the write."""

    old: Mapping[str, str]
    new: State
    write: Callable[[Path], None]
    recover: Callable[[Path], None]
    foreign: Mapping[str, str]
    durable: tuple[str, ...] = ()
    """The files that a power failure must leave old or new; others can be generated again."""

    def begin(self, folder: Path) -> None:
        write_tree(folder, {**self.old, **self.foreign})


def texts(files: Mapping[str, bytes], below: str = "") -> dict[str, str]:
    return {f"{below}{path}": data.decode() for path, data in files.items()}


OLD: Final = with_manifests(
    {"p/__init__.py": "old", "p/a.py": "old a", "p/gone.py": "old", "docs/same.md": "same"}, "p"
)
NEW: Final = with_manifests(
    {"p/__init__.py": "new", "p/a.py": "new a", "docs/same.md": "same", "more/deep/x.md": "x"}, "p"
)


def one_folder() -> Scene:
    """An output folder is updated: files change, appear and go."""

    def recover(folder: Path) -> None:
        with transaction.locked((folder,)):
            transaction.recover(folder)

    return Scene(
        texts(OLD),
        dict(NEW),
        lambda folder: _write([Tree(folder, "p", NEW)], folder, {}),
        recover,
        {"p/mine.py": "mine", "docs/mine.md": "mine", "top.txt": "mine"},
    )


def first_run() -> Scene:
    """An output folder is filled for the first time."""
    return Scene({}, dict(NEW), one_folder().write, one_folder().recover, {"top.txt": "mine"})


def whole_project() -> Scene:
    """A configuration, its lock file and two output folders change together."""
    old = {"it.toml": "old", "it.lock": "old", **texts(OLD, "one/"), "two/else.txt": "mine"}
    new = {"it.toml": b"new", "it.lock": b"new", "two/else.txt": b"mine"}
    new |= {f"{folder}/{path}": data for folder in ("one", "two") for path, data in NEW.items()}

    def change(folder: Path) -> None:
        trees = [Tree(folder / name, "p", NEW) for name in ("one", "two")]
        _write(trees, folder, {folder / "it.toml": b"new", folder / "it.lock": b"new"})

    def recover(folder: Path) -> None:
        with transaction.locked((folder, folder / "one", folder / "two")):
            for place in (folder, folder / "one", folder / "two"):
                transaction.recover(place)

    return Scene(old, new, change, recover, {"mine.txt": "mine"}, ("it.toml", "it.lock"))


def sources() -> Scene:
    """Modules of the user's in several folders are rewritten."""
    places = ("a/x.py", "a/y.py", "b/z.py")

    def change(folder: Path) -> None:
        write_sources(Changed(folder / place, b"old", b"new") for place in places)

    def recover(folder: Path) -> None:
        transaction.settle([folder / "a", folder / "b"])

    new = dict.fromkeys(places, b"new")
    return Scene(dict.fromkeys(places, "old"), new, change, recover, {"b/mine.txt": "mine"}, places)


def _write(trees: list[Tree], home: Path, others: Mapping[Path, bytes]) -> None:
    write(trees, home, others)


def forked(call: Callable[[], None], fault: FaultyOs, folder: Path | None = None) -> int:
    """Run a function in a forked process; return its result: 0 success, 1 an error, -9 killed."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 2
    try:
        vars(folders)["os"] = fault
        if folder is not None:
            os.chdir(folder)
        signal.signal(signal.SIGTERM, _end)
        call()
        code = 0 if fault.count >= fault.at else UNTOUCHED
    except (OSError, KeyboardInterrupt):
        code = 1
    finally:
        os._exit(code)


UNTOUCHED: Final = 3
"""The fault lies beyond the last call."""


class Trial:
    """Inject a fault at every point of a scene, one after the other."""

    def __init__(
        self, scene: Scene, base: Path, *, at_once: bool, step: int = 1, stride: int = 1
    ) -> None:
        self.scene, self.base, self.at_once = scene, base, at_once
        self.step, self.stride = step, stride
        self.points = 0
        self.outcomes = {"old": 0, "new": 0}
        self.wrong: list[str] = []
        foreign = {path: text.encode() for path, text in scene.foreign.items()}
        self.old = {**{path: text.encode() for path, text in scene.old.items()}, **foreign}
        self.new = {**scene.new, **foreign}

    def run(self, act: Act, *, once: bool = True, again: bool = False) -> None:
        for at in range(1, MOST_POINTS, self.stride):
            folder = self.base / f"{self.points}"
            folder.mkdir(parents=True)
            self.scene.begin(folder)
            code = forked(lambda at=folder: self.scene.write(at), FaultyOs(at, act, once=once))  # type: ignore[misc]
            if code == UNTOUCHED:
                return
            self.points += 1
            self._look(folder, f"{at}", recovered=False)
            if again:
                for later in range(1 + at % self.step, MOST_POINTS, self.step):
                    fault = FaultyOs(later, act, once=once)
                    if forked(lambda at=folder: self.scene.recover(at), fault) == UNTOUCHED:  # type: ignore[misc]
                        break
                    self.points += 1
                    self._look(folder, f"{at}, then {later}", recovered=False)
            self.scene.recover(folder)
            self._look(folder, f"{at}", recovered=True)
            self.scene.write(folder)
            if tree_of(folder) != self.new:
                self.wrong.append(f"{at}: the next run left something else")

    def lose_power(self) -> None:
        """End the run at each point, and lose all content that was not synced."""
        for at in range(1, MOST_POINTS, self.stride):
            folder = self.base / f"{self.points}"
            folder.mkdir(parents=True)
            self.scene.begin(folder)
            fault = FaultyOs(at, power_failure)
            if forked(lambda at=folder: self.scene.write(at), fault, folder) == UNTOUCHED:  # type: ignore[misc]
                return
            self.points += 1
            self.scene.recover(folder)
            tree = tree_of(folder)
            states = [
                {path: files[path] for path in self.scene.durable} for files in (self.old, self.new)
            ]
            kept = {path: tree.get(path) for path in self.scene.durable}
            if kept not in states:
                self.wrong.append(f"{at}: neither old nor new: {kept}")
            self.outcomes["new" if kept == states[1] else "old"] += 1
            if any(WORK in path for path in tree):
                self.wrong.append(f"{at}: something is left")

    def _look(self, folder: Path, point: str, *, recovered: bool) -> None:
        tree = tree_of(folder)
        if self.at_once and not recovered:
            tree = {path: data for path, data in tree.items() if WORK not in path}
        if recovered or self.at_once:
            if tree not in (self.old, self.new):
                self.wrong.append(f"{point}: neither old nor new: {sorted(tree)}")
            self.outcomes["new" if tree == self.new else "old"] += 1
            return
        for path, data in tree.items():
            if WORK in path:
                continue
            if data not in (self.old.get(path), self.new.get(path)):
                self.wrong.append(f"{point}: {path} is torn")
        for path in self.old.keys() & self.new.keys() - tree.keys():
            self.wrong.append(f"{point}: {path} is missing")


FAULTS: Final[Mapping[str, tuple[Act, bool, bool]]] = {
    # The fault; whether once or from then on; whether files have to be complete at once.
    "killed before": (killed_before, True, False),
    "killed amid": (killed_amid, True, False),
    "one error": (fails(errno.EIO), True, True),
    "disk full": (fails(errno.ENOSPC, GROWING), False, True),
    "folder full": (fails(errno.ENOSPC, GROWING | {"rename", "replace"}), False, False),
    "read-only": (fails(errno.EROFS), False, False),
    "interrupted": (interrupted, True, True),
    "signalled": (signalled, True, True),
}


def main() -> None:
    gc.freeze()
    base, step = Path(sys.argv[1]), int(sys.argv[2])
    for scene in (one_folder, first_run, whole_project):
        for name, (act, once, at_once) in FAULTS.items():
            # With a step, the other scenes get the two faults that leave most work.
            brief = scene is whole_project or (scene is first_run and step > 1)
            if brief and name not in ("killed amid", "one error"):
                continue
            folder = base / scene.__name__ / name
            stride = _stride(scene, step)
            trial = Trial(scene(), folder, at_once=at_once, step=step, stride=stride)
            trial.run(act, once=once, again=scene is one_folder and name == "killed amid")
            _tell(trial, scene.__name__, name)
    for scene in (whole_project, sources):
        folder = base / scene.__name__ / "power"
        trial = Trial(scene(), folder, at_once=True, stride=_stride(scene, step))
        trial.lose_power()
        _tell(trial, scene.__name__, "power failure")


def _stride(scene: Callable[[], Scene], step: int) -> int:
    """With a step, one in three of the many calls of the largest scene has a fault."""
    return 3 if scene is whole_project and step > 1 else 1


def _tell(trial: Trial, scene: str, fault: str) -> None:
    said = {"scene": scene, "fault": fault, "points": trial.points}
    sys.stdout.write(f"{json.dumps({**said, **trial.outcomes, 'wrong': trial.wrong})}\n")


if __name__ == "__main__":
    main()
