"""What type checkers say of the committed packages and of code that uses that of the GA API.

mypy and pyright, both in their strict modes, have nothing to say about the packages and about
`consumers/good_consumer.py`, and report exactly the marked lines of `bad_consumer.py`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tests.tools.checkers import mypy_command
from tests.tools.node import require_node
from tests.tools.packages import RUNTIME

CONSUMERS = Path(__file__).parent / "consumers"
PACKAGES = ("openai_realtime", "openai_realtime_beta")

Report: TypeAlias = Mapping[str, Mapping[int, str]]
"""The messages of a checker by file name and line; the messages of a line are joined."""


@pytest.fixture(scope="module")
def workshop(generated_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the packages and of the consumers, and no configuration."""
    folder = tmp_path_factory.mktemp("typing")
    caches = shutil.ignore_patterns("__pycache__")
    for package in PACKAGES:
        shutil.copytree(generated_dir / package, folder / package, ignore=caches)
    for consumer in CONSUMERS.glob("*.py"):
        shutil.copy(consumer, folder)
    return folder


@pytest.fixture(scope="module")
def mypy(workshop: Path) -> Report:
    """What `mypy --strict` reports."""
    command = [*mypy_command(), "--output=json"]
    modules = [*PACKAGES, *sorted(path.name for path in workshop.glob("*.py"))]
    done = run([*command, *modules], workshop)
    diagnostics = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert done.returncode == bool(diagnostics), done.stdout + done.stderr
    return by_line(
        (message["file"], message["line"], message["message"]) for message in diagnostics
    )


@pytest.fixture(scope="module")
def pyright(request: pytest.FixtureRequest, workshop: Path) -> Report:
    """What pyright reports in its strict mode.

    A push leaves the package of the beta to the night, and three of four copied modules. mypy
    reads all of them.
    """
    require_node()
    configuration: dict[str, Any] = {
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "include": ["."],
    }
    if not request.config.getoption("nightly"):
        copied = [f"openai_realtime/{name}.py" for name in RUNTIME if name != "__init__"]
        left = [path for number, path in enumerate(copied) if number % 4]
        configuration["exclude"] = ["openai_realtime_beta", *left]
    (workshop / "pyrightconfig.json").write_text(json.dumps(configuration), encoding="utf-8")
    done = run(["pyright", "--outputjson", "--pythonpath", sys.executable], workshop)
    assert done.stdout.startswith("{"), done.stdout + done.stderr
    output = json.loads(done.stdout)
    assert output["summary"]["filesAnalyzed"] > len(list(CONSUMERS.glob("*.py")))
    return by_line(
        (
            str(Path(diagnostic["file"]).relative_to(workshop.resolve())),
            diagnostic["range"]["start"]["line"] + 1,
            diagnostic["message"],
        )
        for diagnostic in output["generalDiagnostics"]
    )


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a module of this environment in a folder."""
    environment = {**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


def by_line(diagnostics: Any) -> Report:
    report: dict[str, dict[int, str]] = defaultdict(dict)
    for file, line, message in diagnostics:
        report[file][line] = f"{report[file].get(line, '')}{message}\n"
    return dict(report)


def marks(path: Path) -> dict[int, list[str]]:
    """The lines that are to be reported, each with what the message must have one of."""
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    matches = {line: re.search(r"# error: (.+)$", text) for line, text in lines}
    return {line: match[1].split(" or ") for line, match in matches.items() if match}


pytestmark = pytest.mark.checkers


# The groups keep each checker's one run in one process when the tests run in several.
@pytest.fixture(
    params=[
        pytest.param("mypy", marks=pytest.mark.xdist_group("mypy")),
        pytest.param("pyright", marks=pytest.mark.xdist_group("pyright")),
    ]
)
def report(request: pytest.FixtureRequest) -> Report:
    """The report of each checker."""
    checked: Report = request.getfixturevalue(request.param)
    return checked


def test_the_packages_are_clean(report: Report) -> None:
    assert {file: lines for file, lines in report.items() if "consumer" not in file} == {}


def test_good_code_is_clean(report: Report) -> None:
    assert report.get("good_consumer.py", {}) == {}


def test_bad_code_is_reported(report: Report) -> None:
    expected = marks(CONSUMERS / "bad_consumer.py")
    reported = report.get("bad_consumer.py", {})
    assert sorted(reported) == sorted(expected)
    others = {
        line: reported[line]
        for line, words in expected.items()
        if not any(word in reported[line] for word in words)
    }
    assert others == {}


def test_the_marks_are_read() -> None:
    assert len(marks(CONSUMERS / "bad_consumer.py")) > 25
    assert marks(CONSUMERS / "good_consumer.py") == {}
