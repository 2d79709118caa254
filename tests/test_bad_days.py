"""Runs that are killed, meet each other, or find the world changed: old or new, and never both.

Ends of a single write, at each of its system calls, are tried in `test_output`.
"""

from __future__ import annotations

import ast
import contextlib
import errno
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from realtime_codegen.cli import main
from realtime_codegen.output import folders, transaction
from realtime_codegen.project.lock import LOCK_NAME, read_lock
from realtime_codegen.text import disk
from realtime_codegen.text.resources import WORK
from tests.test_cli_migrate import CODE, NEW, OLD
from tests.test_named_files import OLD as NAMED
from tests.tools import started
from tests.tools.archives import package_archive
from tests.tools.fake_npm import FakeNpm
from tests.tools.night import is_nightly, sampled
from tests.tools.own_sources import nodes_of
from tests.tools.packages import tree_of, write_tree
from tests.tools.signals import default_signals, signalled_at

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals, and a script as npm")

CONFIG_NAME = "realtime-codegen.toml"
CONFIG = """\
[specs.local]
source = "local.d.ts"
[specs.other]
source = "other.d.ts"
[specs.house]
source = "npm:@house/proto@1.2.3/events.d.ts"
"""
SPEC = (
    "import { Part } from './part';\nexport interface A { type: 'a'; note: Part; WORD?: string }\n"
)
PART = "export interface Part { WORD?: string }\n"
EVENTS = "export interface Hello { type: 'hello'; WORD?: string }\n"


def spec_of(word: str) -> str:
    return SPEC.replace("WORD", word)


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeNpm:
    """An npm with two versions of one package; nothing else is on the PATH."""
    npm = FakeNpm(tmp_path / "fake")
    monkeypatch.setenv("PATH", str(npm.home / "bin"))
    for version, word in (("1.2.3", "old"), ("1.10.0", "new")):
        files = {"events.d.ts": EVENTS.replace("WORD", word)}
        npm.package("@house/proto", version, package_archive(files))
    npm.answer("view @house/proto@latest version", stdout='"1.10.0"')
    return npm


