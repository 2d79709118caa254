"""`--watch`: a change of any file that was read runs the command again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from realtime_codegen.cli import main
from tests.tools.packages import write_tree
from tests.tools.signals import default_signals

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends signals")

SPEC = "import { Part } from './part.js';\nexport interface Ping { type: 'ping'; part: Part }\n"
PART = "export interface Part { first: string }\n"
WAIT = 120


class Watched:
    """A running `--watch` and what it said so far."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        command = [sys.executable, "-m", "realtime_codegen", *arguments, "--watch"]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.log = folder / "said.log"
        with self.log.open("w") as log, default_signals():
            self.process = subprocess.Popen(
                command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT
            )

    @property
    def said(self) -> str:
        """What it said so far."""
        return self.log.read_text()

    def wait_for(self, text: str, times: int = 1) -> str:
        """Wait until something was said so often; returns all that was said."""
        deadline = time.monotonic() + WAIT
        while time.monotonic() < deadline:
            said = self.said
            if said.count(text) >= times:
                return said
            assert self.process.poll() is None, said
            time.sleep(0.02)
        pytest.fail(f"{text!r} was not said {times} times:\n{self.said}")

    def end(self) -> int:
        """Interrupt it as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(WAIT)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_tree(tmp_path, {"spec.d.ts": SPEC, "part.d.ts": PART})
    return tmp_path


@pytest.fixture
def watched(project: Path) -> Iterator[Watched]:
    pytest.importorskip("watchfiles")
    watched = Watched(project, "spec.d.ts", "-t", "typeddicts")
    yield watched
    watched.process.kill()
    watched.process.wait()


def replaced(path: Path, text: str) -> None:
    """Write a file as editors do: beside it, and then in its place."""
    path.with_suffix(".swap").write_text(text)
    path.with_suffix(".swap").replace(path)


def test_a_change_of_any_file_runs_again(project: Path, watched: Watched) -> None:
    made = project / "generated" / "spec" / "typed_dicts.py"
    watched.wait_for("watching 2 files; Ctrl-C ends it")
    replaced(project / "part.d.ts", PART.replace("first", "second"))
    watched.wait_for("watching", 2)
    assert "second" in made.read_text()
    # What is wrong is shown, and the next change mends it.
    (project / "part.d.ts").write_text("export interface Part { first: Array<string }\n")
    said = watched.wait_for("watching", 3)
    assert "part.d.ts:1:44: warning[RC104]" in said
    assert "second" not in made.read_text()
    (project / "part.d.ts").unlink()
    assert "warning[RC106]" in watched.wait_for("watching", 4)
    # So does a file that was looked for in vain.
    (project / "part.d.ts").write_text(PART.replace("first", "third"))
    watched.wait_for("watching", 5)
    assert "third" in made.read_text()
    # Another file, and the same content again, are no change.
    (project / "other.d.ts").write_text(PART)
    (project / "part.d.ts").write_text(PART.replace("first", "third"))
    time.sleep(0.5)
    assert watched.said.count("watching") == 5
    # Many changes at once are one, or two where the machine is slow.
    for number in range(5):
        (project / "part.d.ts").write_text(PART.replace("first", f"number_{number}"))
        (project / "spec.d.ts").write_text(f"{SPEC}// {number}\n")
    deadline = time.monotonic() + WAIT
    while "number_4" not in made.read_text() and time.monotonic() < deadline:
        time.sleep(0.02)
    watched.wait_for("watching", 6)
    time.sleep(0.5)
    assert "number_4" in made.read_text()
    assert watched.said.count("watching") < 10
    assert watched.end() == 0
    assert "Traceback" not in watched.said


def test_the_configuration_is_watched(project: Path) -> None:
    pytest.importorskip("watchfiles")
    config = project / "realtime-codegen.toml"
    config.write_text('[specs.a]\nsource = "spec.d.ts"\ntargets = ["typeddicts"]\n')
    (project / ".git").mkdir()
    watched = Watched(project)
    try:
        watched.wait_for("watching 3 files")
        config.write_text(config.read_text() + "wrong = 1\n")
        assert "unknown key 'wrong'" in watched.wait_for("watching", 2)
        time.sleep(0.6)
        assert watched.said.count("unknown key") == 1
        config.write_text('[specs.a]\nsource = "spec.d.ts"\npackage = "other"\n')
        watched.wait_for("generated/other: ")
        watched.wait_for("watching", 3)
        assert watched.end() == 0
    finally:
        watched.process.kill()
        watched.process.wait()


def test_line_ends_of_windows_are_no_change(project: Path) -> None:
    pytest.importorskip("watchfiles")
    (project / "part.d.ts").write_bytes(PART.replace("\n", "\r\n").encode())
    watched = Watched(project, "spec.d.ts", "-t", "typeddicts")
    try:
        watched.wait_for("watching 2 files")
        time.sleep(1)
        assert watched.said.count("watching") == 1
        # An editor that writes other line ends changes no text.
        (project / "part.d.ts").write_text(PART)
        time.sleep(0.5)
        assert watched.said.count("watching") == 1
        assert watched.end() == 0
    finally:
        watched.process.kill()
        watched.process.wait()


OWN = """
from realtime_codegen.targets.base import Emission, Page, Target

