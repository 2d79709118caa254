"""A folder that is exchanged for a link, at any moment of a write: nothing elsewhere is touched.

Who may write to the output can do that between a look at a folder and what is done next. What the
link leads to has the names, and the texts, of all that the write replaces, removes and cleans up.
"""

from __future__ import annotations

import contextlib
import os
import posixpath
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from realtime_codegen.migrate import files as sources
from realtime_codegen.migrate.files import Changed
from realtime_codegen.output import folders, journal, locking, named, transaction, tree as output
from realtime_codegen.output.folders import BY_HANDLE
from realtime_codegen.output.manifest import with_manifests
from realtime_codegen.output.named import write_named
from realtime_codegen.output.transaction import UnfinishedError, commit, locked, recover
from realtime_codegen.output.tree import ConflictError, OutsideError, Tree, write
from realtime_codegen.text import disk, paths
from realtime_codegen.text.resources import WORK
from tests.test_hostile_paths import snapshot
from tests.tools.night import is_nightly
from tests.tools.packages import tree_of, write_tree

pytestmark = pytest.mark.skipif(not BY_HANDLE, reason="the system has no calls by a handle")

MODULES = (disk, folders, journal, locking, named, output, paths, sources, transaction)
CALLS = frozenset(
    {"open", "write", "fsync", "close", "mkdir", "rmdir", "rename", "replace", "unlink", "link"}
    | {"stat", "lstat", "fstat", "chmod", "listdir", "scandir"}
)
LOOKS = frozenset({"realpath", "lexists", "exists", "isdir", "islink"})
STEP = 1 if is_nightly() else 13
REFUSED = (OSError, ConflictError, OutsideError, UnfinishedError)

OLD = {"p/__init__.py": "old", "p/a.py": "old a", "p/gone.py": "old", "docs/same.md": "same"}
NEW = {"p/__init__.py": "new", "p/a.py": "new a", "docs/same.md": "same", "more/deep/x.md": "x"}
SOURCES = {"a/x.py": "old", "a/y.py": "old", "b/z.py": "old"}


class Watched:
    """Stands in for a module, and tells of each call of some names before it is made."""

    def __init__(self, module: ModuleType, names: frozenset[str], told: Callable[[], None]) -> None:
        self._module, self._names, self._told = module, names, told

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._module, name)
        if name not in self._names:
            return real

        def call(*arguments: Any, **options: Any) -> Any:
            self._told()
            return real(*arguments, **options)

        return call


@dataclass(frozen=True)
class Scene:
    """The old files, the new ones, and the folders that are exchanged for links meanwhile."""

    old: Mapping[str, bytes]
    new: Mapping[str, bytes]
    begin: Callable[[Path], None]
    write: Callable[[Path], object]
    exchanged: tuple[str, ...]


