"""The command `migrate`: which files it takes, what it prints, what it writes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from realtime_codegen.cli import main
from realtime_codegen.migrate import files as writing
from realtime_codegen.migrate.files import Changed, ChangedError, find, generated_packages
from realtime_codegen.output.tree import MARK
from tests.tools import started
from tests.tools.migration import FOLDER
from tests.tools.signals import default_signals

OLD, NEW = str(FOLDER / "old.d.ts"), str(FOLDER / "new.d.ts")
CODE = "x = event.type == 'response.audio.delta'\n"
DONE = CODE.replace("audio", "output_audio")


def run(*arguments: str | Path, specs: tuple[str, str] = (OLD, NEW)) -> Result:
    return CliRunner().invoke(main, ["migrate", *specs, *map(str, arguments)])


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program with one file to change."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "main.py").write_text(CODE)
    (tmp_path / "app" / "other.py").write_text("x = 1\n")
    return tmp_path / "app"


def test_a_diff_is_shown_and_nothing_written(program: Path) -> None:
    done = run(program)
    assert done.exit_code == 1
    assert f"-{CODE}+{DONE}" in done.stdout
    assert done.stdout.startswith("--- a/")
    assert done.stderr == "2 files read; 1 would change (1 edit)\n"
    assert (program / "main.py").read_text() == CODE


def test_the_diff_can_be_applied(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (program / "main.py").write_bytes(b"y = 1\r\nif event.type == 'response.audio.delta': pass")
    monkeypatch.chdir(program.parent)
    Path("change.patch").write_bytes(run("app").stdout_bytes)
    subprocess.run(["git", "apply", "change.patch"], check=True)
    expected = b"y = 1\r\nif event.type == 'response.output_audio.delta': pass"
    assert (program / "main.py").read_bytes() == expected


def test_files_are_written_and_a_second_run_has_nothing_to_do(program: Path) -> None:
    path = program / "main.py"
    path.chmod(0o755)
    done = run("--write", program)
    assert done.exit_code == 0, done.output
    assert done.stderr == "2 files read; 1 changed (1 edit)\n"
    assert path.read_text() == DONE
    assert stat.S_IMODE(path.stat().st_mode) == 0o755
    assert sorted(path.name for path in program.iterdir()) == ["main.py", "other.py"]
    assert run(program).exit_code == 0
    assert run("--write", program).stderr == "2 files read; 0 changed (0 edits)\n"


def test_what_is_left_has_a_place_and_advice(program: Path) -> None:
    (program / "main.py").write_text("\nx = event.type == 'ping.sent'\n")
    done = run("--write", program)
    assert done.exit_code == 1
    place = f"{program / 'main.py'}:2:20: warning[RC722]: the event 'ping.sent' is gone"
    assert done.stderr.startswith(place)
    assert "  help: " in done.stderr
    assert done.stderr.endswith("2 files read; 0 changed (0 edits); 1 place left to you\n")
    assert not done.stdout


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_changed(program: Path) -> None:
    (program / "broken.py").write_text("if 'response.audio.delta'\n")
    done = run("--write", program)
    assert done.exit_code == 1
    assert "broken.py: error[RC721]: this file is left as it is: line 1: " in done.stderr
    assert done.stderr.endswith("; 1 file not readable\n")
    assert (program / "broken.py").read_text() == "if 'response.audio.delta'\n"
    assert (program / "main.py").read_text() == DONE


def test_the_report_as_json(program: Path) -> None:
    (program / "left.py").write_text("x = event.type == 'ping.sent'\n")
    done = run("--format", "json", program)
    report = json.loads(done.stdout)
    assert done.exit_code == 1
    assert not done.stderr
    assert report["written"] is False
    assert [(file["path"], file["edits"]) for file in report["files"]] == [
        (str(program / "main.py"), 1)
    ]
    (left,) = report["left"]
    assert (left["line"], left["column"], left["code"]) == (1, 20, "RC722")


def test_the_report_as_annotations(program: Path) -> None:
    (program / "le,ft.py").write_text("x = event.type == 'ping.sent'\n")
    done = run("--format", "github", program)
    assert done.exit_code == 1
    assert done.stdout.startswith("::warning file=")
    assert "le%2Cft.py,line=1,col=20,title=RC722::the event 'ping.sent' is gone" in done.stdout


def test_the_package_is_found_in_the_project(program: Path) -> None:
    (program.parent / "pyproject.toml").touch()
    generated = program / "vendor" / "events"
    generated.mkdir(parents=True)
    (generated / "__init__.py").write_text(f"# {MARK} 1: do not edit.\n")
    (generated / "models.py").write_text(f"# {MARK} 1: do not edit.\n{CODE}")
    (program / "main.py").write_text("from .vendor.events import ErrorEvent\n")
    assert generated_packages([program / "main.py"]) == [generated.resolve()]
    done = run("--write", program / "main.py", program)
    assert done.exit_code == 0, done.output
    assert (program / "main.py").read_text() == "from .vendor.events import RealtimeErrorEvent\n"
    assert CODE in (generated / "models.py").read_text()


def test_a_package_can_be_named(program: Path) -> None:
    (program / "main.py").write_text("from some.types import ErrorEvent\n")
    assert run(program).exit_code == 0
    assert run("--package", "some.types", program).exit_code == 1
    done = run("--package", "some.types=ga", "--write", program)
    assert done.exit_code == 0, done.output
    assert (program / "main.py").read_text() == "from ga import RealtimeErrorEvent\n"
    assert run("--package", "some types", program).exit_code == 2


def test_folders_of_others_are_left_out(program: Path) -> None:
    for name in (".venv", "node_modules", ".hidden", "__pycache__", "myenv", "real"):
        (program / name).mkdir()
        (program / name / "main.py").write_text(CODE)
    (program / "myenv" / "pyvenv.cfg").touch()
    (program / ".secret.py").write_text(CODE)
    (program / "notes.txt").write_text(CODE)
    (program / "stub.pyi").write_text(CODE)
    (program / "link.py").symlink_to(program / "main.py")
    (program / "loop").symlink_to(program)
    (program / "build").mkdir()
    (program / "build" / "__init__.py").write_text(CODE)
    paths = [file.path.relative_to(program.resolve()).as_posix() for file in find([program])]
    assert paths == ["build/__init__.py", "main.py", "other.py", "real/main.py", "stub.pyi"]


def test_a_link_that_is_named_is_followed_and_stays(program: Path) -> None:
    link = program.parent / "link.py"
    link.symlink_to(program / "main.py")
    assert len(find([link, program])) == 2
    assert run("--write", link, program).exit_code == 0
    assert link.is_symlink()
    assert (program / "main.py").read_text() == DONE


def test_wrong_arguments(program: Path) -> None:
    assert run(program / "missing.py").exit_code == 2
    assert run().exit_code == 2
    assert run("--min-confidence", "2", program).exit_code == 2
    assert run(program, specs=("missing.d.ts", NEW)).exit_code == 3


def test_nothing_is_written_where_one_file_cannot_be(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (program / "second.py").write_text(CODE)
    original = os.fsync
    calls: list[int] = []

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(28, "No space left on device", "second.py")
        original(descriptor)

    monkeypatch.setattr("os.fsync", full)
    done = run("--write", program)
    assert done.exit_code == 2
    assert "RC724" in done.stderr
    assert (program / "main.py").read_text() == CODE
    assert sorted(path.name for path in program.iterdir()) == ["main.py", "other.py", "second.py"]


def test_a_file_that_somebody_else_changed_is_not_overwritten(program: Path) -> None:
    path = program / "main.py"
    with pytest.raises(ChangedError):
        writing.write([Changed(path, b"something else\n", b"new\n")])
    assert path.read_text() == CODE
    assert len(list(program.iterdir())) == 2


_MANY = 12

_STOPPED = """
import os, signal, sys
from realtime_codegen.output import folders
from realtime_codegen.cli import main
at, number, count = int(sys.argv[1]), getattr(signal, sys.argv[2]), iter(range(100_000))
class Os:
    def __getattr__(self, name):
        real = getattr(os, name)
        if name not in ("open", "write", "mkdir", "rename", "replace", "unlink", "link", "fsync"):
            return real
        def call(*arguments, **options):
            if next(count) == at:
                os.kill(os.getpid(), number)
            return real(*arguments, **options)
        return call