@pytest.fixture
def project(tmp_path: Path, fake: FakeNpm, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with three specs that has been generated."""
    root = tmp_path / "repo"
    write_tree(root, {CONFIG_NAME: CONFIG, "part.d.ts": PART})
    for name in ("local", "other"):
        (root / f"{name}.d.ts").write_text(spec_of("first"))
    monkeypatch.chdir(root)
    monkeypatch.setenv("REALTIME_CODEGEN_CACHE", str(tmp_path / "cache"))
    assert run()[0] == 0
    return root


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, arguments)
    assert isinstance(done.exception, SystemExit | None), done.output
    assert "RC901" not in done.output
    return done.exit_code, done.output


def assert_consistent(root: Path) -> None:
    """The configuration, the lock file and all output are of one state."""
    assert not list(root.rglob(WORK))
    code, said = run("--check")
    assert (code, said) == (0, "")


# ----------------------------------------------------------- killed, or told to end

POINTS = [("open", 5), ("write", 9), ("rename", 0), ("replace", 0), ("replace", 1), ("replace", 3)]
POINTS += [("rename", 1), ("unlink", 0), ("unlink", 9)]
"""System calls of an update: while it stages, at the change and after it, and what comes last."""


def state_of(root: Path) -> str:
    """Which version the configuration and the output are of; fails where they are of two."""
    config = "1.10.0" if "1.10.0" in (root / CONFIG_NAME).read_text() else "1.2.3"
    lock = read_lock((root / LOCK_NAME).read_bytes()).specs["house"].version
    models = (root / "generated/events/models.py").read_text()
    output = "1.10.0" if "new: Maybe[str]" in models else "1.2.3"
    assert config == lock == output
    return config


@pytest.mark.parametrize("points", [POINTS[1::3], pytest.param(POINTS, marks=pytest.mark.nightly)])
def test_an_update_that_is_ended_is_finished_or_undone(
    points: list[tuple[str, int]], project: Path
) -> None:
    before = tree_of(project)
    states = set()
    for index, point in enumerate(points):
        # What is killed is left to the next run; at a signal, the run itself sees to it.
        for number in ("SIGKILL", ("SIGTERM", "SIGINT")[index % 2]):
            code = signalled_at(point, number, "update").returncode
            assert code == {"SIGKILL": -9, "SIGTERM": 143, "SIGINT": 130}[number], point
            if number == "SIGKILL":
                assert run()[0] == 0
            states.add(state_of(project))
            assert_consistent(project)
            shutil.rmtree(project / "generated")
            write_tree(project, {path: data.decode() for path, data in before.items()})
    assert states == {"1.2.3", "1.10.0"}


def test_a_check_after_a_kill_changes_nothing(project: Path) -> None:
    """It may run where nothing can be written, and gives advice."""
    assert signalled_at(("replace", 2), "SIGKILL", "update").returncode == -9
    before = tree_of(project)
    assert any(WORK in path for path in before)
    code, said = run("--check")
    assert tree_of(project) == before
    assert code == 1
    assert "RC406" in said
    code, said = run("update", "--dry-run")
    assert tree_of(project) == before


# --------------------------------------------------------------------- two runs at once


def test_a_run_keeps_what_another_wrote_into_the_lock_file(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other run comes and goes between the reading and the writing of this one."""
    for name in ("local", "other"):
        (project / f"{name}.d.ts").write_text(spec_of("second"))
    real: Callable[..., Any] = transaction.locked
    command = [sys.executable, "-m", "realtime_codegen", "other"]
    others: list[int] = []

    def locked(folders: Any) -> Any:
        if not others:
            others.append(started.run(command, check=True, capture_output=True).returncode)
        return real(folders)

    with monkeypatch.context() as patch:
        patch.setattr("realtime_codegen.output.tree.locked", locked)
        assert run("local")[0] == 0
    assert others == [0]
    assert_consistent(project)


def test_runs_at_once_over_one_lock_file(project: Path) -> None:
    for turn in range(2):
        for name in ("local", "other"):
            (project / f"{name}.d.ts").write_text(spec_of(f"turn{turn}"))
        commands = [
            [sys.executable, "-m", "realtime_codegen", *names]
            for names in (["local"], ["other"], [])
        ]
        runs = [subprocess.Popen(command, stdout=-3, stderr=-3) for command in commands]
        assert [process.wait(timeout=120) for process in runs] == [0, 0, 0]
        assert_consistent(project)


@pytest.mark.parametrize("turn", sampled(range(6), 6))
def test_updates_at_once_leave_one_state(turn: int, project: Path) -> None:
    """One may be told that the configuration has changed; what is there is of one version."""
    (project / "local.d.ts").write_text(spec_of(f"turn{turn}"))
    commands = [["update"], ["local"], ["update"], [], ["update", "house"]]
    random.Random(turn).shuffle(commands)
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "realtime_codegen", *words], stdout=-3, stderr=subprocess.PIPE
        )
        for words in commands
    ]
    for words, process in zip(commands, runs, strict=True):
        _, told = process.communicate(timeout=120)
        said = told.decode()
        assert "Traceback" not in said
        assert "RC901" not in said
        assert process.returncode == 0 or (
            process.returncode == 2 and "changed" in said and "Run the command again" in said
        ), (words, said)
    assert state_of(project) == "1.10.0"
    assert run()[0] == 0
    assert_consistent(project)