def emit(request):
    return Emission((Page(f"{request.package}/NAME.txt", "own/page.txt.j2", {"word": "WORD"}),))

TARGET = Target("own", "A page.", emit)
"""


@pytest.mark.parametrize("configured", [False, True])
def test_targets_of_ones_own_are_watched(project: Path, configured: bool) -> None:
    """Their modules and templates, those that take the place of the tool's, and new ones."""
    pytest.importorskip("watchfiles")
    folder = project / "targets"
    write_tree(folder, {"own.py": OWN, "own/page.txt.j2": "{{ word }}\n", "typeddicts/x": ""})
    arguments: tuple[str, ...] = ("spec.d.ts", "-t", "own", "--target-path", "targets")
    if configured:
        (project / "realtime-codegen.toml").write_text(
            '[specs.spec]\nsource = "spec.d.ts"\ntargets = ["own"]\ntarget-path = ["targets"]\n'
        )
        arguments = ()
    watched = Watched(project, *arguments)
    made = project / "generated" / "spec"
    try:
        watched.wait_for("watching")
        assert (made / "NAME.txt").read_text() == "WORD\n"
        # Of the same size, within the same second.
        (folder / "own.py").write_text(OWN.replace("WORD", "TERM"))
        watched.wait_for("watching", 2)
        assert (made / "NAME.txt").read_text() == "TERM\n"
        (folder / "own" / "page.txt.j2").write_text("{{ word }}!\n")
        watched.wait_for("watching", 3)
        assert (made / "NAME.txt").read_text() == "TERM!\n"
        # A fault is shown, and its mending seen.
        (folder / "own.py").write_text("TARGET = 1 +\n")
        watched.wait_for("watching", 4)
        (folder / "own.py").write_text(OWN)
        watched.wait_for("watching", 5)
        assert (made / "NAME.txt").read_text() == "WORD!\n"
        # A template that begins to stand for one of the tool's.
        (folder / "typeddicts" / "nothing.j2").write_text("")
        (folder / "typeddicts" / "typed_dicts.py.j2").write_text("")
        watched.wait_for("watching", 6)
        assert "no target uses this template" in watched.said
        assert watched.end() == 0
        assert not (folder / "__pycache__").exists()
    finally:
        watched.process.kill()
        watched.process.wait()


def test_without_watchfiles_it_says_what_to_install(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    monkeypatch.chdir(project)
    done = CliRunner().invoke(main, ["spec.d.ts", "--watch"])
    assert done.exit_code == 2
    assert "error[RC755]: --watch needs the package watchfiles" in done.stderr
    assert "pip install 'realtime-codegen[watch]'" in done.stderr
    assert not (project / "generated").exists()


def test_other_line_ends_are_no_change(project: Path) -> None:
    """A file with CRLF was taken for changed after each run, without end."""
    pytest.importorskip("watchfiles")
    for name in ("spec.d.ts", "part.d.ts"):
        text = (project / name).read_text()
        (project / name).write_bytes(text.replace("\n", "\r\n").encode())
    watched = Watched(project, "spec.d.ts", "-t", "typeddicts")
    try:
        watched.wait_for("watching 2 files")
        replaced(project / "part.d.ts", PART.replace("first", "second"))
        said = watched.wait_for("watching 2 files", 2)
    finally:
        watched.process.kill()
        watched.process.wait()
    changes = [line for line in said.splitlines() if line.startswith("changed: ")]
    assert changes == ["changed: part.d.ts"]
