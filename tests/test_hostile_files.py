"""What is at a path is decided by others: a run ends, with a diagnostic, whatever is there."""

from __future__ import annotations

import ast
import contextlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings, strategies as st

from realtime_codegen import pipeline
from realtime_codegen.cli import main
from realtime_codegen.cli.watch import _attempt
from realtime_codegen.facts.reading import read as read_facts
from realtime_codegen.output import folders, transaction
from realtime_codegen.project.config import CONFIG_NAME, ConfigError, read_config
from realtime_codegen.project.lock import LOCK_NAME, LockError, read_lock
from realtime_codegen.text.disk import DOCUMENT_LIMIT, SOURCE_LIMIT, read_file, read_head
from realtime_codegen.text.documents import DocumentError, read_json, read_toml
from realtime_codegen.text.modules import resolve_module
from realtime_codegen.text.source import MemoryFiles, SourceFile
from tests.tools import started
from tests.tools.night import sampled, share
from tests.tools.own_sources import GROUP, nodes_of
from tests.tools.packages import tree_of, write_tree

ROOT = Path(__file__).parents[1]
SPEC = "export interface A { type: 'a' }\n"
WAIT = 120

unix = pytest.mark.skipif(sys.platform == "win32", reason="makes FIFOs")


# -------------------------------------------------------------------- special files

_KINDS = ("fifo", "device", "loop", "socket", "folder", "huge", "growing", "environment")

_MAKE = """
import os, socket, sys
from pathlib import Path
def make(kind, path):
    match kind:
        case "fifo": os.mkfifo(path)
        case "device": path.symlink_to("/dev/zero")
        case "loop": path.symlink_to(path.name)
        case "socket":
            here = os.getcwd()
            os.chdir(path.parent)
            socket.socket(socket.AF_UNIX).bind(path.name)
            os.chdir(here)
        case "folder": path.mkdir()
        case "huge":
            with path.open("wb") as file:
                file.truncate(1 << 40)
        case "growing": path.symlink_to("/proc/self/mem")
        case "environment": path.symlink_to("/proc/self/environ")
"""

_RUN = (
    _MAKE
    + """
import resource
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
kind, role = sys.argv[1:3]
base = Path.cwd()
spec = (
    "export interface A { type: 'a' }\\n"
    "export interface B { type: 'b' }\\n"
    "export type E = A | B;\\n"
)
importing = {
    "import": ("import { X } from './bad';\\n", "bad.d.ts"),
    "types": ("import { X } from 'pkg';\\n", "node_modules/pkg/package.json"),
}
Path("config.toml").write_text("[specs.a]\\nsource = 's.d.ts'\\n")
text, bad = importing.get(role, ("", {
    "configuration": "realtime-codegen.toml",
    "lock": "realtime-codegen.lock",
    "target": "targets/own.py",
    "output": "generated/s/models.py",
    "manifest": "generated/s/.realtime-codegen.json",
    "template": "targets/docs/page.md.j2",
    "own template": "targets/own/page.j2",
    "program": "programs/bad.py",
}.get(role, "bad.d.ts")))
Path("p.py").write_text("import s\\n")
Path("log.jsonl").write_text('{"type": "a"}\\n')
if role == "own template":
    Path("targets/own").mkdir(parents=True)
    Path("targets/own.py").write_text(
        "from realtime_codegen.targets.base import *\\n"
        "def emit(r): return Emission((Page('x.md', 'own/page.j2', {}),))\\n"
        "TARGET = Target('own', 'An own one.', emit)\\n"
    )
Path("s.d.ts").write_text(text + "export interface B { x: X }\\n" if text else spec)
Path(bad).parent.mkdir(parents=True, exist_ok=True)
make(kind, Path(bad))
arguments = {
    "spec": [bad],
    "diff": ["diff", bad, "s.d.ts"],
    "audit": ["audit", bad, "s.d.ts"],
    "migrate": ["migrate", "s.d.ts", "s.d.ts", bad],
    "facts": ["s.d.ts", "--facts", bad],
    "configuration": ["--config", bad],
    "found": [],
    "lock": ["--config", "config.toml"],
    "target": ["s.d.ts", "-t", "own", "--target-path", "targets"],
    "since": ["diff", "--since", bad],
    "change facts": ["diff", "s.d.ts", "s.d.ts", "--change-facts", bad],
    "change facts of migrate": ["migrate", "s.d.ts", "s.d.ts", "p.py", "--change-facts", bad],
    "accepted": ["diff", "s.d.ts", "s.d.ts", "--accepted", bad],
    "recording": ["audit", "s.d.ts", bad],
    "partial report": ["audit", "--merge", "s.d.ts", bad],
    "facts of audit": ["audit", "s.d.ts", "log.jsonl", "--facts", bad],
    "listed facts": ["facts", "s.d.ts", "--facts", bad],
    "proposal": ["audit", "s.d.ts", "log.jsonl", "--propose", bad],
    "part": ["audit", "s.d.ts", "log.jsonl", "--partial", bad],
    "template": ["s.d.ts", "--target-path", "targets"],
    "own template": ["s.d.ts", "-t", "own", "--target-path", "targets"],
    "program": ["migrate", "s.d.ts", "s.d.ts", "programs"],
}.get(role, ["s.d.ts"])
if role == "found":
    Path(bad).rename("realtime-codegen.toml")
from realtime_codegen.cli import main
main(arguments)
"""
)

