"""What a run of the command, which is over in a moment, leaves undone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

# What is registered first runs last: the report sees what the command registered.
_CHILD = """
import atexit, gc, json, sys
collected = []
def report():
    path = sys.argv.pop(1)
    with open(path, "w") as file:
        counts = {"frozen": gc.get_freeze_count(), "collected": len(collected)}
        json.dump({**counts, "modules": sorted(sys.modules)}, file)
atexit.register(report)
from realtime_codegen.cli import main
gc.callbacks.append(lambda phase, info: collected.append(info["generation"]))
main([*sys.argv[2:]])
"""

_SPEC = """
export interface Ping { type: 'ping'; note?: string; }
export interface Pong { type: 'pong'; at: number; }
export type Message = Ping | Pong;
"""

_NEEDLESS = frozenset(
    {
        "argparse",
        "asyncio",
        "concurrent",
        "difflib",
        "email",
        "html",
        "http",
        "importlib.metadata",
        "libcst",
        "logging",
        "multiprocessing",
        "pydantic",
        "socket",
        "ssl",
        "subprocess",
        "tarfile",
        "typing_extensions",
        "unittest",
        "urllib.request",
        "watchfiles",
        "xml",
    }
)
"""Modules that take long to import, and that a run has no use for."""


def _report(folder: Path, *arguments: str) -> dict[str, Any]:
    (folder / "spec.d.ts").write_text(_SPEC, encoding="utf-8")
    command = [sys.executable, "-c", _CHILD, str(folder / "report.json"), *arguments]
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "XDG_CACHE_HOME": str(folder / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return report


@pytest.mark.parametrize(
    "arguments",
    [("spec.d.ts",), ("generate", "spec.d.ts", "-t", "model"), ("diff", "spec.d.ts", "spec.d.ts")],
)
def test_a_run_looks_for_no_cycles(arguments: tuple[str, ...], tmp_path: Path) -> None:
    report = _report(tmp_path, *arguments)
    assert report["collected"] == 0
    assert report["frozen"] > 10_000


def test_a_plain_run_imports_nothing_needless(tmp_path: Path) -> None:
    modules = set(_report(tmp_path, "spec.d.ts")["modules"])
    assert "realtime_codegen.pipeline" in modules
    needless = {name for name in modules if {name, name.partition(".")[0]} & _NEEDLESS}
    assert needless == set()
