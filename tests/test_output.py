"""The output is the old one or the new one, whatever ends the run that writes it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from realtime_codegen.output import locking
from realtime_codegen.output.folders import Folders
from realtime_codegen.output.journal import COMMIT, INTENT
from realtime_codegen.output.manifest import with_manifests
from realtime_codegen.output.transaction import UnfinishedError, commit, locked, recover
from realtime_codegen.output.tree import ConflictError, Tree, write
from realtime_codegen.text.lines import sum_of
from realtime_codegen.text.resources import WORK
from tests.tools import started
from tests.tools.night import at_night
from tests.tools.packages import tree_of, write_tree
from tests.tools.signals import default_signals, signalled_at

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks, and kills")


def tree(folder: Path, word: str, *more: str) -> Tree:
    files = {"p/__init__.py": word, "p/a.py": f"{word} a", "docs/README.md": word}
    return Tree(folder, "p", with_manifests({**files, **dict.fromkeys(more, word)}, "p"))


def test_an_error_names_a_file_of_the_output_and_no_working_file(tmp_path: Path) -> None:
    (tmp_path / "11.new").write_text("")
    (tmp_path / "a.py").mkdir()
    with Folders() as folders:
        folders.take(tmp_path)
        with pytest.raises(IsADirectoryError) as replaced:
            folders.replace((tmp_path, "11.new"), (tmp_path, "a.py"))
        with pytest.raises(FileNotFoundError) as kept:
            folders.link((tmp_path, "b.py"), (tmp_path, "11.old"))
    named = [replaced.value.filename, kept.value.filename]
    assert named == [str(tmp_path / "a.py"), str(tmp_path / "b.py")]


@pytest.mark.parametrize("step", [10, pytest.param(1, marks=pytest.mark.nightly)])
def test_a_fault_at_any_system_call_leaves_old_or_new(step: int) -> None:
    # In memory where that can be had: it takes some ten thousand files.
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        program = (sys.executable, "-m", "tests.tools.faults", folder, str(step))
        done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == (20 if step == 1 else 14)
    for trial in lines:
        assert trial["wrong"] == [], (trial["scene"], trial["fault"])
        assert trial["points"] > 25
        # Neither state alone would show that the moment of the change was passed.
        assert trial["old"] > 3 or trial["fault"] == "signalled"
        assert trial["new"] > 3


@pytest.mark.skipif(sys.platform != "linux", reason="names open files by /proc")
def test_names_are_on_the_disk_before_what_relies_on_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power failure may lose names as well as content, where no call forces them to the disk."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_bytes(b"old")
    calls: list[str] = []

    def told(name: str, real: Callable[..., None]) -> Callable[..., None]:
        def call(*arguments: Any, **options: Any) -> None:
            if name == "fsync":
                path = Path(f"/proc/self/fd/{arguments[0]}").readlink()
                calls.append(f"fsync {path.relative_to(tmp_path.resolve())}")
            else:
                calls.append(f"to {Path(arguments[1]).name}")
            real(*arguments, **options)

        return call

    for name in ("fsync", "rename", "replace"):
        monkeypatch.setattr(os, name, told(name, getattr(os, name)))
    commit(tmp_path, {tmp_path / "src" / "a.py": b"new"}, durable=True)
    assert calls[: calls.index("fsync src") + 1] == [
        f"fsync {WORK}/{INTENT}",
        f"fsync src/{WORK}/0.new",
        f"fsync src/{WORK}",
        f"to {COMMIT}",
        f"fsync {WORK}",
        "to a.py",
        "fsync src",
    ]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for about a hundred pages."""
    mount, folder = shutil.which("mount"), tmp_path / "disk"
    folder.mkdir()
    options = ("-t", "tmpfs", "-o", "size=400k,mode=777", "none", str(folder))
    if mount is None or subprocess.run([mount, *options], check=False, stderr=-3).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_really_full(small_disk: Path) -> None:
    output = small_disk / "out"
    write([tree(output, "o" * 20_000)])
    before = tree_of(output)
    for size in (500_000, 150_000, 90_000):
        with pytest.raises(OSError, match="No space left"):
            write([tree(output, "n" * size, "q/new.py")])
        assert tree_of(output) == before
    with pytest.raises(OSError, match="No space left"):
        write([tree(small_disk / "other", "n" * 200_000)])
    assert sorted(path.name for path in small_disk.iterdir()) == ["out"]
    write([tree(output, "n" * 25_000, "q/new.py")])
    assert tree_of(output) == dict(tree(output, "n" * 25_000, "q/new.py").files)