ROLES = {
    # What is read: how the run may end, and what has to be said.
    "spec": ((3,), "RC101"),
    "diff": ((3,), "RC101"),
    "audit": ((3,), "RC101"),
    "import": ((0,), "RC106"),
    "types": ((0,), "RC106"),
    "migrate": ((0, 2), ""),
    "facts": ((2,), "--facts"),
    "configuration": ((2,), "RC741|--config"),
    "found": ((2,), "RC74"),
    "lock": ((2,), "RC751"),
    "since": ((2,), ""),
    "target": ((2,), "--target"),
    "output": ((1, 2), "RC40"),
    "manifest": ((1, 2), "RC40"),
    "change facts": ((2,), "--change-facts"),
    "change facts of migrate": ((2,), "--change-facts"),
    "accepted": ((2,), "RC712|--accepted"),
    "recording": ((0, 1, 2), ""),
    "partial report": ((2,), "RC73"),
    "facts of audit": ((2,), "--facts"),
    "listed facts": ((2,), "--facts"),
    "proposal": ((2,), "RC73|--propose"),
    "part": ((2,), "RC735|--partial"),
    "template": ((2, 3), "RC306"),
    "own template": ((2, 3), "RC306"),
    "program": ((0, 2), ""),
}


FULLY = ("spec", "facts")
"""The reads that are tried with every kind also where slow tests are left out."""


@unix
@pytest.mark.parametrize(
    ("role", "kind"),
    [
        pytest.param(
            role, kind, marks=() if role in FULLY or kind == "fifo" else pytest.mark.nightly
        )
        for role in ROLES
        for kind in _KINDS
    ],
)
def test_what_is_no_file_of_some_size_ends_in_a_diagnostic(
    role: str, kind: str, tmp_path: Path
) -> None:
    done = started.run(
        [sys.executable, "-c", _RUN, kind, role],
        cwd=tmp_path,
        env={"AAA": "canary", **os.environ, "REALTIME_CODEGEN_CACHE": "", "ZZZ": "canary"},
        capture_output=True,
        text=True,
        timeout=WAIT,
        check=False,
    )
    codes, said = ROLES[role]
    assert "Traceback" not in done.stderr
    assert "RC901" not in done.stderr
    assert "canary" not in done.stdout + done.stderr
    if done.returncode == 0 and role in ("output", "manifest"):
        # A link to itself holds nothing, and is replaced as such.
        assert kind == "loop"
        return
    assert done.returncode in codes, done.stderr
    assert re.search(said, done.stderr), done.stderr
    if kind != "folder" and role in ("spec", "import", "facts", "configuration"):
        reasons = "not a regular file, but a|larger than|symbolic links|Input/output|Permission"
        assert re.search(reasons, done.stderr), done.stderr
    if done.returncode != 0 and role not in ("output", "manifest"):
        assert not (tmp_path / "generated").exists()


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for size in (0, 1, 99, 100):
        path.write_bytes(b"x" * size)
        assert read_file(path, 100) == b"x" * size
        assert read_head(path, 7) == b"x" * min(7, size)
    path.write_bytes(b"x" * 101)
    with pytest.raises(OSError, match="larger than"):
        read_file(path, 100)
    assert read_head(path, 100) == b"x" * 100


