"""Generated files in other people's repositories: checkouts, formatters, consoles, neighbours."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from realtime_codegen.python.package import LEFT_ALONE
from realtime_codegen.text.lines import text_sum, with_line_feeds
from realtime_codegen.text.source import MemoryFiles
from tests.tools import started
from tests.tools.cases import USABLE, Case
from tests.tools.checkers import misformatted
from tests.tools.night import at_night, sampled
from tests.tools.packages import compiled

SPEC = """
/** Comes → first.
 *
 *  - a list
 */
export interface Started {
  /** A “name”. */
  type: 'started';
  names?: Array<{ first: string; second?: `x-${string}` }>;
}
export interface Ended { type: 'ended → done' }
export type Event = Started | Ended;
"""
CONFIGURATION = '[specs.a]\nsource = "a.d.ts"\n[specs.b]\nsource = "b.d.ts"\n'


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a folder, without a cache."""
    return started.run(
        [sys.executable, "-m", "realtime_codegen", *arguments],
        cwd=folder,
        env={**os.environ, "REALTIME_CODEGEN_CACHE": "", **environment},
        capture_output=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def made_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with two specs that share an output folder, generated."""
    folder = tmp_path_factory.mktemp("repository")
    (folder / "a.d.ts").write_text(SPEC, encoding="utf-8")
    (folder / "b.d.ts").write_text(SPEC.replace("Ended", "Stopped"), encoding="utf-8")
    (folder / "realtime-codegen.toml").write_text(CONFIGURATION, encoding="utf-8")
    done = run(folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def repository(made_repository: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return shutil.copytree(made_repository, tmp_path / "repository")


def contents(folder: Path) -> dict[str, bytes]:
    """The files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# ------------------------------------------------------------------------------ line ends


def test_a_checkout_with_other_line_ends_is_fresh(repository: Path) -> None:
    for name, data in contents(repository).items():
        (repository / name).write_bytes(with_line_feeds(data).replace(b"\n", b"\r\n"))
    before = contents(repository)
    assert b"\r\n" in before["generated/a/models.py"]
    for arguments in (["check"], ["--check"], [], ["--force"]):
        done = run(repository, *arguments)
        assert (done.returncode, done.stderr) == (0, b"")
        assert contents(repository) == before


def test_an_edit_is_an_edit_whatever_the_line_ends(repository: Path) -> None:
    path = repository / "generated" / "a" / "models.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n") + b"edited = True\r\n")
    assert run(repository, "check").returncode == 1
    done = run(repository)
    assert done.returncode == 1
    assert b"RC403" in done.stderr


CASES = sampled([pytest.param(case, id=case.id) for case in USABLE], 3)


@pytest.mark.parametrize("case", CASES)
def test_a_spec_has_no_line_ends(case: Case) -> None:
    files = {
        path.relative_to(case.folder).as_posix(): with_line_feeds(path.read_bytes())
        for path in case.folder.rglob("*.ts")
    }
    other = {path: data.replace(b"\n", b"\r\n") for path, data in files.items()}
    one, two = (compiled(MemoryFiles(given), case.package) for given in (files, other))
    assert dict(one.files) == dict(two.files)


def test_sums_are_of_the_text() -> None:
    assert text_sum(b"a\r\nb\n") == text_sum(b"a\nb\r\n") != text_sum(b"a\nb")
    assert text_sum(b"a\r") != text_sum(b"a\n")


# ----------------------------------------------------------------------------- formatters

