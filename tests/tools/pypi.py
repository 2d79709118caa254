"""Published Python packages for tests: fetched with the user's own pip, kept in `.cache/python`.

A package is a wheel that is unpacked as data: nothing of it is installed or run. An environment
has the packages of a lock file installed, for programs that run in it. Where the registry is out
of reach the calling test is skipped with the reason, or fails if the environment variable CI is
set.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path
from typing import NoReturn

__all__ = ["python_environment", "python_package"]

CACHE = Path(__file__).parents[2] / ".cache" / "python"
_TIMEOUT = 600


def python_package(name: str, version: str) -> Path:
    """The unpacked contents of one exact version of a package, from its wheel."""
    target = CACHE / f"{name}-{version}"
    if target.is_dir():
        return target
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        wheel = _downloaded(f"{name}=={version}", Path(folder))
        unpacked = Path(folder) / "unpacked"
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(unpacked)
        _keep(unpacked, target)
    return target


def python_environment(lock: Path) -> Path:
    """The interpreter of an environment that has exactly the packages of a lock file.

    It is made once for each content of the file and each version of Python.
    """
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    content = hashlib.sha256(lock.read_bytes()).hexdigest()[:12]
    target = CACHE / f"environment-{lock.stem}-{version}-{content}"
    if not target.is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            # An environment finds itself by its path, so it can be moved when it is complete.
            made = Path(folder) / "environment"
            venv.create(made, with_pip=False, symlinks=os.name != "nt")
            _install(lock, _interpreter(made))
            _keep(made, target)
    return _interpreter(target)


def _interpreter(environment: Path) -> Path:
    if os.name == "nt":
        return environment / "Scripts" / "python.exe"
    return environment / "bin" / "python"


def _keep(made: Path, target: Path) -> None:
    """Move a finished folder to its place; another test process may have been quicker."""
    try:
        made.rename(target)
    except OSError:
        if not target.is_dir():
            raise
        shutil.rmtree(made)


def _install(lock: Path, interpreter: Path) -> None:
    # The lock file is complete, and most modules of large packages are never imported.
    command = [sys.executable, "-m", "pip", "--python", str(interpreter), "install", "--quiet"]
    command += ["--no-deps", "--no-compile", "--requirement", str(lock)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_TIMEOUT)
    if done.returncode:
        _out_of_reach(f"{lock.name} cannot be installed: {done.stderr.strip()[-500:]}")


def _downloaded(requirement: str, folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--only-binary", ":all:", "--dest", str(folder), requirement]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_TIMEOUT)
    if done.returncode:
        _out_of_reach(f"{requirement} cannot be fetched: {done.stderr.strip()[-500:]}")
    (wheel,) = folder.glob("*.whl")
    return wheel


def _out_of_reach(reason: str) -> NoReturn:
    try:
        import pytest
    except ImportError:  # `prefetch` runs without pytest.
        raise OSError(reason) from None
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
