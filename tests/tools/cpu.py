"""The processor time of a run of tests: `make test ARGS='-p tests.tools.cpu'`.

Each process that runs tests notes what each test took, with the fixtures that were made for it and
the processes that it started. When the run ends, the files of tests that took most are printed, and
the functions. What no test has taken is named too: imports, collecting, and reports.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.tools import started

__all__ = ["Cost", "read_costs", "report"]

# The workers of pytest-xdist are processes: they inherit the name of the folder.
FOLDER = "TESTS_CPU_FOLDER"
LONGEST = 40


class Cost(NamedTuple):
    """The CPU seconds of a test: in its own process, and in those it started."""

    test: str
    own: float
    started: float

    @property
    def seconds(self) -> float:
        """The sum of both."""
        return self.own + self.started

    def function(self) -> str:
        """The test without its parameters and its group."""
        return self.test.partition("[")[0].partition("@")[0]

    def file(self) -> str:
        """The file of the test."""
        return self.test.partition("::")[0]


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder for the records, in the process that starts the workers."""
    if not hasattr(config, "workerinput"):
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="tests-cpu-")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Record the CPU time of each test."""
    before = _spent()
    result = yield
    _note(item.nodeid, *(new - old for new, old in zip(_spent(), before, strict=True)))
    return result


def pytest_sessionfinish() -> None:
    """Record the CPU time of this process; the processes it started have records of their own."""
    _note("", _spent()[0], 0)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the report, and remove the records."""
    if hasattr(config, "workerinput"):
        return
    folder = Path(os.environ.pop(FOLDER))
    terminalreporter.section("processor time")
    for line in report(read_costs(folder)):
        terminalreporter.line(line)
    shutil.rmtree(folder)


def read_costs(folder: Path) -> list[Cost]:
    """The records of a run's processes. A cost without a test is that of a whole process."""
    return [
        Cost(*json.loads(line))
        for notes in sorted(folder.glob("*.jsonl"))
        for line in notes.read_text().splitlines()
    ]


def report(costs: list[Cost]) -> Iterator[str]:
    """The lines to print: the sums, then the most expensive files and functions."""
    tests = [cost for cost in costs if cost.test]
    taken, started = sum(cost.seconds for cost in tests), sum(cost.started for cost in tests)
    rest = sum(cost.own for cost in costs if not cost.test) - (taken - started)
    yield f"{taken:8.1f} s in {len(tests)} tests, {started:.1f} s of it in what they started"
    yield f"{rest:8.1f} s besides: imports, collecting the tests, reports"
    for name, of in (("files", Cost.file), ("tests", Cost.function)):
        seconds: defaultdict[str, float] = defaultdict(float)
        tests_of: Counter[str] = Counter()
        for cost in tests:
            seconds[of(cost)] += cost.seconds
            tests_of[of(cost)] += 1
        yield f"{name} that take most:"
        for subject in sorted(seconds, key=lambda one: -seconds[one])[:LONGEST]:
            yield f"{seconds[subject]:8.1f} s in {tests_of[subject]:5}: {subject}"


def _note(test: str, own: float, started: float) -> None:
    with (Path(os.environ[FOLDER]) / f"{os.getpid()}.jsonl").open("a") as notes:
        notes.write(json.dumps([test, round(own, 3), round(started, 3)]) + "\n")


def _spent() -> tuple[float, float]:
    times = os.times()
    return (
        times.user + times.system,
        times.children_user + times.children_system + started.seconds(),
    )