TOOLS = {
    "black": ["black", "--quiet", "--line-length=40", "--preview", "."],
    "isort": ["isort", "--quiet", "--profile=google", "--force-single-line-imports", "."],
    "ruff check": ["ruff", "check", "--quiet", "--isolated", "--fix", "--exit-zero", "."],
    "ruff check of all": [
        *("ruff", "check", "--quiet", "--isolated", "--select=ALL", "--fix", "--unsafe-fixes"),
        *("--exit-zero", "."),
    ],
    "ruff format": ["ruff", "format", "--quiet", "--isolated", "--line-length=40", "."],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_formatters_leave_files_alone(repository: Path, tool: str) -> None:
    folder = repository / "generated"
    before = contents(folder)
    (folder / "own.py").write_text("import sys, os\nx = { 'a':1 }\n", encoding="utf-8")
    command = [sys.executable, "-m", *TOOLS[tool]]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    after = contents(folder)
    assert after.pop("own.py") != b"import sys, os\nx = { 'a':1 }\n", "the tool did nothing"
    assert {name: data for name, data in after.items() if "cache" not in name} == before


def test_each_module_says_so_where_tools_look(repository: Path) -> None:
    """The words end the block of comments that a module opens with: yapf reads its last line."""
    modules = sorted((repository / "generated").rglob("*.py"))
    assert len(modules) > 20
    for path in modules:
        text = path.read_text(encoding="utf-8")
        block = text[: next(re.finditer("^[^#]", text, re.MULTILINE)).start()].splitlines()
        assert tuple(block[-len(LEFT_ALONE) :]) == tuple(f"# {word}" for word in LEFT_ALONE)
        assert block[-1] == "# fmt: off"


def test_what_is_left_alone_is_in_format_all_the_same(generated_dir: Path) -> None:
    assert misformatted(generated_dir) == []


# ----------------------------------------------------------------------------- neighbours


def test_specs_share_an_output_folder(repository: Path) -> None:
    written = contents(repository / "generated")
    for package in ("a", "b"):
        assert f"{package}/models.py" in written
        assert f"docs/{package}/README.md" in written
        assert f"docs/{package}/.realtime-codegen.json" in written
    assert run(repository, "check").returncode == 0
    for name in ("b", "a"):
        assert run(repository, f"{name}.d.ts").returncode == 0
    assert contents(repository / "generated") == written


def test_documentation_moves_from_where_it_was(repository: Path) -> None:
    """Earlier versions wrote the documentation of one package to `docs` itself."""
    docs = repository / "generated" / "docs"
    expected = contents(docs / "a")
    for name, data in expected.items():
        (docs / name).write_bytes(data)
        (docs / "a" / name).unlink()
    (docs / "own.md").write_text("mine\n", encoding="utf-8")
    done = run(repository)
    assert done.returncode == 0, done.stderr
    assert contents(docs / "a") == expected
    assert sorted(path.name for path in docs.iterdir()) == ["a", "b", "own.md"]


# ------------------------------------------------------------------------------- consoles

COMMANDS = [
    ["a.d.ts", "--check", "-o", "elsewhere"],
    ["check"],
    ["diff", "a.d.ts", "b.d.ts"],
    ["diff", "a.d.ts", "b.d.ts", "--format", "markdown"],
    ["diff", "a.d.ts", "b.d.ts", "--format", "github"],
    ["diff", "a.d.ts", "b.d.ts", "--format", "json"],
    ["migrate", "a.d.ts", "b.d.ts", "program.py"],
    ["audit", "a.d.ts", "log.jsonl"],
    ["targets"],
    ["→.d.ts"],
]


ENCODINGS = ["cp1252", "ascii", "utf-8"]


def _consoles() -> Iterator[Any]:
    """Each command with each encoding; a push tries one, of those that lack characters."""
    for number, arguments in enumerate(COMMANDS):
        for encoding in ENCODINGS:
            run = pytest.param(arguments, encoding, id=f"{' '.join(arguments)}-{encoding}")
            yield run if encoding == ENCODINGS[number % 2] else at_night(run)


@pytest.mark.parametrize(("arguments", "encoding"), [*_consoles()])
def test_a_console_that_cannot_show_a_character(
    repository: Path, arguments: list[str], encoding: str
) -> None:
    (repository / "log.jsonl").write_text('{"type": "ended → gone"}\n', encoding="utf-8")
    program = 'import a as rt\nx = {"type": "ended → done"}\nrt.Ended()\n'
    (repository / "program.py").write_text(program, encoding="utf-8")
    done = run(repository, *arguments, PYTHONIOENCODING=encoding)
    assert done.returncode in (0, 1, 2, 3)
    assert b"Traceback" not in done.stderr
    assert b"RC901" not in done.stderr
    assert b"UnicodeEncodeError" not in done.stderr
