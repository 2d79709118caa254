"""The native core: equal to Python, safe, and off where it should be.

Each test runs a process of its own with a core that is built here. So it says the same whether
`make native` was called or not, and a crash is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMPILER = shutil.which(os.environ.get("CC", "cc"))
GENERATED = ROOT / "generated"
GA, BETA = GENERATED / "openai_realtime", GENERATED / "openai_realtime_beta"

pytestmark = [
    pytest.mark.skipif(COMPILER is None, reason="there is no C compiler for the native core"),
    pytest.mark.skipif(os.name == "nt", reason="the core is built here as `cc` builds it"),
    pytest.mark.skipif(
        bool(sysconfig.get_config_var("Py_GIL_DISABLED")), reason="the core relies on the GIL"
    ),
    pytest.mark.skipif(
        not Path(sysconfig.get_path("include"), "Python.h").exists(),
        reason="the headers of Python are missing",
    ),
    pytest.mark.xdist_group("native"),
]

Run = Callable[..., str]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs Python with a core that was built without any warning; returns what it prints."""
    assert COMPILER is not None
    folder = tmp_path_factory.mktemp("core")
    flags = ["-O1", "-std=c11", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
    if sys.platform == "darwin":
        flags += ["-undefined", "dynamic_lookup"]
    sources = sorted(map(str, (ROOT / "native" / "src").glob("*.c")))
    include = f"-I{sysconfig.get_path('include')}"
    target = str(folder / "realtime_codegen_native.so")
    subprocess.run([COMPILER, *flags, include, *sources, "-o", target], check=True)

    def run(*arguments: str | Path, **environment: str) -> str:
        path = os.pathsep.join((str(folder), str(GENERATED), environment.pop("path", "")))
        finished = subprocess.run(
            [sys.executable, "-X", "faulthandler", *arguments],
            env={**os.environ, "PYTHONPATH": path, **environment},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=36_000,
        )
        assert finished.returncode == 0, finished.stdout + finished.stderr
        return finished.stdout

    return run


def _options(events: Path) -> list[str]:
    return ["--events", str(events)] if events.is_dir() else []


@pytest.mark.parametrize("package", [GA, BETA], ids=["ga", "beta"])
def test_the_core_and_python_agree(run: Run, package: Path) -> None:
    program = ("-m", "tests.tools.native", "--package", package)
    told = run(*program, "--count", "1500", *_options(ROOT.parent / "shared/data/events"))
    assert "1,500 messages alike" in told


@pytest.mark.nightly
@pytest.mark.parametrize("package", [GA, BETA], ids=["ga", "beta"])
def test_the_core_and_python_agree_on_millions(run: Run, package: Path) -> None:
    program = ("-m", "tests.tools.native", "--package", package, "--seed", "1000000")
    told = run(*program, "--count", "1000000", *_options(ROOT.parent / "shared/data/events"))
    assert "1,000,000 messages alike" in told


@pytest.mark.parametrize("check", ["common", "replaced", "functions"])
def test_what_else_holds_of_the_core(run: Run, check: str) -> None:
    run("-m", "tests.tools.native_checks", check)


def test_each_allocation_may_fail(run: Run) -> None:
    pytest.importorskip("_testcapi")
    assert "the core gave up" in run("-m", "tests.tools.native_checks", "starved")


def test_a_sub_interpreter_does_without_the_core(run: Run) -> None:
    pytest.importorskip("_xxsubinterpreters")
    run("-m", "tests.tools.native_checks", "alone")


@pytest.mark.nightly
def test_memory_stays_level(run: Run) -> None:
    told = run("-m", "tests.tools.native_checks", "level", "--count", "2000000")
    assert "2,000,000 messages" in told


_IS_ON = (
    "import openai_realtime as rt, sys; print(rt.NATIVE, 'openai_realtime._bind' in sys.modules)"
)


def test_a_package_says_whether_the_core_is_on_and_can_leave_it_out(
    run: Run, tmp_path: Path
) -> None:
    assert run("-c", _IS_ON).split() == ["True", "True"]
    assert run("-c", _IS_ON, REALTIME_NATIVE="0").split() == ["False", "False"]
    (tmp_path / "realtime_codegen_native.py").write_text("ABI = 0\n")
    another = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{_IS_ON}"
    assert run("-c", another).split() == ["False", "False"]
    (tmp_path / "realtime_codegen_native.py").write_text("raise ImportError\n")
    assert run("-c", another).split() == ["False", "False"]