folders.os = Os()
main(sys.argv[3:])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGKILL"])
@pytest.mark.parametrize("at", [0, 20, 70, 90])
def test_a_stopped_write_leaves_all_files_old_or_new(number: str, at: int, program: Path) -> None:
    for index in range(_MANY):
        (program / f"part{index % 3}").mkdir(exist_ok=True)
        (program / f"part{index % 3}" / f"file{index}.py").write_text(CODE)
    arguments = ["migrate", OLD, NEW, "--write", str(program)]
    command = [sys.executable, "-c", _STOPPED, str(at), number, *arguments]
    with default_signals():
        done = started.run(command, capture_output=True, check=False, text=True)
    assert "Traceback" not in done.stderr
    codes = {"SIGINT": 130, "SIGTERM": 143, "SIGKILL": -signal.SIGKILL}
    assert done.returncode == codes[number], "it was not stopped"
    if number == "SIGKILL":  # The next run puts it in order, also one over fewer files.
        run("--write", program / "part1", program / "main.py")
    changed = [path for path in program.rglob("*.py") if path.name != "other.py"]
    texts = {path.read_text() for path in changed}
    if number == "SIGKILL":
        assert texts <= {CODE, DONE}
        run("--write", program)
        texts = {path.read_text() for path in changed}
        assert texts == {DONE}
    assert len(texts) == 1
    assert len(changed) == _MANY + 1
    assert [path for path in program.parent.rglob(".*") if path.name != ".git"] == []