def encoded(files: Mapping[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in files.items()}


def tree(folder: Path, files: Mapping[str, str]) -> Tree:
    return Tree(folder, "p", with_manifests(files, "p"))


def nothing(_: Path) -> None:
    pass


def cut_off(folder: Path) -> None:
    """What a run leaves that ends amid the change, and cannot take it back."""
    calls = count()

    def fails(*arguments: Any, **options: Any) -> None:
        if next(calls) > 1:
            raise OSError(5, "Input/output error")
        real(*arguments, **options)

    real = os.replace
    with pytest.MonkeyPatch.context() as patch, contextlib.suppress(OSError):
        patch.setattr(os, "replace", fails)
        write([tree(folder, NEW)])
    assert (folder / WORK).exists()


def write_sources(folder: Path) -> None:
    sources.write(Changed(folder / path, b"old", b"new") for path in SOURCES)


def write_project(folder: Path) -> None:
    trees = [tree(folder / "one", NEW), tree(folder / "two", NEW)]
    write(trees, folder, {folder / "it.lock": b"new"}, force=True)


OF_TREE = ("p", "docs", WORK, f"p/{WORK}", f"docs/{WORK}")
PROJECT = {f"{name}/{path}": text for name in ("one", "two") for path, text in OLD.items()}
_NEW = with_manifests(NEW, "p")
SCENES = {
    "update": Scene(
        with_manifests(OLD, "p"), _NEW, nothing, lambda at: write([tree(at, NEW)]), OF_TREE
    ),
    "first": Scene({}, _NEW, nothing, lambda at: write([tree(at, NEW)]), (*OF_TREE, "more")),
    "rest": Scene(
        with_manifests(OLD, "p"), _NEW, cut_off, lambda at: write([tree(at, NEW)]), OF_TREE
    ),
    "project": Scene(
        {**encoded(PROJECT), "it.lock": b"old"},
        {"it.lock": b"new"}
        | {f"{name}/{path}": data for name in ("one", "two") for path, data in _NEW.items()},
        nothing,
        write_project,
        ("one/p", f"one/{WORK}", f"two/p/{WORK}", "two/docs"),
    ),
    "sources": Scene(
        encoded(SOURCES),
        dict.fromkeys(SOURCES, b"new"),
        nothing,
        write_sources,
        (f"a/{WORK}", f"b/{WORK}"),
    ),
    "named": Scene(
        {"a/x": b"old"},
        {"a/x": b"new"},
        nothing,
        lambda at: write_named(at / "a/x", b"new"),
        (f"a/{WORK}",),
    ),
}
TRIALS = [(name, place) for name, scene in SCENES.items() for place in scene.exchanged]


@dataclass
class Exchange:
    """Puts a link in the place of a folder before the call `at`, or a later one where it cannot."""

    place: Path
    other: Path
    aside: Path
    at: int
    calls: int = 0
    done: bool = False
    armed: bool = True

    def __call__(self) -> None:
        self.calls += self.armed
        if self.armed and self.calls >= self.at and not self.done and self.place.parent.is_dir():
            self.done = True
            if os.path.lexists(self.place):
                self.place.rename(self.aside)
            self.place.symlink_to(self.other)

    def undo(self) -> None:
        if self.done and self.place.is_symlink():
            self.place.unlink()
        if self.aside.exists() and not self.place.exists():
            self.place.parent.mkdir(exist_ok=True)
            self.aside.rename(self.place)


def watching(patch: pytest.MonkeyPatch, told: Callable[[], None]) -> None:
    """Have each call of the system that a write makes told of."""
    module = Watched(os, CALLS, told)
    vars(module)["path"] = Watched(posixpath, LOOKS, told)
    for module_name in MODULES:
        if "os" in vars(module_name):
            patch.setattr(module_name, "os", module)


def prepared(base: Path, scene: Scene, place: str) -> tuple[Path, Path]:
    """The folder of a scene, and one elsewhere that has the same files, and what a run leaves."""
    at, victim = base / "at", base / "elsewhere"
    texts = {path: data.decode() for path, data in {**scene.new, **scene.old}.items()}
    left = {"0.new": "theirs", "0.old": "theirs", "commit.json": "{}", "mine.txt": "theirs"}
    if place.endswith(WORK):
        write_tree(victim / place, left)
    else:
        write_tree(victim, texts)
        write_tree(victim / place / WORK, left)
    at.mkdir()
    write_tree(at, {path: data.decode() for path, data in scene.old.items()})
    scene.begin(at)
    return at, victim


def exchanged(scene: Scene, place: str, at: int) -> tuple[bool, bool]:
    """Write while a folder is exchanged; whether that was done, and all else is as it was."""
    with tempfile.TemporaryDirectory() as base:
        folder, victim = prepared(Path(base), scene, place)
        before = snapshot(victim)
        exchange = Exchange(folder / place, victim / place, Path(base, "aside"), at)
        with pytest.MonkeyPatch.context() as patch, contextlib.suppress(*REFUSED):
            watching(patch, exchange)
            scene.write(folder)
        alone = snapshot(victim) == before
        exchange.undo()
        if exchange.done and alone:
            assert_the_next_run_is_whole(scene, folder, place, at)
        return exchange.done, alone


def assert_the_next_run_is_whole(scene: Scene, folder: Path, place: str, at: int) -> None:
    """Without the link, what was begun is finished or undone: no file is torn, none is left."""
    with contextlib.suppress(ConflictError, transaction.ChangedError):
        scene.write(folder)
    tree = tree_of(folder)
    # A work folder that somebody took away, and brought back, may have missed being cleaned up.
    left = [path for path in tree if WORK in path and not path.startswith(place)]
    assert not left, (at, left)
    for path, data in tree.items():
        assert WORK in path or data in (scene.old.get(path), scene.new.get(path)), (at, path)


@pytest.mark.parametrize(("name", "place"), TRIALS)
def test_what_is_behind_a_link_is_left_alone(name: str, place: str) -> None:
    tried = 0
    for at in range(1 + len(place) % STEP, 2_000, STEP):
        done, alone = exchanged(SCENES[name], place, at)
        if not done:
            break
        tried += 1
        assert alone, at
    assert tried > 2


@pytest.mark.parametrize("name", ["update", "first", "rest", "sources", "named"])
def test_the_folder_that_was_locked_is_the_one_that_is_written(name: str) -> None:
    """Also the output itself, which may be a link before, but is looked up once."""
    scene = SCENES[name]
    place = {"sources": "a", "named": "a"}.get(name, "")
    real = folders.opened_folder
    # In a push all of the first calls, which come before the locked folders are handed on.
    for at in (*range(2, 2 + STEP), *range(2 + STEP, 2_000, STEP)):
        with tempfile.TemporaryDirectory() as base:
            folder, victim = prepared(Path(base), scene, place)
            before = snapshot(victim)
            exchange = Exchange(folder / place, victim / place, Path(base, "aside"), at)

            def opened(path: Path, *, links: bool, told: Exchange = exchange) -> int:
                if told.place == path:  # Its links have been followed by now.
                    told.armed = True
                return real(path, links=links)

            exchange.armed = False
            with pytest.MonkeyPatch.context() as patch, contextlib.suppress(*REFUSED):
                patch.setattr(locking, "opened_folder", opened)
                watching(patch, exchange)
                scene.write(folder)
            assert snapshot(victim) == before, at
            if not exchange.done:
                break
    assert at > 2 + STEP


def test_a_link_that_comes_before_the_lock_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    real = folders.opened_folder

    def opened(path: Path, *, links: bool) -> int:
        (tmp_path / "out").rename(tmp_path / "aside")
        (tmp_path / "out").symlink_to(tmp_path / "elsewhere")
        return real(path, links=links)

    monkeypatch.setattr(locking, "opened_folder", opened)
    with pytest.raises(OSError, match="irectory"):
        write([tree(tmp_path / "out", NEW)])
    assert not any((tmp_path / "elsewhere").iterdir())


def test_a_journal_of_somebody_else_is_not_obeyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who may write to the output could tell in it what to write, and where."""
    for word in ("ours", "uid", "mode"):
        folder, victim = tmp_path / word, tmp_path / f"{word}.txt"
        write([tree(folder, OLD)])
        victim.write_text(OLD["p/__init__.py"])  # With another content, no journal is obeyed.
        cut_off(folder)
        text = (folder / WORK / "commit.json").read_text()
        assert '"p/__init__.py"' in text
        outside = text.replace("p/__init__.py", f"../{victim.name}")
        (folder / WORK / "commit.json").write_text(outside)
        (folder / WORK).chmod(0o777 if word == "mode" else 0o700)
        with monkeypatch.context() as patch, locked((folder,)) as held:
            if word == "uid":
                patch.setattr(os, "geteuid", lambda: os.getuid() + 1)
            recover(folder, held)
        # One of our own is obeyed, as sources and configurations are outside of outputs.
        assert victim.read_text() == (NEW if word == "ours" else OLD)["p/__init__.py"]
        assert not (folder / WORK).exists()


def test_many_folders_are_written_with_few_open(tmp_path: Path) -> None:
    """A program may have some hundred files open, on some systems."""
    import resource

    changes = {tmp_path / f"{n}" / "deep" / "a": b"new" for n in range(300)}
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (200, before[1]))
    try:
        commit(tmp_path, changes)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert tree_of(tmp_path) == {f"{n}/deep/a": b"new" for n in range(300)}


_CROWDED = """
import resource, sys
from pathlib import Path
from realtime_codegen.migrate.files import Changed, write

soft, hard, folders = int(sys.argv[2]), int(sys.argv[3]), sorted(Path(sys.argv[1]).iterdir())
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
try:
    write(Changed(folder / "a.py", b"old", b"new") for folder in folders)
except OSError as fault:
    print(fault)
print(resource.getrlimit(resource.RLIMIT_NOFILE) == (soft, hard))
"""


@pytest.mark.parametrize(("hard", "data"), [(700, "new"), (340, "old")])
def test_a_program_in_many_folders_is_locked_as_a_whole(
    hard: int, data: str, tmp_path: Path
) -> None:
    """Each folder is held open, whatever is allowed at first: as far as the system lets us."""
    write_tree(tmp_path, {f"{n}/a.py": "old" for n in range(300)})
    command = [sys.executable, "-c", _CROWDED, str(tmp_path), "100", str(hard)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    *said, restored = done.stdout.splitlines()
    assert restored == "True"
    assert tree_of(tmp_path) == {f"{n}/a.py": data.encode() for n in range(300)}
    assert bool(said) == (data == "old")
    assert all("300 folders" in line and "340 files" in line for line in said)


@pytest.mark.parametrize(("name", "place"), [("update", "p"), ("rest", "p"), ("first", "more")])
def test_these_tests_would_see_it(name: str, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By their paths alone, as before, files behind a link are changed."""
    monkeypatch.setattr(folders, "BY_HANDLE", False)
    seen = [exchanged(SCENES[name], place, at) for at in range(1, 200, 4)]
    assert (True, False) in seen
