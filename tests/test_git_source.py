"""`git:REV:PATH`: what a commit has is what is compared, wherever the command runs."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from realtime_codegen.cli import main
from realtime_codegen.sources.git_source import open_git
from realtime_codegen.sources.origin import OriginError

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

SPEC = """
export * from './parts/ping';
import {{ Ping }} from './parts/ping';
export interface Pong {{ type: 'pong'; id: string{more} }}
export type ServerEvent = Ping | Pong;
"""
PING = "export interface Ping {{ type: 'ping'; id: {kind} }}\n"


def git(folder: Path, *call: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    ran = subprocess.run(
        ["git", *identity, *call], cwd=folder, check=True, capture_output=True, text=True
    )
    return ran.stdout.strip()


def commit(folder: Path, *, more: str = "", kind: str = "string") -> str:
    (folder / "spec" / "parts").mkdir(parents=True, exist_ok=True)
    (folder / "spec" / "main.d.ts").write_text(SPEC.format(more=more), encoding="utf-8")
    (folder / "spec" / "parts" / "ping.d.ts").write_text(PING.format(kind=kind), encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "spec", "--allow-empty")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    git(tmp_path, "init", "-q")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def diff(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["diff", *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_a_commit_is_compared_with_the_working_tree(repository: Path) -> None:
    first = commit(repository)
    commit(repository, more="; size: number")
    (repository / "spec" / "parts" / "ping.d.ts").write_text(
        PING.format(kind="number"), encoding="utf-8"
    )
    report = diff(f"git:{first}:spec/main.d.ts", "spec/main.d.ts")
    assert report.exit_code == 1
    assert ".size" in report.stdout
    assert "string -> number" in report.stdout
    assert (
        "string -> number"
        not in diff(f"git:{first}:spec/main.d.ts", "git:HEAD:spec/main.d.ts").stdout
    )


@pytest.mark.parametrize("revision", ["HEAD~1", "HEAD^", "first", "v1", "@{1}"])
def test_a_revision_is_what_git_takes_for_one(repository: Path, revision: str) -> None:
    commit(repository)
    git(repository, "branch", "first")
    git(repository, "tag", "-a", "v1", "-m", "one")
    commit(repository, more="; size: number")
    assert diff(f"git:{revision}:spec/main.d.ts", "spec/main.d.ts").stdout.count(".size") == 1


def test_a_path_is_from_the_top_or_from_here(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repository)
    monkeypatch.chdir(repository / "spec" / "parts")
    for path in ("spec/main.d.ts", "../main.d.ts", "./../main.d.ts"):
        opened = open_git(f"HEAD:{path}")
        assert opened.shown == "git:HEAD:spec/main.d.ts"
        assert opened.files.read("parts/ping.d.ts") == PING.format(kind="string").encode()
        assert opened.files.read("../spec/main.d.ts") is not None


def test_nothing_outside_of_the_commit_is_read(repository: Path) -> None:
    """Random paths: what the commit does not list as a regular file is not there."""
    (repository / "secret.d.ts").write_text("export type S = 1;", encoding="utf-8")
    commit(repository)
    git(repository, "rm", "-q", "--cached", "secret.d.ts")
    (repository / "link.d.ts").symlink_to("/etc/hostname")
    git(repository, "add", "link.d.ts")
    git(repository, "commit", "-qm", "a link")
    files = open_git("HEAD:spec/main.d.ts").files
    listed = git(repository, "ls-tree", "-r", "--name-only", "HEAD").splitlines()
    chooser = random.Random(4)
    steps = ("..", ".", "spec", "parts", "secret.d.ts", "link.d.ts", "ping.d.ts", "main.d.ts", "")
    for _ in range(400):
        path = "/".join(chooser.choices(steps, k=chooser.randrange(1, 6)))
        data = files.read(path)
        if data is not None:
            inside = Path("spec", path)
            name = str(Path(*inside.parts).resolve().relative_to(repository.resolve()))
            assert name in listed
            assert name != "link.d.ts"
    assert files.read("../link.d.ts") is None
    assert files.read("../secret.d.ts") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("git:HEAD", "RC604"),
        ("git::spec/main.d.ts", "RC604"),
        ("git:HEAD:", "RC604"),
        ("git:--output=x:spec/main.d.ts", "RC604"),
        ("git:nowhere:spec/main.d.ts", "RC602"),
        ("git:HEAD:spec/mian.d.ts", "RC603"),
        ("git:HEAD:../outside.d.ts", "RC603"),
        ("git:HEAD:/etc/passwd", "RC603"),
    ],
)
def test_what_names_no_file_of_a_commit_is_told(repository: Path, text: str, code: str) -> None:
    commit(repository)
    ran = diff(text, "spec/main.d.ts")
    assert ran.exit_code in (2, 3)
    assert ran.stderr.startswith(f"error[{code}]: ")
    assert ran.stdout == ""
    assert sorted(path.name for path in repository.iterdir()) == [".git", "spec"]


def test_a_near_path_is_suggested(repository: Path) -> None:
    commit(repository)
    assert "Did you mean spec/main.d.ts" in diff("git:HEAD:spec/mian.d.ts", "x.d.ts").stderr


def test_without_a_repository_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(OriginError, match="not a git repository"):
        open_git("HEAD:x.d.ts")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(OriginError, match="git is not installed"):
        open_git("HEAD:x.d.ts")


def test_a_package_is_not_generated_from_a_commit(repository: Path) -> None:
    commit(repository)
    ran = CliRunner().invoke(main, ["git:HEAD:spec/main.d.ts", "-o", "out"])
    assert ran.exit_code == 2
    assert "error[RC604]" in ran.stderr
    assert not (repository / "out").exists()