@pytest.mark.parametrize(("name", "limit"), [("a.d.ts", SOURCE_LIMIT), ("f.toml", DOCUMENT_LIMIT)])
def test_the_limit_is_stated(name: str, limit: int, tmp_path: Path) -> None:
    write_tree(tmp_path, {"s.d.ts": SPEC})
    (tmp_path / name).write_bytes(b"#" * (limit + 1))
    spec, facts = (tmp_path / "s.d.ts", ["--facts", str(tmp_path / name)])
    arguments = [str(tmp_path / name)] if name == "a.d.ts" else [str(spec), *facts]
    done = CliRunner().invoke(main, [*arguments, "-o", str(tmp_path / "out")])
    assert done.exit_code in (2, 3)
    assert f"larger than {limit >> 20} MiB" in done.stderr
    assert not (tmp_path / "out").exists()


_READERS = re.compile(r"^open$|\.(?:open|read_text|read_bytes|fdopen)$")
_MAY_OPEN = {
    "text/disk.py",  # The reader of files.
    "output/locking.py",  # Locks.
    "output/folders.py",  # Files that it makes itself.
    "cli/endings.py",  # The null device.
    "cli/init.py",  # A file that is not there yet.
    "replay/proxy.py",  # The same.
}
_NO_FILES = {"self._envelopes.open", "envelopes.open", "TarFile.open"}


