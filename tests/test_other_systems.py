"""What differs on Windows and macOS, tried here: modules, locks, open files, the case of names.

The systems themselves are in the workflow. These tests take the branches that are theirs, with
stand-ins for what they have and the system at hand has not.
"""

from __future__ import annotations

import ast
import errno
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner

from realtime_codegen.cli import main
from realtime_codegen.output import folders, locking, transaction
from realtime_codegen.text.resources import WORK
from tests.tools.own_sources import GROUP, tree_of_module
from tests.tools.packages import tree_of, write_tree
from tests.tools.windows import as_elsewhere

ROOT = Path(__file__).parents[1]
SPEC = "export interface A { type: 'a' }\nexport interface B { type: 'b' }\n"
UNIX = {"curses", "fcntl", "grp", "posix", "pty", "pwd", "readline", "resource", "termios", "tty"}


def imported_at_once(path: Path) -> Iterator[str]:
    """The modules that a module imports whenever it is imported, without a condition."""
    for statement in tree_of_module(path).body:
        if isinstance(statement, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and not statement.level:
            yield str(statement.module).partition(".")[0]


@GROUP
@pytest.mark.parametrize("folder", ["codegen", "tests", "generated", "examples"])
def test_nothing_needs_a_module_of_unix_to_be_imported(folder: str) -> None:
    """Law: one such import in one test module, and pytest collects nothing on Windows."""
    programs = ROOT / "tests" / "oracle"
    paths = [path for path in (ROOT / folder).rglob("*.py") if programs not in path.parents]
    assert paths
    imported = {path.name: UNIX & set(imported_at_once(path)) for path in paths}
    assert {name: modules for name, modules in imported.items() if modules} == {}


_FORKS: Final = {
    "os": {"fork", "geteuid", "getuid", "mkfifo", "killpg", "setsid", "waitpid", "uname"},
    "signal": {"SIGKILL", "SIGHUP", "SIGSTOP", "SIGUSR1", "SIGPIPE", "SIGALRM", "setitimer"},
    "time": {"tzset"},
    "socket": {"AF_UNIX"},
}


def looked_up_at_once(tree: ast.AST) -> Iterator[ast.AST]:
    """What a module looks up when it is imported: all but the bodies of its functions."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            for part in (*child.decorator_list, child.args):
                yield from (part, *looked_up_at_once(part))
        elif not isinstance(child, ast.Lambda):
            yield from (child, *looked_up_at_once(child))


@GROUP
@pytest.mark.parametrize("folder", ["codegen", "tests", "generated", "examples"])
def test_nothing_of_unix_is_looked_up_by_an_import(folder: str) -> None:
    """Law: neither in a decorator, a default or a table: pytest would collect nothing there."""
    looked_up = [
        f"{path.name}:{node.lineno}: {ast.unparse(node)}"
        for path in (ROOT / folder).rglob("*.py")
        for node in looked_up_at_once(tree_of_module(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if node.attr in _FORKS.get(node.value.id, ())
    ]
    assert not looked_up
    module = ast.parse("@skipif(os.geteuid() == 0)\ndef test(): pass\n")
    assert any(isinstance(node, ast.Attribute) for node in looked_up_at_once(module))


def test_no_file_has_a_name_that_windows_refuses() -> None:
    """Law: one such file, and no checkout works; two that differ in case are one on macOS, too."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-s"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    if listed.returncode:
        pytest.skip("this is no checkout of Git")
    entries = [line.partition("\t") for line in listed.stdout.split("\0") if line]
    names = [name for _, _, name in entries]
    assert not [name for mode, _, name in entries if mode.startswith("120000")], "links"
    devices = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
    for name in names:
        assert not re.search(r'[:*?"<>|\\]', name), name
        assert len(name) < 200
        for part in name.split("/"):
            assert not devices.fullmatch(part), name
            assert part == part.rstrip(" ."), name
    assert len({name.casefold() for name in names}) == len(names)


def test_tests_write_their_own_line_ends_and_skip_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the session has on Windows, with what Windows says of links."""

    def refused(*_: object, **__: object) -> None:
        fault = OSError("a required privilege is not held by the client")
        fault.winerror = 1314  # type: ignore[attr-defined]
        raise fault

    def write(_path: Path, text: str, **options: Any) -> int:
        written.append((text, options))
        return len(text)

    written: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(Path, "symlink_to", refused)
    monkeypatch.setattr(Path, "write_text", write)
    with as_elsewhere():
        (tmp_path / "a").write_text("b\n", encoding="utf-8")
        with pytest.raises(pytest.skip.Exception, match="Developer Mode"):
            (tmp_path / "link").symlink_to("a")
    assert written == [("b\n", {"encoding": "utf-8", "newline": "\n"})]


WINDOWS = """
import fcntl, os, sys, types
import realtime_codegen.cli.generate, realtime_codegen.text.disk, subprocess, tempfile

def locking(handle, mode, _size):
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

os.O_TEMPORARY = 0
sys.modules["msvcrt"] = types.SimpleNamespace(locking=locking, LK_NBLCK=0)
sys.platform = "win32"
import realtime_codegen.output.transaction
from realtime_codegen.cli import main
main()
"""


def test_the_branch_of_windows_writes_the_same(tmp_path: Path) -> None:
    """The files that are locked there are stood in for by files that stay."""
    (tmp_path / "a.d.ts").write_text(SPEC, "utf-8")
    for name, command in {"there": ["-c", WINDOWS], "here": ["-m", "realtime_codegen"]}.items():
        for check in ((), ("--check",)):
            done = subprocess.run(
                [sys.executable, *command, "a.d.ts", "-o", name, *check],
                cwd=tmp_path,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            assert done.returncode == 0, done.stderr
    made = tree_of(tmp_path / "there")
    locks = [path for path in made if path.endswith(".lock-file")]
    assert {path: text for path, text in made.items() if path not in locks} == tree_of(
        tmp_path / "here"
    )
    assert not any(WORK in path for path in made)


@pytest.mark.parametrize("fault", [FileNotFoundError, PermissionError])
def test_a_lock_that_vanishes_is_asked_for_again(
    fault: type[OSError], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder is removed by the run that made it; on Windows a lock file is on its way out."""
    real: Callable[[Path], int] = locking._lock_handle
    asked: list[Path] = []

    def opened(folder: Path) -> int:
        asked.append(folder)
        if len(asked) <= 2:
            raise fault(errno.EACCES, "not now", str(folder))
        return real(folder)

    monkeypatch.setattr(locking, "_lock_handle", opened)
    monkeypatch.setattr(locking, "_LOCK_IS_GONE", (FileNotFoundError, PermissionError))
    with locking.locked([tmp_path / "made"]):
        assert (tmp_path / "made").is_dir()
    assert len(asked) == 3


def test_a_lock_that_cannot_be_had_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(folder: Path) -> int:
        raise FileNotFoundError(errno.ENOENT, "never", str(folder))

    monkeypatch.setattr(locking, "_lock_handle", opened)
    monkeypatch.setattr(locking, "_PATIENCE", 0.05)
    with pytest.raises(FileNotFoundError, match="never"), locking.locked([tmp_path / "made"]):
        pass
    assert not (tmp_path / "made").exists()


class Scanner:
    """Refuses each call a few times for each path, as Windows does while a file is open."""

    def __init__(self, real: Callable[..., None], times: int) -> None:
        self.real, self.times = real, times
        self.refused: dict[str, int] = {}

    def __call__(self, *paths: Any, **more: Any) -> None:
        key = str((paths, more))
        if self._is_there(paths[0], **more) and self.refused.get(key, 0) < self.times:
            self.refused[key] = self.refused.get(key, 0) + 1
            raise PermissionError(errno.EACCES, "open elsewhere", str(paths[0]))
        self.real(*paths, **more)

    def _is_there(self, path: Any, **more: Any) -> bool:
        folder = more.get("dir_fd", more.get("src_dir_fd"))
        try:
            os.stat(path, dir_fd=folder, follow_symlinks=False)
        except FileNotFoundError:
            return False
        return True


@pytest.mark.parametrize("call", ["rename", "replace", "unlink"])
@pytest.mark.parametrize("times", [0, 1, 3, 100])
def test_a_file_that_is_open_elsewhere_is_waited_for(
    call: str, times: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: what goes by is waited for; else all is old or, once it is over, all new."""
    write_tree(tmp_path, {"a": "old", "b": "old", "c": "old"})
    changes: dict[Path, bytes | None] = {
        tmp_path / "a": b"new",
        tmp_path / "b": None,
        tmp_path / "d": b"new",
    }
    scanner = Scanner(getattr(os, call), times)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(folders, "_PAUSES", (0.0,) * 7)
    with monkeypatch.context() as patch:
        patch.setattr(os, call, scanner)
        if times > 7:
            with pytest.raises(PermissionError):
                transaction.commit(tmp_path, changes)
        else:
            transaction.commit(tmp_path, changes)
    assert (times == 0) == (not scanner.refused)
    if transaction.pending(tmp_path):
        transaction.recover(tmp_path)
    new = {"a": b"new", "c": b"old", "d": b"new"}
    old = {"a": b"old", "b": b"old", "c": b"old"}
    assert tree_of(tmp_path) in ((old, new) if times > 7 else (new,))


@pytest.mark.parametrize(
    ("one", "other"), [("pk", "PK"), ("pk_a", "Pk_A"), ("caf\u00e9", "CAF\u00c9")]
)
def test_packages_that_differ_in_case_have_folders_of_their_own(
    one: str, other: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows and macOS they would be one folder, and each run would undo the other's."""
    (tmp_path / "a.d.ts").write_text(SPEC, "utf-8")
    config = "".join(
        f'[specs.s{number}]\nsource = "a.d.ts"\npackage = "{name}"\n'
        for number, name in enumerate((one, other))
    )
    (tmp_path / "realtime-codegen.toml").write_text(config, "utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, [])
    assert done.exit_code == 2
    assert "error[RC745]: s0 and s1 both write to" in done.output
    assert not (tmp_path / "generated").exists()


def test_pages_that_differ_in_case_have_names_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["Foo", "foo", "FOO", "README", "readme", "CON", "aux", "Nul", "com1"]
    spec = "".join(f"export interface {name} {{ type: '{name}' }}\n" for name in names)
    (tmp_path / "a.d.ts").write_text(spec, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["a.d.ts"]).exit_code == 0
    paths = [path.relative_to(tmp_path).as_posix() for path in (tmp_path / "generated").rglob("*")]
    assert len({path.casefold() for path in paths}) == len(paths)
    devices = {"con", "aux", "nul", "com1"}
    assert not {Path(path).stem.casefold() for path in paths} & devices