def test_an_update_does_not_undo_what_somebody_wrote_meanwhile(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A configuration that was edited while the update ran stays, and the update is refused."""
    real: Callable[..., Any] = transaction.locked
    edited = CONFIG + "# Somebody's.\n"

    def locked(folders: Any) -> Any:
        (project / CONFIG_NAME).write_text(edited)
        return real(folders)

    before = tree_of(project)
    with monkeypatch.context() as patch:
        patch.setattr("realtime_codegen.output.tree.locked", locked)
        code, said = run("update")
    assert code == 2
    assert "changed" in said
    assert "Run the command again" in said
    assert tree_of(project) == {**before, CONFIG_NAME: edited.encode()}


# ------------------------------------------------------------- a world that changes


def test_a_spec_that_changes_while_it_is_read_is_recorded_as_it_was_read(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each reading of a file gives another text: what is written is of one of them."""
    count = iter(range(1000))
    texts: dict[str, list[str]] = {"local.d.ts": [], "part.d.ts": []}
    real = disk.read_file

    def read_file(path: str | Path, *limit: int) -> bytes:
        name = Path(path).name
        if name in texts:
            text = {"local.d.ts": SPEC, "part.d.ts": PART}[name].replace("WORD", f"w{next(count)}")
            Path(path).write_text(text)
            texts[name].append(text)
        return real(path, *limit)

    with monkeypatch.context() as patch:
        for module in ("text.source", "project.freshness", "sources.opening"):
            patch.setattr(f"realtime_codegen.{module}.read_file", read_file, raising=False)
        assert run("local")[0] == 0
    models = (project / "generated/local/models.py").read_text()
    locked = read_lock((project / LOCK_NAME).read_bytes()).specs["local"].files
    for name, read in texts.items():
        sums = {hashlib.sha256(text.encode()).hexdigest(): text for text in read}
        word = sums[locked[name]].partition("w")[2].partition("?")[0]
        assert f"    w{word}: Maybe[str]" in models, name
    # The files are not what was read last, and the next run sees that.
    (project / "local.d.ts").write_text(spec_of("last"))
    assert run("--check")[0] == 1
    assert run("local")[0] == 0
    assert "    last: Maybe[str]" in (project / "generated/local/models.py").read_text()


def test_no_clock_is_asked(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clocks jump, and files have times of the future: only their content counts."""
    jumps = random.Random(1)

    def jumping() -> float:
        return jumps.uniform(-1e9, 1e10)

    monkeypatch.setattr(time, "time", jumping)
    for turn in range(6):
        spec = project / "local.d.ts"
        spec.write_text(spec_of(f"turn{turn % 3}"))
        for path in project.rglob("*"):
            stamp = jumps.choice([0, 1e9, 4e9])
            os.utime(path, (stamp, stamp))
        code, said = run("local")
        assert code == 0
        assert "changed" in said
        assert f"turn{turn % 3}" in (project / "generated/local/models.py").read_text()
        assert "all fresh" in run("local")[1]
    assert_consistent(project)


CLOCKS = frozenset(
    {
        *("time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.ctime"),
        *("time.strftime", "time.asctime", "datetime.now", "datetime.utcnow", "datetime.today"),
    }
)


ALLOWED = frozenset(
    {
        # It reads the times that stand in a recording.
        *("times.py: from datetime import datetime", "times.py: from datetime import UTC"),
    }
)


def only_goes_on(module: str | None, name: Any) -> bool:
    """Whether a name is that of a clock that is never set."""
    try:
        return module == "time" and time.get_clock_info(name).monotonic
    except ValueError:
        return False


def test_no_module_names_a_clock_that_jumps() -> None:
    """Waits, pauses and times of recordings are of a clock that only goes on."""
    named = set()
    for path in (Path(__file__).parents[1] / "codegen").rglob("*.py"):
        for node in nodes_of(path):
            if isinstance(node, ast.ImportFrom) and node.module in ("time", "datetime"):
                named |= {
                    f"{path.name}: from {node.module} import {n.name}"
                    for n in node.names
                    if not only_goes_on(node.module, n.name)
                }
            elif isinstance(node, ast.Attribute):
                chain = ast.unparse(node).split(".")
                if ".".join(chain[-2:]) in CLOCKS:
                    named.add(f"{path.name}: {ast.unparse(node)}")
    assert named <= ALLOWED


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES, errno.ENOSPC, errno.EDQUOT, errno.EIO])
@pytest.mark.parametrize("command", [("local",), ("update",)])
def test_a_target_that_cannot_be_written(
    command: tuple[str, ...], code: int, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "local.d.ts").write_text(spec_of("second"))
    before = tree_of(project)

    class ReadOnly:
        def __getattr__(self, name: str) -> Any:
            if name not in ("mkdir", "open", "rename", "replace", "unlink", "link"):
                return getattr(os, name)

            def refused(path: Any, *arguments: Any, **options: Any) -> Any:
                reads = name == "open" and not arguments[0] & os.O_WRONLY
                if reads:
                    return os.open(path, *arguments, **options)
                raise OSError(code, os.strerror(code), str(path))

            return refused

    monkeypatch.setattr(folders, "os", ReadOnly())
    exit_code, said = run(*command)
    assert exit_code == 2
    assert "error[RC402]" in said
    assert os.strerror(code) in said
    assert WORK not in said, "nobody has named the folder of working files"
    assert ("make room" in said) == (code in (errno.ENOSPC, errno.EDQUOT))
    assert tree_of(project) == before


SHELL = """
set -e
mount -t tmpfs none "$1/repo"
cp -a "$1/kept/." "$1/repo"
mount -o remount,ro "$1/repo"
cd "$1/repo"
shift
exec "$@"
"""
OTHER = "npm:@house/proto@9.9.9/events.d.ts"
WRITERS: dict[str, tuple[str, ...]] = {
    "generate": ("local",),
    "update": ("update",),
    "adapt": ("adapt", "old.d.ts", "new.d.ts", "--written", "ClientEvent", "-o", "made.py"),
    "propose": ("audit", "old.d.ts", "log.jsonl", "--exit-zero", "--propose", "made.toml"),
    "accept": ("diff", "old.d.ts", "new.d.ts", "--accept", "--accepted", "made.toml"),
    "migrate": ("migrate", OLD, NEW, "--write", "app"),
    "record": ("record", "ws://127.0.0.1:9", "-o", "made.jsonl", "--clients", "1"),
}


def test_nothing_is_half_done_on_a_file_system_that_is_read_only(
    project: Path, tmp_path: Path
) -> None:
    """A real one, where the system lets a process have one of its own."""
    (project / "local.d.ts").write_text(spec_of("second"))
    (project / "old.d.ts").write_text(NAMED)
    (project / "new.d.ts").write_text(NAMED.replace("x: string", "y: string"))
    (project / "log.jsonl").write_text('{"type": "a", "x": null}\n')
    write_tree(project, {"app/a.py": CODE})
    shutil.copytree(project, tmp_path / "kept")
    ways = [["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"]]
    path = os.defpath

    def on(way: list[str], *words: str) -> subprocess.CompletedProcess[str]:
        shell = ["/bin/sh", "-c", SHELL, "sh", str(tmp_path), *words]
        env = {**os.environ, "PATH": f"{os.environ['PATH']}:{path}"}
        return subprocess.run(
            [*way, *shell], capture_output=True, text=True, check=False, env=env, timeout=120
        )

    possible = [way for way in ways if shutil.which(way[0], path=path)]
    way = next((way for way in possible if on(way, "true").returncode == 0), None)
    if way is None:
        pytest.skip("no file system of one's own may be mounted")
    for name in [*WRITERS][:: 1 if is_nightly() else 3]:
        done = on(way, sys.executable, "-m", "realtime_codegen", *WRITERS[name])
        assert "Traceback" not in done.stderr, name
        assert "RC901" not in done.stderr, name
        assert done.returncode in (1, 2), (name, done)
        assert "Read-only file system" in done.stderr, (name, done)
        assert WORK not in done.stderr, (name, done)


NEEDY: dict[str, tuple[str, ...]] = {
    "update": ("update",),
    "generate": (OTHER, "-o", "out"),
    "diff": ("diff", OTHER, "local.d.ts"),
    "audit": ("audit", OTHER, "log.jsonl"),
    "adapt": ("adapt", OTHER, "local.d.ts", "-o", "made.py"),
    "migrate": ("migrate", OTHER, "local.d.ts", "--write", "app"),
    "replay": ("replay", OTHER, "log.jsonl"),
}
NPMS: dict[str, str | None] = {
    "missing": None,
    "not to be run": "",
    "a script without a shell": "#!/no/such/thing\n",
    "one that says nothing": "#!/bin/sh\n",
    "one that says what is no JSON": "#!/bin/sh\necho '[{'\n",
    "one that says what nobody asked": '#!/bin/sh\necho \'[{"filename": "../../x"}]\'\n',
    "one that is killed": "#!/bin/sh\nkill -9 $$\n",
    "one that fails": "#!/bin/sh\nprintf '\\377\\033[31m' >&2\nexit 1\n",
}


@pytest.mark.parametrize("kind", NPMS)
def test_whatever_npm_is_each_command_says_so_and_changes_nothing(
    kind: str, project: Path, fake: FakeNpm
) -> None:
    npm = fake.home / "bin" / "npm"
    npm.unlink()
    if (text := NPMS[kind]) is not None:
        npm.write_text(text)
        npm.chmod(0o755 if text else 0o644)
    (project / "log.jsonl").write_text('{"type": "a"}\n')
    (project / "app").mkdir()
    (project / "app" / "a.py").write_text("import generated.other\n")
    before = tree_of(project)
    for name, words in NEEDY.items():
        code, said = run(*words)
        assert code == 3, (name, said)
        assert "npm" in said, name
        assert "\033" not in said, name
        assert tree_of(project) == before, name


WAITING: dict[str, str] = {
    "itself": "exec sleep 1000",
    "another program": "sleep 1000",
    "one in the background": "sleep 1000 & wait",
    "one that hears no signal": "trap '' TERM INT HUP; sleep 1000; sleep 1000",
}


@pytest.mark.parametrize("number", ["SIGTERM", "SIGINT", "SIGHUP", "SIGKILL"])
@pytest.mark.parametrize("kind", sampled(WAITING, 2))
def test_an_update_that_waits_for_npm_ends_when_it_is_told(
    kind: str, number: str, project: Path, fake: FakeNpm, tmp_path: Path
) -> None:
    """Nothing has changed, and what npm has started is ended with it: npm may be a script."""
    told = tmp_path / "told"
    (fake.home / "bin" / "npm").write_text(f"#!/bin/sh\necho $$ > {told}\n{WAITING[kind]}\n")
    before = tree_of(project)
    with default_signals():
        process = subprocess.Popen(
            [sys.executable, "-m", "realtime_codegen", "update"],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PATH": f"{os.environ['PATH']}:{os.defpath}"},
        )
    while not (told.exists() and told.read_text().strip()):
        assert process.poll() is None
        time.sleep(0.02)
    npm = int(told.read_text())
    process.send_signal(getattr(signal, number))
    said = process.communicate(timeout=60)[1]
    codes = {"SIGTERM": 143, "SIGINT": 130, "SIGHUP": 143, "SIGKILL": -9}
    assert (process.returncode, said) == (codes[number], "" if number == "SIGKILL" else "stopped\n")
    assert tree_of(project) == before
    if number == "SIGKILL":  # Nobody hears that: npm is left, and whoever waits for it is not.
        os.killpg(npm, signal.SIGKILL)
    deadline = time.monotonic() + 20
    with contextlib.suppress(ProcessLookupError):
        while time.monotonic() < deadline:
            os.killpg(npm, 0)
            time.sleep(0.02)
        raise AssertionError("a process is left")
    (fake.home / "bin" / "npm").unlink()
    assert run("local")[0] == 0


MEDDLING: dict[str, tuple[str, str]] = {
    "removes the configuration": (f"rm {CONFIG_NAME}", CONFIG_NAME),
    "edits the configuration": (f"echo '# mine' >> {CONFIG_NAME}", "changed"),
    "breaks the lock file": (f"echo x > {LOCK_NAME}", "not a lock file"),
    "edits what was generated": ("echo mine >> generated/events/models.py", "edited"),
    "makes a folder of what was generated": (
        "rm generated/events/models.py; mkdir generated/events/models.py",
        "models.py",
    ),
    "makes a link of the package": (
        "mv generated/events elsewhere; ln -s ../elsewhere generated/events",
        "link",
    ),
}


@pytest.mark.parametrize("kind", MEDDLING)
def test_what_npm_does_to_the_project_meanwhile_is_kept(
    kind: str, project: Path, fake: FakeNpm
) -> None:
    """It is not npm's to do that; an update says what is in its way, and is of one piece."""
    npm = fake.home / "bin" / "npm"
    (fake.home / "real").write_text(npm.read_text())
    (fake.home / "real").chmod(0o755)
    meddle, words = MEDDLING[kind]
    path = f"PATH={os.defpath}"
    npm.write_text(
        f'#!/bin/sh\n[ "$1" = pack ] && ( {path}; {meddle} )\nexec {fake.home}/real "$@"\n'
    )
    once = tree_of(project)
    subprocess.run(["/bin/sh", "-c", f"{path}; {meddle}"], check=True, cwd=project)
    meddled = tree_of(project)
    shutil.rmtree(project)
    write_tree(project, {path: data.decode() for path, data in once.items()})
    os.chdir(project)
    code, said = run("update")
    assert code in (1, 2), said
    assert words in said
    assert tree_of(project) == meddled


def test_without_npm_what_is_there_stays(project: Path, fake: FakeNpm) -> None:
    (fake.home / "bin" / "npm").unlink()
    before = tree_of(project)
    code, said = run("update")
    assert code == 3
    assert "npm" in said
    assert tree_of(project) == before
    (project / "local.d.ts").write_text(spec_of("second"))
    assert run("local")[0] == 0
