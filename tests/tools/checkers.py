"""Formatter, linter and type checkers of this environment, run once over a whole folder."""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from realtime_codegen.python.package import LEFT_ALONE

__all__ = [
    "MYPY_CODES",
    "exposed",
    "misformatted",
    "mypy_command",
    "mypy_findings",
    "pyright_findings",
    "ruff_findings",
    "run_tool",
]

MYPY_CODES = (
    *("deprecated", "exhaustive-match", "ignore-without-code", "possibly-undefined"),
    *("redundant-expr", "redundant-self", "truthy-bool", "truthy-iterable"),
    *("unimported-reveal", "unused-awaitable"),
)
"""mypy's optional error codes, except for two.

`explicit-override` asks for a decorator of Python 3.12, and `mutable-override` forbids subclasses
to narrow attributes.
"""


@contextmanager
def exposed(folder: Path) -> Iterator[Path]:
    """A copy of a folder without the comments that turn formatters and linters off."""
    words = "".join(f"# {line}\n" for line in LEFT_ALONE)
    with tempfile.TemporaryDirectory(prefix="exposed-") as name:
        copy = Path(name).resolve()
        shutil.copytree(folder, copy, dirs_exist_ok=True, ignore=_ignored)
        for path in copy.rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(words, "", 1), encoding="utf-8")
        yield copy


_ignored = shutil.ignore_patterns("__pycache__", ".mypy*", ".ruff_cache")


def run_tool(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a tool of this environment."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=cwd,
        env={**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def misformatted(folder: Path) -> list[str]:
    """The files that are not in ruff's default format."""
    command = ["ruff", "format", "--isolated", "--check", "--output-format=concise", "."]
    with exposed(folder) as copy:
        done = run_tool(*command, cwd=copy)
    matches = re.findall(r"^(.*?):\d+:\d+: unformatted", done.stdout, re.MULTILINE)
    assert done.returncode == bool(matches), done.stdout + done.stderr
    return matches


def ruff_findings(folder: Path, select: str, ignore: Iterable[str] = ()) -> list[str]:
    """Run ruff's linter; return the place, the rule and the message of each finding."""
    command = ["ruff", "check", "--isolated", "--no-cache", "--output-format=json"]
    command += [f"--select={select}", *(f"--ignore={rule}" for rule in ignore)]
    with exposed(folder) as copy:
        done = run_tool(*command, "--target-version=py311", ".", cwd=copy)
    findings = [
        f"{Path(item['filename']).relative_to(copy)}:{item['location']['row']}: "
        f"{item['code']} {item['message']}"
        for item in json.loads(done.stdout)
    ]
    assert done.returncode == bool(findings), done.stderr
    return findings


def mypy_command() -> list[str]:
    """The command line of mypy, whose cache of the standard library is filled once."""
    command = ["mypy", "--strict", "--config-file=", "--python-version=3.11"]
    command += [f"--cache-dir={_mypy_cache()}"]
    return [*command, *(f"--enable-error-code={code}" for code in MYPY_CODES)]


@cache
def _mypy_cache() -> str:
    folder = tempfile.mkdtemp(prefix="mypy-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def mypy_findings(folder: Path, packages: Sequence[str]) -> list[str]:
    """Run `mypy --strict` with its optional error codes on some packages of a folder."""
    command = mypy_command()
    command += [part for name in packages for part in ("-p", name)]
    done = run_tool(*command, "--no-pretty", "--show-error-codes", cwd=folder)
    lines = [line for line in done.stdout.splitlines() if ": error: " in line]
    assert done.returncode == bool(lines), done.stdout + done.stderr
    return lines


def pyright_findings(folder: Path, packages: Sequence[str]) -> list[str]:
    """Run pyright in its strict mode on some packages of a folder.

    Unused imports are left to ruff: pyright's findings about them depend on the order in which it
    visits the modules of a large program.
    """
    settings: dict[str, object] = {
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "include": [*packages],
    }
    settings["reportUnusedImport"] = "none"
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    done = run_tool("pyright", "--outputjson", "--pythonpath", sys.executable, cwd=folder)
    assert done.stdout.startswith("{"), done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["summary"]["filesAnalyzed"] > 3 * len(packages)
    return [
        f"{Path(diagnostic['file']).relative_to(folder.resolve())}:"
        f"{diagnostic['range']['start']['line'] + 1}: "
        f"{diagnostic['message']} ({diagnostic.get('rule', '')})"
        for diagnostic in report["generalDiagnostics"]
    ]