def test_nothing_of_it_is_loaded_otherwise(tmp_path: Path) -> None:
    shutil.copy(OLD, tmp_path / "spec.d.ts")
    script = (
        "import sys\nfrom realtime_codegen.cli import main\n"
        "main(['spec.d.ts', '-o', 'out'], standalone_mode=False)\n"
        "print([m for m in sys.modules if 'realtime_codegen.migrate' in m])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


BLOCKED = """
import sys
sys.modules["libcst"] = None
from realtime_codegen.cli import main
main(sys.argv[1:], prog_name="realtime-codegen")
"""


def without_libcst(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as it is where libcst is not installed."""
    return subprocess.run(
        [sys.executable, "-c", BLOCKED, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_programs_are_carried_without_any_package_for_it(program: Path) -> None:
    done = without_libcst(program, "migrate", OLD, NEW, ".", "--write")
    assert not done.returncode, done.stderr
    assert (program / "main.py").read_text() == DONE


@pytest.mark.parametrize("pattern", ["main.py", "*/app/*", "ma?n.*", "app"])
def test_files_and_folders_can_be_left_out(program: Path, pattern: str) -> None:
    done = run(program, "--exclude", pattern)
    assert done.exit_code == 0
    assert "would change (0 edits)" in done.stderr


NEWER = "type X = int\ny = event.type == 'response.audio.delta'\n"


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python reads it")
def test_nothing_is_written_if_a_file_is_for_a_newer_python(program: Path) -> None:
    (program / "newer.py").write_text(NEWER)
    done = run(program, "--write")
    assert done.exit_code == 1
    assert "it is written for Python 3.12" in done.stderr
    assert "nothing is written" in done.stderr
    assert (program / "main.py").read_text() == CODE


NO_PYTHON = {
    "syntax": b"def f(:\n",
    "indentation": b"def f():\nx = 1\n  y = 2\n",
    "print of Python 2": b"print 'x'\n",
    "null": b"x = 1\0\n",
    "no text": b"\xff\xfe\xfd",
    "a document": b"# Title\n\nSome prose.\n",
    "another vendor's": b"dashscope = OmniRealtime(\n",
}


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("fault", NO_PYTHON)
def test_what_is_no_python_is_told(fault: str, *, named: bool, program: Path) -> None:
    """Also where nothing would have to change in it, by name or below a folder."""
    bad = program / "bad.py"
    bad.write_bytes(NO_PYTHON[fault])
    done = run(bad if named else program)
    assert done.exit_code == 1
    assert f"{bad}: error[RC721]: this file is left as it is: " in done.stderr
    assert "1 file not readable" in done.stderr
    left_out = run(program, "--exclude", "bad.py", "--write")
    assert left_out.exit_code == 0, left_out.output


def test_where_no_python_is_it_is_told(program: Path) -> None:
    (program.parent / "empty").mkdir()
    (program.parent / "text").mkdir()
    (program.parent / "text" / "a.txt").write_text("x")
    for arguments in (["empty"], ["text"], ["empty", "text"], ["text", "--exclude", "*.py"]):
        paths = [program.parent / a if a in ("empty", "text", "app") else a for a in arguments]
        for more in ([], ["--write"], ["--format", "json"]):
            done = run(*paths, *more)
            assert done.exit_code == 2
            assert f"no Python file is found in {paths[0]}" in done.stderr