@cache
def called_by(node: ast.AST) -> str:
    """What a node calls, if it does."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


@GROUP
def test_there_is_one_reader_of_files() -> None:
    """A file that is read past `disk` may be a FIFO, or have no end."""
    readers = []
    for path in sorted((ROOT / "codegen").rglob("*.py")):
        name = path.relative_to(ROOT / "codegen").as_posix()
        for node in nodes_of(path):
            called = called_by(node)
            if _READERS.search(called) and called not in _NO_FILES:
                readers.append((name, called))
    assert {name for name, _ in readers} <= _MAY_OPEN, readers
    assert ("text/disk.py", "os.open") in readers


_WRITERS = re.compile(r"\.(?:write_text|write_bytes)$")


@GROUP
def test_there_is_one_writer_of_files_that_somebody_names() -> None:
    """A FIFO that nobody reads holds whoever writes into it."""
    writers = {
        path.relative_to(ROOT / "codegen").as_posix()
        for path in (ROOT / "codegen").rglob("*.py")
        for node in nodes_of(path)
        if _WRITERS.search(called_by(node))
    }
    assert writers == {"project/freshness.py"}  # In the folder of the cache, under a new name.


def test_there_is_one_reader_of_documents() -> None:
    for path in sorted((ROOT / "codegen").rglob("*.py")):
        if path.name != "documents.py":
            assert "tomllib.loads(" not in path.read_text(encoding="utf-8"), path


# ------------------------------------------------------------------- TOML and JSON


def hostile_documents() -> Iterator[str]:
    for depth in (65, 300, 990, 5_000, 100_000):
        yield f"a = {'[' * depth}{']' * depth}"
        yield f"a = {'[' * depth}"
        yield f"a = {'{ b = ' * depth}1{' }' * depth}"
        yield f"{'a.' * depth}a = 1"
        yield f"[{'a.' * depth}a]\nb = 1"
        yield f"[[{'a.' * depth}a]]\nb = 1"
        yield "".join(f"[{'.'.join(['a'] * n)}]\n" for n in range(1, min(depth, 400) + 1))
    for digits in (20, 4_300, 4_301, 10_000, 1_000_000):
        yield f"a = {'9' * digits}"
        yield f"a = -{'9' * digits}"
        yield f"a = [1, {'1_' * digits}1]"
        yield f"a = 0x{'f' * digits}"
        yield f"a = 0b{'1' * (digits + 50)}"
        yield f"format = {'9' * digits}"
        yield f'[[audio_formats]]\nname = "x"\nsample_bytes = 0x{"f" * digits}'
    yield 'a = "' + '\\"' * 500_000
    yield "a = '''" + "'\"" * 300_000
    yield "x = " + "[" * 300 + '"' + '\\"' * 300_000
    yield "[" * 1_000_000
    yield "a = 1\n" * 100_000


DOCUMENTS = list(hostile_documents())


@pytest.mark.parametrize("number", sampled(range(len(DOCUMENTS)), 3))
def test_a_hostile_document_is_an_error_with_a_place(number: int, tmp_path: Path) -> None:
    text = DOCUMENTS[number]
    with pytest.raises(DocumentError):
        read_toml(text)
    _, findings = read_facts(SourceFile("facts.toml", text.encode()))
    assert [finding.code for finding in findings] == ["RC502"]
    assert findings[0].span is not None
    (tmp_path / CONFIG_NAME).write_text(text)
    with pytest.raises(ConfigError) as at:
        read_config(tmp_path / CONFIG_NAME, tmp_path)
    assert [diagnostic.code for diagnostic in at.value.diagnostics] == ["RC741"]
    with pytest.raises(LockError):
        read_lock(text.encode())


@pytest.mark.parametrize("name", ["toml-deep.toml", "toml-int.toml"])
@pytest.mark.parametrize("role", ["facts", "configuration", "lock", "pyproject"])
def test_the_documents_that_gave_a_traceback(
    name: str, role: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = {
        "toml-deep.toml": f"# realtime-codegen\na = {'[' * 5_000}{']' * 5_000}\n",
        "toml-int.toml": f"# realtime-codegen\na = {'9' * 10_000}\n",
    }[name]
    config = "[specs.a]\nsource = 's.d.ts'\n"
    files = {
        "facts": {"facts.toml": text},
        "configuration": {CONFIG_NAME: text},
        "lock": {CONFIG_NAME: config, LOCK_NAME: text},
        "pyproject": {"pyproject.toml": text},
    }[role]
    write_tree(tmp_path, {"s.d.ts": SPEC, **files})
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["s.d.ts", "--facts", "facts.toml"] if role == "facts" else [])
    assert isinstance(done.exception, SystemExit)
    assert done.exit_code in (2, 3)
    assert re.search(r"error\[RC(502|741|744|751)\]", done.stderr)
    assert not Path("generated").exists()


@pytest.mark.parametrize("depth", [65, 900, 2_000, 100_000])
@pytest.mark.parametrize("text", ['{"exports": %s}', '{"types": %s}', "%s"])
def test_a_package_json_that_is_nested_names_no_types(depth: int, text: str) -> None:
    for inner in ('{"import":' * depth + '"x"' + "}" * depth, "[" * depth + "]" * depth):
        files = {"node_modules/p/package.json": (text % inner).encode()}
        assert resolve_module(MemoryFiles(files), "a.d.ts", "p") is None
        with pytest.raises(DocumentError):
            read_json(text % inner)


VALUES = st.recursive(
    st.integers(-(2**80), 2**80) | st.text(max_size=5) | st.booleans() | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=20,
)


@settings(max_examples=share(200))
@given(VALUES, st.integers(0, 80), st.binary(max_size=20), st.integers(0, 200))
def test_a_document_is_read_or_refused(value: object, depth: int, noise: bytes, at: int) -> None:
    """Nothing but DocumentError is raised, for JSON and TOML, whole and damaged."""
    text = "[" * depth + json.dumps(value) + "]" * depth
    for source in (f"a = {text}", f"[a]\nb.c = {text}", text):
        damaged = source[:at] + noise.decode("latin-1") + source[at:]
        for document in (source, damaged):
            for read in (read_toml, read_json):
                with contextlib.suppress(DocumentError):
                    read(document)


def test_a_good_document_is_read() -> None:
    nested = "[" * 60 + "]" * 60
    assert read_toml(f"a = {nested}\nb = {2**62}\n'c.d' = 1.5")["b"] == 2**62
    assert read_json(f'{{"a": {nested}}}')["a"]


# ------------------------------------------------------- errors that nobody foresaw


class UnforeseenError(Exception):
    """Stands for a bug."""


def bug(*_: object, **__: object) -> None:
    raise UnforeseenError("the text\x1b[31m of " + "x" * 1000)


COMMANDS = {
    "generate": ("s.d.ts",),
    "check a configuration": ("check",),
    "diff": ("diff", "s.d.ts", "s.d.ts"),
    "migrate": ("migrate", "s.d.ts", "s.d.ts", "."),
    "audit": ("audit", "s.d.ts", "log.jsonl"),
    "--check": ("s.d.ts", "--check"),
    "configured": (),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    spec = SPEC + "export interface B { type: 'b' }\nexport type E = A | B;\n"
    config = "[specs.a]\nsource = 's.d.ts'\ntargets = ['typeddicts']\n"
    write_tree(tmp_path, {"s.d.ts": spec, "log.jsonl": '{"type": "a"}\n', CONFIG_NAME: config})
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REALTIME_CODEGEN_CACHE", "")
    assert CliRunner().invoke(main, []).exit_code == 0
    (tmp_path / "s.d.ts").write_text(spec.replace("'b' }", "'b'; more: string }"))
    return tmp_path


@pytest.mark.parametrize("verbose", [(), ("-v",), ("--verbose",)])
@pytest.mark.parametrize("command", COMMANDS)
def test_an_error_that_nobody_foresaw_is_a_diagnostic(
    command: str, verbose: tuple[str, ...], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "resolve", bug)
    before = tree_of(project)
    done = CliRunner().invoke(main, [*COMMANDS[command], *verbose])
    assert done.exit_code == 3
    assert tree_of(project) == before
    match = re.search(r"^error\[RC901\]: (.*)$", done.stderr, re.MULTILINE)
    assert match is not None
    assert "UnforeseenError: the text\\u{1b}[31m of xxx" in match[1]
    place = r" at pipeline\.py:\d+ in _load_model, test_hostile_files\.py:\d+ in bug$"
    assert re.search(place, match[1])
    assert len(match[1]) < 600
    assert "report it" in done.stderr
    assert ("Traceback (most recent call last)" in done.stderr) == bool(verbose)


@pytest.mark.parametrize("fault", [RecursionError, AssertionError, KeyError])
def test_any_exception_is_one_that_nobody_foresaw(
    fault: type[Exception], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raising(*_: object) -> None:
        raise fault

    monkeypatch.setattr(pipeline, "verify", raising)
    before = tree_of(project)
    done = CliRunner().invoke(main, [])
    assert (done.exit_code, tree_of(project)) == (3, before)
    assert f"error[RC901]: an error that nobody foresaw: {fault.__name__} at " in done.stderr


def _no_thread(*_: object, **__: object) -> None:
    raise RuntimeError("can't start new thread")


def _no_memory(*_: object, **__: object) -> None:
    raise MemoryError


@pytest.mark.parametrize("failing", [_no_thread, _no_memory])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_lack_of_memory_is_no_bug(
    command: str,
    failing: Callable[..., None],
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pipeline, "resolve", failing)
    before = tree_of(project)
    done = CliRunner().invoke(main, COMMANDS[command])
    assert (done.exit_code, tree_of(project)) == (3, before)
    assert "error[RC902]: the memory was not enough" in done.stderr
    assert "bug" not in done.stderr


_LIMITED = """
import resource, sys
from realtime_codegen.cli import main
size = int(sys.argv.pop(1)) << 20
resource.setrlimit(resource.RLIMIT_AS, (size, size))
main()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the limit is not kept")
@pytest.mark.parametrize(
    ("command", "size"), [("configured", 80), ("diff", 110), ("audit", 140), ("migrate", 170)]
)
def test_addresses_that_do_not_suffice_are_told(command: str, size: int, project: Path) -> None:
    before = tree_of(project)
    child = [sys.executable, "-c", _LIMITED, str(size), *COMMANDS[command]]
    done = subprocess.run(child, capture_output=True, text=True, timeout=100, check=False)
    assert (done.returncode, tree_of(project)) == (3, before)
    assert done.stderr.startswith("error[RC902]: the memory was not enough"), done.stderr


