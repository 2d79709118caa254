"""The committed package under every interpreter at hand: `tools/selfcheck.py` says what is tried.

An interpreter that is not installed is skipped by name. The newest CPython comes from the
package registry as well, compiled to WebAssembly, where there are no threads.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from tests.tools.night import at_night
from tests.tools.node import node_modules, run_node

REPOSITORY = Path(__file__).parents[1]
SELFCHECK = REPOSITORY / "tests" / "tools" / "selfcheck.py"
PYODIDE = "pyodide@314.0.7"
VERSIONS = [*(f"3.{minor}" for minor in range(11, 16)), "3.13t", "3.14t", "3.15t"]
OWN = f"{sys.version_info.major}.{sys.version_info.minor}"
# The options of the interpreter, and what `selfcheck.py` is told.
WAYS: Final[Mapping[str, tuple[Sequence[str], Sequence[str]]]] = {
    "": (("-X", "dev"), ()),
    "brief": (("-X", "dev"), ("brief",)),
    "-O": (("-O",), ("brief",)),
    "-OO": (("-OO",), ("brief",)),
    "zip": ((), ("brief", "zip")),
    "frozen": ((), ("brief", "frozen")),
}
IDENTITY = (
    "import sys; gil = getattr(sys, '_is_gil_enabled', lambda: True)();"
    "print('%d.%d%s' % (*sys.version_info[:2], '' if gil else 't'))"
)


def candidates(version: str) -> Iterator[Path]:
    """Where an interpreter may be: on the path, or where pyenv and uv put theirs."""
    on_path = shutil.which(f"python{version}")
    if on_path is not None:
        yield Path(on_path)
    homes = [
        Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions",
        Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "uv" / "python",
    ]
    for home in homes:
        yield from sorted(home.glob("*/bin/python3"), reverse=True)


@cache
def identity(interpreter: Path) -> str | None:
    """The version of an interpreter; None where it does not run."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    try:
        done = subprocess.run(
            [interpreter, "-c", IDENTITY],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def _runs() -> Iterator[Any]:
    """Each version in each way; a push tries all of them briefly, and 3.12 not at all.

    Where another one is used, as in CI, that tries the rest. It leaves out -O: -OO takes away the
    same, and docstrings.
    """
    for version in VERSIONS:
        for name, way in WAYS.items():
            run = pytest.param(version, way, id=f"{version}-{name}")
            if version == OWN:
                pushed = name not in ("-O", "")
            else:
                pushed = name == "brief" and version != "3.12"
            yield run if pushed else at_night(run)


@pytest.mark.parametrize(("version", "way"), [*_runs()])
def test_the_package_works_under(version: str, way: tuple[Sequence[str], Sequence[str]]) -> None:
    python = next(
        (interpreter for interpreter in candidates(version) if identity(interpreter) == version),
        None,
    )
    if python is None:
        pytest.skip(f"no Python {version} is installed")
    flags, arguments = way
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        [python, "-W", "error", *flags, SELFCHECK, *arguments],
        env={**environment, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    gil = "without" if version.endswith("t") else "with"
    expected = rf"CPython {re.escape(version.rstrip('t'))}\.\S+ \(\w+, {gil} the GIL\): .*threads 8"
    assert re.match(expected, done.stdout), done.stdout


@pytest.mark.nightly
@pytest.mark.network
def test_the_package_works_under_the_newest_python_in_webassembly() -> None:
    script = SELFCHECK.with_suffix(".cjs")
    said = run_node(script, str(REPOSITORY), modules=node_modules([PYODIDE]))
    assert re.match(r"CPython 3\.14\.\d+ \(emscripten, .*\): samples \d{3}, laws \d{4}", said), said