@pytest.fixture
def bind() -> Iterator[Callable[[Path], None]]:
    """A function that makes a file a mount point, of itself."""
    mount, mounted = shutil.which("mount"), list[Path]()

    def bound(path: Path) -> None:
        command = [str(mount), "--bind", str(path), str(path)]
        if mount is None or subprocess.run(command, check=False, stderr=-3).returncode:
            pytest.skip("no file can be mounted here")
        mounted.append(path)

    yield bound
    for path in mounted:
        subprocess.run(["umount", str(path)], check=True)


@pytest.mark.parametrize("place", range(3))
def test_a_file_that_is_a_mount_point(
    place: int, tmp_path: Path, bind: Callable[[Path], None]
) -> None:
    """As in a container: it cannot be replaced, so that nothing is."""
    output = tmp_path / "out"
    write([tree(output, "old")])
    before = tree_of(output)
    bind(sorted(path for path in output.rglob("*") if path.is_file())[place])
    with pytest.raises(OSError, match="busy"):
        write([tree(output, "new", "q/new.py")])
    assert tree_of(output) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


@pytest.mark.parametrize("after", [1, 2])
def test_a_run_that_ended_beside_a_mount_point_is_undone(
    after: int,
    tmp_path: Path,
    bind: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The next run cannot finish it, as long as that file is one."""
    output = tmp_path / "out"
    write([tree(output, "old")])
    before = tree_of(output)
    cut_off(output, monkeypatch, after=after)
    left = tree_of(output)
    assert any(WORK in path for path in left)
    changed = [path for path in sorted(before) if left[path] != before[path]]
    unchanged = [path for path in sorted(before) if left[path] == before[path]]
    assert len(changed) == after
    bind(output / unchanged[-1])
    with pytest.raises(OSError, match="busy"):
        write([tree(output, "new")])
    assert tree_of(output) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


@pytest.mark.parametrize("inner", ["", "p", "docs"])
def test_a_folder_that_may_not_be_written(inner: str, tmp_path: Path) -> None:
    """Tried by a user without rights over everything."""
    output = tmp_path / "out"
    write([tree(output, "old")])
    before = tree_of(output)
    for path in (output, *output.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    (output / inner).chmod(0o555)
    for folder in (tmp_path, *tmp_path.parents):
        if os.geteuid() == 0 and folder != Path("/") and not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o011)
    script = (
        "import os, sys; from tests.test_output import *\n"
        "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "try: write([tree(Path(sys.argv[1]), 'new', 'more/x.py')])\n"
        "except PermissionError as fault: print('refused', fault.filename)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(output)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    (output / inner).chmod(0o755)
    assert done.stdout.startswith("refused"), done.stderr
    assert tree_of(output) == before
    assert not (output / "more").exists()


def test_two_runs_at_once(tmp_path: Path) -> None:
    """Several writers, again and again; whoever looks while the lock is held sees one of them."""
    output = tmp_path / "out"
    script = (
        "import sys; from tests.test_output import *\n"
        "folder, word = Path(sys.argv[1]), sys.argv[2]\n"
        "for _ in range(25): write([tree(folder, word, f'{word}/own.py')])\n"
    )
    words = ("one", "two", "three")
    writers = [
        subprocess.Popen([sys.executable, "-c", script, str(output), word], cwd=ROOT)
        for word in words
    ]
    looks = 0
    while any(writer.poll() is None for writer in writers):
        with locked((output,)):
            tree = tree_of(output)
        contents = {data for path, data in tree.items() if path in ("p/a.py", "docs/README.md")}
        assert contents in (set(), *({word.encode(), f"{word} a".encode()} for word in words))
        looks += bool(contents)
        time.sleep(0.002)
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert looks > 3
    assert not any(WORK in path for path in tree_of(output))


def test_a_run_that_holds_on_is_not_waited_for_forever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "_PATIENCE", 0.1)
    with locked((tmp_path,)), pytest.raises(TimeoutError, match="another run is writing there"):
        write([tree(tmp_path, "new")])
    assert tree_of(tmp_path) == {}


def cut_off(output: Path, monkeypatch: pytest.MonkeyPatch, *, after: int) -> None:
    """A write that ends amid the change, and cannot take it back."""
    calls = iter(range(100))
    real = os.replace

    def replace(*arguments: Any, **options: Any) -> None:
        if next(calls) >= after:
            raise OSError(5, "Input/output error")
        real(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace)
        with pytest.raises(OSError, match="Input/output error"):
            write([tree(output, "new")])


def test_a_cut_off_run_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write([tree(tmp_path, "old")])
    cut_off(tmp_path, monkeypatch, after=2)
    assert any(WORK in path for path in tree_of(tmp_path))
    assert write([tree(tmp_path, "new")]) == ((),)
    assert tree_of(tmp_path) == dict(tree(tmp_path, "new").files)


def test_what_was_changed_after_a_cut_off_run_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write([tree(tmp_path, "old")])
    old = tree_of(tmp_path)
    cut_off(tmp_path, monkeypatch, after=2)
    (tmp_path / "p" / "a.py").write_text("mine")
    with pytest.raises(ConflictError) as at:
        write([tree(tmp_path, "newer")])
    assert ("p/a.py", "edited") in {
        (conflict.path, conflict.kind) for conflict in at.value.conflicts
    }
    assert (tmp_path / "p" / "a.py").read_text() == "mine"
    # Restored from version control, the old files are whole again.
    for path, data in old.items():
        (tmp_path / path).write_bytes(data)
    write([tree(tmp_path, "newer")])
    assert tree_of(tmp_path) == dict(tree(tmp_path, "newer").files)


def test_files_that_came_back_are_not_mixed_with_new_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write([tree(tmp_path, "old")])
    old = tree_of(tmp_path)
    cut_off(tmp_path, monkeypatch, after=2)
    for path, data in old.items():
        (tmp_path / path).write_bytes(data)
    with locked((tmp_path,)):
        recover(tmp_path)
    assert tree_of(tmp_path) == old


def test_an_output_of_an_unfinished_configuration_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "out"
    write([tree(output, "old")])
    real, done = os.replace, list[Any]()

    def replace(*names: Any, **options: Any) -> None:
        if len(done) == 2:  # The second step is done, and cannot be undone.
            raise OSError(5, "Input/output error")
        done.append(names)
        real(*names, **options)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(OSError, match="Input/output error"):
        write([tree(output, "new")], tmp_path, {tmp_path / "x.lock": b"new"})
    monkeypatch.setattr(os, "replace", real)
    with pytest.raises(UnfinishedError) as at:
        write([tree(output, "new")])
    assert at.value.home == tmp_path
    write([tree(output, "new")], tmp_path, {tmp_path / "x.lock": b"new"})
    assert (tmp_path / "x.lock").read_bytes() == b"new"
    assert tree_of(output) == dict(tree(output, "new").files)


@pytest.mark.parametrize("name", ["commit.json", "intent.json", "done.json"])
def test_a_journal_that_came_with_a_checkout_is_not_obeyed(name: str, tmp_path: Path) -> None:
    output, victim = tmp_path / "repo" / "out", tmp_path / "victim"
    write_tree(tmp_path, {"victim/.profile": "mine", f"repo/out/{WORK}/0.new": "theirs"})
    old = sum_of(b"mine")
    steps = [["../../victim/.profile", WORK, 0, old, sum_of(b"theirs")]]
    steps.append(["../../victim/none", "../../victim", 1, None, None])
    for inode in ({}, {"inode": 1}):
        journal = {"steps": steps, "folders": ["../../victim"], "roots": [], **inode}
        write_tree(output, {f"{WORK}/{name}": json.dumps(journal)})
        write([tree(output, "new")])
        assert tree_of(victim) == {".profile": b"mine"}
        assert tree_of(output) == dict(tree(output, "new").files)


@pytest.mark.parametrize("inner", ["", "p"])
def test_a_work_folder_that_is_a_link_is_not_followed(inner: str, tmp_path: Path) -> None:
    write_tree(tmp_path, {"victim/mine.txt": "mine", "out/p/x.txt": "mine"})
    (tmp_path / "out" / inner / WORK).symlink_to(tmp_path / "victim")
    write([tree(tmp_path / "out", "new")])
    assert tree_of(tmp_path / "victim") == {"mine.txt": b"mine"}
    assert not any(WORK in str(path) for path in (tmp_path / "out").rglob("*"))


def test_a_work_folder_without_its_journal_is_cleaned_up(tmp_path: Path) -> None:
    write_tree(tmp_path, {f"p/{WORK}/0.new": "left", f"p/{WORK}/0.old": "left"})
    write([tree(tmp_path, "new")])
    assert tree_of(tmp_path) == dict(tree(tmp_path, "new").files)


def test_a_changed_file_keeps_its_permissions(tmp_path: Path) -> None:
    write([tree(tmp_path, "old")])
    (tmp_path / "p" / "a.py").chmod(0o640)
    write([tree(tmp_path, "new")])
    assert (tmp_path / "p" / "a.py").stat().st_mode & 0o777 == 0o640


def test_an_output_folder_that_is_a_link_is_followed(tmp_path: Path) -> None:
    """Links below it are not: `test_hostile_paths` has those."""
    write_tree(tmp_path, {"elsewhere/p/mine.txt": "mine"})
    (tmp_path / "out").symlink_to(tmp_path / "elsewhere")
    write([tree(tmp_path / "out", "new")])
    assert (tmp_path / "elsewhere" / "p" / "a.py").read_text() == "new a"
    assert (tmp_path / "elsewhere" / "p" / "mine.txt").read_text() == "mine"
    assert (tmp_path / "out").is_symlink()


# ------------------------------------------------------------------------- signals


SIGNALS = ["SIGTERM", "SIGHUP", "SIGINT"]
CALLS = [("open", 0), ("write", 3), ("replace", 0), ("unlink", 2)]


def _told() -> Iterator[Any]:
    """Each signal at each call; a push tries each call, with one of the signals."""
    for row, call in enumerate(CALLS):
        for column, number in enumerate(SIGNALS):
            run = pytest.param(number, *call, id=f"{call[0]}-{call[1]}-{number}")
            yield run if column == row % len(SIGNALS) else at_night(run)


@pytest.mark.parametrize(("number", "call", "at"), [*_told()])
def test_a_run_that_is_told_to_end_has_finished_or_not_begun(
    number: str, call: str, at: int, tmp_path: Path
) -> None:
    spec = tmp_path / "s.d.ts"
    spec.write_text("export interface A { type: 'a' }\n")
    command = [sys.executable, "-m", "realtime_codegen", str(spec), "-o", str(tmp_path / "out")]
    started.run(command, check=True, capture_output=True)
    old = tree_of(tmp_path / "out")
    spec.write_text("export interface B { type: 'b' }\n")
    done = signalled_at((call, at), number, *command[3:])
    assert done.stderr.endswith("stopped\n")
    assert done.returncode == (130 if number == "SIGINT" else 143)
    tree = tree_of(tmp_path / "out")
    assert not any(WORK in path for path in tree)
    assert not list(tmp_path.rglob(WORK))
    if tree != old:
        started.run([*command, "--check"], check=True, capture_output=True)
        return
    assert call == "open"
    assert at == 0


def test_a_kill_at_any_time_leaves_old_or_new(tmp_path: Path) -> None:
    """By the clock, as a build server ends a job."""
    spec = tmp_path / "s.d.ts"
    command = [sys.executable, "-m", "realtime_codegen", str(spec), "-o", str(tmp_path / "out")]
    states = []
    for word in ("a", "b"):
        spec.write_text(f"export interface A {{ type: '{word}' }}\n" + "// " * 30_000)
        started.run(command, check=True, capture_output=True)
        states.append(tree_of(tmp_path / "out"))
    for turn in range(12):
        spec.write_text(f"export interface A {{ type: '{'ab'[turn % 2]}' }}\n" + "// " * 30_000)
        with default_signals():
            process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
        time.sleep(0.05 * (turn + 1))
        process.terminate()
        process.communicate(timeout=60)
        assert process.returncode in (0, 143, -15)
        assert tree_of(tmp_path / "out") in states
