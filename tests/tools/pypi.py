"""Published Python packages for tests: fetched with the user's own pip, kept in `.cache/python`.

Wheels are unpacked as data: nothing of them is installed or run. Where the registry is out of
reach the calling test is skipped with the reason, or fails if the environment variable CI is set.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest

__all__ = ["python_package"]

CACHE = Path(__file__).parents[2] / ".cache" / "python"
_TIMEOUT = 300


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
        try:
            unpacked.rename(target)
        except OSError:
            # Another process was faster.
            shutil.rmtree(unpacked)
    return target


def _downloaded(requirement: str, folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--only-binary", ":all:", "--dest", str(folder), requirement]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_TIMEOUT)
    if done.returncode:
        reason = f"{requirement} cannot be fetched: {done.stderr.strip()[-500:]}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    (wheel,) = folder.glob("*.whl")
    return wheel