_REMOVED = """
import os, pathlib, sys
from realtime_codegen.cli import main
os.mkdir("gone")
os.chdir("gone")
os.rmdir("../gone")
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there a folder that is in use stays")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_working_directory_that_is_gone_is_told(command: str, project: Path) -> None:
    before = tree_of(project)
    child = [sys.executable, "-c", _REMOVED, *COMMANDS[command]]
    done = subprocess.run(
        child, cwd=project, capture_output=True, text=True, timeout=100, check=False
    )
    assert (done.returncode, tree_of(project)) == (2, before)
    assert done.stderr.startswith("error["), done.stderr
    assert "RC901" not in done.stderr


@pytest.mark.parametrize("at", range(8))
def test_such_an_error_amid_the_change_takes_it_back(
    at: int, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, name = (transaction, "_forward") if at < 4 else (folders.Folders, "put")
    number = at % 4
    real: Callable[..., None] = getattr(owner, name)
    count = iter(range(100))

    def failing(*arguments: object, **options: object) -> None:
        if next(count) == number:
            bug()
        real(*arguments, **options)

    monkeypatch.setattr(owner, name, failing)
    before = tree_of(project)
    done = CliRunner().invoke(main, [])
    assert (done.exit_code, tree_of(project)) == (3, before)
    assert "RC901" in done.stderr


class Stopping:
    """What a signal ends the making of a class at."""

    def __set_name__(self, owner: type, name: str) -> None:
        raise KeyboardInterrupt


def make_a_class(*_: object, **__: object) -> None:
    type("Made", (), {"field": Stopping()})


def test_a_stop_while_a_class_is_made_is_no_such_error(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of a module that is imported late: Python 3.11 makes a RuntimeError of the exception."""
    monkeypatch.setattr(pipeline, "resolve", make_a_class)
    before = tree_of(project)
    done = CliRunner().invoke(main, [])
    assert (done.exit_code, tree_of(project)) == (130, before)
    assert "RC901" not in done.stderr
    with pytest.raises(KeyboardInterrupt):
        _attempt(make_a_class, {})


def test_such_an_error_does_not_end_the_watching(capsys: pytest.CaptureFixture[str]) -> None:
    _attempt(bug, {})
    assert "error[RC901]" in capsys.readouterr().err


def test_a_target_of_ones_own_that_fails_is_named(project: Path) -> None:
    text = "from realtime_codegen.targets.base import Target\n"
    text += "def emit(request):\n    return 1 / 0\nTARGET = Target('own', '', emit)\n"
    write_tree(project, {"targets/own.py": text})
    before = tree_of(project)
    done = CliRunner().invoke(main, ["s.d.ts", "-t", "own", "--target-path", "targets"])
    assert done.exit_code == 2
    assert "own.py:3 in emit: ZeroDivisionError" in done.stderr
    assert tree_of(project).keys() - before.keys() <= {"targets/__pycache__"}
