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


_PROCESS = """
import atexit, os, sys, threading, time
class Kept:
    def __del__(self, write=os.write):
        write(1, b"freed\\n")
sys.kept = Kept()
atexit.register(print, "handled")
def wait():
    time.sleep(0.2)
    print("waited")
from realtime_codegen.cli import run
exec(sys.argv.pop(1))
run()
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ["handled"]),
        ("threading.Thread(target=wait).start()", ["waited", "handled", "freed"]),
        ("sys.setprofile(lambda *_: None)", ["handled", "freed"]),
        ("sys.settrace(lambda *_: None)", ["handled", "freed"]),
    ],
)
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [(("--version",), 0, "realtime-codegen, version"), (("--nothing",), 2, "")],
)
def test_a_process_ends_unfreed_if_nobody_waits(
    before: str, after: list[str], arguments: tuple[str, ...], code: int, said: str
) -> None:
    command = [sys.executable, "-c", _PROCESS, before, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == code, done.stderr
    lines = done.stdout.splitlines()
    assert [line for line in lines if line in ("waited", "handled", "freed")] == after
    assert not said or lines[0].startswith(said)


def test_an_output_that_nobody_reads_ends_as_ever(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "realtime_codegen", "--help"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(60) == 141
