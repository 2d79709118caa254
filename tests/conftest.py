"""Fixtures that the tests share, and the options `--update`, `--slow` and `--nightly`."""

from __future__ import annotations

import difflib
import gc
import importlib
import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from tests.tools import night

if TYPE_CHECKING:
    from realtime_codegen.facts.choosing import ChosenFacts
    from realtime_codegen.pipeline import Loaded
    from realtime_codegen.sources.origin import OpenedSpec
    from tests.tools.cases import Case

ROOT = Path(__file__).resolve().parent.parent
LONG = ("xdist_group", "slow", "nightly")
_ENDED = pytest.StashKey[list[int]]()
"""How many tests have ended in this process."""

# The tests start the command hundreds of times: what one process compiles, the others load.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# How long an example takes says something of the machine, nothing of the code.
settings.register_profile(
    "patient", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("push", settings.get_profile("patient"), max_examples=25)
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update",
        action="store_true",
        help="rewrite the expected files that differ or are missing, and name them",
    )
    parser.addoption(
        "--slow",
        action="store_true",
        default=bool(os.environ.get("CI")),
        help="run the tests marked slow as well (the default if CI is set)",
    )
    parser.addoption(
        "--nightly",
        action="store_true",
        help="run the tests marked nightly as well: the laws over many thousands of examples",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Say how many examples this run makes."""
    nightly = bool(config.getoption("nightly"))
    night.begin(nightly=nightly)
    settings.load_profile("patient" if nightly else "push")
    if not nightly:
        _draw_without_own_sources()


def _draw_without_own_sources() -> None:
    """Have hypothesis draw no constants of the modules that this process happens to have loaded.

    To read them takes seconds in each process, and an example of a push would depend on which
    tests ran before it.
    """
    vars(providers)["_get_local_constants"] = lambda: providers._local_constants


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the slow and the nightly tests out unless `--slow` and `--nightly` ask for them.

    Where several processes run tests, those that share something expensive begin first, and the
    slow ones: what begins last is then short. What becomes of the cases is made by one process.
    """
    for item in items:
        callspec = getattr(item, "callspec", None)
        case = callspec is not None and callspec.params.get("case")
        of_a_case = type(case).__module__ == "tests.tools.cases"
        if of_a_case or {"package_of", "checked"} & {*getattr(item, "fixturenames", ())}:
            item.add_marker(pytest.mark.xdist_group("packages of cases"))
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: not any(map(item.get_closest_marker, LONG)))
    if not config.getoption("slow"):
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(pytest.mark.skip(reason="slow: run with --slow"))
    if not config.getoption("nightly"):
        # A thousand of them: to skip and report each takes seconds.
        left_out = [item for item in items if item.get_closest_marker("nightly")]
        items[:] = [item for item in items if not item.get_closest_marker("nightly")]
        config.hook.pytest_deselected(items=left_out)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Tell the process that prints what became of a test in one message instead of five.

    That a test begins, that it was set up and taken down well, and that it ends, is no news there,
    unless somebody asks how long each part took. A message takes as long as a small test.
    """
    option = item.config.option
    asked = option.durations or option.xmlpath or option.verbose > 0
    if asked or not hasattr(item.config, "workerinput"):
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    return True


def pytest_collection_finish() -> None:
    """Take what collecting has made out of each later search for garbage: it stays to the end."""
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Do the same, now and then, with what tests keep: packages, and what they share.

    A process of tests comes to hold a million objects, and tests that look for garbage look
    through all of them.
    """
    ended = item.session.stash.setdefault(_ENDED, [0])
    ended[0] += 1
    if ended[0] % 100 == 0:
        gc.collect()
        gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the expected files that `--update` has rewritten."""
    reports = [report for group in terminalreporter.stats.values() for report in group]
    rewritten = sorted(
        {
            str(value)
            for report in reports
            for name, value in getattr(report, "user_properties", ())
            if name == "rewritten"
        }
    )
    if rewritten:
        terminalreporter.section("rewritten: read the diff before you commit it")
        for path in rewritten:
            terminalreporter.line(path)


@pytest.fixture(scope="session", autouse=sys.platform == "win32")
def _as_elsewhere() -> Iterator[None]:
    """Settings of Windows alone, for the whole session."""
    from tests.tools.windows import as_elsewhere

    with as_elsewhere():
        yield


@pytest.fixture(scope="session")
def repo_root() -> Path:
    """The folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def generated_dir(repo_root: Path) -> Path:
    """The committed output."""
    return repo_root / "generated"


@pytest.fixture(scope="session")
def realtime(generated_dir: Path) -> ModuleType:
    """The committed package of the GA API."""
    return _committed(generated_dir, "openai_realtime")


@pytest.fixture(scope="session")
def beta(generated_dir: Path) -> ModuleType:
    """The committed package of the beta."""
    return _committed(generated_dir, "openai_realtime_beta")


def _committed(folder: Path, name: str) -> ModuleType:
    """A package, imported once a session: classes of two imports are not equal."""
    for module in [module for module in sys.modules if module.partition(".")[0] == name]:
        del sys.modules[module]
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    package = importlib.import_module(name)
    assert package.__file__ is not None
    assert Path(package.__file__).parent == folder / name
    return package


@pytest.fixture(scope="session")
def package_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Case], ModuleType]:
    """A function that imports the package of a case, once a session for all that try it."""
    from tests.tools.cases import made
    from tests.tools.packages import import_package

    folder = tmp_path_factory.mktemp("cases")

    @cache
    def imported(case: Case) -> ModuleType:
        result = made(case)
        assert not result.failed, result.diagnostics
        return import_package(folder, result.files, case.package)

    return imported


@pytest.fixture(scope="session")
def events_dir(repo_root: Path) -> Path:
    """The recorded and documented events, which are not part of the project."""
    folder = repo_root.parent / "shared" / "data" / "events"
    if not folder.is_dir():
        pytest.skip("no recorded events at ../shared/data/events")
    return folder


_LOADED: dict[object, Loaded] = {}


@pytest.fixture
def spec_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Audits of many recordings: this process reads a spec with equal facts once."""
    from realtime_codegen.cli import audit, console

    real = console.loaded_with

    def loaded_with(chosen: ChosenFacts, opened: OpenedSpec, folders: tuple[Path, ...]) -> Loaded:
        facts = None if chosen.source is None else chosen.source.data
        key = (opened.shown, Path.cwd(), facts, folders)
        if key not in _LOADED:
            _LOADED[key] = real(chosen, opened, folders)
        return _LOADED[key]

    monkeypatch.setattr(audit, "loaded_with", loaded_with)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """A function that compares a text with the expected file at a path.

    A file that is missing or differs fails the test with a diff. With `--update` it is written
    instead, and named when the run ends.
    """

    def compare(path: Path, text: str) -> None:
        expected = path.read_bytes().decode() if path.is_file() else None
        if expected == text:
            return
        shown = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)
        if request.config.getoption("update"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            request.node.user_properties.append(("rewritten", shown))
            return
        diff = difflib.unified_diff(
            (expected or "").splitlines(keepends=True),
            text.splitlines(keepends=True),
            shown if expected is not None else "(no such file)",
            "what the test made",
        )
        advice = "if that is meant: make update"
        pytest.fail("".join([*diff, advice]), pytrace=False)

    return compare
