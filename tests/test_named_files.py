"""Files that somebody names are written whole or not at all, and never through a link."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from realtime_codegen.output import folders
from realtime_codegen.output.named import write_named
from realtime_codegen.text.resources import WORK
from tests.tools import started
from tests.tools.packages import tree_of
from tests.tools.signals import signalled_at

OLD = """
export interface A { type: 'a'; x: string }
export interface B { type: 'b' }
export type ClientEvent = A | B;
"""
FACTS = "[[nullable]]\nproperty = 'A.x'\n"
POLICY = "# Accepted.\n"

WRITERS: dict[str, tuple[str, ...]] = {
    # What writes a file whose name follows.
    "adapt": ("adapt", "old.d.ts", "new.d.ts", "--written", "ClientEvent", "-o"),
    "partial": ("audit", "old.d.ts", "log.jsonl", "--partial"),
    "propose": ("audit", "old.d.ts", "log.jsonl", "--exit-zero", "--propose"),
    "accept": ("diff", "old.d.ts", "new.d.ts", "--accept", "--accepted"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    Path("old.d.ts").write_text(OLD)
    Path("new.d.ts").write_text(OLD.replace("x: string", "y: string"))
    Path("log.jsonl").write_text('{"type": "a", "x": null}\n')
    (tmp_path / "victim").write_text("mine")
    return tmp_path


def run(name: str, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "realtime_codegen", *WRITERS[name], "made.toml", *more]
    done = started.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "RC901" not in done.stderr
    return done


@pytest.mark.skipif(sys.platform == "win32", reason="links")
@pytest.mark.parametrize("name", WRITERS)
def test_nothing_is_written_through_a_link(name: str, folder: Path) -> None:
    made = Path("made.toml")
    # To nothing: no file appears outside.
    made.symlink_to(folder / "none")
    run(name)
    assert not (folder / "none").exists()
    written = made.read_bytes() if made.is_file() else b""
    # To a file of somebody's: it stays.
    made.unlink()
    made.symlink_to(folder / "victim")
    run(name)
    assert (folder / "victim").read_text() == "mine"
    # To a file that might be replaced, were it here.
    made.unlink()
    (folder / "victim").write_bytes(written + b"\n")
    made.symlink_to(folder / "victim")
    run(name)
    assert (folder / "victim").read_bytes() == written + b"\n"
    assert not [*folder.rglob(WORK)]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
@pytest.mark.parametrize("name", WRITERS)
def test_a_run_that_is_ended_has_written_all_or_nothing(name: str, folder: Path) -> None:
    made = Path("made.toml")
    run(name)
    whole = made.read_bytes()
    assert whole
    for number, code in (("SIGKILL", -9), ("SIGTERM", 143)):
        for point in (("write", 1), ("replace", 0)):
            made.unlink()
            done = signalled_at(point, number, *WRITERS[name], "made.toml")
            assert done.returncode == code, done.stderr
            assert not made.exists() or made.read_bytes() == whole
            run(name)
            assert made.read_bytes() == whole
            assert not [*folder.rglob(WORK)]


def test_what_is_no_partial_report_stays(folder: Path) -> None:
    Path("made.toml").write_text("mine")
    done = run("partial")
    assert done.returncode == 2
    assert "RC735" in done.stderr
    assert Path("made.toml").read_text() == "mine"
    Path("made.toml").write_text("")
    assert run("partial").returncode == 0
    assert run("partial").returncode == 0
    before = tree_of(folder)
    spec = ("audit", "old.d.ts", "log.jsonl", "--partial", "old.d.ts")
    command = [sys.executable, "-m", "realtime_codegen", *spec]
    assert started.run(command, capture_output=True, check=False).returncode == 2
    assert tree_of(folder) == before


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_what_cannot_be_written_stays(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "made"
    place.write_bytes(b"old")

    class Full:
        def __getattr__(self, name: str) -> Any:
            real: Callable[..., Any] = getattr(os, name)
            if name not in ("write", "replace"):
                return real

            def fails(*_: Any, **__: Any) -> None:
                raise OSError(code, os.strerror(code))

            return fails

    with monkeypatch.context() as patch:
        patch.setattr(folders, "os", Full())
        with pytest.raises(OSError, match=os.strerror(code)):
            write_named(place, b"new")
    assert tree_of(tmp_path) == {"made": b"old"}
    assert not write_named(place, b"new", lambda before: before is None)
    assert place.read_bytes() == b"old"
    with pytest.raises(FileNotFoundError):
        write_named(tmp_path / "a" / "b" / "made", b"new")
    assert not (tmp_path / "a").exists()
    assert write_named(tmp_path / "a" / "b" / "made", b"new", making_folders=True)
    assert (tmp_path / "a" / "b" / "made").read_bytes() == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="devices")
def test_nothing_is_written_through_a_link_to_a_device(tmp_path: Path) -> None:
    """Whoever can put a link into a repository has no device written over: a disk would be one."""
    terminal, device = os.openpty()
    os.set_blocking(terminal, False)
    (tmp_path / "made").symlink_to(os.ttyname(device))
    with pytest.raises(OSError, match="device"):
        write_named(tmp_path / "made", b"new")
    with pytest.raises(BlockingIOError):
        os.read(terminal, 10)
    os.close(terminal)
    os.close(device)


@pytest.mark.skipif(sys.platform == "win32", reason="devices")
def test_what_the_shell_hands_over_is_written_to(tmp_path: Path) -> None:
    assert write_named(Path(os.devnull), b"x" * 100)
    assert not Path(os.devnull).is_file()
    reader, writer = os.pipe()
    assert write_named(Path(f"/dev/fd/{writer}"), b"through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)
    os.close(writer)
    with (tmp_path / "redirected").open("wb") as file:
        assert write_named(Path(f"/dev/fd/{file.fileno()}"), b"all")
    assert (tmp_path / "redirected").read_bytes() == b"all"


@pytest.mark.skipif(not os.access("/dev/shm", os.W_OK), reason="the system has no such folder")
def test_a_folder_in_memory_has_files_and_no_devices() -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        folder = Path(name)
        (folder / "made").symlink_to(folder / "victim")
        write_named(folder / "made", b"new")
        assert tree_of(folder) == {"made": b"new"}
